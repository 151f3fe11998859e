"""A block of a convolution: standard, or one that has fewer weights, or more.

Depth-wise and separable as Chollet, "Xception", 2017; dilation as Yu and Koltun, 2016; batch normalisation as Ioffe and
Szegedy, 2015.
"""

import math
from collections import OrderedDict
from typing import ClassVar, Literal

from torch import nn

from models.layers.blocks.block import (
    GROUP,
    Block,
    BlockActivation,
    Unfit,
    bend_setting,
    bias_setting,
    epsilon_setting,
    leaky_setting,
    normalised_setting,
    pair,
    places,
    too_large,
    window_setting,
)
from models.layers.local import LocallyConnected2d
from models.layers.partial import LENET_TABLE, PartialConv2d
from models.layers.stack import Shape, Stack
from models.sentences import Sentence
from models.spec.settings import setting, sizes

GROUPS_DO_NOT_DIVIDE = Sentence(
    "block-groups-uneven",
    "Of {channels} maps before it and {filters} filters {groups} groups cannot be made: {nearest} can.",
)
PARTIAL_IS_PLAIN = Sentence(
    "block-partial-plain", "Partial connections have filters of one height and width, no stride, dilation or padding."
)


class ConvolutionBlock(Block):
    """A convolution, normalisation where wanted, and an activation."""

    title: ClassVar[str] = "Convolution"
    text: ClassVar[str] = "Filters slide over the picture; each makes a map of where it found what it looks for."

    kind: Literal["standard", "depth-wise", "separable", "local", "partial"] = setting(
        "standard",
        "Kind",
        "Depth-wise: one filter for each map, and none reads another. Separable: the same, then every map weighs all. "
        "Local: other filters at each place, so nothing is shared and there are very many weights. Partial: each "
        "filter reads some of the maps, as in LeNet.",
        names={"local": "locally connected", "partial": "partly connected"},
        group=GROUP,
    )
    filters: sizes(1, 512) = setting(  # type: ignore[valid-type]
        16,
        "Filters",
        "Each looks for one pattern. Too few miss something; more cost time in every place of the picture.",
        when={"kind": ["standard", "separable", "local", "partial"]},
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
    groups: int = setting(
        1,
        "Groups",
        "With 2, each half of the filters reads one half of the maps: AlexNet's two towers, with half the weights.",
        between=(1, 32),
        when={"kind": ["standard"]},
        group=GROUP,
        advanced=True,
    )
    bias: bool = bias_setting(when={"kind": ["standard", "depth-wise"]})
    normalised: bool = normalised_setting()
    epsilon: float = epsilon_setting(when={"normalised": [True]})
    activation: BlockActivation = bend_setting()
    leak: float = leaky_setting()

    def add_to(self, stack: Stack) -> None:
        shape, place = self.shape_after(stack.shape), stack.number("conv")
        stack.add(f"conv{place}", self.convolution(stack.shape[0], shape), shape)
        if self.normalised:
            stack.add(f"norm{place}", nn.BatchNorm2d(shape[0], eps=self.epsilon))
        stack.bend(f"activation{place}", self.activation, self.leak)

    def shape_after(self, shape: Shape) -> Shape:
        """Of a picture (maps, height, width); below 1 where no filter fits."""
        channels, *sides = shape
        if not self.keeps_size():
            axes = zip(sides, pair(self.kernel), pair(self.stride), self.edge(), pair(self.dilation), strict=True)
            sides = [places(*axis) for axis in axes]
        return (channels if self.kind == "depth-wise" else self.filters, *sides)

    def unfit(self, shape: Shape) -> Unfit | None:
        misfit = super().unfit(shape)
        if misfit is not None:
            return misfit
        bare = pair(self.stride) == pair(self.dilation) == (1, 1) and self.padding == "valid"
        if self.kind == "partial" and not (bare and self.kernel[0] == self.kernel[-1]):
            plain = self.but(kernel=self.kernel[:1], stride=(1,), dilation=(1,), padding="valid")
            return Unfit("kind", PARTIAL_IS_PLAIN(), ((self.but(kind="standard"),), (plain,)))
        if self.kind == "standard" and (shape[0] % self.groups or self.filters % self.groups):
            nearest = max(one for one in range(1, self.groups) if math.gcd(shape[0], self.filters) % one == 0)
            values = {"channels": shape[0], "filters": self.filters, "groups": self.groups, "nearest": nearest}
            return Unfit("groups", GROUPS_DO_NOT_DIVIDE(**values), ((self.but(groups=nearest),),))
        if min(self.shape_after(shape)) >= 1:
            return None
        sides = zip(shape[1:], self.edge(), pair(self.dilation), strict=True)
        most = [(side + 2 * edge - 1) // gap + 1 for side, edge, gap in sides]
        return too_large("kernel", self.kernel, self, shape, most)

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
        if self.kind == "partial":
            return PartialConv2d(channels, table_of(channels, self.filters), kernel[0])
        maps = self.filters if self.kind == "standard" else channels
        convolution = nn.Conv2d(
            channels,
            maps,
            kernel,
            stride,
            "same" if self.keeps_size() else "valid" if self.padding == "valid" else self.edge(),
            dilation,
            groups=self.groups if self.kind == "standard" else channels,
            bias=self.bias and self.kind != "separable",
        )
        if self.kind != "separable":
            return convolution
        return nn.Sequential(
            OrderedDict([("depthwise", convolution), ("pointwise", nn.Conv2d(channels, self.filters, 1))])
        )


def table_of(channels: int, filters: int) -> tuple[tuple[int, ...], ...]:
    """Which of the maps each filter reads: as in LeNet, and where there are other numbers half of them, in turns."""
    if (channels, filters) == (6, len(LENET_TABLE)):
        return LENET_TABLE
    reads = -(-channels // 2)
    return tuple(tuple(sorted((first + step) % channels for step in range(reads))) for first in range(filters))
