"""Drawing digits: make pictures that could be MNIST's, out of nothing but noise.

There is no right answer to compare with, only a crowd of real pictures. The crowd of drawn ones is compared with it by
the energy distance (Szekely and Rizzo 2004): how far drawn pictures lie from real ones, less how far each crowd's
pictures lie from one another. It is 0 only where the crowds are alike, and needs no other network. What to watch: a low
distance with little variety means that one good picture is drawn again and again.
"""

from typing import Any, ClassVar, Literal

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor

from models.data.fetching.fetch import Dataset
from models.data.sets import digits as data
from models.sentences import Sentence
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.metrics import weighted_sum
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

TOO_FEW_OF_DIGIT = Sentence("too-few-of-digit", "Of one digit alone there are {most:whole} pictures to learn from.")

SIDE = 28
VALIDATION = 500
TEST = 500
PICTURES = 60_000
OF_EACH = 5_400
"""There are at least so many pictures of every digit to learn from, and 890 for the test."""


class Drawing(Task):
    """Real pictures (1, 28, 28), values 0 to 1, as targets; the inputs are empty, (0), for want of a sentence."""

    title: ClassVar[str] = "Drawing digits"
    text: ClassVar[str] = "Makes up handwritten digits that nobody wrote, after the pictures of MNIST."
    smallest: ClassVar[dict[str, Any]] = {"examples": 50}
    guess: ClassVar[str] = "the mean picture"
    kind: ClassVar[Kind] = Kind.NOISE_TO_IMAGE
    series: ClassVar[dict[str, Series]] = {
        "loss": Series(
            "Distance from real pictures",
            headline=True,
            text="Energy distance between the drawn and the real pictures, dot by dot: 0 where the crowds are alike, 1 "
            "where a drawn picture is as far from a real one as real ones are from each other, and all are the same.",
        ),
        "variety": Series(
            "Variety",
            better="higher",
            range=(0, 1.2),
            text="How far drawn pictures lie from one another, where 1 is as far as real ones do.",
        ),
    }

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

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def shapes(self) -> Shapes:
        return Shapes((0,), (1, SIDE, SIDE))

    def counts(self) -> tuple[int, int, int]:
        return self.examples, VALIDATION, TEST

    def splits(self, generator: torch.Generator) -> Splits:
        pictures = data.load()
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

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """(2 E|x - y| - E|x - x'| - E|y - y'|) / E|y - y'| of drawn pictures x and real ones y."""
        drawn, real = outputs.flatten(1), batch.targets.flatten(1)  # (batch, dots)
        between = torch.cdist(drawn, real).mean()
        apart = spread(real)
        return (2 * between - spread(drawn) - apart) / apart

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        variety = spread(outputs.flatten(1)) / spread(batch.targets.flatten(1))
        return {"variety": weighted_sum(variety, len(outputs))}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The mean of all training pictures, always."""
        mean = splits.train["images"].float().mean(0).view(1, 1, SIDE, SIDE) / 255
        real = splits.validation["images"].unsqueeze(1).float() / 255
        batch = Batch(real.new_zeros(len(real), 0, dtype=torch.long), real)
        return {"loss": self.loss(mean.expand_as(real), batch).item(), "variety": 0.0}


def spread(crowd: Tensor) -> Tensor:
    """Mean distance of two different members of a crowd (n, dots); pairs with oneself do not count."""
    n = len(crowd)
    return torch.cdist(crowd, crowd).sum() / max(1, n * (n - 1))
