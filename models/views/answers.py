"""Answers to test examples, right and wrong."""

import torch
from torch import Tensor, nn

from models.look.arrays import fine_shares
from models.look.pictures import ImageGrid, Mark, MarkedText, Picture
from models.look.png import ink, sheet
from models.look.questions import SplitName, example_question
from models.look.view import View, probabilities, to_device
from models.spec.kinds import Batch, Form, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task


class Answers(View):
    """The first examples of the test split with the network's answers."""

    title = "Answers"
    text = (
        "Examples that the network never learnt from, with what it answers now. A tick is right, a cross is wrong; "
        "they are always the same examples, so that you can watch one change its mind."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.shown > 0

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        rows = torch.arange(min(spec.task.kind.shown, len(splits.test)))
        if spec.task.kind.inputs is Form.PICTURE:
            grid = pictured(network, spec, splits, "test", rows)
            right = sum(bool(one.right) for one in grid.marks)
            return grid.model_copy(update={"right": right, "of": len(grid.marks)})
        _, marks, _ = marked(network, spec, splits, "test", rows)
        return MarkedText(marks=marks, right=sum(bool(one.right) for one in marks), of=len(marks))


def marked(
    network: nn.Module, spec: Spec, splits: Splits, name: SplitName, rows: Tensor
) -> tuple[Batch, list[Mark], Tensor]:
    """The examples ``rows`` of a split, what the network answers to them, and how likely it finds every answer.

    Those are (rows, classes) or (rows, places, symbols), on the host.
    """
    device = next(network.parameters()).device
    batch = spec.task.batch(getattr(splits, name), rows.to(device), generator(0, "views"), training=False)
    chances = probabilities(network(to_device(batch, network)))
    marks = [
        one.model_copy(update={"question": example_question(splits, name, row)})
        for one, row in zip(mark(spec.task, batch, chances), rows.tolist(), strict=True)
    ]
    return batch, marks, chances


def pictured(network: nn.Module, spec: Spec, splits: Splits, name: SplitName, rows: Tensor) -> ImageGrid:
    """The pictures ``rows`` (count) of a split with their marks and the chances of all classes; none is counted yet."""
    batch, marks, chances = marked(network, spec, splits, name, rows)
    labels, packed = spec.task.class_names(), fine_shares(chances)
    return picture_sheet(batch.inputs).model_copy(update={"marks": marks, "labels": labels, "chances": packed})


def picture_sheet(images: Tensor) -> ImageGrid:
    """(batch, channels, height, width) of 0 to 1 as pictures that nobody has judged."""
    height, width = images.shape[-2:]
    drawn = sheet(ink(images), columns=10)
    return ImageGrid(sheet=drawn, columns=10, height=height, width=width, marks=[], right=0, of=0)


def mark(task: Task, batch: Batch, chances: Tensor) -> list[Mark]:
    """One mark for each example. ``chances``: (batch, classes) or (batch, places, symbols)."""
    best = chances.max(-1)
    expected: list[str | None]  # None where nobody knows, as of a drawing that somebody asks
    truth: list[float | None]
    if task.kind.targets is Form.CLASS:
        names = task.class_names()
        answers = [names[number] for number in best.indices.tolist()]
        expected = [names[number] if number >= 0 else None for number in batch.targets.tolist()]
        sure = best.values
        truth = [
            round(float(row[number]), 6) if number >= 0 else None
            for row, number in zip(chances, batch.targets.tolist(), strict=True)
        ]
    else:
        alphabet = task.shapes().target
        assert alphabet is not None
        answers = [alphabet.decode(row) for row in best.indices.tolist()]
        expected = [alphabet.decode(row) for row in batch.targets.tolist()]
        sure = best.values.where(alphabet.counted(best.indices), 1).prod(-1)
        truth = [None] * len(answers)
    return [
        Mark(
            given=given,
            answer=answer,
            expected=wanted or "",
            right=None if wanted is None else answer == wanted,
            sure=round(certain, 6),
            truth=likely,
        )
        for given, answer, wanted, certain, likely in zip(
            task.read(batch), answers, expected, sure.tolist(), truth, strict=True
        )
    ]
