"""States and gates of recurrent layers over time, a heat map each."""

from collections.abc import Iterator
from typing import Any

from torch import nn

from models.look.arrays import panel, signed_panel, unlabelled
from models.look.pictures import Panel
from models.look.recurrent import replay_layers

MOST = 64
"""Units shown of each layer; more would be too thin to see."""
SIGNED = {"state", "candidate", "memory"}
"""What lies on both sides of 0; the others are gates from closed (0) to open (1)."""


def gate_panels(
    network: nn.Module, calls: dict[str, list[Any]], letters: list[str], answer: list[str]
) -> Iterator[Panel]:
    """A panel for the state and for each gate of every layer and direction; a decoder's columns are what it wrote."""
    for title, parts in replay_layers(network, calls):
        labels = answer if answer and title.startswith("decoder") else letters
        for gate, values in parts.items():
            shown = values[0, : len(answer) if labels is answer else None, :MOST].T  # (units, time)
            steps = shown.shape[1]
            columns = labels if len(labels) == steps else [str(step + 1) for step in range(steps)]
            draw = signed_panel if gate in SIGNED else panel
            yield draw(f"{title} · {gate}", shown, unlabelled(len(shown)), columns)
