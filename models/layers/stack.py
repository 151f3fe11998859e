"""Layers put one after another: each is made for what the one before it leaves."""

from collections import Counter, OrderedDict

from torch import nn

from models.layers.activations import activation

Shape = tuple[int, ...]
"""Of one example: (maps, height, width) of a picture, (units) of what was flattened."""


class Stack:
    """Layers in their order, and the shape that the last of them leaves.

    ``dropout`` is the share of all dropouts that have none of their own. ``setting`` says what is being built: each
    layer remembers it, so that the page can show which setting made it.
    """

    def __init__(self, shape: Shape, dropout: float) -> None:
        self.layers: OrderedDict[str, nn.Module] = OrderedDict()
        self.shape, self.dropout, self.setting = shape, dropout, ""
        self.counts: Counter[str] = Counter()

    def number(self, name: str) -> int:
        """The number of the next layer of this name, from 1."""
        self.counts[name] += 1
        return self.counts[name]

    def add(self, name: str, layer: nn.Module, shape: Shape | None = None) -> None:
        """A layer, and the shape that it leaves where that is another."""
        for part in layer.modules():
            part.setting = self.setting  # type: ignore[assignment]
        self.layers[name] = layer
        self.shape = self.shape if shape is None else shape

    def bend(self, name: str, activation_name: str, leak: float) -> None:
        """An activation; none is no layer."""
        if activation_name != "none":
            self.add(name, activation(activation_name, leak))

    def flatten(self) -> None:
        """A picture becomes units; units stay what they are."""
        if len(self.shape) > 1:
            maps, height, width = self.shape
            self.add("flatten", nn.Flatten(), (maps * height * width,))
