"""Receptive fields: which part of a picture a place in a layer's map has seen, followed from layer to layer."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial, reduce

import torch
from torch import Tensor, nn

from models.layers.activations import Step
from models.layers.dropout import Dropout
from models.layers.joins import Join, Sum
from models.layers.local import LocallyConnected2d
from models.layers.local_response import LocalResponse
from models.layers.partial import PartialConv2d
from models.layers.residual import PaddedSkip
from models.layers.scaled_tanh import ScaledTanh
from models.layers.subsampling import Subsampling
from models.layers.tree import rows

WINDOWED = nn.Conv2d | PartialConv2d | LocallyConnected2d | nn.MaxPool2d | nn.AvgPool2d | Subsampling | PaddedSkip
ELEMENTWISE = (
    nn.ReLU, nn.LeakyReLU, nn.ELU, nn.SELU, nn.Softplus, nn.Tanh, ScaledTanh, nn.Sigmoid, Step, nn.Identity, nn.Dropout,
    Dropout,
)  # fmt: skip
"""Layers that give of each number what they make of that number alone."""
PLACEWISE = (nn.BatchNorm1d, nn.BatchNorm2d, LocalResponse, nn.LocalResponseNorm, Sum, Join)
"""Layers that give at each place what they make of that place in all maps."""


@dataclass(frozen=True)
class Axis:
    """Down or across, place p of a map has seen ``size`` pixels from ``start`` + p * ``stride`` on, edges included."""

    start: int = 0
    stride: int = 1
    size: int = 1

    def through(self, kernel: int, stride: int, padding: int, dilation: int) -> "Axis":
        """The same after a window has slid over the map."""
        reach = (kernel - 1) * dilation
        return Axis(self.start - padding * self.stride, self.stride * stride, self.size + reach * self.stride)

    def beside(self, other: "Axis") -> "Axis":
        """From the first pixel of either to the last; both go on by as many pixels a place."""
        start = min(self.start, other.start)
        return Axis(start, self.stride, max(self.start + self.size, other.start + other.size) - start)


Field = tuple[Axis, Axis]


@dataclass(frozen=True)
class Passage:
    """The first input and output of a layer, a batch of one.

    ``input`` is (1, channels, height, width) where it was a picture or was flattened from one, else (1, units).
    ``source`` is the layer that gave it, "" the picture itself, None what cannot be followed. ``field`` is that of a
    place of the output, None where that is all of the picture or cannot be followed. ``weighted_layer`` is the layer
    with weights whose outputs these are, number by number, "" none; ``bare`` whether they are so place by place.
    """

    name: str | None
    module: nn.Module
    input: Tensor
    output: Tensor
    source: str | None
    field: Field | None
    weighted_layer: str
    bare: bool


@dataclass
class Follower:
    """Records the calls of the layers of a network, and so knows of every tensor that passed by who made it."""

    picture: Tensor
    passages: dict[int, Passage] = field(default_factory=dict)
    """By the identity of the output; the tensors are stored, so that no identity comes twice."""
    order: list[Passage] = field(default_factory=list)

    def record(self, name: str, module: nn.Module, inputs: tuple[object, ...], output: object) -> None:
        sources = [one for one in inputs if isinstance(one, Tensor)]
        if not sources or not isinstance(output, Tensor):
            return
        befores = [self.before(source) for source in sources]
        before = replace(befores[0], field=union([one.field for one in befores]))
        passage = passage_after(name, module, output, before)
        if output is not sources[0]:
            self.passages[id(output)] = passage
        self.order.append(passage)

    def before(self, tensor: Tensor) -> Passage:
        """The passage that made this tensor (1, …), flattened or not; a new one of an unknown tensor."""
        known = self.passages.get(id(tensor))
        if known is None:
            field = (Axis(), Axis()) if tensor is self.picture and tensor.dim() == 4 else None
            known = Passage("" if field else None, nn.Identity(), tensor, tensor, None, field, "", False)
        if isinstance(known.module, nn.Flatten):
            return replace(known, name=known.source, output=known.input, field=None)
        return known


def passage_after(name: str, module: nn.Module, output: Tensor, before: Passage) -> Passage:
    """A layer's passage to its output (1, …), from that of ``before``, whose output is its input."""
    field, weighted_layer, bare = before.field, before.weighted_layer, before.bare
    if isinstance(module, nn.Conv2d | PartialConv2d | LocallyConnected2d | nn.Linear):
        weighted_layer, bare = name, True
    elif isinstance(module, WINDOWED):
        bare = False
    elif not isinstance(module, (*ELEMENTWISE, nn.Flatten)):
        weighted_layer, bare = "", False
    if isinstance(module, WINDOWED):
        field = field and field_after(module, field)
    elif not isinstance(module, (*ELEMENTWISE, *PLACEWISE, nn.Flatten)):
        field = None
    return Passage(name, module, before.output, output, before.name, field, weighted_layer, bare)


def union(fields: list[Field | None]) -> Field | None:
    """What a place has seen by several ways; None where one of them cannot be followed."""
    known = [field for field in fields if field is not None]
    if len(known) < len(fields):
        return None
    down, across = (reduce(Axis.beside, axes) for axes in zip(*known, strict=True))
    return down, across


def field_after(module: WINDOWED, field: Field) -> Field:
    """The field after a convolution or a pooling."""
    kernel, stride = pair(module.kernel_size), pair(module.stride)
    dilation = pair(getattr(module, "dilation", 1))
    axes = zip(field, kernel, stride, padding_of(module), dilation, strict=True)
    down, across = (axis.through(*sizes) for axis, *sizes in axes)
    return down, across


def padding_of(module: WINDOWED) -> tuple[int, int]:
    """Rows above and columns to the left of the picture that a window may begin in."""
    if module.padding == "same":
        (down, across), (below, beside) = pair(module.kernel_size), pair(getattr(module, "dilation", 1))
        return (down - 1) * below // 2, (across - 1) * beside // 2
    return (0, 0) if module.padding == "valid" else pair(module.padding)


def pair(size: object) -> tuple[int, int]:
    """PyTorch takes one number for both."""
    down, across = size if isinstance(size, tuple) else (size, size)
    return int(down), int(across)


def passages(network: nn.Module, picture: Tensor, run: Callable[[], object]) -> dict[str, Passage]:
    """The first input and output of each row of the plan, by name, while ``run`` puts ``picture`` through the network.

    The picture is (1, channels, height, width).
    """
    follower = Follower(picture)
    leaves = [(name, module) for name, module in network.named_modules() if not list(module.children())]
    hooks = [module.register_forward_hook(partial(on_forward, follower, name)) for name, module in leaves]
    try:
        with torch.no_grad():
            run()
    finally:
        for hook in hooks:
            hook.remove()
    shown = {name for name, module in rows(network) if not isinstance(module, nn.Flatten)}
    found: dict[str, Passage] = {}
    for passage in follower.order:
        if passage.name is not None and passage.name in shown:
            found.setdefault(passage.name, passage)
    return found


def on_forward(follower: Follower, name: str, module: nn.Module, inputs: tuple[object, ...], output: object) -> None:
    """A hook that gives something back would change what the network does."""
    follower.record(name, module, inputs, output)
