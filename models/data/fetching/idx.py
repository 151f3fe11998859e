"""Files in the idx format of MNIST and its relatives, as tensors over memory that all processes share."""

import math
import struct
from pathlib import Path

import torch
from torch import Tensor

UNSIGNED_BYTES = 8


class IdxError(Exception):
    """A file that is not what its first bytes say."""


def read(path: Path) -> Tensor:
    """The file's numbers, uint8, of the shape (…) that it names. Raises IdxError if its size or start is wrong.

    The file is mapped, not read: workers that load it share one copy of its pages. The map is private, so that
    nothing written to the tensor reaches the file.
    """
    with path.open("rb") as file:
        shape = _shape(file.read(4 + 4 * 255), path)
    offset, count, size = 4 + 4 * len(shape), math.prod(shape), path.stat().st_size
    if size != offset + count:
        raise IdxError(f"{path} names the shape {shape}, which takes {offset + count:,} bytes, and has {size:,}.")
    mapped = torch.from_file(str(path), shared=False, size=size, dtype=torch.uint8)
    return mapped[offset:].view(shape)


def _shape(start: bytes, path: Path) -> tuple[int, ...]:
    if len(start) < 4 or start[:3] != bytes((0, 0, UNSIGNED_BYTES)):
        raise IdxError(f"{path} is not an idx file of unsigned bytes: it starts with {start[:4].hex() or 'nothing'}.")
    dimensions = start[3]
    if len(start) < 4 + 4 * dimensions:
        raise IdxError(f"{path} ends within the {dimensions} sizes that it should name.")
    return struct.unpack_from(f">{dimensions}I", start, 4)
