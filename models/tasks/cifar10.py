"""Ten things: is it a cat, a ship, a lorry? The CIFAR-10 pictures of Krizhevsky, Nair and Hinton (2009).

What to watch: a dense network that reads digits fails; convolutions help; cats and dogs stay hard to tell apart.
"""

from typing import Any, ClassVar

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor
from torch.nn import functional

from models.data.labelled import TOO_FEW_FOR_VALIDATION, drawing, split_images
from models.data.sets import cifar10 as data
from models.spec.kinds import Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

PICTURES = 50_000
"""Pictures to learn and to choose from; the other 10,000 are the test."""
TEST = 10_000
SIDE = 32
NAMES = ["aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "lorry"]


class Cifar10(Task):
    """Colour pictures (3, 32, 32) of things, 0 for white and 1 for black as in `pictures`, and what it is."""

    title: ClassVar[str] = "CIFAR-10"
    text: ClassVar[str] = (
        "Looks at a small colour photo and says which of ten things it shows: the 60,000 pictures of CIFAR-10."
    )
    smallest: ClassVar[dict[str, Any]] = {"examples": 200, "validation": 100}
    kind: ClassVar[Kind] = Kind.IMAGE_TO_CLASS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy: how surprised the network is by the right name."),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of pictures that are named rightly.",
        ),
    }

    examples: int = setting(
        45_000,
        "Training pictures",
        "Fewer pictures are learnt faster and by heart; the pictures that are held out show the difference.",
        between=(50, 49_900),
        scale="log",
        group="Data",
        role="amount of data",
    )
    validation: int = setting(
        5_000,
        "Validation pictures",
        "Held out to see how well new pictures are read. More make the figure steadier and each epoch longer.",
        between=(100, 10_000),
        scale="log",
        group="Data",
        advanced=True,
    )
    label_noise: float = setting(
        0.0,
        "Wrong labels",
        "This share of the training pictures is taught with a wrong name. Large networks learn even those by heart; "
        "held-out labels stay right.",
        between=(0.0, 0.9),
        group="Data",
    )

    @field_validator("validation")
    @classmethod
    def both_fit(cls, validation: int, info: ValidationInfo) -> int:
        """Raises a refusal if both splits together would need more pictures than there are."""
        left = PICTURES - info.data.get("examples", 0)
        if validation > left:
            raise refusal("validation", TOO_FEW_FOR_VALIDATION(left=left, all=PICTURES), left)
        return validation

    def narrowed(self) -> Bounds:
        return {
            "examples": {"maximum": min(49_900, PICTURES - self.validation)},
            "validation": {"maximum": min(10_000, PICTURES - self.examples)},
        }

    @classmethod
    def missing(cls) -> str | None:
        return data.available()

    def shapes(self) -> Shapes:
        return Shapes((3, SIDE, SIDE), classes=len(NAMES))

    def class_names(self) -> list[str]:
        return NAMES

    def counts(self) -> tuple[int, int, int]:
        return self.examples, self.validation, TEST

    def splits(self, generator: torch.Generator) -> Splits:
        counts = self.examples, self.validation
        return split_images(data.load(), counts, len(NAMES), self.label_noise, generator)

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        images = split.take("images", rows).float().div_(255)  # (batch, 3, height, width)
        return Batch(1 - images, split.take("labels", rows))

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        return functional.cross_entropy(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        right = outputs.argmax(-1) == batch.targets  # (batch,)
        return {"accuracy": torch.stack([right.sum(), right.new_full((), len(right), dtype=torch.long)])}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest thing of the training pictures, always."""
        guess = splits.train["labels"].mode().values
        return {"accuracy": (splits.validation["labels"] == guess).double().mean().item()}

    def question(self) -> Question:
        return Question("drawing", "Draw an animal or a vehicle", size=(SIDE, SIDE))

    def pose(self, question: str) -> Batch:
        """A drawing, base64 of a byte a pixel, as a batch of one. Raises ValueError if it is not of that form."""
        return Batch(drawing(question, SIDE).expand(-1, 3, -1, -1), torch.full((1,), -1))
