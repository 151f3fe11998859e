"""CIFAR-10: 60,000 colour pictures, 32 by 32, of ten things (Alex Krizhevsky, Vinod Nair, Geoffrey Hinton, 2009).

One archive in the binary form: five batches to learn from and one for the test, each picture a byte of label and then
its red, green and blue. It is published without a licence.
"""

import tarfile
from pathlib import Path

import torch
from torch import Tensor

from models.data.fetching.fetch import Dataset, Progress, RawFile
from models.data.fetching.sources import Mirror
from models.data.labelled import LabelledImages
from models.sentences import Text

DATASET = Dataset(
    name="cifar10",
    title="CIFAR-10",
    licence="none is stated; the authors ask to be cited",
    licence_link="https://www.cs.toronto.edu/~kriz/cifar.html",
    published="Alex Krizhevsky, Vinod Nair, Geoffrey Hinton, 2009",
    files=(
        RawFile(
            "cifar-10-binary.tar.gz",
            170_052_171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        ),
    ),
    sources=(Mirror("https://www.cs.toronto.edu/~kriz/", packed=False),),
)

PIXELS = 3 * 32 * 32


def from_files(path: Path) -> LabelledImages:
    """The pictures of the archive at ``path``, images (count, 3, 32, 32).

    Raises ValueError if a batch is missing or is not of whole pictures.
    """
    with tarfile.open(path, "r:gz") as archive:
        batches = [read_batch(archive, f"data_batch_{number}.bin") for number in range(1, 6)]
        test_images, test_labels = read_batch(archive, "test_batch.bin")
    images, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    return LabelledImages(images, labels, test_images, test_labels)


def read_batch(archive: tarfile.TarFile, name: str) -> tuple[Tensor, Tensor]:
    """One batch: uint8 (count, 3, 32, 32), red, green and blue, and its labels, long (count).

    Raises ValueError if it is missing or is not of whole pictures.
    """
    try:
        content = archive.extractfile(f"cifar-10-batches-bin/{name}")
    except KeyError:
        content = None
    batch = bytearray(content.read()) if content is not None else bytearray()
    if not batch or len(batch) % (1 + PIXELS):
        raise ValueError(f"{name} of CIFAR-10 has {len(batch):,} bytes, and each picture takes {1 + PIXELS:,}.")
    rows = torch.frombuffer(batch, dtype=torch.uint8).view(-1, 1 + PIXELS)
    return rows[:, 1:].reshape(-1, 3, 32, 32), rows[:, 0].long()


def available() -> Text | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no pictures."""
    return DATASET.available()


def load(progress: Progress | None = None) -> LabelledImages:
    """All pictures, fetched first where they are missing. Raises DataMissing if they cannot be had."""
    DATASET.fetch(progress)
    return from_files(*(DATASET.path(file.name) for file in DATASET.files))
