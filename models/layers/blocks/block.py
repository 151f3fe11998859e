"""A block: one part of a network that is put together from such, and the settings that several of them have."""

from abc import abstractmethod
from typing import Any, ClassVar

from models.layers.activations import LEAK, activation_setting
from models.layers.stack import Shape, Stack
from models.spec.settings import Settings, setting

GROUP = "Network"


class Block(Settings):
    """One part of the network: settings, what they make of a shape, and the layers that they add."""

    picture: ClassVar[bool] = True
    """Whether it reads a picture, and so has to stand before all dense blocks."""

    @abstractmethod
    def add_to(self, stack: Stack) -> None:
        """Puts its layers on the stack."""

    @abstractmethod
    def shape_after(self, shape: Shape) -> Shape:
        """The shape that it makes of one; a side is below 1 where nothing is left."""

    def __repr_args__(self) -> Any:
        """Only what is not the default: what a script says of a block."""
        return [(name, getattr(self, name)) for name in type(self).model_fields if name in self.chosen()]

    def chosen(self) -> dict[str, Any]:
        """The settings that differ from their defaults."""
        return {
            name: value
            for name, field in type(self).model_fields.items()
            if (value := getattr(self, name)) != field.default
        }


def window_setting(default: tuple[int, ...], title: str, text: str, **page: Any) -> Any:
    """One or two whole numbers: down and across, or one for both."""
    both = "One number for both sides, or height and width."
    return setting(default, title, f"{text} {both}", length=(1, 2), group=GROUP, **page)


def normalised_setting() -> Any:
    """Whether batch normalisation comes between a layer and its activation."""
    return setting(
        False,
        "Batch normalisation",
        "Brings each map to mean 0 and deviation 1 over the batch, before the activation: larger rates work then.",
        group=GROUP,
    )


def bend_setting() -> Any:
    """The activation of a block."""
    return activation_setting("What bends the sums. Without one, two layers are no more than one.", [])


def leaky_setting() -> Any:
    """The slope of leaky ReLU."""
    return setting(
        LEAK,
        "Leak",
        "The slope of leaky ReLU below 0: what is negative passes, made so much smaller.",
        between=(0.01, 0.9),
        step=0.01,
        when={"activation": ["leaky ReLU"]},
        group=GROUP,
    )


def pair(both: tuple[int, ...]) -> tuple[int, int]:
    """Down and across, where one number may stand for both."""
    return both[0], both[-1]


def places(side: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """On how many places of a side a window fits; below 1 where it does not."""
    return (side + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
