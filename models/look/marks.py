"""Examples with what a network answers to them: right or wrong, how sure, and beside which picture."""

import torch
from torch import Tensor, nn

from models.look.arrays import fine_shares
from models.look.pictures import ImageGrid, Mark
from models.look.png import ink, sheet
from models.look.questions import SplitName, example_question
from models.look.view import probabilities, to_device
from models.spec.kinds import Batch, Form, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

ROUNDING = 1e-4
"""By which what lies from 0 to 1 may be beyond when it has been interpolated."""


def predict_examples(
    network: nn.Module, spec: Spec, splits: Splits, name: SplitName, rows: Tensor
) -> tuple[Batch, list[Mark], Tensor]:
    """The examples ``rows`` (count) of a split, a mark for each, and the probabilities of all answers, on the host.

    Those are (count, classes) or (count, places, symbols).
    """
    device = next(network.parameters()).device
    batch = spec.task.batch(getattr(splits, name), rows.to(device), generator(0, "views", device), training=False)
    chances = probabilities(network(to_device(batch, network)), network)
    marks = [
        one.model_copy(update={"question": example_question(splits, name, row)})
        for one, row in zip(marks_of(spec.task, batch, chances), rows.tolist(), strict=True)
    ]
    return batch, marks, chances


def predict_images(network: nn.Module, spec: Spec, splits: Splits, name: SplitName, rows: Tensor) -> ImageGrid:
    """The pictures ``rows`` (count) of a split, their marks and the probabilities of all classes; none is counted."""
    batch, marks, chances = predict_examples(network, spec, splits, name, rows)
    labels, packed = spec.task.class_names(), fine_shares(chances)
    return image_grid(batch.inputs).model_copy(update={"marks": marks, "labels": labels, "chances": packed})


def predict_classes(network: nn.Module, spec: Spec, splits: Splits) -> tuple[Tensor, Tensor, Tensor]:
    """Of the validation split: classes, predicted classes and their probabilities, each (examples), on the host."""
    targets, answers, sure = [], [], []
    for batch in batches(spec.task, splits.validation):
        best = probabilities(network(batch), network).max(-1)
        targets.append(batch.targets)
        answers.append(best.indices)
        sure.append(best.values)
    return torch.cat(targets).cpu(), torch.cat(answers).cpu(), torch.cat(sure).cpu()


def image_grid(images: Tensor, columns: int = 10) -> ImageGrid:
    """(batch, channels, height, width) as a network is fed them, as pictures without marks."""
    height, width = images.shape[-2:]
    drawn = sheet(ink(displayable(images)), columns=columns)
    return ImageGrid(sheet=drawn, columns=columns, height=height, width=width, marks=[], right=0, of=0)


def displayable(images: Tensor) -> Tensor:
    """(batch, channels, height, width) of 0 to 1: a picture that goes beyond lies between its least and its most."""
    least, most = images.amin((1, 2, 3), keepdim=True), images.amax((1, 2, 3), keepdim=True)
    beyond = (least < -ROUNDING) | (most > 1 + ROUNDING)
    return torch.where(beyond, (images - least) / (most - least).clamp_min(ROUNDING), images)


def marks_of(task: Task, batch: Batch, chances: Tensor) -> list[Mark]:
    """One mark for each example, from the probabilities (batch, classes) or (batch, places, symbols)."""
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
        expected = [alphabet.decode(row) if row[0] >= 0 else None for row in batch.targets.tolist()]
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
