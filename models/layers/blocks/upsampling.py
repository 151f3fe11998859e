"""A block of up-sampling: every pixel becomes a rectangle of such (nearest neighbour; Zeiler et al., 2011)."""

from typing import ClassVar

from torch import nn

from models.layers.blocks.block import Block, Unfit, pair, window_setting
from models.layers.stack import Shape, Stack
from models.sentences import Sentence
from models.spec.settings import sizes

LARGEST = 128
"""Pixels on a side that a picture may be made to have: every layer after it costs as much in each of them."""

GROWS_TOO_LARGE = Sentence(
    "block-grows-too-large", "The picture would have {height} x {width} pixels: {most} on a side are the most."
)


class UpsamplingBlock(Block):
    """Makes a picture larger, and adds nothing to it."""

    title: ClassVar[str] = "Up-sampling"
    text: ClassVar[str] = "Every pixel becomes several alike: the picture is larger and shows no more than before."

    factor: tuple[sizes(1, 4), ...] = window_setting(  # type: ignore[valid-type]
        (2,), "Times", "With 2 the picture is twice as high and twice as wide."
    )

    def add_to(self, stack: Stack) -> None:
        down, across = pair(self.factor)
        layer = nn.Upsample(scale_factor=(float(down), float(across)))
        stack.add(f"up{stack.number('up')}", layer, self.shape_after(stack.shape))

    def shape_after(self, shape: Shape) -> Shape:
        down, across = pair(self.factor)
        return (shape[0], shape[1] * down, shape[2] * across)

    def unfit(self, shape: Shape) -> Unfit | None:
        misfit = super().unfit(shape)
        if misfit is not None or max(self.shape_after(shape)[1:]) <= LARGEST:
            return misfit
        _, height, width = self.shape_after(shape)
        near = min(max(1, LARGEST // side) for side in shape[1:])
        why = GROWS_TOO_LARGE(height=height, width=width, most=LARGEST)
        return Unfit("factor", why, ((self.but(factor=(near,)),),))
