"""A block of batch normalisation by itself (Ioffe and Szegedy, 2015)."""

from typing import ClassVar

from torch import nn

from models.layers.blocks.block import PICTURE, SEQUENCE, UNITS, Block, Unfit, epsilon_setting
from models.layers.stack import Shape, Stack
from models.sentences import Sentence

NORM_OF_SEQUENCE = Sentence(
    "block-norm-of-sequence", "It reads a picture or units, and a sequence comes before it. Put it somewhere else."
)


class NormalisationBlock(Block):
    """Batch normalisation of maps or of units."""

    title: ClassVar[str] = "Batch normalisation"
    text: ClassVar[str] = "Brings each map, or unit, to mean 0 and deviation 1 over the batch, then weighs it anew."
    reads: ClassVar[frozenset[int]] = frozenset({PICTURE, UNITS})

    epsilon: float = epsilon_setting()

    def add_to(self, stack: Stack) -> None:
        layer = nn.BatchNorm2d if len(stack.shape) == PICTURE else nn.BatchNorm1d
        stack.add(f"standard{stack.number('standard')}", layer(stack.shape[0], eps=self.epsilon))

    def shape_after(self, shape: Shape) -> Shape:
        return shape

    def unfit(self, shape: Shape) -> Unfit | None:
        return Unfit("", NORM_OF_SEQUENCE()) if len(shape) == SEQUENCE else None
