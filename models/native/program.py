"""A network as a program of the core: lines in their order, and the memory that they work in.

A builder makes one: each layer of a network adds lines that read a :class:`Value` and write another. Buffers hold one
chunk of examples; what comes from outside and goes there is set for each call.
"""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from models.layers.dropout import Dropout
from models.native.layers import ACTIVATIONS, CrossEntropy, Intake, Layer, Line, Masking, Outlet
from models.native.library import Core
from models.native.streams import at_streams, with_streams
from models.native.weights import FlatWeights
from models.spec.kinds import Batch

CACHE = 512 * 1024
"""Bytes that a chunk of examples may take: about what is left of a core's second cache."""
LEAST, MOST = 12, 48
"""Examples of a chunk: fewer make matrix products too short."""


class Unsupported(Exception):
    """The core has no such layer: the network is trained by PyTorch."""


@dataclass
class Value:
    """What one layer hands the next, for a chunk of examples.

    ``form`` is how ``shape``, that of one example, lies in memory: "units" (n); "maps" (height, width, channels), the
    channels beside each other; "steps" (time, n), the step before the example; "sequence" (time, n); "symbols" (time),
    which have no numbers of their own, but may have a table of them, ``embedding`` (symbols, n).
    """

    form: str
    shape: tuple[int, ...]
    numbers: Tensor | None = None
    gradients: Tensor | None = None
    embedding: Tensor | None = None

    @property
    def size(self) -> int:
        """Numbers of one example."""
        found = 1
        for side in self.shape:
            found *= side
        return found


@dataclass
class Drawn:
    """A dropout layer, and the shape of what it is given in PyTorch: for its mask is drawn as there."""

    module: Dropout
    layer: Masking
    shape: tuple[int, ...]
    maps: bool


@dataclass
class Builder:
    """Lines so far, and what they need: the core, all weights in one piece, and how many examples a chunk has."""

    core: Core
    weights: FlatWeights
    chunk: int
    lines: list[Layer] = field(default_factory=list)
    buffers: list[Tensor] = field(default_factory=list)
    symbols: list[Layer] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    began: list[Intake] = field(default_factory=list)
    ended: list[Outlet] = field(default_factory=list)
    by_stream: bool = False
    """Whether what is carried belongs to the places of a text, and a batch says at which of them its examples go on."""
    carried: int = 1
    """Numbers that each unit carries from batch to batch: a state, and of an LSTM its memory."""
    answer: tuple[int, ...] | None = None
    """The shape of what the network gives for one example, where it is not that of the last value."""

    def floats(self, *shape: int) -> Tensor:
        """Memory (…) that lives as long as the program."""
        self.buffers.append(torch.zeros(shape))
        return self.buffers[-1]

    def value(self, form: str, shape: tuple[int, ...], learns: bool = True) -> Value:
        """Room for a value, and for its gradient where there is one."""
        size = Value(form, shape).size
        gradients = self.floats(self.chunk, size) if learns else None
        return Value(form, shape, self.floats(self.chunk, size), gradients)

    def add(self, layer: Layer) -> None:
        """The next line; what it packs, and room to work in, are made here."""
        names = {name for name, _ in layer._fields_}  # type: ignore[misc]
        if "packed" in names:
            layer.packed = at(self.floats(self.core.packed(layer)))
        if "room" in names:
            layer.room = at(self.floats(self.core.room(layer, self.chunk)))
        self.lines.append(layer)

    def connect(self, layer: Any, value: Value, found: Value) -> None:
        """Lets a line read one value and write another, and both gradients."""
        layer.x, layer.y = at(value.numbers), at(found.numbers)
        layer.dx, layer.dy = at(value.gradients), at(found.gradients)

    def point(self, layer: Layer, name: str, weights: Tensor | None) -> None:
        """Lets a line read weights and write their gradient: ``name`` and, with a d before it, its gradient's place."""
        if weights is None:
            return
        slope = self.weights.slope_of(weights)
        if slope is None:
            raise Unsupported(name)
        setattr(layer, name, at(weights))
        setattr(layer, f"d{name}", at(slope))

    def take_in(self, form: str, shape: tuple[int, ...]) -> Value:
        """What comes from outside: pictures (channels, height, width) become maps; "columns" of a picture (height,
        width) become a sequence; all else stays as it lies.
        """
        outer, inner, within = 1, Value(form, shape).size, shape
        if form == "maps":
            outer, inner, within = shape[0], shape[1] * shape[2], (shape[1], shape[2], shape[0])
        elif form == "columns":
            (outer, inner), form, within = shape, "sequence", shape[::-1]
        value = self.value(form, within, learns=False)
        layer = Intake(outer=outer, inner=inner, y=at(value.numbers))
        self.intakes.append(layer)
        self.add(layer)
        return value

    def mask(self, module: Any, value: Value) -> Value:
        """Dropout; where nothing is silenced now, nothing is done: a live change makes another program."""
        if module.share == 0:
            return value
        if type(module) is not Dropout:
            raise Unsupported(type(module).__name__)
        found = self.value(value.form, value.shape, value.gradients is not None)
        places = value.shape[0] if value.form == "steps" else 1
        layer = Masking(
            size=value.size // places, places=places, x=at(value.numbers), y=at(found.numbers), dx=at(value.gradients)
        )
        layer.dy = at(found.gradients)
        shape = (value.shape[2], *value.shape[:2]) if value.form == "maps" else value.shape
        self.drawn.append(Drawn(module, layer, shape, value.form == "maps"))
        self.add(layer)
        return found

    def activation(self, name: str) -> int:
        """The number of an activation. Raises Unsupported if the core has none of this name."""
        if name not in ACTIVATIONS:
            raise Unsupported(name)
        return ACTIVATIONS[name]


class Program:
    """A network's lines, ready to run: forward alone, or forward, back and the optimiser's step."""

    def __init__(self, builder: Builder, output: Value, loss: Layer, shape: tuple[int, ...]) -> None:
        self.builder, self.core, self.chunk = builder, builder.core, builder.chunk
        places = output.shape[0] if output.form in ("steps", "sequence") else 1
        size = output.size // places
        self.outlet = Outlet(size=size, places=places, steps_first=output.form == "steps", x=at(output.numbers))
        self.answer = builder.answer or ((places, size) if places > 1 or output.form == "steps" else (size,))
        builder.add(self.outlet)
        self.loss, self.shape = loss, shape
        self.found = torch.zeros(4, dtype=torch.double)
        loss.found = self.found.data_ptr()
        builder.add(loss)
        self.symbols = min((layer.vocabulary for layer in builder.symbols), default=0)
        self.classes = loss.classes if isinstance(loss, CrossEntropy) else 0
        self.lines = (Line * len(builder.lines))(*(Line(each.kind, ctypes.addressof(each)) for each in builder.lines))
        self.held: list[Tensor] = []
        self.states: tuple[Tensor, ...] = ()

    def takes(self, inputs: Tensor, targets: Tensor | None = None) -> bool:
        """Whether inputs and targets (batch, …) are of its sort and size, and no symbol or class is beyond the last."""
        fits = inputs.dtype == (torch.int64 if self.symbols else torch.float32) and inputs.shape[1:] == self.shape
        if targets is not None:
            fits = fits and targets.dtype == (torch.int64 if self.classes else torch.float32)
            fits = fits and (not self.classes or below(targets, self.classes))
        return fits and (not self.symbols or below(inputs, self.symbols))

    def begin(self, batch: Batch) -> tuple[Tensor, ...] | None:
        """Sets the state that the next call, of this batch, begins with, each (layers, batch, units), nothing where it
        has no row; gives where it writes the one that it ends with. None of a network that carries none.
        """
        began, ended, count = self.builder.began, self.builder.ended, len(batch.inputs)
        if not ended:
            return None
        state, streams = batch.continues, batch.more.get("stream")
        if self.builder.by_stream:
            state = None if streams is None or state is None else at_streams(state, streams)
        units, numbers = ended[0].size, self.builder.carried
        layers = len(ended) // numbers
        before = tuple(torch.zeros(layers, count, units) for _ in range(numbers))
        for new, old in zip(before, state or (), strict=False):
            rows = min(count, old.shape[1])
            new[:, :rows] = old[:, :rows]
        after = tuple(torch.empty(layers, count, units) for _ in range(numbers))
        for place, (intake, outlet) in enumerate(zip(began, ended, strict=True)):
            layer, number = divmod(place, numbers)
            intake.outside, outlet.to = before[number][layer].data_ptr(), after[number][layer].data_ptr()
        self.states = before
        return after

    def carried(self, batch: Batch, ended: tuple[Tensor, ...] | None) -> tuple[Tensor, ...] | None:
        """What the batch after this one continues from, where this one ended so, each (layers, batch, units)."""
        if ended is None or not self.builder.by_stream:
            return ended
        streams = batch.more.get("stream")
        return None if streams is None else with_streams(batch.continues or (), streams, ended)

    def feed(self, inputs: Tensor) -> None:
        """Inputs (batch, …) of the next call; they are held until the one after it."""
        inputs = inputs.contiguous()
        self.held = [inputs]
        for layer in self.builder.symbols:
            layer.symbols = inputs.data_ptr()
        for intake in self.builder.intakes:
            intake.outside = inputs.data_ptr()

    def draw(self, count: int, training: bool) -> None:
        """Draws the masks of all dropouts for ``count`` examples, in the order and from the generator of PyTorch's."""
        for one in self.builder.drawn:
            module = one.module
            if not training or module.share == 0:
                one.layer.drawn = None
                continue
            passed = torch.rand((count, *one.shape), generator=module.generator) >= module.share
            mask = passed / (1 - module.share)
            mask = mask.permute(0, 2, 3, 1).contiguous() if one.maps else mask
            self.held.append(mask)
            one.layer.drawn = mask.data_ptr()

    def answers(self, inputs: Tensor) -> Tensor:
        """Inputs (batch, …) -> what the network gives (batch, …), without dropout."""
        self.feed(inputs)
        self.draw(len(inputs), training=False)
        found = self.let_out(len(inputs))
        self.core.forward(self.lines, len(self.lines) - 1, len(inputs), self.chunk)
        return found

    def let_out(self, count: int) -> Tensor:
        """Where the next call writes what the network gives (count, …)."""
        found = torch.empty(count, *self.answer)
        self.outlet.to = found.data_ptr()
        return found

    def aim(self, inputs: Tensor, targets: Tensor) -> None:
        """Inputs and targets (batch, …) of the next step."""
        self.feed(inputs)
        targets = targets.contiguous()
        self.held.append(targets)
        self.loss.targets = targets.data_ptr()
        self.outlet.to = None
        self.draw(len(inputs), training=True)


def at(tensor: Tensor | None) -> int | None:
    """The address of its numbers."""
    return None if tensor is None else tensor.data_ptr()


Lower = Callable[[Builder, Any, tuple[int, ...]], Value]
"""Adds the lines of a whole network that reads examples of a shape, and gives what it writes."""


def below(numbers: Tensor, count: int) -> bool:
    """Whether all of them (…) are from 0 to below ``count``."""
    least, most = torch.aminmax(numbers)
    return int(least) >= 0 and int(most) < count
