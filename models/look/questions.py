"""What a network is asked: a person's own question, however it was typed, or a held-out example."""

import re
import unicodedata
import zlib
from typing import Literal

import torch

from models.spec.kinds import Batch, Split, Splits
from models.spec.seeds import generator
from models.spec.task import Task
from models.spec.typed import UNSEEN, plain_digits

SplitName = Literal["validation", "test"]
"""Splits that nothing is learnt from."""
BLANKS = re.compile(rf"[\s{UNSEEN}]+")
"""With the marks of direction that dates are copied with."""
EXAMPLE = re.compile(r"(validation|test):(\d{1,9}):([0-9a-f]{8})")


def example_question(splits: Splits, name: SplitName, row: int) -> str:
    """The question that asks for one example: its split, its place there, and a checksum of what lies there."""
    return f"{name}:{row}:{checksum(getattr(splits, name), row)}"


def checksum(split: Split, row: int) -> str:
    """Of everything that makes up one example, its right answer included; 8 hexadecimal digits."""
    total = 0
    for tensor in split.tensors.values():
        total = zlib.crc32(tensor[row].cpu().numpy().tobytes(), total)
    return f"{total:08x}"


def pose(task: Task, splits: Splits, question: str) -> Batch:
    """A batch of one: the example that is named, or what a person asked.

    Raises ValueError, in a sentence, where the question cannot be posed; so it is where another run holds out others.
    """
    named = EXAMPLE.fullmatch(question)
    if named is None:
        return task.pose(plain_text(question))
    split: Split = getattr(splits, named[1])
    row = int(named[2])
    if row >= len(split) or checksum(split, row) != named[3]:
        raise ValueError("This run holds out other examples: the one that is asked for is not among them.")
    device = next(iter(split.tensors.values())).device
    return task.batch(split, torch.tensor([row], device=device), generator(0, "views"), training=False)


def plain_text(question: str) -> str:
    """The question with the digits, marks and blanks that keyboards of any script type as the plain ones.

    A drawing, which travels as base64, stays as it is.
    """
    plain = unicodedata.normalize("NFKC", question)
    return BLANKS.sub(" ", plain_digits(plain)).strip()
