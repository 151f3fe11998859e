"""Drawing digits: make pictures that could be MNIST's, out of nothing but noise (Goodfellow et al. 2014).

What to watch: a low distance with little variety means that one good picture is drawn again and again.
"""

from typing import ClassVar, Literal

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor

from models.images.drawn_digits import SIDE, TEST, VALIDATION, DrawnDigits
from models.sentences import Sentence
from models.spec.kinds import Batch, Kind, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import Bounds, refusal, setting

TOO_FEW_OF_DIGIT = Sentence("too-few-of-digit", "Of one digit alone there are {most:whole} pictures to learn from.")

PICTURES = 60_000
OF_EACH = 5_400
"""There are at least so many pictures of every digit to learn from, and 890 for the test."""


class Drawing(DrawnDigits):
    """The inputs are empty, (0), for want of a sentence."""

    title: ClassVar[str] = "Drawing digits"
    text: ClassVar[str] = "Makes up handwritten digits that nobody wrote, after the pictures of MNIST."
    place: ClassVar[Place] = Place(
        "adversaries",
        chapters=("architectures",),
        effects=("mode-collapse", "two-networks", "measure"),
        sources=(Source("Goodfellow and others", 2014, "Generative adversarial nets"),),
        after=("task/digits",),
    )
    kind: ClassVar[Kind] = Kind.NOISE_TO_IMAGE

    digit: Literal["all", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] = setting(
        "all", "Digits", "One digit alone is learnt sooner than all ten.", group="Data"
    )
    examples: int = setting(
        5_000,
        "Pictures",
        "More pictures show more hands, and each epoch takes longer.",
        between=(50, 50_000),
        scale="log",
        group="Data",
        role="amount of data",
    )

    @field_validator("examples")
    @classmethod
    def there_are_so_many(cls, examples: int, info: ValidationInfo) -> int:
        """Raises a refusal if one digit has fewer pictures."""
        digit = info.data.get("digit", "all")
        most = OF_EACH - VALIDATION
        if digit != "all" and examples > most:
            raise refusal("examples", TOO_FEW_OF_DIGIT(most=most), most)
        return examples

    def narrowed(self) -> Bounds:
        return {"examples": {"maximum": 50_000 if self.digit == "all" else OF_EACH - VALIDATION}}

    def shapes(self) -> Shapes:
        return Shapes((0,), (1, SIDE, SIDE))

    def counts(self) -> tuple[int, int, int]:
        return self.examples, VALIDATION, TEST

    def splits(self, generator: torch.Generator) -> Splits:
        pictures = self.load()
        train = self.wanted(pictures.train_images, pictures.train_labels)
        order = torch.randperm(len(train), generator=generator)
        test = self.wanted(pictures.test_images, pictures.test_labels)
        return Splits(
            Split({"images": train[order[: self.examples]]}),
            Split({"images": train[order[-VALIDATION:]]}),
            Split({"images": test[:TEST]}),
        )

    def wanted(self, images: Tensor, labels: Tensor) -> Tensor:
        """Of images (count, height, width) and labels (count) the images of the digit that is to be drawn, or all."""
        return images if self.digit == "all" else images[labels == int(self.digit)]

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        images = split.take("images", rows).unsqueeze(1).float().div_(255)  # (batch, 1, height, width)
        return Batch(images.new_zeros(len(images), 0, dtype=torch.long), images)
