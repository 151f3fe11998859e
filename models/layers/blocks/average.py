"""A block of global average pooling (Lin et al., "Network in network", 2014)."""

from typing import ClassVar

from torch import nn

from models.layers.blocks.block import Block
from models.layers.stack import Shape, Stack


class AverageBlock(Block):
    """Global average pooling."""

    title: ClassVar[str] = "Global average"
    text: ClassVar[str] = "Of each map only its mean stays: hardly any weights are needed after it."

    def add_to(self, stack: Stack) -> None:
        stack.add(f"global{stack.number('global')}", nn.AdaptiveAvgPool2d(1), self.shape_after(stack.shape))

    def shape_after(self, shape: Shape) -> Shape:
        """(maps, height, width) -> (maps, 1, 1)."""
        return (shape[0], 1, 1)
