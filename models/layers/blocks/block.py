"""A block: one part of a network that is put together from such, and the settings that several of them have."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from models.layers.activations import LEAK, activation_setting, as_named
from models.layers.stack import Shape, Stack
from models.sentences import Sentence, Text
from models.spec.settings import Settings, setting

GROUP = "Network"
PICTURE, SEQUENCE, UNITS = 3, 2, 1
"""What a value is, by how many sides its shape has: (maps, height, width), (steps, values), (units)."""

UNITS_BEFORE = Sentence("block-units-before", "It reads a picture, and units come before it. Put it before them.")
SEQUENCE_BEFORE = Sentence(
    "block-sequence-before", "It reads a picture, and a sequence comes before it. Put it before the recurrent block."
)
NOTHING_LEFT = Sentence(
    "block-leaves-nothing", "With {size} nothing is left of a picture of {height} x {width}: at most {most} fits."
)


@dataclass(frozen=True)
class Unfit:
    """Why a block cannot read what comes; which of its settings is to blame, "" for none; and what would do instead.

    Of ``instead`` each is a row of blocks in the place of this one, the nearest first.
    """

    field: str
    why: Text
    instead: "tuple[tuple[Block, ...], ...]" = ()


class Block(Settings):
    """One part of the network: settings, what they make of a shape, and the layers that they add."""

    reads: ClassVar[frozenset[int]] = frozenset({PICTURE})
    """What it can read: :data:`PICTURE`, :data:`SEQUENCE`, :data:`UNITS`."""
    answers: ClassVar[bool] = False
    """Whether it gives the scores of the classes, so that it stands last and no output layer is added."""

    @abstractmethod
    def add_to(self, stack: Stack) -> None:
        """Puts its layers on the stack."""

    @abstractmethod
    def shape_after(self, shape: Shape) -> Shape:
        """The shape that it makes of one that it can read."""

    def unfit(self, shape: Shape) -> Unfit | None:
        """Why it cannot read a value of this shape; None where it can."""
        if len(shape) in self.reads:
            return None
        return Unfit("", SEQUENCE_BEFORE() if len(shape) == SEQUENCE else UNITS_BEFORE())

    def but(self, **values: Any) -> "Block":
        """The same with other values of some settings."""
        return type(self)(**{name: getattr(self, name) for name in type(self).model_fields} | values)

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


def too_large(setting_name: str, sizes: tuple[int, ...], block: Block, shape: Shape, most: Sequence[int]) -> Unfit:
    """Of a window that leaves nothing of a picture; ``most`` is how large it may be, down and across."""
    fitting = tuple(max(1, min(size, limit)) for size, limit in zip(pair(sizes), most, strict=True))
    near = fitting[:1] if fitting[0] == fitting[1] else fitting
    why = NOTHING_LEFT(size=written(sizes), height=shape[1], width=shape[2], most=written(near))
    return Unfit(setting_name, why, ((block.but(**{setting_name: near}),),))


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


NORM_EPSILON = 1e-5


def epsilon_setting(**page: Any) -> Any:
    """What is added to a variance before its root is taken."""
    return setting(
        NORM_EPSILON,
        "Epsilon",
        "Is added to each variance, so that nothing is divided by 0. GoogLeNet of Keras and torchvision has 0.001.",
        between=(1e-6, 0.1),
        scale="log",
        group=GROUP,
        advanced=True,
        **page,
    )


def bias_setting(**page: Any) -> Any:
    """Whether each sum has a bias."""
    return setting(
        True,
        "Bias",
        "A number that is added to each sum. Batch normalisation right after it brings one of its own.",
        group=GROUP,
        advanced=True,
        **page,
    )


BlockActivation = Annotated[
    Literal["ReLU", "leaky ReLU", "ELU", "SELU", "softplus", "tanh", "sigmoid", "step", "scaled tanh", "none"],
    BeforeValidator(as_named),
]
"""The activations of all networks, and that of LeNet."""


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


def written(both: Sequence[int]) -> str:
    """3, or 3 x 5."""
    return str(both[0]) if both[0] == both[-1] else f"{both[0]} x {both[-1]}"


def places(side: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """On how many places of a side a window fits; below 1 where it does not."""
    return (side + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
