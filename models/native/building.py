"""A network's layers as lines of the core, and the memory that they work in.

Each layer of a network adds lines that read a :class:`Value` and write another. Buffers hold one chunk of examples;
what comes from outside and goes there is set for each call.
"""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from models.layers.dropout import Dropout
from models.native.layers import ACTIVATIONS, Intake, Layer, Masking, Normalisation, Outlet
from models.native.library import Core
from models.native.weights import FlatWeights
from models.spec.kinds import Batch

CACHE = 512 * 1024
"""Bytes that a chunk of examples may take: about what is left of a core's second cache."""
LEAST, MOST = 12, 48
"""Examples of a chunk: fewer make matrix products too short. Beyond, whole dozens: a product takes 12 rows at a time,
and a 13th takes a third of the time of all twelve before it."""
LARGEST = 256 * 1024 * 1024
"""Bytes that a batch may take which has to be one chunk, since something is normalised over all of it."""
FLOAT = 4
"""Bytes of a number."""


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
    of: Callable[[Batch], Tensor] | None = None
    """How symbols (batch, time) follow from a batch, where they are not its inputs."""

    @property
    def size(self) -> int:
        """Numbers of one example."""
        found = 1
        for side in self.shape:
            found *= side
        return found


@dataclass
class DropoutMask:
    """A dropout layer, and the shape of what it is given in PyTorch: for its mask is drawn as there."""

    module: Dropout
    layer: Masking
    shape: tuple[int, ...]
    maps: bool


@dataclass
class Norm:
    """A layer of batch normalisation, whose line remembers means and variances where PyTorch does."""

    module: nn.BatchNorm1d | nn.BatchNorm2d
    layer: Normalisation


@dataclass
class Derived:
    """What a line reads from outside besides the inputs: a field of it, and how it follows from a batch, (batch, …)."""

    layer: Layer
    name: str
    of: Callable[[Batch], Tensor]


class Greedy(Protocol):
    """Writes symbol by symbol, each time the likeliest, for up to ``rows`` examples at once."""

    rows: int

    def answers(self, batch: Batch) -> Tensor:
        """Scores (batch, places, symbols) of what it writes."""


@dataclass
class Builder:
    """Lines so far, and what they need: the core, all weights in one piece, and how many examples a chunk has."""

    core: Core
    weights: FlatWeights
    chunk: int
    lines: list[Layer] = field(default_factory=list)
    buffers: list[Tensor] = field(default_factory=list)
    tables: list[ctypes.Array[Any]] = field(default_factory=list)
    symbols: list[Layer] = field(default_factory=list)
    vocabularies: list[int] = field(default_factory=list)
    """How many symbols each of the tables has that inputs are looked up in."""
    intakes: list[Intake] = field(default_factory=list)
    derived: list[Derived] = field(default_factory=list)
    masks: list[DropoutMask] = field(default_factory=list)
    norms: list[Norm] = field(default_factory=list)
    began: list[Intake] = field(default_factory=list)
    ended: list[Outlet] = field(default_factory=list)
    by_stream: bool = False
    """Whether what is carried belongs to the places of a text, and a batch says at which of them its examples go on."""
    carried: int = 1
    """Numbers that each unit carries from batch to batch: a state, and of an LSTM its memory."""
    greedy: Callable[[int], Greedy] | None = None
    """What answers for so many examples at once, where the lines are told the right symbols and so give no answers."""
    each: int = 1
    """How many values an example is to the lines that are added now: while frames of a clip are read, their number."""
    frozen: bool = False
    """Whether the layers that are added now stay as they are: they answer, and no gradient reaches them."""
    answer: tuple[int, ...] | None = None
    """The shape of what the network gives for one example, where it is not that of the last value."""

    def floats(self, *shape: int) -> Tensor:
        """Memory (…) that lives as long as the program."""
        self.buffers.append(torch.zeros(shape))
        return self.buffers[-1]

    def value(self, form: str, shape: tuple[int, ...], learns: bool = True) -> Value:
        """Room for a value, and for its gradient where there is one."""
        size = Value(form, shape).size
        gradients = self.floats(self.rows, size) if learns and not self.frozen else None
        return Value(form, shape, self.floats(self.rows, size), gradients)

    @property
    def rows(self) -> int:
        """Values in a chunk of examples."""
        return self.chunk * self.each

    def add(self, layer: Layer) -> None:
        """The next line; what it packs, and room to work in, are made here."""
        layer.each, layer.frozen = self.each, self.frozen
        names = {name for name, _ in layer._fields_}  # type: ignore[misc]
        if "packed" in names:
            layer.packed = at(self.floats(self.core.packed(layer)))
        if "room" in names:
            layer.room = at(self.floats(self.core.room(layer, self.rows)))
        self.lines.append(layer)

    def connect(self, layer: Any, value: Value, found: Value) -> None:
        """Lets a line read one value and write another, and both gradients."""
        layer.x, layer.y = at(value.numbers), at(found.numbers)
        layer.dx, layer.dy = at(value.gradients), at(found.gradients)

    def point(self, layer: ctypes.Structure, name: str, weights: Tensor | None) -> None:
        """Lets a line read weights (…) and write their gradient: ``name`` and, with a d before it, where that lies.

        Raises Unsupported if they are none of those that learn.
        """
        if weights is None:
            return
        if self.frozen:
            setattr(layer, name, at(weights))
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
        """Dropout; where nothing is silenced now, nothing is done: a live change makes another program. Frozen layers
        silence nothing. Raises Unsupported for dropout of another sort.
        """
        if module.share == 0 or self.frozen:
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
        self.masks.append(DropoutMask(module, layer, shape, value.form == "maps"))
        self.add(layer)
        return found

    def activation(self, name: str) -> int:
        """The number of an activation. Raises Unsupported if the core has none of this name."""
        if name not in ACTIVATIONS:
            raise Unsupported(name)
        return ACTIVATIONS[name]


def at(tensor: Tensor | None) -> int | None:
    """The address of its numbers (…)."""
    return None if tensor is None else tensor.data_ptr()


Lower = Callable[[Builder, Any, tuple[int, ...]], Value]
"""Adds the lines of a whole network that reads examples of a shape, and gives what it writes."""
