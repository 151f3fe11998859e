"""A block of an activation by itself, as after batch normalisation or a sum (Nair and Hinton, 2010)."""

from typing import Any, ClassVar, Literal

from models.layers.activations import activation_setting
from models.layers.blocks.block import PICTURE, SEQUENCE, UNITS, Block, leaky_setting
from models.layers.stack import Shape, Stack


def lone_setting() -> Any:
    """The activation of a block that is nothing else."""
    return activation_setting("What bends the values; what has a formula of its own here has no weights.", [])


class ActivationBlock(Block):
    """An activation by itself."""

    title: ClassVar[str] = "Activation"
    text: ClassVar[str] = "Bends every value by itself, wherever it stands. Convolutions and dense units have one."
    reads: ClassVar[frozenset[int]] = frozenset({PICTURE, SEQUENCE, UNITS})

    activation: Literal["ReLU", "leaky ReLU", "ELU", "SELU", "softplus", "tanh", "sigmoid", "step", "scaled tanh"] = (
        lone_setting()
    )
    leak: float = leaky_setting()

    def add_to(self, stack: Stack) -> None:
        stack.bend(f"bent{stack.number('bent')}", self.activation, self.leak)

    def shape_after(self, shape: Shape) -> Shape:
        return shape
