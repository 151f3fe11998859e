"""A block of a pooling: of each window one value stays."""

from typing import ClassVar, Literal

from torch import nn

from models.layers.blocks.block import GROUP, Block, pair, window_setting
from models.layers.stack import Shape, Stack
from models.spec.settings import setting, sizes


class PoolingBlock(Block):
    """A pooling of each map by itself."""

    title: ClassVar[str] = "Pooling"
    text: ClassVar[str] = "Makes the picture smaller: of each window one value stays, so that small shifts matter less."

    kind: Literal["max", "average", "stride"] = setting(
        "max",
        "Kind",
        "Of each window max keeps the strongest value, average the mean, stride the first, as a filter with a stride.",
        group=GROUP,
    )
    size: tuple[sizes(1, 8), ...] = window_setting(  # type: ignore[valid-type]
        (2,), "Window", "With 2 the picture is half as high and half as wide.", unit="pixels"
    )
    stride: tuple[sizes(0, 8), ...] = window_setting(  # type: ignore[valid-type]
        (0,), "Stride", "How far the window moves; 0 is its own size, so that no two windows share a pixel."
    )
    rounding: Literal["down", "up"] = setting(
        "down",
        "Rounding",
        "A side of 7 has room for three windows of 2: down leaves the last row out, up gives it a window of its own.",
        when={"kind": ["max", "average"]},
        group=GROUP,
    )

    def add_to(self, stack: Stack) -> None:
        stack.add(f"pool{stack.number('pool')}", self.pooling(), self.shape_after(stack.shape))

    def shape_after(self, shape: Shape) -> Shape:
        """Of a picture (maps, height, width); below 1 where no window fits."""
        channels, *sides = shape
        axes = zip(sides, self.window(), self.steps(), strict=True)
        return (channels, *(self.windows(*axis) for axis in axes))

    def windows(self, side: int, size: int, step: int) -> int:
        """On how many places of a side a window begins; rounded up, the last one may reach over the edge."""
        if self.rounding == "down":
            return (side - size) // step + 1
        last = -(-(side - size) // step)
        return last if last * step >= side else last + 1

    def window(self) -> tuple[int, int]:
        """Of how many pixels a value is made: with a stride alone, of one."""
        return (1, 1) if self.kind == "stride" else pair(self.size)

    def steps(self) -> tuple[int, int]:
        (down, across), (below, beside) = pair(self.size), pair(self.stride)
        return below or down, beside or across

    def pooling(self) -> nn.Module:
        # Of the largest of one value, which is that value, the stride is all that is left.
        pooling = nn.AvgPool2d if self.kind == "average" else nn.MaxPool2d
        return pooling(self.window(), self.steps(), ceil_mode=self.rounding == "up")
