"""States and gates of recurrent layers over time, a heat map each."""

from collections.abc import Iterator
from typing import Any

from torch import Tensor, nn

from models.look.arrays import panel, signed_panel, unlabelled
from models.look.pictures import Panel
from models.look.recurrent import replay_layers
from models.look.titles import dotted
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
LABELLED = 14
"""Steps that have room for a number each."""
SIGNED = {"state", "candidate", "memory"}
"""What lies on both sides of 0; the others are gates from closed (0) to open (1)."""


def read_panel(calls: dict[str, list[Any]]) -> Panel:
    """What the first layer reads, a column for each step: of a picture, its rows or its columns."""
    read: Tensor = next(iter(calls.values()))[0][0][0].T  # (inputs, steps)
    draw = signed_panel if read.min() < 0 else panel
    shown = read if read.min() < 0 else read / read.max().clamp_min(1e-12)
    return draw(WHAT_IS_READ(), shown, unlabelled(len(shown)), numbered(shown.shape[1]))


def numbered(steps: int) -> list[str]:
    """Numbers of the steps; of many every fourth, as many as there is room for beside another network's."""
    every = 1 if steps <= LABELLED else 4
    return ["" if step % every else str(step) for step in range(1, steps + 1)]


def gate_panels(
    network: nn.Module, calls: dict[str, list[Any]], letters: list[str], answer: list[str]
) -> Iterator[Panel]:
    """A panel for the state and for each gate of every layer and direction; a decoder's columns are what it wrote."""
    for title, parts in replay_layers(network, calls):
        labels = answer if answer and title.startswith("decoder") else letters
        for gate, values in parts.items():
            shown = values[0, : len(answer) if labels is answer else None, :MOST].T  # (units, time)
            steps = shown.shape[1]
            columns = labels if len(labels) == steps else numbered(steps)
            draw = signed_panel if gate in SIGNED else panel
            name = GATES[gate]() if gate in GATES else gate
            yield draw(dotted(title, name), shown, unlabelled(len(shown)), columns)
