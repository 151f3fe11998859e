"""A block that answers as LeNet: by how near 84 units come to a little picture of each class (LeCun et al., 1998)."""

from typing import ClassVar

from models.layers.blocks.block import PICTURE, SEQUENCE, UNITS, Block, Unfit
from models.layers.blocks.dense import DenseBlock
from models.layers.radial import HEIGHT, WIDTH, RadialOutput
from models.layers.stack import Shape, Stack
from models.sentences import Sentence

POINTS = HEIGHT * WIDTH
NOT_THE_POINTS = Sentence(
    "block-radial-units", "It compares {points} units with pictures of 7 x 12 points, and {came} values come before it."
)


class RadialBlock(Block):
    """Radial output: fixed pictures of the classes, and the distance of the units from each."""

    title: ClassVar[str] = "Radial output"
    text: ClassVar[str] = "Scores each class by how near 84 units come to a fixed picture of it. It stands last."
    reads: ClassVar[frozenset[int]] = frozenset({PICTURE, SEQUENCE, UNITS})
    answers: ClassVar[bool] = True

    def add_to(self, stack: Stack) -> None:
        stack.flatten()
        stack.add("output", RadialOutput(stack.classes), (stack.classes,))

    def shape_after(self, shape: Shape) -> Shape:
        return shape

    def unfit(self, shape: Shape) -> Unfit | None:
        came = 1
        for side in shape:
            came *= side
        if came == POINTS:
            return None
        return Unfit("", NOT_THE_POINTS(points=POINTS, came=came), ((DenseBlock(units=POINTS), self),))
