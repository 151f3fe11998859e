"""Examples with what a network answers to them: right or wrong, how sure, and beside which picture."""

import torch
from torch import Tensor, nn

from models.look.arrays import fine_shares
from models.look.clips import trails
from models.look.curves import curves
from models.look.pictures import ImageGrid, Mark
from models.look.png import ink, sheet
from models.look.questions import SplitName, example_question
from models.look.view import probabilities, to_device
from models.sentences import Text
from models.spec.kinds import Batch, Form, Splits, run
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
    chances = probabilities(run(network, to_device(batch, network))[0], network)
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
        best = probabilities(run(network, batch)[0], network).max(-1)
        targets.append(batch.targets)
        answers.append(best.indices)
        sure.append(best.values)
    return torch.cat(targets).cpu(), torch.cat(answers).cpu(), torch.cat(sure).cpu()


def image_grid(images: Tensor, columns: int = 10) -> ImageGrid:
    """(batch, channels, height, width) as a network is fed them, as pictures without marks; windows (batch, time,
    features) as lines, clips (batch, frames, …) as trails.
    """
    images = curves(images) if images.dim() == 3 else trails(images) if images.dim() == 5 else images
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
    ways = {Form.CLASS: of_class, Form.CLASSES: of_classes}
    marks = ways.get(task.kind.targets, of_symbols)(task, batch, chances)
    return [one.model_copy(update={"given": given}) for given, one in zip(task.read(batch), marks, strict=True)]


def mark(answer: str, expected: str | None, sure: float, truth: float | None = None) -> Mark:
    """``expected`` is None where nobody knows, as of a drawing that somebody asks."""
    return Mark(
        answer=Text.read(answer),
        expected=Text.read(expected or ""),
        right=None if expected is None else answer == expected,
        sure=round(sure, 6),
        truth=None if truth is None else round(truth, 6),
    )


def of_class(task: Task, batch: Batch, chances: Tensor) -> list[Mark]:
    """The likeliest class of chances (batch, classes)."""
    names, best = task.class_names(), chances.max(-1)
    return [
        mark(names[answer], names[target], sure, float(row[target])) if target >= 0 else mark(names[answer], None, sure)
        for answer, sure, target, row in zip(
            best.indices.tolist(), best.values.tolist(), batch.targets.tolist(), chances, strict=True
        )
    ]


def of_classes(task: Task, batch: Batch, chances: Tensor) -> list[Mark]:
    """Those classes of chances (batch, classes) that the task takes for the answer; as sure as of the least of them."""
    answers, targets = task.answered(chances), batch.targets.cpu()
    names = task.class_names()
    return [
        mark(
            together(names, answer),
            together(names, target) if target.any() else None,  # no class at all: nobody knows
            least(row[answer]),
            least(row[target]) if target.any() else None,
        )
        for answer, target, row in zip(answers, targets, chances, strict=True)
    ]


def together(names: list[str], chosen: Tensor) -> str:
    """The names of the classes that are ``chosen`` (classes)."""
    return " + ".join(names[number] for number in chosen.nonzero().flatten().tolist()) or "–"


def least(chances: Tensor) -> float:
    """The least of some chances (count)."""
    return float(chances.min()) if len(chances) else 0.0


def of_symbols(task: Task, batch: Batch, chances: Tensor) -> list[Mark]:
    """The text of the likeliest symbols of chances (batch, places, symbols)."""
    best, alphabet = chances.max(-1), task.shapes().target
    assert alphabet is not None
    sure = best.values.where(alphabet.counted(best.indices), 1).prod(-1)
    return [
        mark(alphabet.decode(answer), alphabet.decode(target) if target[0] >= 0 else None, certain)
        for answer, target, certain in zip(best.indices.tolist(), batch.targets.tolist(), sure.tolist(), strict=True)
    ]
