"""Published sets of labelled pictures: what their tasks have in common, so that each of them is its words and sizes."""

from abc import abstractmethod
from typing import Any, ClassVar

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor

from models.data.labelled import TOO_FEW_FOR_VALIDATION, LabelledImages, drawing, split_images, splits_as_published
from models.images.classification import ImageClassification
from models.images.halves import Half, half, half_setting, of_classes
from models.spec.kinds import Batch, Question, Shapes, Splits
from models.spec.settings import Bounds, refusal, setting

LEAST_VALIDATION = 100


def training_pictures(default: int, pictures: int) -> Any:
    """The setting ``examples`` of a set with so many ``pictures`` to learn from and to choose by."""
    return setting(
        default,
        "Training pictures",
        "Fewer pictures are learnt faster and by heart; the pictures that are held out show the difference.",
        between=(10, pictures - LEAST_VALIDATION),
        scale="log",
        group="Data",
        role="amount of data",
        when={"test": [True]},
    )


def validation_pictures(default: int, most: int) -> Any:
    """The setting ``validation``."""
    return setting(
        default,
        "Validation pictures",
        "Held out to see how well new pictures are read. More make the figure steadier and each epoch longer.",
        between=(LEAST_VALIDATION, most),
        scale="log",
        group="Data",
        advanced=True,
        when={"test": [True]},
    )


class PublishedImages(ImageClassification):
    """Pictures (channels, side, side), values 0 to 1, of a set that was published with its test pictures."""

    smallest: ClassVar[dict[str, Any]] = {"examples": 200, "validation": 100}
    pictures: ClassVar[int] = 60_000
    """To learn from and to choose by; those of the test are others."""
    test_pictures: ClassVar[int] = 10_000
    of_each: ClassVar[tuple[tuple[int, ...], tuple[int, ...]]] = ((6_000,) * 10, (1_000,) * 10)
    """How many pictures of each class there are to learn from and to choose by, and of the test."""
    channels: ClassVar[int] = 1
    side: ClassVar[int] = 28
    names: ClassVar[list[str]]
    on_white: ClassVar[bool] = False
    """Whether they lie on white paper: then black becomes 1, as with a person's own pictures."""
    invitation: ClassVar[str] = "Draw one"

    examples: int = training_pictures(55_000, 60_000)
    validation: int = validation_pictures(5_000, 10_000)
    label_noise: float = setting(
        0.0,
        "Wrong labels",
        "This share of the training pictures is taught with a wrong class. Large networks learn even those by heart; "
        "held-out labels stay right.",
        between=(0.0, 0.9),
        group="Data",
    )
    which: Half = half_setting()
    test: bool = setting(
        True,
        "Separate test pictures",
        "Off, all training pictures are learnt from, and the test pictures score every epoch: so most published "
        "figures were made, and it is no real test any more.",
        group="Data",
        advanced=True,
    )

    @field_validator("validation")
    @classmethod
    def both_fit(cls, validation: int, info: ValidationInfo) -> int:
        """Raises a refusal if both splits together would need more pictures than there are."""
        left = cls.pictures - info.data.get("examples", 0)
        if validation > left:
            raise refusal("validation", TOO_FEW_FOR_VALIDATION(left=left, all=cls.pictures), left)
        return validation

    def narrowed(self) -> Bounds:
        return {
            "examples": {"maximum": self.pictures - self.validation},
            "validation": {"maximum": self.pictures - self.examples},
        }

    @abstractmethod
    def load(self) -> LabelledImages:
        """All pictures of the set, fetched first where they are missing. Raises DataMissing if they cannot be had."""

    def chosen(self) -> range:
        """The numbers of the classes that are told apart."""
        return half(len(self.names), self.which)

    def shapes(self) -> Shapes:
        return Shapes((self.channels, self.side, self.side), classes=len(self.chosen()))

    def class_names(self) -> list[str]:
        return self.named(self.names[number] for number in self.chosen())

    def available(self) -> tuple[int, int]:
        """How many pictures of the chosen classes there are to learn from and to choose by, and of the test."""
        if self.which == "all":
            return self.pictures, self.test_pictures
        learnt, tested = (sum(sizes[number] for number in self.chosen()) for sizes in self.of_each)
        return learnt, tested

    def counts(self) -> tuple[int, int, int]:
        learnt, tested = self.available()
        if self.test:
            validation = self.validation if self.which == "all" else min(self.validation, learnt // 2)
            return min(self.examples, learnt - validation), validation, tested
        return learnt, tested, tested

    def splits(self, generator: torch.Generator) -> Splits:
        pictures, chosen = self.load(), self.chosen()
        classes = len(chosen)
        if self.which != "all":
            pictures = of_classes(pictures, chosen)
        if not self.test:
            return self.with_shared(splits_as_published(pictures, classes, self.label_noise, generator))
        counts = self.counts()[:2]
        return self.with_shared(split_images(pictures, counts, classes, self.label_noise, generator))

    def bytes_are_pixels(self) -> bool:
        return not self.on_white

    def pixels(self, images: Tensor) -> Tensor:
        light = images.view(-1, self.channels, self.side, self.side).float().div_(255)
        return 1 - light if self.on_white else light

    def question(self) -> Question:
        return Question("drawing", self.invitation, size=(self.side, self.side))

    def pose(self, question: str) -> Batch:
        """A drawing, base64 of a byte a pixel, as a batch of one. Raises ValueError if it is not of that form."""
        ink = drawing(question, self.side)  # (1, 1, side, side)
        return Batch(ink.expand(-1, self.channels, -1, -1), torch.full((1,), -1))
