"""What one unit of a recurrent layer computes at one step, from its weights, as formula and figures.

Worked out in plain numbers of Python, apart from the layers' own code. Sources of the equations: see
``models/layers/cells.py``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.layers.cells import RecurrentLayer
from models.layers.equations import GATE_PLACES
from models.look.workings import WorkingLine
from models.sentences import NO_TEXT, Sentence, Text

GATE_LINES = {
    "reset": Sentence("working-reset", "reset gate: how much of the old state the candidate sees"),
    "update": Sentence("working-update", "update gate: how much of the old state stays"),
    "input": Sentence("working-input", "input gate: how much of the candidate is written"),
    "forget": Sentence("working-forget", "forget gate: how much of the memory stays"),
    "output": Sentence("working-output", "output gate: how much of the memory is shown"),
}
CANDIDATE = Sentence("working-candidate", "candidate: what would be written")
KEPT, WRITTEN = Sentence("working-kept", "what stays"), Sentence("working-written", "what is written")
MEMORY, STATE = Sentence("working-memory", "new memory"), Sentence("working-state", "new state")
RESETS_AFTER = Sentence(
    "gru-resets-after",
    "PyTorch's GRU resets after the matrix product: r multiplies U h + b′. As published (Cho et al. 2014) r multiplies "
    "h before it.",
)
RESETS_BEFORE = Sentence(
    "gru-resets-before",
    "This GRU resets as published (Cho et al. 2014): r multiplies h before the matrix product. PyTorch's resets after.",
)
PEEPHOLES = Sentence(
    "lstm-has-peepholes",
    "Peepholes: input and forget gate see the old memory, p c, and the output gate the new one, p c′ (Gers and "
    "Schmidhuber 2000).",
)
HARD = "clip(0.2 · {} + 0.5)"
LETTERS = {"reset": "r", "update": "z", "input": "i", "forget": "f", "candidate": "g", "output": "o"}


@dataclass(frozen=True)
class Moment:
    """What one unit of a layer is given at one step: x (inputs), h (units) and c (units) before it."""

    layer: RecurrentLayer
    unit: int
    x: Tensor
    h: Tensor
    c: Tensor

    def row(self, place: int) -> int:
        """The row of weights of one sum of this unit."""
        return place * self.layer.units + self.unit

    def dot(self, weights: Tensor, place: int, values: Tensor) -> float:
        """One row of ``weights`` (rows, n) times ``values`` (n)."""
        return float(weights.detach()[self.row(place)].double() @ values.detach().double())

    def read(self, place: int) -> float:
        """W x."""
        return self.dot(self.layer.weight_inputs, place, self.x)

    def remembered(self, place: int) -> float:
        """U h."""
        return self.dot(self.layer.weight_state, place, self.h)

    def bias(self, place: int) -> float:
        """b, without the one of the state."""
        return 0.0 if self.layer.bias_inputs is None else float(self.layer.bias_inputs.detach()[self.row(place)])

    def second_bias(self, place: int) -> float:
        """b′, the one of the state."""
        return 0.0 if self.layer.bias_state is None else float(self.layer.bias_state.detach()[self.row(place)])

    def peephole(self, place: int) -> float:
        """p, of input, forget and output gate."""
        assert self.layer.peepholes is not None
        return float(self.layer.peepholes.detach()[place, self.unit])


def figure(value: float) -> str:
    """A number as it stands in a line."""
    return f"{value:.4g}".replace("-", "−")


def added(*values: float) -> str:
    """Numbers with their signs: 0.3 − 1.2 + 0.05."""
    first, *others = values
    signed = [f" {'−' if value < 0 else '+'} {figure(abs(value))}" for value in others]
    return figure(first) + "".join(signed)


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0


BENT: dict[str, tuple[str, Callable[[float], float]]] = {
    "tanh": ("tanh", math.tanh),
    "sigmoid": ("σ", sigmoid),
    "ReLU": ("ReLU", lambda value: max(0.0, value)),
}


def working_lines(moment: Moment) -> list[WorkingLine]:
    """Every line up to the new state, which is the last."""
    return {"SimpleRNN": simple, "GRU": gru, "LSTM": lstm, "PeepholeLSTM": lstm}[moment.layer.cell](moment)


def remark(layer: RecurrentLayer) -> Text:
    """Where its equations are not those that others know by the same name."""
    if layer.cell == "GRU":
        return RESETS_BEFORE() if layer.style.reset_before else RESETS_AFTER()
    return PEEPHOLES() if layer.cell == "PeepholeLSTM" else NO_TEXT


def simple(moment: Moment) -> list[WorkingLine]:
    name, bend = BENT[moment.layer.variant.activation]
    terms = (moment.read(0), moment.remembered(0), moment.bias(0) + moment.second_bias(0))
    return [line(STATE(), f"h′ = {name}(W x + U h + b)", f"{name}({added(*terms)})", bend(sum(terms)))]


def gate(moment: Moment, name: str, peeps: tuple[str, int, float] | None = None) -> WorkingLine:
    """A gate; ``peeps`` are the letter of the memory that it sees, its place among the peepholes, and that memory."""
    place, letter = GATE_PLACES[moment.layer.cell].index(name), LETTERS[name]
    by_hand = dict(moment.layer.by.fixed)
    if place in by_hand:
        return line(GATE_LINES[name](), f"{letter} = {by_hand[place]:g}", f"{by_hand[place]:g}", by_hand[place])
    terms = [moment.read(place), moment.remembered(place), moment.bias(place) + moment.second_bias(place)]
    inside = "W x + U h + b"
    if peeps is not None:
        memory, own, value = peeps
        terms.append(moment.peephole(own) * value)
        inside += f" + p {memory}"
    hard = moment.layer.style.hard
    total = sum(terms)
    formula = HARD.format(f"({inside})") if hard else f"σ({inside})"
    figures = HARD.format(f"({added(*terms)})") if hard else f"σ({added(*terms)})"
    value = min(1.0, max(0.0, 0.2 * total + 0.5)) if hard else sigmoid(total)
    return line(GATE_LINES[name](), f"{letter} = {formula}", figures, value)


def gru(moment: Moment) -> list[WorkingLine]:
    layer, h = moment.layer, float(moment.h.detach()[moment.unit])
    r, z = gate(moment, "reset"), gate(moment, "update")
    if layer.style.reset_before:
        terms = (moment.read(2), resets_before(moment), moment.bias(2))
        formula, figures, total = "n = tanh(W x + U (r ∘ h) + b)", f"tanh({added(*terms)})", sum(terms)
    else:
        read, seen = moment.read(2) + moment.bias(2), moment.remembered(2) + moment.second_bias(2)
        formula, total = "n = tanh(W x + b + r · (U h + b′))", read + r.value * seen
        figures = f"tanh({figure(read)} + {figure(r.value)} · ({figure(seen)}))"
    n = line(CANDIDATE(), formula, figures, math.tanh(total))
    kept = line(KEPT(), "z · h", f"{figure(z.value)} · ({figure(h)})", z.value * h)
    written = line(WRITTEN(), "(1 − z) · n", f"{figure(1 - z.value)} · ({figure(n.value)})", (1 - z.value) * n.value)
    both = line(STATE(), "h′ = z · h + (1 − z) · n", added(kept.value, written.value), kept.value + written.value)
    return [r, z, n, kept, written, both]


def resets_before(moment: Moment) -> float:
    """U (r h), for which the reset gates of all units are needed."""
    layer, units = moment.layer, moment.layer.units
    gates = [gate(Moment(layer, unit, moment.x, moment.h, moment.c), "reset").value for unit in range(units)]
    return moment.dot(layer.weight_state, 2, moment.h.detach().double() * torch.tensor(gates, dtype=torch.float64))


def lstm(moment: Moment) -> list[WorkingLine]:
    c, peeps = float(moment.c.detach()[moment.unit]), moment.layer.peepholes is not None
    i = gate(moment, "input", ("c", 0, c) if peeps else None)
    f = gate(moment, "forget", ("c", 1, c) if peeps else None)
    terms = (moment.read(2), moment.remembered(2), moment.bias(2) + moment.second_bias(2))
    g = line(CANDIDATE(), "g = tanh(W x + U h + b)", f"tanh({added(*terms)})", math.tanh(sum(terms)))
    kept = line(KEPT(), "f · c", f"{figure(f.value)} · ({figure(c)})", f.value * c)
    written = line(WRITTEN(), "i · g", f"{figure(i.value)} · ({figure(g.value)})", i.value * g.value)
    new = kept.value + written.value
    memory = line(MEMORY(), "c′ = f · c + i · g", added(kept.value, written.value), new)
    o = gate(moment, "output", ("c′", 2, new) if peeps else None)
    figures = f"{figure(o.value)} · tanh({figure(new)})"
    state = line(STATE(), "h′ = o · tanh(c′)", figures, o.value * math.tanh(new))
    return [i, f, g, kept, written, memory, o, state]


def line(what: Text, formula: str, figures: str, value: float) -> WorkingLine:
    return WorkingLine(what=what, formula=formula, figures=figures, value=value)
