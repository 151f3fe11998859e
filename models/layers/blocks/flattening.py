"""A block that lays a picture out as units, pixel by pixel: what dense units do first (LeCun et al., 1989)."""

from typing import ClassVar

from models.layers.blocks.block import PICTURE, SEQUENCE, UNITS, Block
from models.layers.stack import Shape, Stack


class FlatteningBlock(Block):
    """Flattens: the same values in one row."""

    title: ClassVar[str] = "Flatten"
    text: ClassVar[str] = "Lays all values out in one row. Dense units do so by themselves; here it can be seen."
    reads: ClassVar[frozenset[int]] = frozenset({PICTURE, SEQUENCE, UNITS})

    def add_to(self, stack: Stack) -> None:
        stack.flatten()

    def shape_after(self, shape: Shape) -> Shape:
        size = 1
        for side in shape:
            size *= side
        return (size,)
