"""A hundred made-up digits in the files of MNIST, for tests that must not need the real ones."""

import hashlib
import struct
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from models.data.fetching.fetch import Dataset, RawFile
from models.data.sets import digits


def idx_bytes(numbers: Tensor) -> bytes:
    """A uint8 tensor in the idx format."""
    header = bytes((0, 0, 8, numbers.dim())) + struct.pack(f">{numbers.dim()}I", *numbers.shape)
    return header + numbers.contiguous().numpy().tobytes()


def pictures(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """Noise with one bright bar each, whose place is the label: a network can learn it in a few steps."""
    generator = torch.Generator().manual_seed(seed)
    images = torch.randint(0, 64, (count, 28, 28), generator=generator, dtype=torch.uint8)
    labels = torch.arange(count, dtype=torch.uint8) % 10
    for label in range(10):
        images[labels == label, 2 * label + 4 : 2 * label + 6, 4:24] = 255
    return images, labels


def raw_files(train: int = 80, test: int = 20) -> dict[str, bytes]:
    """Contents by name, in the order of the real data set."""
    numbers = (*pictures(train, seed=1), *pictures(test, seed=2))
    return {file.name: idx_bytes(part) for file, part in zip(digits.DATASET.files, numbers, strict=True)}


def raw_file(name: str, content: bytes) -> RawFile:
    return RawFile(name, len(content), hashlib.sha256(content).hexdigest())


def place(cache: Path, train: int = 80, test: int = 20) -> Dataset:
    """Puts them into a cache folder and returns the data set to use in the place of `digits.DATASET`."""
    contents = raw_files(train, test)
    folder = cache / digits.DATASET.name
    folder.mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = tuple(raw_file(name, content) for name, content in contents.items())
    return replace(digits.DATASET, files=files, sources=())
