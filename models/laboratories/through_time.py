"""What comes back through time: the gradient of the last step by the state of each earlier one, cut and clipped.

A recurrent cell multiplies the error by a matrix at every step on its way back, so it shrinks or grows exponentially
(Hochreiter 1991; Bengio, Simard and Frasconi 1994). An LSTM's cell state is multiplied by its forget gate alone
(Hochreiter and Schmidhuber 1997; Gers 2000). Cutting stops after so many steps (Williams and Peng 1990), clipping
shortens the whole gradient to a length (Pascanu, Mikolov and Bengio 2013).
"""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from torch import Tensor, nn

from models.look.arrays import floats
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.sentences import Sentence
from models.spec.place import Place, Source
from models.spec.settings import setting

WAY_BACK, WEIGHTS = (
    Sentence("gradient-on-its-way-back", "What reaches each step of the error at the last"),
    Sentence("gradient-of-weights-summed", "What the weights are told, summed from the last step back"),
)
STEP, SIZE, LENGTH = (
    Sentence("step-of-sequence", "step"),
    Sentence("norm-of-gradient-by-state", "norm of the gradient"),
    Sentence("length-of-gradient", "norm"),
)
STATE, CUT, WHOLE, CLIPPED = (
    Sentence("gradient-by-state", "By the state"),
    Sentence("gradient-where-cut", "Where it is cut"),
    Sentence("gradient-of-weights", "Gradient of the recurrent weights"),
    Sentence("gradient-of-weights-clipped", "Clipped"),
)
SHRINKS = Sentence(
    "gradient-shrinks",
    "From the last step to the first it becomes {ratio:figure} times as large: {each:figure} at each of {steps} steps. "
    "On this scale a straight line is exponential.",
)
BEYOND = Sentence(
    "gradient-cut", "Cut after {cut} steps: what happened before step {first} teaches the weights nothing at all."
)
SHORTENED = Sentence(
    "gradient-clipped", "The gradient is {length:figure} long and is shortened to {clip:figure}: its direction stays."
)
WITHIN = Sentence("gradient-within-clip", "The gradient is {length:figure} long: shorter than {clip:figure}, it stays.")

UNITS = 16
LEAST = 1e-30


class ThroughTime(Laboratory):
    """The norms of gradients of a cell with random weights over a sequence, by autograd."""

    title: ClassVar[str] = "Back through time"
    text: ClassVar[str] = (
        "A cell of 16 units with random weights reads a sequence, and the error is at its last step. How much of it "
        "reaches the first? Turn the spectral radius through 1; then take an LSTM and open its forget gate. Cut the "
        "way back, clip the gradient, and see what the weights are told."
    )
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("convolution", "architectures"),
        effects=("vanishing-gradient", "exploding-gradient", "back-propagation"),
        sources=(
            Source("Hochreiter", 1991, "Untersuchungen zu dynamischen neuronalen Netzen"),
            Source(
                "Bengio, Simard and Frasconi",
                1994,
                "Learning long-term dependencies with gradient descent is difficult",
            ),
            Source("Pascanu, Mikolov and Bengio", 2013, "On the difficulty of training recurrent neural networks"),
        ),
        after=("laboratory/cell",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/truncate": "cut",
        "training/clip": "clip",
        "training/clip_value": "",
    }

    cell: Literal["SimpleRNN", "GRU", "LSTM"] = setting(
        "SimpleRNN", "Cell", "What is unrolled.", group="Cell",
        colours={"SimpleRNN": "blue", "GRU": "orange", "LSTM": "green"},
    )  # fmt: skip
    radius: float = setting(
        0.9, "Spectral radius",
        "The largest eigenvalue of the recurrent weights: above 1 what is linear grows at each step.",
        between=(0.1, 1.5), step=0.05, group="Cell",
    )  # fmt: skip
    linear: bool = setting(
        False, "Without tanh", "The weights alone: nothing flattens the sums.", group="Cell",
        when={"cell": ["SimpleRNN"]},
    )  # fmt: skip
    open_gate: float = setting(
        1.0, "Bias of the gate that keeps",
        "Of the LSTM's forget gate, or of the GRU's update gate: higher keeps more of the state at each step.",
        between=(-4.0, 8.0), step=0.25, group="Cell", when={"cell": ["GRU", "LSTM"]},
    )  # fmt: skip
    steps: int = setting(100, "Steps", "How long the sequence is.", between=(2, 200), scale="log", group="Sequence")
    inputs: float = setting(
        0.3, "Size of the inputs", "Random ones; large inputs push tanh and gates to where they are flat.",
        between=(0.0, 3.0), step=0.05, group="Sequence",
    )  # fmt: skip
    cut: int = setting(
        0, "Cut after", "Truncated back-propagation: so many steps back, then no further. 0: never.",
        between=(0, 200), unit="steps", group="What training does",
    )  # fmt: skip
    clip: float = setting(
        0.0, "Clip to", "The longest gradient that is let through. 0: any.", between=(0.0, 10.0), step=0.1,
        group="What training does",
    )  # fmt: skip
    seed: int = setting(0, "Seed", "Other random weights and inputs.", between=(0, 99), group="Sequence")

    def pictures(self) -> list[Picture]:
        by_state, by_weights = self.gradients()
        return [self.way_back(by_state), self.of_weights(by_weights)]

    def gradients(self) -> tuple[Tensor, Tensor]:
        """Norms by the state after each step (steps), and the gradients of the recurrent weights that each step adds,
        (steps, weights), from the first step on.
        """
        chance = torch.Generator().manual_seed(self.seed)
        gates = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[self.cell]
        weights = torch.randn(gates, UNITS, UNITS, generator=chance, dtype=torch.float64)
        weights *= (self.radius / torch.linalg.eigvals(weights).abs().amax(1)).view(-1, 1, 1)
        x = self.inputs * torch.randn(self.steps, gates, UNITS, generator=chance, dtype=torch.float64)
        error = nn.functional.normalize(torch.randn(UNITS, generator=chance, dtype=torch.float64), dim=0)
        state = torch.zeros(2, UNITS, dtype=torch.float64)
        copies, states = [weights.clone().requires_grad_() for _ in range(self.steps)], []
        for given, own in zip(x, copies, strict=True):  # weights of its own at each step: gradients can be told apart
            state = self.after(own, given, state).requires_grad_()
            states.append(state)
        found = torch.autograd.grad(states[-1][0] @ error, [*states, *copies])
        by_state = torch.stack([one.norm() for one in found[: self.steps]])
        return by_state, torch.stack([one.flatten() for one in found[self.steps :]])

    def after(self, U: Tensor, x: Tensor, state: Tensor) -> Tensor:
        """The state (2, units) of h and c after one step: U (gates, units, units), x (gates, units)."""
        h, c = state
        sums = x + torch.einsum("gij,j->gi", U, h)
        match self.cell:
            case "SimpleRNN":
                return torch.stack([sums[0] if self.linear else sums[0].tanh(), c])
            case "GRU":
                keep, reset = torch.sigmoid(sums[0] + self.open_gate), torch.sigmoid(sums[1])
                candidate = torch.tanh(x[2] + U[2] @ (reset * h))
                return torch.stack([keep * h + (1 - keep) * candidate, c])
        forget, write, give = torch.sigmoid(sums[0] + self.open_gate), torch.sigmoid(sums[1]), torch.sigmoid(sums[2])
        c = forget * c + write * torch.tanh(sums[3])
        return torch.stack([give * torch.tanh(c), c])

    def way_back(self, by_state: Tensor) -> Lines:
        """Norms by the state (steps) on a scale of powers."""
        reaches = self.reached(by_state)
        drawn = by_state.where(by_state > LEAST, torch.nan)
        inside = drawn[drawn.isfinite()]
        low = 10 ** math.floor(math.log10(min(0.1, inside.min().item())))
        high = 10 ** math.ceil(math.log10(max(10.0, inside.max().item())))
        steps, ratio = self.steps - 1, (by_state[0] / by_state[-1]).item()
        remarks = [SHRINKS(ratio=ratio, each=ratio ** (1 / steps), steps=steps)]
        lines = [NamedLine(name=STATE(), values=floats(drawn), hue=0)]
        if reaches < self.steps:
            cut = drawn.where(self.counted(reaches), torch.nan)
            lines.insert(0, NamedLine(name=CUT(), values=floats(cut), hue=2))  # on top
            remarks.append(BEYOND(cut=self.cut, first=self.steps - reaches + 1))
        return Lines(
            title=WAY_BACK(), start=1, step=1, count=self.steps, lowest=low, highest=high, unit=SIZE(), across=STEP(),
            at=1, log=True, lines=lines, remarks=remarks,
        )  # fmt: skip

    def reached(self, by_state: Tensor) -> int:
        """How many of the (steps) teach anything."""
        return min(self.cut, len(by_state)) if self.cut else len(by_state)

    def counted(self, reaches: int) -> Tensor:
        """Which steps (steps) the way back reaches."""
        return torch.arange(self.steps) >= self.steps - reaches

    def of_weights(self, by_weights: Tensor) -> Lines:
        """The norm of the sum of what each step adds (steps, weights), from the last step back."""
        reaches = self.reached(by_weights)
        sums = (by_weights * self.counted(reaches).unsqueeze(1)).flip(0).cumsum(0).flip(0).norm(dim=1)
        length = sums[0].item()
        lines = [NamedLine(name=WHOLE(), values=floats(sums), hue=0)]
        remarks = []
        if self.clip:
            lines.append(NamedLine(name=CLIPPED(), values=floats(sums.clamp(max=self.clip)), hue=2))
            remarks.append((SHORTENED if length > self.clip else WITHIN)(length=length, clip=self.clip))
        return Lines(
            title=WEIGHTS(), start=1, step=1, count=self.steps, lowest=0.0,
            highest=1.1 * max(sums.max().item(), 1e-6), unit=LENGTH(), across=STEP(), at=1, lines=lines,
            remarks=remarks,
        )  # fmt: skip
