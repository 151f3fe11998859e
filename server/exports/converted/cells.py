"""Recurrent layers as Keras and TensorFlow.js have them, from PyTorch's own and from ours.

A gate is the layer's ``recurrent_activation``: "sigmoid", or "hard" for clip(0.2 x + 0.5, 0, 1), which TensorFlow.js
has under that name, and Keras 3 only for other numbers (x / 6 + 0.5): there weights of gates are 1.2 times as large.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.carried import CarriedStack
from models.layers.cells import RecurrentLayer
from models.layers.equations import PLAIN
from models.layers.recurrent import ThroughTime
from models.layers.stacks import OwnStack
from server.exports.converted.layer import Layer, no_counterpart, weights

BENDS = {"tanh": "tanh", "sigmoid": "sigmoid", "ReLU": "relu"}
GATES = {1: "SimpleRNN", 3: "GRU", 4: "LSTM"}


@dataclass(frozen=True)
class Cell:
    """One layer in one direction; rows of weights lie as in PyTorch."""

    name: str
    of_inputs: Tensor
    of_state: Tensor
    bias: Tensor | None
    second: Tensor | None
    hard: bool = False
    reset_before: bool = False
    activation: str = "tanh"

    @property
    def kind(self) -> str:
        return GATES[len(self.of_state) // self.of_state.shape[1]]

    @property
    def units(self) -> int:
        return self.of_state.shape[1]

    def layer(self, sequences: bool, backwards: bool = False) -> Layer:
        options: dict[str, Any] = {
            "units": self.units,
            "return_sequences": sequences,
            "use_bias": self.bias is not None,
        }
        options["activation"] = BENDS[self.activation]
        if backwards:
            options["go_backwards"] = True
        if self.kind != "SimpleRNN":
            options["recurrent_activation"] = "hard" if self.hard else "sigmoid"
        if self.kind == "GRU":
            options["reset_after"] = not self.reset_before
        kernel, recurrent = self.ordered(self.of_inputs).t(), self.ordered(self.of_state).t()
        found = weights(kernel=kernel, recurrent_kernel=recurrent, bias=self.biases())
        return Layer(self.kind, self.name, options, found)

    def ordered(self, rows: Tensor) -> Tensor:
        """Rows of a GRU as update, reset, candidate: PyTorch has reset, update, candidate. All others are alike."""
        if self.kind != "GRU":
            return rows
        reset, update, candidate = rows.chunk(3)
        return torch.cat([update, reset, candidate])

    def biases(self) -> Tensor | None:
        """One, or the two of a GRU that resets after: (2, 3 units)."""
        if self.bias is None:
            return None
        second = torch.zeros_like(self.bias) if self.second is None else self.second
        if self.kind == "GRU" and not self.reset_before:
            return torch.stack([self.ordered(self.bias), self.ordered(second)])
        return self.ordered(self.bias + second)


def cells_of(name: str, stack: nn.Module) -> list[list[Cell]]:
    """Layer by layer, each one way or both. Raises Inconvertible if a cell has no counterpart."""
    if isinstance(stack, OwnStack | CarriedStack):
        ways = stack.directions if isinstance(stack, OwnStack) else 1
        own = [own_cell(f"{name}{number}", one) for number, one in enumerate(stack.layers, 1)]
        return [own[start : start + ways] for start in range(0, len(own), ways)]
    if isinstance(stack, nn.RNNBase):
        return torch_cells(name, stack)
    raise no_counterpart(name, stack)


def own_cell(name: str, module: Any) -> Cell:
    assert isinstance(module, RecurrentLayer)
    if module.cell == "PeepholeLSTM" or module.by.fixed:
        raise no_counterpart(name, module)
    tensors = (module.weight_inputs, module.weight_state, module.bias_inputs, module.bias_state)
    return Cell(name, *tensors, module.style.hard, module.style.reset_before, module.variant.activation)


def torch_cells(name: str, stack: nn.RNNBase) -> list[list[Cell]]:
    by_hand = isinstance(stack, ThroughTime) and (bool(stack.by.fixed) or stack.peepholes("_l0") is not None)
    if by_hand:
        raise no_counterpart(name, stack)
    activation = (stack.variant if isinstance(stack, ThroughTime) else PLAIN).activation
    ways, found = 1 + stack.bidirectional, []
    for start in range(0, len(stack.all_weights), ways):
        layer = []
        for place in range(start, start + ways):
            of_inputs, of_state, *biases = stack.all_weights[place]
            bias, second = biases if stack.bias else (None, None)
            layer.append(Cell(f"{name}{place + 1}", of_inputs, of_state, bias, second, activation=activation))
        found.append(layer)
    return found


def layers_of(name: str, stack: nn.Module, sequences: bool) -> list[Layer]:
    """A stack as a row; ``sequences``: whether its last layer gives all states, or the last one alone."""
    cells = cells_of(name, stack)
    found = []
    for number, ways in enumerate(cells, 1):
        all_states = sequences or number < len(cells)
        if len(ways) == 1:
            found.append(ways[0].layer(all_states))
            continue
        forward, back = (cell.layer(all_states, backwards) for cell, backwards in zip(ways, (False, True), strict=True))
        both = [*forward.weights, *back.weights]
        found.append(Layer("Bidirectional", f"{name}{number}_both", {"merge_mode": "concat"}, both, forward))
    return found
