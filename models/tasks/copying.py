"""Copying: a row of random bits is shown once, then has to be written down from memory.

The first task of the neural Turing machine (Graves, Wayne and Danihelka 2014, section 4.1). What to watch: there is
nothing to understand and nothing to guess, so it measures memory alone; right bits climb early, whole sequences late.
"""

from typing import Any, ClassVar

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor
from torch.nn import functional

from models.sentences import Sentence
from models.spec.counted import Counted, FusedLoss, Pair, Pairs
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

LONGEST_BELOW_SHORTEST = Sentence(
    "longest-below-shortest", "The longest cannot be shorter than the shortest, {shortest}."
)


class Copying(Task):
    """Inputs (time, bits + 2): a start, the sequence, a stop, then blanks. Targets (time, bits) count where mask is 1.

    The last two channels are for start and stop alone. Shorter sequences end in blanks that are not counted.
    """

    title: ClassVar[str] = "Copying"
    text: ClassVar[str] = (
        "Sees a row of random bits once and has to write it down at the end. Tape has this and three more exercises."
    )
    place: ClassVar[Place] = Place(
        "memory",
        chapters=("architectures",),
        effects=("long-memory", "addressing"),
        sources=(Source("Graves, Wayne and Danihelka", 2014, "Neural Turing machines"),),
        after=("task/gap",),
    )
    smallest: ClassVar[dict[str, Any]] = {"bits": 2, "longest": 2, "examples": 200}
    kind: ClassVar[Kind] = Kind.BITS_TO_BITS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy for each bit that is to be written; guessing gives 0.693."),
        "accuracy": Series(
            "Right bits",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of single bits that are right.",
            of="part",
        ),
        "exact": Series(
            "Exact sequences",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of sequences of which every bit is right.",
            of="whole",
        ),
    }

    bits: int = setting(
        6, "Bits", "How many bits are shown at once; more are more to keep at each step.", between=(1, 8), group="Data"
    )
    shortest: int = setting(
        1,
        "Shortest",
        "Short sequences are learnt first and lead the way to longer ones.",
        between=(1, 20),
        unit="steps",
        group="Data",
    )
    longest: int = setting(
        5,
        "Longest",
        "Longer sequences need more places in memory, and training takes longer twice: more steps, and more of them.",
        between=(1, 20),
        unit="steps",
        group="Data",
    )
    examples: int = setting(
        10_000,
        "Examples",
        "How many sequences are drawn: nine of ten to learn from, the rest held out. Few can be learnt by heart.",
        between=(50, 100_000),
        scale="log",
        group="Data",
        role="amount of data",
    )
    training_share: float = setting(
        1.0,
        "Share learnt from",
        "Less leaves out training sequences and keeps the held-out ones, so that runs with fewer can be compared.",
        between=(0.01, 1.0),
        scale="log",
        group="Data",
        advanced=True,
    )

    @field_validator("longest")
    @classmethod
    def is_no_shorter(cls, longest: int, info: ValidationInfo) -> int:
        """Raises a refusal if ``longest`` is less than ``shortest``."""
        shortest: int = info.data.get("shortest", 1)
        if longest < shortest:
            raise refusal("longest", LONGEST_BELOW_SHORTEST(shortest=shortest), shortest)
        return longest

    def narrowed(self) -> Bounds:
        return {"shortest": {"maximum": self.longest}, "longest": {"minimum": self.shortest}}

    def shapes(self) -> Shapes:
        steps = 2 * self.longest + 2
        return Shapes((steps, self.bits + 2), (steps, self.bits))

    def counts(self) -> tuple[int, int, int]:
        held_out = self.examples // 20
        return max(1, round(self.training_share * (self.examples - 2 * held_out))), held_out, held_out

    def splits(self, generator: torch.Generator) -> Splits:
        bits = torch.randint(2, (self.examples, self.longest, self.bits), generator=generator, dtype=torch.uint8)
        lengths = torch.randint(self.shortest, self.longest + 1, (self.examples,), generator=generator)
        whole = Split({"bits": bits, "lengths": lengths})
        train, validation, test = self.counts()
        return Splits(
            whole.rows(0, train),
            whole.rows(self.examples - test - validation, self.examples - test),
            whole.rows(self.examples - test, self.examples),
        )

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        bits = split.take("bits", rows).float()  # (batch, longest, bits)
        lengths = split.take("lengths", rows).view(-1, 1)
        place = torch.arange(2 * self.longest + 2, device=bits.device)
        shown = (place >= 1) & (place <= lengths)  # (batch, steps)
        asked = (place >= lengths + 2) & (place <= 2 * lengths + 1)
        padded = functional.pad(bits, (0, 0, 1, self.longest + 1))  # (batch, steps, bits)
        marks = torch.stack([(place == 0).expand_as(shown), place == lengths + 1], -1)  # (batch, steps, 2)
        source = (place - lengths - 2).clamp(0, self.longest - 1).unsqueeze(-1).expand(-1, -1, self.bits)
        targets = bits.gather(1, source) * asked.unsqueeze(-1)
        return Batch(torch.cat([padded * shown.unsqueeze(-1), marks], -1), targets, asked)

    fused_loss: ClassVar[FusedLoss] = "masked bit entropy"

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, time, bits) -> mean over the bits of each sequence, then over sequences, ()."""
        assert batch.mask is not None
        surprise = functional.binary_cross_entropy_with_logits(outputs, batch.targets, reduction="none").mean(-1)
        return ((surprise * batch.mask).sum(1) / batch.mask.sum(1)).mean()

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, time, bits) -> (sum, count) by series, each (2)."""
        assert batch.mask is not None
        right = (outputs > 0) == (batch.targets > 0.5)  # (batch, steps, bits)
        whole = (right.all(-1) | ~batch.mask).all(1)
        return {
            "accuracy": torch.stack([(right & batch.mask.unsqueeze(-1)).sum(), batch.mask.sum() * self.bits]),
            "exact": torch.stack([whole.sum(), whole.new_full((), len(whole), dtype=torch.long)]),
        }

    def scored_from(self, found: Counted) -> Pairs | None:
        """(sum, count) by series, each (2)."""
        return {"accuracy": Pair(found.right, found.places), "exact": Pair(found.whole, found.rows)}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """A coin for every bit."""
        chance = 0.5 ** (splits.validation["lengths"] * self.bits).double()
        return {"loss": 0.6931, "accuracy": 0.5, "exact": chance.mean().item()}
