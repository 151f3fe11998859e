"""One recurrent cell of a single unit, unrolled: values fed by hand, every gate to be seen, and to be held by hand.

SimpleRNN (Elman 1990), LSTM (Hochreiter and Schmidhuber 1997; forget gate by Gers 2000), GRU (Cho et al. 2014), written
as PyTorch writes them. A GRU whose reset gate is held at 1 and whose update gate is held at 0 is a SimpleRNN; an LSTM
whose forget gate is held at 1 and whose input gate is held at 0 never changes its mind.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import torch

from models.look.arrays import floats
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

UNROLLED, GATES = (
    Sentence("cell-unrolled", "What it reads and gives, step by step"),
    Sentence("cell-gates", "Its gates"),
)
STEP, VALUE, OPEN = (
    Sentence("cell-step", "step"),
    Sentence("cell-value", "value"),
    Sentence("cell-gate-open", "how far open"),
)
READ, GIVEN, MEMORY, CANDIDATE = (
    Sentence("cell-input", "Input x"),
    Sentence("cell-output", "Output h"),
    Sentence("cell-memory", "Memory c"),
    Sentence("cell-candidate", "Candidate"),
)
GATE_NAMES = {
    "i": Sentence("cell-input-gate", "Input gate i"),
    "f": Sentence("cell-forget-gate", "Forget gate f"),
    "o": Sentence("cell-output-gate", "Output gate o"),
    "z": Sentence("cell-update-gate", "Update gate z"),
    "r": Sentence("cell-reset-gate", "Reset gate r"),
}
WORKED_OUT = Sentence("cell-worked-out", "Step {step}: {formula}")
PLAIN = Sentence("cell-is-plain", "Reset held open, update held shut: this GRU is a SimpleRNN.")
HOLDS = Sentence("cell-holds", "Forget held open, input held shut: whatever comes, the memory stays as it is.")
NO_GATES = Sentence("cell-has-no-gates", "A SimpleRNN has no gates: everything it reads goes into its one state.")

HANDS = ("x1", "x2", "x3", "x4", "x5", "x6")
"""Settings of the values that are fed by hand; later ones are 0."""
FED = {
    "a pulse": lambda step: 1.0 if step == 1 else 0.0,
    "a pulse and its opposite": lambda step: {1: 1.0, 7: -1.0}.get(step, 0.0),
    "on and off": lambda step: float((step - 1) // 3 % 2 == 0),
    "a wave": lambda step: math.sin(math.pi * step / 4),
}
Held = Literal["free", "shut", "open"]
HELD = {"shut": 0.0, "open": 1.0}


def by_hand(place: int, value: float) -> Any:
    """The setting of one value that is fed."""
    return setting(
        value, f"x at step {place}", "Fed by hand.", between=(-2.0, 2.0), step=0.1, group="Values by hand",
        when={"fed": ["by hand"]}, advanced=True,
    )  # fmt: skip


def held(title: str, text: str, cell: str) -> Any:
    """The setting of one gate: free, or held shut or open."""
    return setting("free", title, text, group="Gates held by hand", when={"cell": [cell]})


@dataclass
class Unrolled:
    """What one step after the other came to, by symbol; and each in figures."""

    values: dict[str, list[float]] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)

    def add(self, **values: float) -> None:
        for name, value in values.items():
            self.values.setdefault(name, []).append(value)


class OneCell(Laboratory):
    """A cell with one unit: its input, output, memory and gates over the steps, and one step in figures."""

    title: ClassVar[str] = "A recurrent cell, unrolled"
    text: ClassVar[str] = (
        "One unit reads a value at each step. How long does it remember a pulse? Choose a cell, feed it by hand, hold "
        "a gate open or shut, and read any step in figures. Try to build a memory that never fades out of each of them."
    )
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("convolution", "equations"),
        effects=("gates", "long-memory"),
        sources=(
            Source("Elman", 1990, "Finding structure in time"),
            Source("Hochreiter and Schmidhuber", 1997, "Long short-term memory"),
            Source(
                "Cho and others",
                2014,
                "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
            ),
        ),
        after=("laboratory/neuron",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/cell": "cell",
        "architecture/flavour": "",
        "architecture/input_gate": "",
        "architecture/forget_gate": "",
        "architecture/output_gate": "",
        "architecture/update_gate": "",
        "architecture/reset_gate": "",
        "block/recurrent/cell": "cell",
    }

    cell: Literal["SimpleRNN", "GRU", "LSTM"] = setting(
        "LSTM", "Cell", "What is unrolled.", group="Cell",
        colours={"SimpleRNN": "blue", "GRU": "orange", "LSTM": "green"},
    )  # fmt: skip
    w: float = setting(1.0, "w", "The weight of the input.", between=(-3.0, 3.0), step=0.1, group="Cell", advanced=True)
    u: float = setting(
        1.0, "u", "The weight with which it hears its own last output.", between=(-3.0, 3.0), step=0.1, group="Cell"
    )
    gates: float = setting(
        1.0, "Weight of the gates", "With which every gate reads the input and the last output.",
        between=(-3.0, 3.0), step=0.1, group="Cell", when={"cell": ["GRU", "LSTM"]}, advanced=True,
    )  # fmt: skip
    keep: float = setting(
        1.0, "Bias of the gate that keeps", "Of the forget gate, or of the update gate: higher keeps more.",
        between=(-6.0, 6.0), step=0.25, group="Cell", when={"cell": ["GRU", "LSTM"]},
    )  # fmt: skip
    fed: Literal["a pulse", "a pulse and its opposite", "on and off", "a wave", "by hand"] = setting(
        "a pulse", "What it reads", "One value at each step.", group="Input"
    )
    x1: float = by_hand(1, 1.0)
    x2: float = by_hand(2, 0.0)
    x3: float = by_hand(3, 0.0)
    x4: float = by_hand(4, -1.0)
    x5: float = by_hand(5, 0.0)
    x6: float = by_hand(6, 0.5)
    steps: int = setting(20, "Steps", "How many are taken.", between=(2, 60), group="Input", advanced=True)
    moment: int = setting(1, "Step in figures", "Which step is worked out below.", between=(1, 60), group="Input")
    input_gate: Held = held("Input gate", "Held shut, nothing new goes into the memory.", "LSTM")
    forget_gate: Held = held("Forget gate", "Held open, the memory stays; held shut, it is wiped at each step.", "LSTM")
    output_gate: Held = held("Output gate", "Held shut, the memory is there and nobody hears of it.", "LSTM")
    update_gate: Held = held(
        "Update gate", "Held open, the state stays as it is; held shut, it is new each time.", "GRU"
    )
    reset_gate: Held = held("Reset gate", "Held shut, the candidate does not know what was.", "GRU")

    def pictures(self) -> list[Picture]:
        unrolled = self.unrolled()
        return [self.over_time(unrolled), *([] if self.cell == "SimpleRNN" else [self.of_gates(unrolled)])]

    def x(self, step: int) -> float:
        """What is read at a step, counted from 1."""
        if self.fed == "by hand":
            return float(getattr(self, HANDS[step - 1])) if step <= len(HANDS) else 0.0
        return float(FED[self.fed](step))

    def unrolled(self) -> Unrolled:
        """All steps, from a state of nothing."""
        take = {"SimpleRNN": self.simple, "GRU": self.gru, "LSTM": self.lstm}[self.cell]
        found, h, c = Unrolled(), 0.0, 0.0
        for step in range(1, self.steps + 1):
            h, c = take(found, self.x(step), h, c)
            found.add(x=self.x(step), h=h)
        return found

    def gate(self, name: str, x: float, h: float, bias: float) -> float:
        """How far the gate of this setting is open, from its sum, or as it is held."""
        chosen = getattr(self, name)
        return HELD[chosen] if chosen in HELD else sigmoid(self.gates * (x + h) + bias)

    def simple(self, found: Unrolled, x: float, h: float, c: float) -> tuple[float, float]:
        """h' = tanh(w x + u h)."""
        after = math.tanh(self.w * x + self.u * h)
        found.formulas.append(f"h = tanh({self.w:g} · {x:.3g} + {self.u:g} · {h:.3g}) = {after:.4f}")
        return after, c

    def gru(self, found: Unrolled, x: float, h: float, c: float) -> tuple[float, float]:
        """n = tanh(w x + r (u h)); h' = (1 - z) n + z h."""
        z, r = self.gate("update_gate", x, h, self.keep), self.gate("reset_gate", x, h, 0.0)
        n = math.tanh(self.w * x + r * self.u * h)
        after = (1 - z) * n + z * h
        found.add(z=z, r=r, n=n)
        found.formulas.append(
            f"r = {r:.3f}, z = {z:.3f}; n = tanh({self.w:g} · {x:.3g} + {r:.3f} · {self.u:g} · {h:.3g}) = {n:.4f}; "
            f"h = (1 - {z:.3f}) · {n:.4f} + {z:.3f} · {h:.4f} = {after:.4f}"
        )
        return after, c

    def lstm(self, found: Unrolled, x: float, h: float, c: float) -> tuple[float, float]:
        """c' = f c + i tanh(w x + u h); h' = o tanh(c')."""
        i, f, o = (
            self.gate(name, x, h, bias)
            for name, bias in (("input_gate", 0.0), ("forget_gate", self.keep), ("output_gate", 0.0))
        )
        g = math.tanh(self.w * x + self.u * h)
        after = f * c + i * g
        out = o * math.tanh(after)
        found.add(i=i, f=f, o=o, c=after)
        found.formulas.append(
            f"c = {f:.3f} · {c:.4f} + {i:.3f} · {g:.4f} = {after:.4f}; h = {o:.3f} · tanh({after:.4f}) = {out:.4f}"
        )
        return out, after

    def over_time(self, unrolled: Unrolled) -> Lines:
        """Input, output, and the memory where there is one."""
        names = {"x": READ(), "h": GIVEN(), "c": MEMORY(), "n": CANDIDATE()}
        shown = {name: torch.tensor(unrolled.values[name]) for name in names if name in unrolled.values}
        reach = max(1.0, *(float(values.abs().max()) for values in shown.values()))
        moment = min(self.moment, self.steps)
        hues = {"x": 1, "h": 0, "c": 2, "n": 3}
        return Lines(
            title=UNROLLED(), start=1, step=1, count=self.steps, lowest=-1.1 * reach, highest=1.1 * reach,
            unit=VALUE(), across=STEP(), at=moment,
            lines=[NamedLine(name=names[name], values=floats(one), hue=hues[name]) for name, one in shown.items()],
            remarks=[WORKED_OUT(step=moment, formula=unrolled.formulas[moment - 1]), *self.noticed()],
        )  # fmt: skip

    def noticed(self) -> list[Text]:
        """What gates that are held make of the cell."""
        if self.cell == "SimpleRNN":
            return [NO_GATES()]
        if self.cell == "GRU" and (self.reset_gate, self.update_gate) == ("open", "shut"):
            return [PLAIN()]
        if self.cell == "LSTM" and (self.forget_gate, self.input_gate) == ("open", "shut"):
            return [HOLDS()]
        return []

    def of_gates(self, unrolled: Unrolled) -> Lines:
        """How far each gate is open."""
        shown = [name for name in GATE_NAMES if name in unrolled.values]
        return Lines(
            title=GATES(), start=1, step=1, count=self.steps, lowest=-0.05, highest=1.05, unit=OPEN(), across=STEP(),
            at=min(self.moment, self.steps),
            lines=[
                NamedLine(name=GATE_NAMES[name](), values=floats(torch.tensor(unrolled.values[name])), hue=place + 2)
                for place, name in enumerate(shown)
            ],
        )  # fmt: skip


def sigmoid(value: float) -> float:
    """1 / (1 + e^-value)."""
    return 1 / (1 + math.exp(-value))
