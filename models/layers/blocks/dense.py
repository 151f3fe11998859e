"""A block of dense units."""

from typing import ClassVar

from torch import nn

from models.layers.blocks.block import (
    GROUP,
    PICTURE,
    SEQUENCE,
    UNITS,
    Block,
    BlockActivation,
    bend_setting,
    bias_setting,
    leaky_setting,
    normalised_setting,
)
from models.layers.stack import Shape, Stack
from models.spec.settings import setting, sizes


class DenseBlock(Block):
    """A dense layer, normalisation where wanted, and an activation."""

    title: ClassVar[str] = "Dense"
    text: ClassVar[str] = "Units that each read everything before them: they combine findings, and hold most weights."
    reads: ClassVar[frozenset[int]] = frozenset({PICTURE, SEQUENCE, UNITS})

    units: sizes(1, 4096) = setting(  # type: ignore[valid-type]
        64, "Units", "More units combine more, and their weights are most of the network.", scale="log", group=GROUP
    )
    bias: bool = bias_setting()
    normalised: bool = normalised_setting()
    activation: BlockActivation = bend_setting()
    leak: float = leaky_setting()

    def add_to(self, stack: Stack) -> None:
        stack.flatten()
        place, shape = stack.number("dense"), (self.units,)
        stack.add(f"dense{place}", nn.Linear(stack.shape[0], self.units, bias=self.bias), shape)
        if self.normalised:
            stack.add(f"batchnorm{place}", nn.BatchNorm1d(self.units))
        stack.bend(f"bend{place}", self.activation, self.leak)

    def shape_after(self, shape: Shape) -> Shape:
        return (self.units,)
