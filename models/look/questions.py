"""What a network is asked: a person's own question, however it was typed, or a held-out example."""

import re
import unicodedata
import zlib
from dataclasses import replace
from typing import Literal

import torch
from torch import Tensor, nn

from models.look.view import to_device
from models.sentences import Sentence
from models.spec.kinds import Batch, Split, Splits
from models.spec.seeds import generator
from models.spec.task import Task
from models.spec.typed import UNSEEN, plain_digits

NOT_HELD_OUT = Sentence(
    "example-not-held-out", "This run holds out other examples: the one that is asked for is not among them."
)

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
        device = next(iter(splits.train.tensors.values())).device
        return task.as_fed(task.pose(plain_text(question)).to(device), splits.train)
    split: Split = getattr(splits, named[1])
    row = int(named[2])
    if row >= len(split) or checksum(split, row) != named[3]:
        raise ValueError(NOT_HELD_OUT())
    device = next(iter(split.tensors.values())).device
    return task.batch(split, torch.tensor([row], device=device), generator(0, "views", device), training=False)


def plain_text(question: str) -> str:
    """The question with the digits, marks and blanks that keyboards of any script type as the plain ones.

    A drawing, which travels as base64, stays as it is.
    """
    plain = unicodedata.normalize("NFKC", question)
    return BLANKS.sub(" ", plain_digits(plain)).strip()


def posed_text(question: str) -> str:
    """A text to go on from, with plain marks; blanks at its end stay, for a word that is begun is another than one that
    is over.
    """
    return plain_text(question) + " " * question.endswith(" ")


def question_batch(task: Task, splits: Splits, network: nn.Module, question: str) -> Batch:
    """The question as a batch of one where the network is, without its padding where the network never reads that.

    Raises ValueError, in a sentence, where the question cannot be posed.
    """
    batch = to_device(pose(task, splits, question), network)
    if getattr(network, "reads_padding", True) or "lengths" not in batch.more:
        return batch
    return replace(batch, inputs=batch.inputs[:, : int(batch.more["lengths"])])


def question_or_example(task: Task, splits: Splits, network: nn.Module, posed: str) -> Batch:
    """What is put to the network as a batch of one where it is: the question, or without one a held-out example.

    Raises ValueError, in a sentence, where the question cannot be posed.
    """
    return question_batch(task, splits, network, posed or example_question(splits, "validation", 0))


def input_symbols(task: Task, batch: Batch) -> list[str]:
    """The symbols of the first example of inputs (batch, time), with its padding; none where no symbols are read.

    Of stories (batch, sentences, words) the sentences.
    """
    source = task.shapes().source
    if source is None:
        return []
    rows = batch.inputs[0].tolist()
    return [source.symbols[row] if isinstance(row, int) else source.decode(row) for row in rows]


def output_symbols(task: Task, outputs: Tensor) -> list[str]:
    """The likeliest symbols of scores (batch, places, symbols), up to the first example's end; none of a class."""
    target = task.shapes().target
    if target is None:
        return []
    numbers = outputs.argmax(-1)  # (batch, places)
    return [target.symbols[number] for number in numbers[0, : int(target.counted(numbers)[0].sum())].tolist()]
