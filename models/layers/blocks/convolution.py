"""A block of a convolution: standard, or one that has fewer weights, or more.

Depth-wise and separable as Chollet, "Xception", 2017; dilation as Yu and Koltun, 2016; batch normalisation as Ioffe and
Szegedy, 2015.
"""

from collections import OrderedDict
from typing import ClassVar, Literal

from torch import nn

from models.layers.activations import ActivationName
from models.layers.blocks.block import (
    GROUP,
    Block,
    bend_setting,
    leaky_setting,
    normalised_setting,
    pair,
    places,
    window_setting,
)
from models.layers.local import LocallyConnected2d
from models.layers.stack import Shape, Stack
from models.spec.settings import setting, sizes


class ConvolutionBlock(Block):
    """A convolution, normalisation where wanted, and an activation."""

    title: ClassVar[str] = "Convolution"
    text: ClassVar[str] = "Filters slide over the picture; each makes a map of where it found what it looks for."

    kind: Literal["standard", "depth-wise", "separable", "local"] = setting(
        "standard",
        "Kind",
        "Depth-wise: one filter for each map, and none reads another. Separable: the same, then every map weighs all. "
        "Local: other filters at each place, so nothing is shared and there are very many weights.",
        names={"local": "locally connected"},
        group=GROUP,
    )
    filters: sizes(1, 512) = setting(  # type: ignore[valid-type]
        16,
        "Filters",
        "Each looks for one pattern. Too few miss something; more cost time in every place of the picture.",
        when={"kind": ["standard", "separable", "local"]},
        scale="log",
        group=GROUP,
    )
    kernel: tuple[sizes(1, 15), ...] = window_setting(  # type: ignore[valid-type]
        (3,), "Filter size", "Larger filters see more of the picture at once and need more weights.", unit="pixels"
    )
    stride: tuple[sizes(1, 8), ...] = window_setting(  # type: ignore[valid-type]
        (1,), "Stride", "How far a filter moves from place to place: with 2 the map is half as large."
    )
    dilation: tuple[sizes(1, 8), ...] = window_setting(  # type: ignore[valid-type]
        (1,), "Dilation", "With 2 a filter reads every second pixel: it sees further with as many weights."
    )
    padding: Literal["valid", "same"] = setting(
        "valid",
        "Padding",
        "Valid lets filters only where they fit, so pictures shrink; same adds an edge of zeros and keeps the size.",
        group=GROUP,
    )
    normalised: bool = normalised_setting()
    activation: ActivationName = bend_setting()
    leak: float = leaky_setting()

    def add_to(self, stack: Stack) -> None:
        shape, place = self.shape_after(stack.shape), stack.number("conv")
        stack.add(f"conv{place}", self.convolution(stack.shape[0], shape), shape)
        if self.normalised:
            stack.add(f"norm{place}", nn.BatchNorm2d(shape[0]))
        stack.bend(f"activation{place}", self.activation, self.leak)

    def shape_after(self, shape: Shape) -> Shape:
        """Of a picture (maps, height, width); below 1 where no filter fits."""
        channels, *sides = shape
        if not self.keeps_size():
            axes = zip(sides, pair(self.kernel), pair(self.stride), self.edge(), pair(self.dilation), strict=True)
            sides = [places(*axis) for axis in axes]
        return (channels if self.kind == "depth-wise" else self.filters, *sides)

    def keeps_size(self) -> bool:
        """Whether PyTorch's own "same" does it, which is for filters that move one pixel at a time."""
        return self.padding == "same" and pair(self.stride) == (1, 1) and self.kind != "local"

    def edge(self) -> tuple[int, int]:
        """Rows and columns of zeros on either side: half a filter."""
        if self.padding == "valid":
            return 0, 0
        (down, across), (below, beside) = pair(self.kernel), pair(self.dilation)
        return (down - 1) * below // 2, (across - 1) * beside // 2

    def convolution(self, channels: int, shape: Shape) -> nn.Module:
        """From so many maps to ``shape``."""
        kernel, stride, dilation = pair(self.kernel), pair(self.stride), pair(self.dilation)
        if self.kind == "local":
            return LocallyConnected2d(
                channels, shape[0], kernel, pair(shape[1:]), stride=stride, padding=self.edge(), dilation=dilation
            )
        maps = self.filters if self.kind == "standard" else channels
        convolution = nn.Conv2d(
            channels,
            maps,
            kernel,
            stride,
            "same" if self.keeps_size() else "valid" if self.padding == "valid" else self.edge(),
            dilation,
            groups=1 if self.kind == "standard" else channels,
            bias=self.kind != "separable",
        )
        if self.kind != "separable":
            return convolution
        return nn.Sequential(
            OrderedDict([("depthwise", convolution), ("pointwise", nn.Conv2d(channels, self.filters, 1))])
        )
