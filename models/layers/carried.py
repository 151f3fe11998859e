"""Recurrent layers of Keras that go on with a state, as its ``stateful=True`` has it; several of them as a stack."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.cells import Cell, RecurrentLayer, Style
from models.layers.equations import Variant
from models.layers.recurrent import unrolled


class CarriedLayer(RecurrentLayer):
    """A recurrent layer that begins with a state and gives all that it ends with: its state, and an LSTM's memory."""

    def forward(  # type: ignore[override]
        self, inputs: Tensor, began: Sequence[Tensor] = ()
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """(batch, time, inputs) -> outputs (batch, time, units), and what it ends with, each (batch, units)."""
        if inputs.is_cpu:
            weights = (self.weight_inputs, self.weight_state, self.bias_inputs, self.bias_state)
            states, *ends = unrolled(inputs, weights, began, self.by, self.peepholes)
            return states, tuple(ends)
        every = list(self.steps(inputs, *began))
        h, c, _ = every[-1]
        return torch.stack([state for state, _, _ in every], 1), (h, c) if "LSTM" in self.cell else (h,)


class CarriedStack(nn.Module):
    """Layers one above the other; called as PyTorch's own are."""

    as_one_layer = True

    def __init__(self, cell: Cell, inputs: int, units: int, layers: int, style: Style, variant: Variant) -> None:
        super().__init__()
        self.label = cell
        widths = [inputs] + [units] * (layers - 1)
        self.layers = nn.ModuleList(CarriedLayer(cell, width, units, style, variant=variant) for width in widths)

    def forward(self, sequence: Tensor, began: Any = None) -> tuple[Tensor, tuple[Tensor, ...]]:
        """(batch, time, inputs) -> states (batch, time, units), last states (layers, batch, units)."""
        brought = () if began is None else began if isinstance(began, tuple) else (began,)
        last: list[tuple[Tensor, ...]] = []
        for depth, layer in enumerate(self.layers):
            sequence, ends = layer(sequence, tuple(one[depth] for one in brought))
            last.append(ends)
        return sequence, tuple(torch.stack(each) for each in zip(*last, strict=True))
