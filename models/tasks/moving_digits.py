"""Moving digits: a clip of a digit that moves. Which digit is it, and where is it going?

Clips as in Srivastava, Mansimov and Salakhutdinov 2015. What to watch: one frame shows which digit it is, and not where
it goes; a network that answers from single frames can name the digit and has to guess the way.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor

from models.images.clips import DigitClips, Moves
from models.spec.classification import Classification
from models.spec.counted import Counted, Pairs
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import setting

DIGITS = 10
WAYS = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
"""Across and down: to the right first, then clockwise."""
ARROWS = "→↘↓↙←↖↑↗"


class MovingDigits(DigitClips, Classification):
    """Clips of one digit, or of two of which the faster is asked about, and a class: digit, way, or both."""

    title: ClassVar[str] = "Moving digits"
    text: ClassVar[str] = "Watches a clip of a digit that moves and says which one it is, and where it goes."
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("demos",),
        effects=("motion", "measure"),
        sources=(
            Source(
                "Srivastava, Mansimov and Salakhutdinov",
                2015,
                "Unsupervised learning of video representations using LSTMs",
            ),
        ),
        after=("task/digits",),
    )
    guess: ClassVar[str] = "the commonest answer"
    kind: ClassVar[Kind] = Kind.FRAMES_TO_CLASS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy: how surprised the network is by the right answer."),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of clips that are answered rightly: with digit and way, where both are asked for.",
        ),
        "which": Series(
            "Right digits",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of held-out clips whose digit is named rightly, whatever is said of its way.",
        ),
        "where": Series(
            "Right ways",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of held-out clips of which it is said rightly where the digit goes, whatever digit is named.",
        ),
    }

    smallest: ClassVar[dict[str, Any]] = {**DigitClips.smallest, "asked": "where"}

    asked: Literal["which and where", "which", "where"] = setting(
        "which and where",
        "Asked for",
        "Which digit moves, where it goes at the end of the clip, or both. Of two digits the faster one is meant.",
        group="Data",
    )
    directions: Literal["4", "8"] = setting(
        "4",
        "Ways",
        "Four ways are along the edges; eight are the slanting ones too.",
        group="Data",
        advanced=True,
    )

    def ways(self) -> int:
        """How many a digit can go."""
        return int(self.directions)

    def answers(self) -> int:
        """How many there are to what is asked for."""
        return {"which": DIGITS, "where": self.ways()}.get(self.asked, DIGITS * self.ways())

    def shapes(self) -> Shapes:
        side = self.pixels_across()
        return Shapes((self.frames, 1, side, side), classes=self.answers())

    def measured(self) -> dict[str, Series]:
        """Digit and way have series of their own where both are asked for."""
        both = self.asked == "which and where"
        return {name: one for name, one in self.series.items() if both or name in ("loss", "accuracy")}

    def class_names(self) -> list[str]:
        arrows = ARROWS[:: len(ARROWS) // self.ways()]
        if self.asked == "which":
            return [str(digit) for digit in range(DIGITS)]
        if self.asked == "where":
            return list(arrows)
        return [f"{digit} {arrow}" for digit in range(DIGITS) for arrow in arrows]

    def moves(self, shape: torch.Size, generator: torch.Generator) -> Moves:
        """Every digit takes one of the ways; the first of two is twice as fast as the second."""
        ways = torch.tensor(WAYS[:: len(WAYS) // self.ways()], dtype=torch.float)
        chosen = torch.randint(len(ways), shape, generator=generator)
        fast = self.speed if shape[1] == 1 else 2 * self.speed
        return Moves(ways[chosen] * torch.tensor([fast, self.speed][: shape[1]]).view(1, -1, 1))

    def labels(self, digits: Tensor, steps: Tensor) -> Tensor:
        """The class (clips) of the first digit of each clip and of its last step."""
        ways = torch.tensor(WAYS[:: len(WAYS) // self.ways()])
        way = (steps[:, :1].sign() == ways).all(2).byte().argmax(1)  # (clips)
        if self.asked == "where":
            return way
        return digits[:, 0].long() * self.ways() + way if self.asked == "which and where" else digits[:, 0].long()

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        """The clips ``rows`` (batch) as frames (batch, frames, 1, side, side), and their classes."""
        clips = split.take("clips", rows).unsqueeze(2).float().div_(255)  # (batch, frames, 1, side, side)
        return Batch(clips, split.take("labels", rows))

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, classes) -> (right, all) of each, (2)."""
        found = super().score(outputs, batch)
        if self.asked != "which and where" or outputs.requires_grad:  # a training step has no time for it
            return found
        answers, every = outputs.argmax(-1), found["accuracy"][1]  # (batch,), ()
        which = (answers // self.ways() == batch.targets // self.ways()).sum()
        where = (answers % self.ways() == batch.targets % self.ways()).sum()
        return {**found, "which": torch.stack([which, every]), "where": torch.stack([where, every])}

    def scored_from(self, found: Counted) -> Pairs | None:
        """As a step that learns is scored: (right, all), (2)."""
        return super().scored_from(found)

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest answer to the training clips, always."""
        found = super().baseline(splits)
        if self.asked != "which and where":
            return found
        often, asked, ways = splits.train["labels"].mode().values, splits.validation["labels"], self.ways()
        which = (asked // ways == often // ways).double().mean().item()
        return {**found, "which": which, "where": (asked % ways == often % ways).double().mean().item()}
