"""Scenes: which digits are in the picture? One anywhere, two apart, or two on top of each other (Sabour et al. 2017).

What to watch: digits that lie apart are read nearly as single ones are; of two that overlap a network must explain
each stroke by one of them.
"""

from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from models.images.scenes import OVERLAPPING_SIDE, Arrangement, DigitScenes, side_setting
from models.spec.kinds import Batch, Kind, Series, Shapes, Splits
from models.spec.place import Place, Source
from models.spec.settings import setting

CLASSES = 10


class Scenes(DigitScenes):
    """Pictures (1, side, side), values 0 to 1, and which of the ten digits they show, (10)."""

    title: ClassVar[str] = "Scenes"
    text: ClassVar[str] = "Says which digits a larger picture shows: one anywhere, two apart, or two that overlap."
    place: ClassVar[Place] = Place(
        "capsules",
        chapters=("architectures",),
        effects=("routing", "shift"),
        sources=(Source("Sabour, Frosst and Hinton", 2017, "Dynamic routing between capsules"),),
        after=("task/digits",),
    )
    guess: ClassVar[str] = "naming the commonest digits"
    kind: ClassVar[Kind] = Kind.IMAGE_TO_CLASSES
    series: ClassVar[dict[str, Series]] = {
        "loss": Series(
            "Loss",
            text="Binary cross-entropy: how surprised the network is by whether each of the ten digits is there. A "
            "network that has another loss is trained and scored by that one.",
        ),
        "exact": Series(
            "Right scenes",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            of="whole",
            text="Share of scenes with exactly the right digits. How many a scene has is known: the likeliest one or "
            "two count as the answer.",
        ),
        "digits": Series(
            "Right digits",
            better="higher",
            range=(0, 1),
            percent=True,
            of="part",
            text="Share of digits that are among the answers to their scene.",
        ),
    }

    arrangement: Arrangement = setting(
        "two overlapping",
        "Digits",
        "Two that overlap are up to four pixels from the middle of 36 x 36; where they are apart, or there is one, "
        "they lie anywhere.",
        group="Data",
    )
    side: int = side_setting(when={"arrangement": ["one", "two apart"]})

    def arranged(self) -> Arrangement:
        return self.arrangement

    def pixels_across(self) -> int:
        return OVERLAPPING_SIDE if self.arrangement == "two overlapping" else max(self.side, self.least_side())

    def least_side(self) -> int:
        """Two digits of 20 pixels have to fit side by side."""
        return 40 if self.arrangement == "two apart" else 0

    def narrowed(self) -> dict[str, dict[str, float]]:
        return {"side": {"minimum": self.least_side()}} if self.least_side() else {}

    def digits(self) -> int:
        """How many a scene has."""
        return 1 if self.arrangement == "one" else 2

    def shapes(self) -> Shapes:
        side = self.pixels_across()
        return Shapes((1, side, side), (CLASSES,), classes=CLASSES)

    def wanted(self, labels: Tensor, boxes: Tensor) -> Tensor:
        return functional.one_hot(labels, CLASSES).amax(1).bool()  # (batch, classes)

    def unknown(self) -> Tensor:
        return torch.zeros(1, CLASSES, dtype=torch.bool)

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, classes), each of a sigmoid -> mean of the batch, ()."""
        return functional.binary_cross_entropy_with_logits(outputs, batch.targets.to(outputs.dtype))

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        right = batch.targets & self.answered(outputs)  # (batch, classes)
        found = right.sum(1)  # (batch,)
        every = found.new_full((), len(found))
        return {
            "exact": torch.stack([(found == self.digits()).sum(), every]),
            "digits": torch.stack([found.sum(), every * self.digits()]),
        }

    def answered(self, chances: Tensor) -> Tensor:
        """The likeliest one or two of chances (batch, classes), as many as a scene has digits."""
        chosen = chances.topk(self.digits(), 1).indices
        return torch.zeros_like(chances, dtype=torch.bool).scatter(1, chosen, True)

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest one or two digits of the training scenes, always."""
        often = functional.one_hot(splits.train["labels"], CLASSES).sum((0, 1)).double()
        labels = splits.validation["labels"]
        batch = Batch(labels, self.wanted(labels, labels))
        found = self.score(often.expand(len(labels), -1), batch)
        return {name: (pair[0] / pair[1]).item() for name, pair in found.items()}
