"""What lets a published network learn a task's pictures as it is: they come at its size and in its colours.

Networks of the ImageNet contest read 224 x 224 pixels in three colours and answer with one of 1,000 classes. A task
with fewer classes has the first of their outputs; the others are trained to stay low.
"""

from torch import Tensor, nn
from torch.nn import functional

from models.sentences import Sentence

CONTEST_ERRORS = Sentence(
    "contest-errors",
    "ImageNet contest of {year}: of {errors:figure} % of the test pictures the right class was not among the five "
    "likeliest ({source}).",
)
CONTEST_WON = Sentence(
    "contest-won",
    "ImageNet contest of {year}: of {errors:figure} % of the test pictures the right class was not among the five "
    "likeliest, of {others:figure} % with the second-best entry ({source}).",
)
CONTEST_LATER = Sentence(
    "contest-errors-later",
    "On the test pictures of the ImageNet contest of {year}: of {errors:figure} % the right class was not among the "
    "five likeliest, with six networks of this kind together ({source}).",
)
CONTEST_SECOND = Sentence(
    "contest-second",
    "Second in the ImageNet contest of {year}: of {errors:figure} % of the test pictures the right class was not among "
    "the five likeliest of seven networks of this kind together ({source}).",
)

CONTEST_CLASSES = 1000
"""Classes of the contest that the networks from 2012 to 2015 were made for."""


class Resized(nn.Module):
    """Pictures of any size, made ``side`` pixels high and wide; grey ones have their values in every colour."""

    def __init__(self, side: int, channels: int) -> None:
        super().__init__()
        self.side, self.channels = side, channels

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures (batch, 1 or channels, height, width) -> (batch, channels, side, side)."""
        size = (self.side, self.side)
        whole = functional.interpolate(pictures, size, mode="bilinear", align_corners=False, antialias=False)
        return whole.expand(-1, self.channels, -1, -1)


class FirstOutputs(nn.Module):
    """The scores of as many classes as the task has."""

    label = "First outputs"

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes

    def forward(self, scores: Tensor) -> Tensor:
        """Scores (batch, published classes) -> (batch, classes)."""
        return scores[:, : self.classes]
