"""A block of a pooling: of each window one value stays. Trainable subsampling as LeCun et al., 1998."""

from typing import ClassVar, Literal

from torch import nn

from models.layers.blocks.block import GROUP, Block, Unfit, pair, too_large, window_setting
from models.layers.stack import Shape, Stack
from models.layers.subsampling import Subsampling
from models.spec.settings import setting, sizes


class PoolingBlock(Block):
    """A pooling of each map by itself."""

    title: ClassVar[str] = "Pooling"
    text: ClassVar[str] = "Makes the picture smaller: of each window one value stays, so that small shifts matter less."

    kind: Literal["max", "average", "stride", "trainable"] = setting(
        "max",
        "Kind",
        "Of each window max keeps the strongest value, average the mean, stride the first, as a filter with a stride. "
        "Trainable weighs the mean of two by two places, as LeNet.",
        group=GROUP,
    )
    size: tuple[sizes(1, 8), ...] = window_setting(  # type: ignore[valid-type]
        (2,),
        "Window",
        "With 2 the picture is half as high and half as wide.",
        unit="pixels",
        when={"kind": ["max", "average", "stride"]},
    )
    stride: tuple[sizes(0, 8), ...] = window_setting(  # type: ignore[valid-type]
        (0,),
        "Stride",
        "How far the window moves; 0 is its own size, so that no two windows share a pixel.",
        when={"kind": ["max", "average", "stride"]},
    )
    padding: Literal["valid", "same"] = setting(
        "valid",
        "Padding",
        "Valid lets windows only where they fit; same adds half a window of edge, which no value is taken from.",
        when={"kind": ["max", "average"]},
        group=GROUP,
    )
    rounding: Literal["down", "up"] = setting(
        "down",
        "Rounding",
        "A side of 7 has room for three windows of 2: down leaves the last row out, up gives it a window of its own.",
        when={"kind": ["max", "average"]},
        group=GROUP,
    )

    def add_to(self, stack: Stack) -> None:
        stack.add(f"pool{stack.number('pool')}", self.pooling(stack.shape[0]), self.shape_after(stack.shape))

    def shape_after(self, shape: Shape) -> Shape:
        """Of a picture (maps, height, width); below 1 where no window fits."""
        channels, *sides = shape
        axes = zip(sides, self.window(), self.steps(), self.edge(), strict=True)
        return (channels, *(self.windows(*axis) for axis in axes))

    def unfit(self, shape: Shape) -> Unfit | None:
        misfit = super().unfit(shape)
        if misfit is not None or min(self.shape_after(shape)) >= 1:
            return misfit
        instead = self if self.kind != "trainable" else self.but(kind="max")
        return too_large("size", self.size, instead, shape, shape[1:])

    def windows(self, side: int, size: int, step: int, edge: int) -> int:
        """On how many places of a side a window begins; rounded up, the last one may reach over the edge."""
        room = side + 2 * edge - size
        if self.rounding == "down" or self.kind == "trainable":
            return room // step + 1
        last = -(-room // step)
        return last if last * step >= side + edge else last + 1

    def window(self) -> tuple[int, int]:
        """Of how many pixels a value is made: with a stride alone, of one."""
        return {"stride": (1, 1), "trainable": (2, 2)}.get(self.kind, pair(self.size))

    def steps(self) -> tuple[int, int]:
        if self.kind == "trainable":
            return 2, 2
        (down, across), (below, beside) = pair(self.size), pair(self.stride)
        return below or down, beside or across

    def edge(self) -> tuple[int, int]:
        """Rows and columns on either side that hold nothing: half a window."""
        if self.padding == "valid" or self.kind not in ("max", "average"):
            return 0, 0
        down, across = pair(self.size)
        return down // 2, across // 2

    def pooling(self, channels: int) -> nn.Module:
        if self.kind == "trainable":
            return Subsampling(channels)
        if self.kind == "average":
            up = self.rounding == "up"
            return nn.AvgPool2d(self.window(), self.steps(), self.edge(), up, count_include_pad=False)
        # Of the largest of one value, which is that value, the stride is all that is left.
        return nn.MaxPool2d(self.window(), self.steps(), self.edge(), ceil_mode=self.rounding == "up")
