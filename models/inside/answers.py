"""Answers to test examples, right and wrong."""

import torch
from torch import Tensor, nn

from models.inside.view import View, probabilities, to_device
from models.kinds import Batch, Kind, Split, Splits
from models.pictures import ImageGrid, Mark, MarkedText, Picture
from models.randomness import generator
from models.sheets import ink, sheet
from models.spec import Spec, Task

SHOWN = {Kind.IMAGE_TO_CLASS: 100, Kind.SYMBOLS_TO_SYMBOLS: 40}
"""Test examples shown, by kind."""


class Answers(View):
    """The first examples of the test split with the network's answers."""

    title = "Answers"
    text = (
        "Examples that the network never learnt from, with what it answers now. A tick is right, a cross is wrong; "
        "they are always the same examples, so that you can watch one change its mind."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind in SHOWN

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        rows = torch.arange(min(SHOWN[spec.task.kind], len(splits.test)))
        batch, marks = marked(network, spec, splits.test, rows)
        right = sum(bool(one.right) for one in marks)
        if spec.task.kind is Kind.SYMBOLS_TO_SYMBOLS:
            return MarkedText(marks=marks, right=right, of=len(marks))
        return pictured(batch, marks, right, len(marks))


def marked(network: nn.Module, spec: Spec, split: Split, rows: Tensor) -> tuple[Batch, list[Mark]]:
    """The examples ``rows`` of a split, and what the network answers to them."""
    rows = rows.to(next(network.parameters()).device)
    batch = spec.task.batch(split, rows, generator(0, "views"), training=False)
    return batch, mark(spec.task, batch, probabilities(network(to_device(batch, network))))


def pictured(batch: Batch, marks: list[Mark], right: int, of: int) -> ImageGrid:
    """The pictures of a batch with their marks; ``right`` and ``of`` may count more than are shown."""
    height, width = batch.inputs.shape[-2:]
    drawn = sheet(ink(batch.inputs), columns=10)
    return ImageGrid(sheet=drawn, columns=10, height=height, width=width, marks=marks, right=right, of=of)


def mark(task: Task, batch: Batch, chances: Tensor) -> list[Mark]:
    """One mark for each example. ``chances``: (batch, classes) or (batch, places, symbols)."""
    best = chances.max(-1)
    expected: list[str | None]  # None where nobody knows, as of a drawing that somebody asks
    if task.kind is Kind.IMAGE_TO_CLASS:
        names = task.class_names()
        answers = [names[number] for number in best.indices.tolist()]
        expected = [names[number] if number >= 0 else None for number in batch.targets.tolist()]
        sure = best.values
    else:
        alphabet = task.shapes().target
        assert alphabet is not None
        answers = [alphabet.decode(row) for row in best.indices.tolist()]
        expected = [alphabet.decode(row) for row in batch.targets.tolist()]
        sure = best.values.where(alphabet.counted(best.indices), 1).prod(-1)
    return [
        Mark(
            given=given,
            answer=answer,
            expected=wanted or "",
            right=None if wanted is None else answer == wanted,
            sure=round(certain, 4),
        )
        for given, answer, wanted, certain in zip(task.read(batch), answers, expected, sure.tolist(), strict=True)
    ]
