"""Which equations a recurrent layer follows, apart from its cell and its weights.

Libraries differ in the gates of their cells; people choose the activation of a SimpleRNN, leave biases out, cut the way
back through time (truncated back-propagation: Williams and Peng 1990), or set gates by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor

CellActivation = Literal["tanh", "sigmoid", "ReLU"]
"""What bends the sum of a SimpleRNN."""

GATE_PLACES: dict[str, tuple[str, ...]] = {
    "SimpleRNN": (),
    "GRU": ("reset", "update"),
    "LSTM": ("input", "forget", "candidate", "output"),
    "PeepholeLSTM": ("input", "forget", "candidate", "output"),
}
"""By cell: what its rows of weights are for, in the order in which they lie; the candidate of a GRU comes last."""


@dataclass(frozen=True)
class Variant:
    """What a person may choose of any cell."""

    activation: CellActivation = "tanh"
    biases: bool = True
    truncate: int = 0
    gates: tuple[tuple[str, float], ...] = ()
    """Gates that are set by hand, by name, and their value: 0 is closed, 1 is open."""


PLAIN = Variant()
"""The cells as they are published."""


@dataclass(frozen=True)
class Equations:
    """What the steps of a layer depend on, apart from its weights."""

    hard: bool = False
    """Whether a gate is clip(0.2 x + 0.5, 0, 1) in place of a sigmoid."""
    reset_before: bool = False
    """Whether a GRU resets the state before it is multiplied, as published, or the product, as PyTorch does."""
    activation: CellActivation = "tanh"
    truncate: int = 0
    """The way back is cut every so many steps, counted from the last; 0: never."""
    fixed: tuple[tuple[int, float], ...] = ()
    """Gates that are set by hand, by their places among the rows of weights, and their value."""

    def cut(self, t: int, steps: int) -> bool:
        """Whether no gradient goes from step ``t`` to the one before it, of ``steps`` steps."""
        return self.truncate > 0 and (steps - t) % self.truncate == 0


USUAL = Equations()
"""PyTorch's."""


def equations(cell: str, variant: Variant, hard: bool = False, reset_before: bool = False) -> Equations:
    """The equations of a ``cell`` as people want it. Raises ValueError if it has no gate that they set."""
    places = GATE_PLACES[cell]
    for gate, _ in variant.gates:
        if gate not in places:
            raise ValueError(f"{cell} has no {gate} gate")
    fixed = tuple((places.index(gate), value) for gate, value in variant.gates)
    return Equations(hard, reset_before, variant.activation, variant.truncate, fixed)


through_tanh: Any = torch.ops.aten.tanh_backward
through_sigmoid: Any = torch.ops.aten.sigmoid_backward
through_clamp: Any = torch.ops.aten.hardtanh_backward
"""(gradient, y) -> gradient times the slope where the function gave y: 1 - y^2, y (1 - y), 1 between the ends."""


@dataclass(frozen=True)
class Bend:
    """An activation in place, of sums (batch, units), and the way back through it.

    ``back`` is given the gradient of a state, the state, and where to write that of its sum, all (batch, units).
    """

    bend_: Callable[[Tensor], Tensor]
    back: Callable[[Tensor, Tensor, Tensor], object]


BENDS = {
    "tanh": Bend(Tensor.tanh_, lambda gradient, state, out: through_tanh(gradient, state, grad_input=out)),
    "sigmoid": Bend(Tensor.sigmoid_, lambda gradient, state, out: through_sigmoid(gradient, state, grad_input=out)),
    "ReLU": Bend(Tensor.relu_, lambda gradient, state, out: torch.mul(gradient, state > 0, out=out)),
}
"""By the name of the activation."""
