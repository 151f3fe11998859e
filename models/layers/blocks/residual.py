"""A block of layers with a way past them: what they find is added to what came (He et al., 2015)."""

from collections import OrderedDict
from typing import ClassVar, Literal

from torch import nn

from models.layers.blocks.block import (
    GROUP,
    Block,
    BlockActivation,
    Unfit,
    bend_setting,
    leaky_setting,
    normalised_setting,
)
from models.layers.blocks.inner import (
    InnerBlocks,
    inner_setting,
    keeping_size,
    read_row,
    shape_of_row,
    stack_of_row,
    unfit_inside,
)
from models.layers.residual import PaddedSkip, Residual
from models.layers.stack import Shape, Stack, bent_by
from models.sentences import Sentence
from models.spec.settings import setting

SKIP_DIFFERS = Sentence(
    "block-skip-differs",
    "Its layers make {height} x {width} of {high} x {wide}, and no way past them does: give them padding, or no skip.",
)
SKIP_LOSES_MAPS = Sentence(
    "block-skip-loses-maps", "A padded skip adds maps of zeros, and {maps} are fewer than {came}: project it."
)
NO_LAYERS = Sentence("block-no-layers", "It has no layers for the way past to go past: put one in.")
FURTHEST = 8
"""Strides of a way past the layers."""


class ResidualBlock(Block):
    """Layers, a skip past them, their sum and an activation."""

    title: ClassVar[str] = "Residual block"
    text: ClassVar[str] = "Its layers learn what is to be added to what came. What came goes past them by the skip."

    skip: Literal["projected", "padded", "projected everywhere", "none"] = setting(
        "projected",
        "Skip",
        "What came goes past the layers and is added. Where maps become more or smaller, weights of its own project "
        "it, or zeros pad it. Without one these are plain layers.",
        group=GROUP,
    )
    layers: InnerBlocks = inner_setting("16k3-same-bn_16k3-same-bn-linear", "Layers", "What the way past goes past.")
    normalised: bool = normalised_setting()
    activation: BlockActivation = bend_setting()
    leak: float = leaky_setting()

    def add_to(self, stack: Stack) -> None:
        inner, place = stack_of_row("layers", self.layers, stack), stack.number("residual")
        bend = bent_by(self.activation, self.leak)
        block = Residual(inner.layers, self.way_past(stack.shape, inner.shape), bend)
        stack.add(f"residual{place}", block, inner.shape)

    def way_past(self, shape: Shape, found: Shape) -> nn.Module | None:
        """From ``shape`` to ``found``; None where there is to be none."""
        if self.skip == "none":
            return None
        if shape == found and self.skip != "projected everywhere":
            return nn.Identity()
        strides = (stride_between(shape[1], found[1]), stride_between(shape[2], found[2]))
        if self.skip == "padded":
            return PaddedSkip(shape[0], found[0], strides[0])
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        layers["conv"] = nn.Conv2d(shape[0], found[0], 1, strides, bias=not self.normalised)
        if self.normalised:
            layers["norm"] = nn.BatchNorm2d(found[0])
        return nn.Sequential(layers)

    def shape_after(self, shape: Shape) -> Shape:
        return shape_of_row(self.layers, shape)

    def unfit(self, shape: Shape) -> Unfit | None:
        misfit = super().unfit(shape)
        if misfit is not None:
            return misfit
        if not self.layers:
            return Unfit("layers", NO_LAYERS(), ((self.but(layers=read_row(f"{shape[0]}k3-same")),),))
        inside = unfit_inside("layers", self.layers, shape)
        if inside is not None:
            return Unfit(inside.field, inside.why, tuple((self.but(layers=row),) for row in inside.instead))
        found = self.shape_after(shape)
        if self.skip == "none" or found == shape:
            return None
        plain = ((self.but(layers=keeping_size(self.layers)),), (self.but(skip="none"),))
        strides = [stride_between(*sides) for sides in zip(shape[1:], found[1:], strict=True)]
        if 0 in strides or (self.skip == "padded" and strides[0] != strides[1]):
            high, wide = shape[1:]
            return Unfit("skip", SKIP_DIFFERS(high=high, wide=wide, height=found[1], width=found[2]), plain)
        if self.skip == "padded" and found[0] < shape[0]:
            return Unfit("skip", SKIP_LOSES_MAPS(maps=found[0], came=shape[0]), ((self.but(skip="projected"),),))
        return None


def stride_between(side: int, found: int) -> int:
    """With which stride so many places of a side are left; 0 with none."""
    return next((stride for stride in range(1, FURTHEST + 1) if (side - 1) // stride + 1 == found), 0)
