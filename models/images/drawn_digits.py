"""What tasks of drawing digits share: the pictures to imitate, and how a crowd of drawn ones is compared with them.

There is no right answer to compare with, only a crowd of real pictures. The crowd of drawn ones is compared with it by
the energy distance (Szekely and Rizzo 2004): how far drawn pictures lie from real ones, less how far each crowd's
pictures lie from one another. It is 0 only where the crowds are alike, and needs no other network. How many digits are
drawn at all is read by the fixed judge: a network that draws few of them has collapsed into what passes.
"""

from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from models.data.fetching.fetch import Dataset
from models.data.labelled import LabelledImages
from models.data.sets import digits as data
from models.images.digit_judge import UNREADABLE, digits_read
from models.spec.kinds import Batch, Series, Splits
from models.spec.metrics import weighted_sum
from models.spec.task import Task

SIDE = 28
VALIDATION = 500
TEST = 500
COVERED = 0.02
"""A digit counts as drawn where the fixed judge reads it in at least this share of the drawn pictures."""

SERIES = {
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
    "covered": Series(
        "Digits drawn",
        unit="of 10",
        better="higher",
        range=(0, 10),
        text="How many of the ten digits a fixed judge, itself a network, reads in at least 2 % of 500 drawn pictures, "
        "always of the same noise. Where it falls, the forger has found few pictures that pass: mode collapse.",
    ),
}


class DrawnDigits(Task):
    """Real pictures (1, 28, 28), values 0 to 1, as targets."""

    guess: ClassVar[str] = "the mean picture"
    series: ClassVar[dict[str, Series]] = SERIES
    smallest: ClassVar[dict[str, Any]] = {"examples": 50}

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def load(self) -> LabelledImages:
        """All digits. Raises DataMissing where they cannot be had."""
        return data.load()

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """(2 E|x - y| - E|x - x'| - E|y - y'|) / E|y - y'| of drawn pictures x and real ones y."""
        drawn, real = outputs.flatten(1), batch.targets.flatten(1)  # (batch, dots)
        between = torch.cdist(drawn, real).mean()
        apart = spread(real)
        return (2 * between - spread(drawn) - apart) / apart

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        variety = spread(outputs.flatten(1)) / spread(batch.targets.flatten(1))
        return {"variety": weighted_sum(variety, len(outputs))}

    def corpus_sums(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """How many pictures are read as each digit, and how many as none, (11)."""
        return {"covered": functional.one_hot(digits_read(outputs), UNREADABLE + 1).sum(0)}

    def corpus_score(self, name: str, sums: Tensor) -> float:
        """How many digits there are enough of, of ``sums`` (11)."""
        return float((sums[:UNREADABLE] >= COVERED * sums.sum()).sum())

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
