"""Recurrent cells written from their equations: SimpleRNN (Elman 1990), GRU (Cho et al. 2014), LSTM (Hochreiter and
Schmidhuber 1997, with forget gate, Gers et al. 2000), and the LSTM whose gates see its memory through peepholes (Gers
and Schmidhuber 2000; Gers, Schraudolph and Schmidhuber 2002).

One layer reads a whole sequence. The styles differ where libraries differ: PyTorch has two biases, a true sigmoid and
a GRU that resets after the multiplication; TensorFlow.js has one bias, a hard sigmoid and resets before; Keras, as
TensorFlow 2 has it, one bias (its GRU two), a true sigmoid, resets after, and a forget gate that begins open.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from models.layers.equations import PLAIN, Variant, equations
from models.layers.initial import glorot_normal_
from models.layers.recurrent import by_torch, unrolled

Cell = Literal["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"]

GATES: dict[str, int] = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4, "PeepholeLSTM": 4}


def hard_sigmoid(values: Tensor) -> Tensor:
    """Of values (…): clip(0.2 x + 0.5, 0, 1), the gate of early Keras and TensorFlow.js."""
    return (0.2 * values + 0.5).clamp(0, 1)


@dataclass(frozen=True)
class Style:
    """Where libraries differ."""

    hard: bool
    reset_before: bool
    biases: Literal[1, 2]
    keras: bool = False
    """Whether first weights are Keras's, and its GRU has a second bias, which it needs to reset after."""

    def biases_of(self, cell: Cell, variant: Variant = PLAIN) -> int:
        if not variant.biases:
            return 0
        return 2 if self.keras and cell == "GRU" and not self.reset_before else self.biases


TFJS = Style(hard=True, reset_before=True, biases=1)
TORCH = Style(hard=False, reset_before=False, biases=2)
KERAS = Style(hard=False, reset_before=False, biases=1, keras=True)
KERAS_2018 = Style(hard=True, reset_before=True, biases=1, keras=True)
"""As Keras had them until its version 2.2."""


Step = tuple[Tensor, Tensor, dict[str, Tensor]]
"""State, memory, and the gates by name."""

OF_SIMPLE: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "ReLU": torch.relu}
"""What bends the sums of a SimpleRNN, by name."""


class RecurrentLayer(nn.Module):
    """One recurrent layer: (batch, time, inputs) -> (batch, time, units), and its last state.

    Gate order as in PyTorch, which decides only how the weights lie in memory: GRU r, z, n; LSTM i, f, g, o. Peepholes
    are diagonal, one weight for each unit into i, f and o.
    ``from_end`` says that the network feeds it texts from their end; views turn them round. ``variant`` is what of the
    cell people choose. Raises ValueError if the cell has no gate that is set by hand.
    """

    def __init__(
        self, cell: Cell, inputs: int, units: int, style: Style, from_end: bool = False, variant: Variant = PLAIN
    ) -> None:
        super().__init__()
        gates, biases = GATES[cell] * units, style.biases_of(cell, variant)
        self.cell, self.units, self.style, self.from_end = cell, units, style, from_end
        self.variant, self.by = variant, equations(cell, variant, style.hard, style.reset_before)
        self.weight_inputs = nn.Parameter(torch.empty(gates, inputs))
        self.weight_state = nn.Parameter(torch.empty(gates, units))
        self.bias_inputs = nn.Parameter(torch.zeros(gates)) if biases else None
        self.bias_state = nn.Parameter(torch.zeros(gates)) if biases == 2 else None
        self.peepholes = nn.Parameter(torch.zeros(3, units)) if cell == "PeepholeLSTM" else None
        self.squash = hard_sigmoid if style.hard else torch.sigmoid
        steps = {"SimpleRNN": self.simple, "GRU": self.gru, "LSTM": self.lstm, "PeepholeLSTM": self.peephole_lstm}
        self.step = steps[cell]
        self.draw()

    def draw(self) -> None:
        """Initial weights in the way of the style's library; a peephole reads one number and gives one."""
        gates, inputs = self.weight_inputs.shape
        if self.style.keras:
            nn.init.xavier_uniform_(self.weight_inputs)
            nn.init.orthogonal_(self.weight_state)
            if gates == 4 * self.units and self.bias_inputs is not None:
                nn.init.ones_(self.bias_inputs[self.units : 2 * self.units])  # of the forget gate
        elif self.style.biases == 1:
            glorot_normal_(self.weight_inputs, inputs, gates)
            glorot_normal_(self.weight_state, self.units, gates)
        else:
            bound = 1 / math.sqrt(self.units)
            for parameter in self.parameters():
                nn.init.uniform_(parameter, -bound, bound)
            return
        if self.peepholes is not None:
            bound = math.sqrt(3 / self.units)  # Glorot's for a vector, as Keras counts it
            nn.init.uniform_(self.peepholes, -bound, bound)

    def gate(self, place: int, sums: Tensor) -> Tensor:
        """A gate (batch, units) from its sums (batch, units), unless it is set by hand."""
        by_hand = dict(self.by.fixed)
        return torch.full_like(sums, by_hand[place]) if place in by_hand else self.squash(sums)

    def simple(self, x: Tensor, h: Tensor, c: Tensor) -> Step:
        """h' = f(W x + U h + b), as a rule f is tanh; ``x`` already is W x + b."""
        return OF_SIMPLE[self.variant.activation](x + self.through(h)), c, {}

    def gru(self, x: Tensor, h: Tensor, c: Tensor) -> Step:
        """h' = z h + (1 - z) n with n = tanh(W x + r (U h)) after, or tanh(W x + U (r h)) before."""
        units = self.units
        xr, xz, xn = x.chunk(3, 1)
        if self.style.reset_before:
            hr, hz = nn.functional.linear(h, self.weight_state[: 2 * units]).chunk(2, 1)
            r, z = self.gate(0, xr + hr), self.gate(1, xz + hz)
            n = torch.tanh(xn + nn.functional.linear(r * h, self.weight_state[2 * units :]))
        else:
            hr, hz, hn = self.through(h).chunk(3, 1)
            r, z = self.gate(0, xr + hr), self.gate(1, xz + hz)
            n = torch.tanh(xn + r * hn)
        return z * h + (1 - z) * n, c, {"reset": r, "update": z, "candidate": n}

    def lstm(self, x: Tensor, h: Tensor, c: Tensor) -> Step:
        """c' = f c + i g and h' = o tanh(c')."""
        i, f, g, o = (x + self.through(h)).chunk(4, 1)
        i, f, g, o = self.gate(0, i), self.gate(1, f), torch.tanh(g), self.gate(3, o)
        c = f * c + i * g
        return o * torch.tanh(c), c, {"input": i, "forget": f, "candidate": g, "output": o, "memory": c}

    def peephole_lstm(self, x: Tensor, h: Tensor, c: Tensor) -> Step:
        """The same, where i and f also see p c, and o sees p c'."""
        assert self.peepholes is not None
        of_input, of_forget, of_output = self.peepholes
        i, f, g, o = (x + self.through(h)).chunk(4, 1)
        i, f, g = self.gate(0, i + of_input * c), self.gate(1, f + of_forget * c), torch.tanh(g)
        c = f * c + i * g
        o = self.gate(3, o + of_output * c)
        return o * torch.tanh(c), c, {"input": i, "forget": f, "candidate": g, "output": o, "memory": c}

    def through(self, h: Tensor) -> Tensor:
        """U h, with its own bias where there are two."""
        return nn.functional.linear(h, self.weight_state, self.bias_state)

    def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, time, inputs) -> outputs (batch, time, units), last state (batch, units); it begins at 0."""
        weights = (self.weight_inputs, self.weight_state, self.bias_inputs, self.bias_state)
        keras = self.style.keras and (self.cell == "LSTM" or not inputs.is_cpu)
        if keras and self.peepholes is None and self.variant == PLAIN:
            return by_torch(inputs, weights)
        if inputs.is_cpu or self.peepholes is not None:
            states, last, *_ = unrolled(inputs, weights, (), self.by, self.peepholes)
            return states, last
        outputs = [h for h, _, _ in self.steps(inputs)]
        return torch.stack(outputs, 1), outputs[-1]

    def steps(self, inputs: Tensor, h: Tensor | None = None, c: Tensor | None = None) -> Iterator[Step]:
        """State, memory and gates after each step of inputs (batch, time, inputs), as autograd can follow them.

        From a first state h and memory c (batch, units) if given.
        """
        h = inputs.new_zeros(len(inputs), self.units) if h is None else h
        c = torch.zeros_like(h) if c is None else c
        read = nn.functional.linear(inputs, self.weight_inputs, self.bias_inputs).unbind(1)
        for t, x in enumerate(read):
            if self.by.cut(t, len(read)):
                h, c = h.detach(), c.detach()
            h, c, gates = self.step(x, h, c)
            yield h, c, gates

    def states_and_gates(self, inputs: Tensor, h: Tensor | None = None, c: Tensor | None = None) -> dict[str, Tensor]:
        """State and every gate at every step, by name, each (batch, time, units); from a first state if given."""
        seen: dict[str, list[Tensor]] = {}
        for state, _, gates in self.steps(inputs, h, c):
            for name, value in {"state": state, **gates}.items():
                seen.setdefault(name, []).append(value)
        return {name: torch.stack(values, 1) for name, values in seen.items()}
