"""Stacks of recurrent layers, one way or both, by the library whose cells they are; and what stands around them."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from models.layers.cells import KERAS, TFJS, Cell, RecurrentLayer, Style
from models.layers.equations import PLAIN, Variant
from models.layers.recurrent import LAYERS, varied


def torch_stack(
    cell: Cell, inputs: int, units: int, layers: int, both_ways: bool, variant: Variant = PLAIN
) -> nn.Module:
    """PyTorch's own recurrent layers, on a CPU by our steps; ``variant`` is what of the cells people choose."""
    options = {"batch_first": True, "bidirectional": both_ways, "bias": variant.biases}
    return varied(cell, LAYERS[cell](inputs, units, layers, **options), variant)


def fast_torch_stack(cell: Cell, inputs: int, units: int, layers: int, both_ways: bool) -> nn.Module:
    """The cells as published, an LSTM by PyTorch's kernel on a CPU too: oneDNN's, with AVX-512, is twice as fast.

    What gives results of earlier versions again, to the last bit, stays with our steps.
    """
    layer = nn.LSTM if cell == "LSTM" else LAYERS[cell]
    return layer(inputs, units, layers, batch_first=True, bidirectional=both_ways)


class OwnStack(nn.Module):
    """The same written from the equations, in the way of another library."""

    style: Style

    def __init__(
        self, cell: Cell, inputs: int, units: int, layers: int, both_ways: bool, variant: Variant = PLAIN
    ) -> None:
        super().__init__()
        self.directions = 1 + both_ways
        widths = [inputs] + [units * self.directions] * (layers - 1)
        self.layers = nn.ModuleList(
            RecurrentLayer(cell, width, units, self.style, back, variant)
            for width in widths
            for back in (False, True)[: self.directions]
        )

    def forward(self, sequence: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, time, inputs) -> (batch, time, directions x units), states (layers x directions, batch, units)."""
        states = []
        for depth in range(0, len(self.layers), self.directions):
            ways = []
            for direction in range(self.directions):
                outputs, last = self.layers[depth + direction](sequence.flip(1) if direction else sequence)
                ways.append(outputs.flip(1) if direction else outputs)
                states.append(last)
            sequence = torch.cat(ways, -1)
        return sequence, torch.stack(states)


class TfjsStack(OwnStack):
    """TensorFlow.js's."""

    style = TFJS


class KerasStack(OwnStack):
    """Keras's."""

    style = KERAS


STACKS: dict[str, Callable[[Cell, int, int, int, bool], nn.Module]] = {
    "torch": fast_torch_stack,
    "keras": KerasStack,
    "tfjs": TfjsStack,
}
"""By the flavour of the cells: (cell, inputs, units, layers, both ways) -> a stack."""


def last_states(outputs: Tensor, last: Tensor | tuple[Tensor, ...]) -> Tensor:
    """What a stack gives -> the last state of its last layer, both ways side by side: (batch, directions x units)."""
    states = last[0] if isinstance(last, tuple) else last  # LSTM: state and memory
    directions = outputs.shape[-1] // states.shape[-1]
    return states[-directions:].transpose(0, 1).flatten(1)


class ReadSteps(nn.Module):
    """A stack in a row of layers: it hands on the states after all steps, or the last alone."""

    as_one_layer = True

    def __init__(self, stack: nn.Module, label: str, *, all_states: bool) -> None:
        super().__init__()
        self.stack, self.label, self.all_states = stack, label, all_states

    def forward(self, sequence: Tensor) -> Tensor:
        """(batch, steps, inputs) -> states (batch, steps, units), or the last of each way (batch, units)."""
        outputs, last = self.stack(sequence)
        states: Tensor = outputs if self.all_states else last_states(outputs, last)
        return states


class PictureSteps(nn.Module):
    """A picture as a sequence of its rows, or of its columns, with the values of all channels in each."""

    def __init__(self, by: str) -> None:
        super().__init__()
        self.label, self.by_rows = by, by == "rows"

    def forward(self, pictures: Tensor) -> Tensor:
        """(batch, channels, height, width) -> (batch, height, channels x width), or by columns (batch, width, …)."""
        return (pictures.transpose(1, 2) if self.by_rows else pictures.permute(0, 3, 1, 2)).flatten(2)


class LastState(nn.Module):
    """The state after the last step: a network that answers from it can read any number of steps."""

    label = "last state"

    def forward(self, states: Tensor, last: Tensor) -> Tensor:
        """States (batch, steps, units), the last (batch, units) -> (batch, units)."""
        return last


class AllStates(nn.Module):
    """The states after all steps, side by side."""

    label = "all states"

    def forward(self, states: Tensor, last: Tensor) -> Tensor:
        """States (batch, steps, units), the last (batch, units) -> (batch, steps x units)."""
        return states.flatten(1)
