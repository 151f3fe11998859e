"""The small drawing of a network: a few of its layers, as large as they are."""

from dataclasses import dataclass

from models.plan.plan import Layer, counted
from models.spec.architecture import Architecture
from models.spec.task import Task

MOST = 12
"""Layers that a small drawing has room for."""
STEP_BY_STEP = ("RNN", "GRU", "LSTM", "head")
"""What the names of layers have that wait for the step before."""


@dataclass(frozen=True)
class Sheet:
    """One layer: the shape of its output for one example, and whether it has weights."""

    output: list[int]
    weights: bool


@dataclass(frozen=True)
class SmallDrawing:
    sheets: list[Sheet]
    """Of the input first, then of layers."""
    parameters: int
    multiply_adds: int
    calls: int
    """How many times a layer is called for an example: one that goes step by step as often as there are steps."""


def small_drawing(task: Task, architecture: Architecture) -> SmallDrawing:
    """What a card of the map shows of the network that ``architecture`` builds for ``task``."""
    layers, parameters, multiply_adds, _ = counted(task, architecture)
    inputs = list(task.shapes().inputs)
    steps = inputs[0] if len(inputs) < 3 else 1
    calls = sum(steps if any(part in layer.type for part in STEP_BY_STEP) else 1 for layer in layers)
    sheets = [Sheet(inputs, False), *thinned([Sheet(one.output, one.parameters > 0) for one in distinct(layers)])]
    return SmallDrawing(sheets, parameters, multiply_adds, calls)


def distinct(layers: list[Layer]) -> list[Layer]:
    """Without what has no weights and gives the shape that it was given, as an activation; and of equal shapes in a
    row the first."""
    found: list[Layer] = []
    for layer in layers:
        before = found[-1].output if found else None
        if layer.output != before:
            found.append(layer)
    return found


def thinned(sheets: list[Sheet]) -> list[Sheet]:
    """At most :data:`MOST`, the first and the last among them."""
    if len(sheets) <= MOST:
        return sheets
    return [sheets[round(place * (len(sheets) - 1) / (MOST - 1))] for place in range(MOST)]
