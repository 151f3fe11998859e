"""Answers of a network to inputs of other programs, as plain values: what views draw, as numbers and texts."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from models.look.marks import marks_of
from models.look.questions import pose
from models.look.view import probabilities, to_device
from models.sentences import Sentence, Text, text_of
from models.spec.kinds import Batch, Form, Splits, run
from models.spec.spec import Spec
from models.spec.task import Task

TAKES_NO_NUMBERS = Sentence("predict-takes-text", "This task reads text: each input is a string.")
WRONG_SHAPE = Sentence(
    "predict-shape-wrong", "An input has {wanted} numbers, each list as long as the next; this one has {came}."
)
NOT_NUMBERS = Sentence("predict-not-numbers", "An input is a text, or nested lists of numbers that are all as long.")

NUMBERS = (Form.PICTURE, Form.WINDOW, Form.BITS, Form.FRAMES)
LIKELIEST = 100
"""Of more classes or symbols, those are given that are likeliest."""

Answer = dict[str, Any]


class WrongInput(ValueError):
    """An input that cannot be answered: its place, and a sentence."""

    def __init__(self, place: int, why: Text) -> None:
        super().__init__(why)
        self.place = place


@torch.no_grad()
def predictions(network: nn.Module, spec: Spec, splits: Splits, inputs: Sequence[Any]) -> list[Answer]:
    """An answer to each of ``inputs``, which are texts or numbers. Raises WrongInput."""
    network.eval()
    found = []
    for place, one in enumerate(inputs):
        try:
            batch = to_device(asked(spec.task, splits, one), network)
        except ValueError as error:
            raise WrongInput(place, text_of(error)) from error
        found.append(answer(network, spec.task, batch))
    return found


def asked(task: Task, splits: Splits, one: Any) -> Batch:
    """A batch of one. Raises ValueError, in a sentence."""
    if isinstance(one, str):
        return pose(task, splits, one)
    if task.kind.inputs not in NUMBERS:
        raise ValueError(TAKES_NO_NUMBERS())
    try:
        values = torch.tensor(one, dtype=torch.float)
    except (TypeError, ValueError, OverflowError, RuntimeError) as error:
        raise ValueError(NOT_NUMBERS()) from error
    wanted = task.shapes().inputs
    if values.dim() + 1 == len(wanted) and wanted[0] == 1 and task.kind.inputs is Form.PICTURE:
        values = values.unsqueeze(0)  # a grey picture without its one channel
    if tuple(values.shape) != tuple(wanted) or not values.isfinite().all():
        raise ValueError(WRONG_SHAPE(wanted=times(wanted), came=times(tuple(values.shape))))
    return task.as_fed(Batch(values.unsqueeze(0), unknown(task)), splits.train)


def times(shape: Sequence[int]) -> str:
    return " x ".join(map(str, shape)) or "1"


def unknown(task: Task) -> Tensor:
    """The target of a question to which nobody knows the answer, (1, …)."""
    match task.kind.targets:
        case Form.CLASS:
            return torch.full((1,), -1)
        case Form.CLASSES:
            return torch.zeros(1, task.shapes().classes, dtype=torch.bool)
    return torch.full((1, *task.shapes().targets), -1)


def answer(network: nn.Module, task: Task, batch: Batch) -> Answer:
    """Of classes and texts: which, how sure, and the chances of all; of everything else the values themselves."""
    outputs: Tensor = run(network, batch)[0]
    if not task.kind.markable:
        values = task.in_units(outputs) if task.kind.forecasts else outputs
        return {"answer": None, "sure": None, "chances": None, "values": plain(values[0].tolist())}
    chances = probabilities(outputs, network)
    one = marks_of(task, batch, chances)[0]
    named = chances_of(task.class_names(), chances[0]) if chances.dim() == 2 else None
    return {"answer": str(one.answer), "sure": plain(one.sure), "chances": named, "values": None}


def chances_of(names: Sequence[str], chances: Tensor) -> dict[str, Any]:
    """Of chances (classes), by name, the likeliest first."""
    best = chances.topk(min(LIKELIEST, len(names)))
    return {str(names[number]): plain(value) for value, number in zip(*map(Tensor.tolist, best), strict=True)}


def plain(values: Any) -> Any:
    """Nested numbers as JSON can carry them: null of what is no number."""
    if isinstance(values, list):
        return [plain(value) for value in values]
    return values if math.isfinite(values) else None
