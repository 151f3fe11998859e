"""Tensors out of a file that PyTorch wrote before 2020, without running anything of it.

Such a file is four pickles, a list of storages, and their bytes. A pickle is a little program; here it is only
followed: tuples, texts and numbers are put together as it says, and whatever it would call is left out.
"""

import io
import pickletools
from typing import Any

import torch
from torch import Tensor

DTYPES = {"torch FloatStorage": torch.float32, "torch LongStorage": torch.int64}
PICKLES = 3
"""Before the one with the tensors: a magic number, a version, and sizes of types."""
COUNT_BYTES = 8


def read_tensors(content: bytes) -> dict[str, Tensor]:
    """All tensors (…) by name, in the order of the file.

    Raises ValueError, KeyError or IndexError if it is no such file.
    """
    file = io.BytesIO(content)
    for _ in range(PICKLES):
        followed(file)
    tensors, keys = followed(file), followed(file)
    storages: dict[str, bytes] = {}
    sizes = {storage[2]: storage[4] * DTYPES[storage[1]].itemsize for storage, *_ in tensors.values()}
    for key in keys:
        file.seek(COUNT_BYTES, io.SEEK_CUR)
        storages[key] = file.read(sizes[key])
    return {
        name: torch.frombuffer(bytearray(storages[storage[2]]), dtype=DTYPES[storage[1]])
        .as_strided(size, stride, offset)
        .clone()
        for name, (storage, offset, size, stride, *_) in tensors.items()
    }


def followed(file: io.BytesIO) -> Any:
    """What the pickle that begins here puts together: of a call its arguments, of an ordered dictionary a plain one.

    Raises ValueError or IndexError if this is no pickle.
    """
    stack: list[Any] = []
    marks: list[int] = []
    memo: dict[Any, Any] = {}
    for code, value, _ in pickletools.genops(file):
        match code.name:
            case "MARK":
                marks.append(len(stack))
            case "TUPLE" | "SETITEMS" | "APPENDS":
                items = stack[marks.pop() :]
                del stack[len(stack) - len(items) :]
                gather(stack, code.name, items)
            case "SETITEM":
                name, one = stack[-2:]
                del stack[-2:]
                stack[-1][name] = one
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                count = int(code.name[-1])
                stack[-count:] = [tuple(stack[-count:])]
            case "BINPUT" | "LONG_BINPUT":
                memo[value] = stack[-1]
            case "BINGET" | "LONG_BINGET":
                stack.append(memo[value])
            case "EMPTY_TUPLE" | "EMPTY_DICT" | "EMPTY_LIST":
                stack.append({"EMPTY_TUPLE": (), "EMPTY_DICT": {}, "EMPTY_LIST": []}[code.name])
            case "REDUCE":
                arguments = stack.pop()
                stack[-1] = {} if stack[-1] == "collections OrderedDict" else arguments
            case "BUILD":
                stack.pop()
            case "STOP":
                return stack[-1]
            case other if other not in ("PROTO", "BINPERSID"):
                stack.append(value)
    raise ValueError("a pickle without an end")


def gather(stack: list[Any], name: str, items: list[Any]) -> None:
    """Puts ``items`` together as a tuple, or into the dictionary or the list below them."""
    if name == "TUPLE":
        stack.append(tuple(items))
    elif name == "SETITEMS":
        stack[-1].update(zip(items[::2], items[1::2], strict=True))
    else:
        stack[-1].extend(items)
