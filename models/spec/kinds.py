"""The words of the joint between tasks and architectures: kinds, shapes, splits, batches, series, questions."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any, Literal, Self

import torch
from torch import Tensor, nn

from models.sentences import Sentence

UNKNOWN_SYMBOL = Sentence("unknown-symbol", "{symbol} is not one of the symbols {symbols}.")


class Form(Enum):
    """What one side of a kind is: the type of its numbers, and their shape in a batch."""

    PICTURE = torch.float, "(batch, channels, height, width)"
    NOISE = torch.long, "(batch, time) of a sentence, or (batch) of nothing"
    SYMBOLS = torch.long, "(batch, time)"
    NEXT = torch.long, "(batch, time), the symbol after each"
    STORY = torch.long, "(batch, sentences, words)"
    WINDOW = torch.float, "(batch, time, features)"
    BITS = torch.float, "(batch, time, bits)"
    FRAMES = torch.float, "(batch, time, channels, height, width)"
    CLASS = torch.long, "(batch)"
    CLASSES = torch.bool, "(batch, classes)"
    VALUES = torch.float, "(batch, values) or (batch, horizon, features)"

    def __init__(self, dtype: torch.dtype, shape: str) -> None:
        self.dtype, self.shape = dtype, shape

    @property
    def described(self) -> str:
        """Both in a line, as the guide has it."""
        return f"{str(self.dtype).removeprefix('torch.')} {self.shape}"


class Kind(StrEnum):
    """What goes in and what comes out of a task: the joint between tasks and architectures.

    The list is closed: a new kind is a decision, and one row here. A row is the kind's name in JSON, the forms of its
    inputs and targets, and how many test examples are shown beside their answers (0: they cannot be drawn one by one).
    """

    inputs: Form
    targets: Form
    shown: int

    def __new__(cls, value: str, inputs: Form, targets: Form, shown: int = 0) -> Self:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.inputs, kind.targets, kind.shown = inputs, targets, shown
        return kind

    IMAGE_TO_CLASS = "image -> class", Form.PICTURE, Form.CLASS, 100
    IMAGE_TO_CLASSES = "image -> classes", Form.PICTURE, Form.CLASSES, 100
    IMAGE_TO_IMAGE = "image -> image", Form.PICTURE, Form.PICTURE
    IMAGE_TO_SYMBOLS = "image -> symbols", Form.PICTURE, Form.SYMBOLS, 60
    IMAGE_TO_VALUES = "image -> values", Form.PICTURE, Form.VALUES, 60
    NOISE_TO_IMAGE = "noise -> image", Form.NOISE, Form.PICTURE
    SYMBOLS_TO_CLASS = "symbols -> class", Form.SYMBOLS, Form.CLASS, 40
    SYMBOLS_TO_SYMBOLS = "symbols -> symbols", Form.SYMBOLS, Form.SYMBOLS, 40
    SYMBOLS_TO_NEXT = "symbols -> next", Form.SYMBOLS, Form.NEXT
    STORY_TO_ANSWER = "story -> answer", Form.STORY, Form.CLASS, 40
    WINDOW_TO_CLASS = "window -> class", Form.WINDOW, Form.CLASS, 100
    WINDOW_TO_VALUES = "window -> values", Form.WINDOW, Form.VALUES
    BITS_TO_BITS = "bits -> bits", Form.BITS, Form.BITS
    FRAMES_TO_CLASS = "frames -> class", Form.FRAMES, Form.CLASS, 60
    FRAMES_TO_FRAMES = "frames -> frames", Form.FRAMES, Form.FRAMES

    @property
    def markable(self) -> bool:
        """Whether the answer to one example is right or wrong as a whole: a class, all classes, or a text."""
        return self.targets in (Form.CLASS, Form.CLASSES, Form.SYMBOLS)

    @property
    def classifies_pictures(self) -> bool:
        """Whether each picture has one class."""
        return self.inputs is Form.PICTURE and self.targets is Form.CLASS

    @property
    def drawable(self) -> bool:
        """Whether an input is a picture, or can be drawn as one: the lines of a window, the trail of a clip."""
        return self.inputs in (Form.PICTURE, Form.WINDOW, Form.FRAMES)

    @property
    def translates(self) -> bool:
        """Whether a text goes in and a text comes out."""
        return self.inputs is Form.SYMBOLS and self.targets is Form.SYMBOLS

    @property
    def forecasts(self) -> bool:
        """Whether the values after a window are asked for."""
        return self.inputs is Form.WINDOW and self.targets is Form.VALUES


@dataclass(frozen=True)
class Alphabet:
    """Symbols in order; a symbol's place is its number."""

    symbols: tuple[str, ...]
    padding: str = ""
    """The symbol that fills a row up to the longest; it is no part of any text."""
    end: str = ""
    """The symbol that is written when a text is done; nothing after it counts."""
    joint: str = ""
    """What stands between two symbols of a text: a blank between words, nothing between characters."""
    unknown: str = ""
    """The symbol for whatever has none of its own (``<unk>``); without one that is an error."""

    def __len__(self) -> int:
        return len(self.symbols)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each symbol."""
        return {symbol: number for number, symbol in enumerate(self.symbols)}

    def parts(self, text: str) -> list[str]:
        """What each symbol of ``text`` would be: its characters, or what its joints part."""
        return text.split(self.joint) if self.joint else list(text)

    def encode(self, text: str) -> list[int]:
        """Numbers of the symbols of ``text``. Raises ValueError if one is not in the alphabet and has no stand-in."""
        parts = self.parts(text)
        if not self.unknown:
            missing = [part for part in parts if part not in self.numbers]
            if missing:
                raise ValueError(UNKNOWN_SYMBOL(symbol=missing[0], symbols="".join(self.symbols)))
        numbers = self.numbers
        return [numbers[part if part in numbers else self.unknown] for part in parts]

    def decode(self, numbers: list[int]) -> str:
        """The text: up to the end where there is a symbol for it, else without the padding."""
        symbols = [self.symbols[number] for number in numbers]
        if self.end:
            return self.joint.join(symbols[: symbols.index(self.end)] if self.end in symbols else symbols)
        while self.padding and symbols and symbols[-1] == self.padding:
            symbols.pop()
        return self.joint.join(symbols)

    def counted(self, numbers: Tensor) -> Tensor:
        """(batch, places) symbols -> which of them count: all up to the first end, with it."""
        if not self.end:
            return torch.ones_like(numbers, dtype=torch.bool)
        ends = (numbers == self.symbols.index(self.end)).long()
        return ends.cumsum(1) - ends == 0


@dataclass(frozen=True)
class Shapes:
    """Sizes of one example, without the batch dimension; what an architecture is built for."""

    inputs: tuple[int, ...]
    """(C, H, W) of an image; (T,) of symbols; (T, F) of a window."""
    targets: tuple[int, ...] = ()
    """() of a class; (classes,) of several; (U,) of symbols; (V,) or (horizon, F) of values; (C, H, W) of an image."""
    classes: int = 0
    source: Alphabet | None = None
    target: Alphabet | None = None

    @property
    def scores(self) -> int:
        """How many numbers a classifier answers with: one for each class, or the values that are asked for."""
        return self.classes or math.prod(self.targets)


@dataclass(frozen=True)
class Split:
    """A part of a task's data: tensors of equal length, one row an example."""

    tensors: Mapping[str, Tensor]
    shared: Mapping[str, Tensor] = field(default_factory=dict)
    """What belongs to no single example, such as the mean of all that is learnt from."""

    def __len__(self) -> int:
        return len(next(iter(self.tensors.values())))

    def __getitem__(self, name: str) -> Tensor:
        """The tensor of this name, (examples, …)."""
        return self.tensors[name]

    def take(self, name: str, rows: Tensor) -> Tensor:
        """``rows`` (batch) of a tensor as a copy (batch, …); of pictures on a CPU ten times as fast as by brackets."""
        return self.tensors[name].index_select(0, rows)

    def rows(self, start: int, end: int) -> "Split":
        """The examples from ``start`` to before ``end``, without a copy."""
        return Split({name: tensor[start:end] for name, tensor in self.tensors.items()}, self.shared)

    def to(self, device: torch.device) -> "Split":
        parts = (self.tensors, self.shared)
        return Split(*({name: tensor.to(device) for name, tensor in part.items()} for part in parts))


@dataclass(frozen=True)
class Splits:
    """Train, validation (for choosing, stopping, best) and test (scored once, at the end)."""

    train: Split
    validation: Split
    test: Split

    def to(self, device: torch.device) -> "Splits":
        return Splits(self.train.to(device), self.validation.to(device), self.test.to(device))


@dataclass(frozen=True)
class Batch:
    """The examples of one call of a network; the first dimension of every tensor is the batch."""

    inputs: Tensor
    targets: Tensor
    mask: Tensor | None = None
    """Which of the targets count, where not all do."""
    more: Mapping[str, Tensor] = field(default_factory=dict)
    """By name: ``lengths`` of the inputs, ``when`` a value was measured, supporting facts and the like."""
    continues: tuple[Tensor, ...] | None = None
    """Detached state carried from the batch before, for stateful and truncated training."""

    def to(self, device: torch.device) -> "Batch":
        """The same batch on ``device``."""
        mask = None if self.mask is None else self.mask.to(device)
        more = {name: tensor.to(device) for name, tensor in self.more.items()}
        return Batch(self.inputs.to(device), self.targets.to(device), mask, more, self.continues)

    def after(self, state: "State | None") -> "Batch":
        """The same batch, continuing from ``state``."""
        return self if state is None else replace(self, continues=state)


@dataclass(frozen=True)
class Series:
    """One measured quantity: how it is named, counted and drawn."""

    title: str
    unit: str = ""
    better: Literal["higher", "lower"] = "lower"
    range: tuple[float, float] | None = None
    headline: bool = False  # the one that says how well the task is done; the best epoch is chosen by it
    percent: bool = False
    text: str = ""
    of: Literal["", "part", "whole"] = ""  # what is counted where answers have parts: these, or whole answers
    stack: str = ""  # series of one stack are parts of a whole, and drawn on top of each other too
    optimum: float | None = None  # where it ends at best, which is neither high nor low: a line on its chart
    instead: str = ""  # of a loss that need not fall, however well all goes: the view to look at instead


@dataclass(frozen=True)
class Question:
    """What a person can give a network: the schema of the control that asks for it."""

    form: Literal["drawing", "text"]
    text: str
    example: str = ""
    symbols: str = ""
    most: int = 0  # longest text
    size: tuple[int, int] = (0, 0)
    """(height, width) of a drawing in pixels; a drawing travels as base64 of height x width bytes, 255 is ink."""


@dataclass(frozen=True)
class Objective:
    """A loss, and the parameters that are to follow it."""

    name: str
    loss: Tensor
    parameters: list[nn.Parameter] | None = None
    """None for all of the network's."""
    carries: "State | None" = None
    """State for the next batch, detached."""
    outputs: Any = None
    """What the task scores; None for an objective that is not scored."""
    parts: Mapping[str, Tensor] = field(default_factory=dict)
    """Named summands of the loss, drawn as series of their own."""


State = tuple[Tensor, ...]
"""What a network carries from one batch to the next."""


@dataclass(frozen=True)
class Carried:
    """What a network returns that has a state to carry on: outputs, and the state with its graph."""

    outputs: Any
    state: State


def run(network: nn.Module, batch: Batch) -> tuple[Any, State | None]:
    """Outputs, and the state to carry on, detached; None of a network that carries nothing."""
    given = network(batch)
    if isinstance(given, Carried):
        return given.outputs, tuple(tensor.detach() for tensor in given.state)
    return given, None
