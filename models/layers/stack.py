"""Layers put one after another: each is made for what the one before it leaves."""

import math
from collections import Counter, OrderedDict

from torch import nn

from models.layers.activations import activation
from models.layers.scaled_tanh import ScaledTanh

Shape = tuple[int, ...]
"""Of one example: (maps, height, width) of a picture, (steps, values) of a sequence, (units) of what was flattened."""


class Stack:
    """Layers in their order, and the shape that the last of them leaves.

    ``dropout`` is the share of all dropouts that have none of their own. ``setting`` says what is being built: each
    layer remembers it, so that the page can show which setting made it. ``classes`` are those of the task.
    """

    def __init__(self, shape: Shape, dropout: float, classes: int = 0) -> None:
        self.layers: OrderedDict[str, nn.Module] = OrderedDict()
        self.shape, self.dropout, self.setting = shape, dropout, ""
        self.classes = classes
        self.counts: Counter[str] = Counter()

    def number(self, name: str) -> int:
        """The number of the next layer of this name, from 1."""
        self.counts[name] += 1
        return self.counts[name]

    def add(self, name: str, layer: nn.Module, shape: Shape | None = None) -> None:
        """A layer, and the shape that it leaves where that is another. What it holds may have settings of its own."""
        for part in layer.modules():
            if not getattr(part, "setting", ""):
                part.setting = self.setting  # type: ignore[assignment]
        self.layers[name] = layer
        self.shape = self.shape if shape is None else shape

    def bend(self, name: str, activation_name: str, leak: float) -> None:
        """An activation; none is no layer."""
        if activation_name != "none":
            self.add(name, bent_by(activation_name, leak))

    def flatten(self) -> None:
        """A picture or a sequence becomes units; units stay what they are."""
        if len(self.shape) > 1:
            self.add("flatten", nn.Flatten(), (math.prod(self.shape),))


def bent_by(name: str, leak: float) -> nn.Module:
    """The activation of this name: one that every network has, or that of LeNet."""
    return ScaledTanh() if name == "scaled tanh" else activation(name, leak)
