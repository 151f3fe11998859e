"""States and gates of recurrent layers over time, a heat map each."""

import re
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.equations import GATE_PLACES
from models.look.arrays import numbers, panel, signed_panel, unlabelled
from models.look.cell_working import LETTERS, Moment, remark, working_lines
from models.look.gates_by_hand import gates_set
from models.look.pictures import Panel
from models.look.recurrent import titled_replays
from models.look.titles import dotted
from models.look.workings import Summands, Working
from models.sentences import Sentence

MOST = 64
"""Units shown of each layer; more would be too thin to see."""
WHAT_IS_READ = Sentence("what-is-read", "what is read")
GATES = {
    "state": Sentence("recurrent-state", "state"),
    "candidate": Sentence("candidate-state", "candidate"),
    "memory": Sentence("memory-of-cell", "memory"),
    "reset": Sentence("reset-gate", "reset"),
    "update": Sentence("update-gate", "update"),
    "input": Sentence("input-gate", "input"),
    "forget": Sentence("forget-gate", "forget"),
    "output": Sentence("output-gate", "output"),
}
UNIT = Sentence("unit-of-layer", "unit {unit}")
STEP_OF = Sentence("step-of-working", "step {step}")
STEP_READS = Sentence("step-of-working-reads", "step {step}, which reads {symbol}")
WHAT_IS_READ_X, OLD_STATE = (
    Sentence("summands-read", "W x: what is read"),
    Sentence("summands-state", "U h: the old state"),
)
NO_SUCH_CELL = Sentence(
    "no-such-working", "Ask for a layer from 1 to {layers}, a unit of it and a step of what is read: @1/3/2."
)
EXTRA_SUM = {"SimpleRNN": ["h"], "GRU": ["n"]}
"""What the last sum of a cell is called that is no gate."""
PLACE = re.compile(r"(\d{1,4})/(\d{1,6})/(\d{1,6})")
LABELLED = 14
"""Steps that have room for a number each."""
SIGNED = {"state", "candidate", "memory"}
"""What lies on both sides of 0; the others are gates from closed (0) to open (1)."""


def read_panel(calls: dict[str, list[Any]]) -> Panel:
    """What the first layer reads, a column for each step: of a picture, its rows or its columns.

    A cell, which takes a step at a time, was called once for each.
    """
    first = [call[0][0] for call in next(iter(calls.values()))]  # (steps, inputs), or each (inputs)
    read: Tensor = (first[0] if first[0].dim() > 1 else torch.stack(first)).T  # (inputs, steps)
    draw = signed_panel if read.min() < 0 else panel
    shown = read if read.min() < 0 else read / read.max().clamp_min(1e-12)
    return draw(WHAT_IS_READ(), shown, unlabelled(len(shown)), numbered(shown.shape[1]))


def numbered(steps: int) -> list[str]:
    """Numbers of the steps; of many every fourth, as many as there is room for beside another network's."""
    every = 1 if steps <= LABELLED else 4
    return ["" if step % every else str(step) for step in range(1, steps + 1)]


def gate_panels(
    network: nn.Module, calls: dict[str, list[Any]], letters: list[str], answer: list[str], by_hand: str = ""
) -> Iterator[Panel]:
    """A panel for the state and for each gate of every layer and direction; a decoder's columns are what it wrote.

    ``by_hand`` are gates that are set by hand. A cell asks for its working: by these gates, then the layer and
    direction, the unit, and the step, counted from 1: "reset=1@2/13/4".
    """
    for place, (title, way) in enumerate(titled_replays(network, calls, gates_set(by_hand)), 1):
        labels = answer if answer and title.startswith("decoder") else letters
        for gate, values in way.parts.items():
            shown = values[0, : len(answer) if answer and labels is answer else None, :MOST].T  # (units, time)
            steps = shown.shape[1]
            columns = labels if len(labels) == steps else numbered(steps)
            draw = signed_panel if gate in SIGNED else panel
            name = GATES[gate]() if gate in GATES else gate
            drawn = draw(dotted(title, name), shown, unlabelled(len(shown)), columns)
            yield drawn.model_copy(update={"asks": f"{by_hand}@{place}/{{row}}/{{column}}"})


def working(network: nn.Module, calls: dict[str, list[Any]], asked: str, letters: list[str]) -> Working | None:
    """The working of the cell that ``asked`` names, as "@2/13/4"; None where none is asked for.

    Raises ValueError where there is no such layer, unit or step.
    """
    by_hand, _, cell = asked.partition("@")
    if not cell:
        return None
    ways = list(titled_replays(network, calls, gates_set(by_hand)))
    found = PLACE.fullmatch(cell)
    place, unit, step = map(int, found.groups()) if found else (0, 0, 0)
    if not 0 < place <= len(ways):
        raise ValueError(NO_SUCH_CELL(layers=len(ways)))
    title, way = ways[place - 1]
    steps, units = way.parts["state"].shape[1:]
    if not (0 < unit <= units and 0 < step <= steps):
        raise ValueError(NO_SUCH_CELL(layers=len(ways)))
    h, c = (before[0, step - 1].detach() for before in way.before)
    moment = Moment(way.layer, unit - 1, way.read[0, step - 1].detach(), h, c)
    symbol = letters[step - 1] if len(letters) == steps and not title.startswith("decoder") else ""
    return Working(
        title=dotted(title, UNIT(unit=unit), STEP_READS(step=step, symbol=symbol) if symbol else STEP_OF(step=step)),
        question=asked,
        lines=working_lines(moment),
        sums=[LETTERS[name] for name in GATE_PLACES[way.layer.cell]] + EXTRA_SUM.get(way.layer.cell, []),
        summands=list(summands(moment)),
        remark=remark(way.layer),
    )


def summands(moment: Moment) -> Iterator[Summands]:
    """What is behind W x and U h of the unit: a value and its weights for each input, and each unit of the state."""
    rows = [moment.row(place) for place in range(len(moment.layer.weight_state) // moment.layer.units)]
    for title, values, weights in (
        (WHAT_IS_READ_X(), moment.x, moment.layer.weight_inputs),
        (OLD_STATE(), moment.h, moment.layer.weight_state),
    ):
        names = [str(number) for number in range(1, len(values) + 1)]
        yield Summands(title=title, labels=names, values=numbers(values), weights=numbers(weights.detach()[rows]))
