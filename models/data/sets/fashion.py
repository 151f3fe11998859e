"""Fashion-MNIST: 70,000 pictures of clothes, 28 by 28 (Han Xiao, Kashif Rasul, Roland Vollgraf, 2017).

Copyright 2017 Zalando SE, under the MIT licence. The mirror has no TLS: what it sends is checked by SHA-256 like all.
"""

from models.data.fetching.debian import DebianPackage
from models.data.fetching.fetch import Dataset, Progress, RawFile
from models.data.fetching.sources import Mirror
from models.data.labelled import LabelledImages, from_idx_files

DATASET = Dataset(
    name="fashion",
    title="Fashion-MNIST",
    licence="MIT",
    licence_link="https://opensource.org/license/mit",
    published="Han Xiao, Kashif Rasul, Roland Vollgraf (Zalando), 2017",
    files=(
        RawFile(
            "train-images-idx3-ubyte",
            47_040_016,
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        ),
        RawFile(
            "train-labels-idx1-ubyte",
            60_008,
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        ),
        RawFile(
            "t10k-images-idx3-ubyte",
            7_840_016,
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        ),
        RawFile(
            "t10k-labels-idx1-ubyte",
            10_008,
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        ),
    ),
    sources=(
        Mirror("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        DebianPackage("dataset-fashion-mnist", "usr/share/datasets/fashion-mnist"),
    ),
)

from_files = from_idx_files
"""What the raw files hold, by their paths in order."""


def available() -> str | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no pictures."""
    return DATASET.available()


def load(progress: Progress | None = None) -> LabelledImages:
    """All clothes, light on black, fetched first where they are missing. Raises DataMissing if they cannot be had."""
    DATASET.fetch(progress)
    return from_files(*(DATASET.path(file.name) for file in DATASET.files))
