"""Exercises on a tape: random bits are shown once, then something made of them has to be written from memory.

Four of the five of Graves, Wayne and Danihelka 2014, section 4: copy, repeat copy, associative recall, priority sort.
What to watch: whoever has found the algorithm can do it with longer sequences too; so it is tested on longer ones.
"""

from typing import Any, ClassVar

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor
from torch.nn import functional

from models.sentences import Sentence, Text
from models.spec.counted import Counted, FusedLoss, Pair, Pairs
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.seeds import generator as seeded
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task
from models.tapes.exercise import Exercise, Sizes, laid_out
from models.tapes.exercises import EXERCISES, ExerciseName
from models.tasks.copying import LONGEST_BELOW_SHORTEST

LENGTH = Sentence("length-of-tape", "length {count:whole}")


class Tape(Task):
    """Inputs (steps, bits + marks), targets (steps, bits + ends), of which those count where the mask is 1.

    Shorter sequences end in blanks that are not counted.
    """

    title: ClassVar[str] = "Tape"
    text: ClassVar[str] = "Sees random bits once, then copies, repeats, looks up or sorts them from memory."
    place: ClassVar[Place] = Place(
        "memory",
        chapters=("architectures",),
        effects=("longer-than-learnt", "addressing"),
        sources=(Source("Graves, Wayne and Danihelka", 2014, "Neural Turing machines"),),
        after=("task/copying",),
    )
    smallest: ClassVar[dict[str, Any]] = {"bits": 2, "longest": 2, "examples": 100, "tested": 3}
    kind: ClassVar[Kind] = Kind.BITS_TO_BITS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy for each bit that is to be written; guessing gives 0.693."),
        "wrong": Series(
            "Wrong bits a sequence",
            headline=True,
            text="How many bits of a sequence are wrong, on average; guessing gets half of them wrong.",
            of="part",
        ),
        "exact": Series(
            "Exact sequences",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of sequences of which every bit is right.",
            of="whole",
        ),
    }

    exercise: ExerciseName = setting(
        "copy",
        "Exercise",
        "Copy writes what was shown; repeat copy writes it several times; associative recall is shown one item again "
        "and writes the next; priority sort writes the highest first.",
        group="Data",
    )
    bits: int = setting(
        6, "Bits", "How many bits are shown at once; more are more to keep at each step.", between=(1, 8), group="Data"
    )
    shortest: int = setting(
        1,
        "Shortest learnt from",
        "Short sequences are learnt first and lead the way to longer ones. Recall needs two items.",
        between=(1, 40),
        group="Data",
    )
    longest: int = setting(
        10,
        "Longest learnt from",
        "How many vectors, or items, a sequence has at most. Longer ones take more steps, and more of them.",
        between=(1, 40),
        group="Data",
    )
    tested: int = setting(
        20,
        "Length tested on",
        "All test sequences are so long. Longer than any learnt from, they ask whether it has learnt how.",
        between=(1, 120),
        scale="log",
        group="Data",
        slows=False,
    )
    repeats: int = setting(
        3,
        "Most repeats",
        "So often, at most, the sequence is to be written.",
        between=(1, 10),
        group="Data",
        when={"exercise": ["repeat copy"]},
    )
    item: int = setting(
        3,
        "Vectors of an item",
        "An item is so many vectors; it takes so many places in memory.",
        between=(1, 6),
        group="Data",
        when={"exercise": ["associative recall"]},
        advanced=True,
    )
    share: float = setting(
        0.8,
        "Share written",
        "This share of the vectors, those of the highest priority, is to be written.",
        between=(0.1, 1.0),
        group="Data",
        when={"exercise": ["priority sort"]},
        advanced=True,
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

    def sizes(self, longest: int) -> Sizes:
        """What decides how long an exercise with sequences up to ``longest`` is."""
        return Sizes(self.bits, max(longest, self.rules().least), self.repeats, self.item, self.share)

    def rules(self) -> Exercise:
        """What is shown and wanted when."""
        return EXERCISES[self.exercise]

    def shapes(self) -> Shapes:
        rules = self.rules()
        steps = rules.steps(self.sizes(self.longest))
        return Shapes((steps, self.bits + rules.marks), (steps, self.bits + rules.ends))

    def counts(self) -> tuple[int, int, int]:
        held_out = self.examples // 20
        return self.examples - 2 * held_out, held_out, held_out

    def splits(self, generator: torch.Generator) -> Splits:
        train, validation, test = self.counts()
        learnt = self.sequences(train + validation, self.shortest, self.longest, generator)
        return Splits(
            learnt.rows(0, train),
            learnt.rows(train, train + validation),
            self.sequences(test, self.tested, self.tested, generator),
        )

    def sequences(self, count: int, shortest: int, longest: int, generator: torch.Generator) -> Split:
        """``count`` sequences of these lengths, drawn by chance."""
        rules, sizes = self.rules(), self.sizes(longest)
        shape = (count, sizes.longest * rules.each(sizes), self.bits)
        vectors = torch.randint(2, shape, generator=generator, dtype=torch.uint8)
        lengths = torch.randint(max(shortest, rules.least), sizes.longest + 1, (count,), generator=generator)
        return Split({"vectors": vectors, "lengths": lengths, **rules.drawn(sizes, lengths, generator)})

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        drawn = {name: split.take(name, rows) for name in split.tensors}
        vectors, rules = drawn["vectors"].float(), self.rules()  # (batch, vectors, bits)
        sizes = self.sizes(vectors.shape[1] // rules.each(self.sizes(1)))
        return laid_out(rules.timeline(sizes, drawn["lengths"].view(-1, 1), drawn), vectors)

    fused_loss: ClassVar[FusedLoss] = "masked bit entropy"

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, time, bits) -> mean over the bits of each sequence, then over sequences, ()."""
        assert batch.mask is not None
        surprise = functional.binary_cross_entropy_with_logits(outputs, batch.targets, reduction="none").mean(-1)
        return ((surprise * batch.mask).sum(1) / batch.mask.sum(1)).mean()

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, time, bits) -> (sum, count) by series, each (2)."""
        assert batch.mask is not None
        wrong = ((outputs > 0) != (batch.targets > 0.5)) & batch.mask.unsqueeze(-1)  # (batch, steps, bits)
        whole = ~wrong.flatten(1).any(1)
        count = whole.new_full((), len(whole), dtype=torch.long)
        return {"wrong": torch.stack([wrong.sum(), count]), "exact": torch.stack([whole.sum(), count])}

    def scored_from(self, found: Counted) -> Pairs | None:
        """(sum, count) by series, each (2)."""
        return {"wrong": Pair(found.places - found.right, found.rows), "exact": Pair(found.whole, found.rows)}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """A coin for every bit; of the test too, whose sequences are longer."""
        of_test = {f"test/{name}": value for name, value in self.guessed(splits.test).items()}
        return {"loss": 0.6931, **self.guessed(splits.validation), **of_test}

    def guessed(self, split: Split) -> dict[str, float]:
        """What a coin for every bit gets of the sequences of a split."""
        rows = torch.arange(min(500, len(split)))
        batch = self.batch(split, rows, seeded(0, "views"), training=False)
        assert batch.mask is not None
        bits = batch.mask.sum(1).double() * batch.targets.shape[-1]  # (batch)
        return {"wrong": bits.mean().item() / 2, "exact": (0.5**bits).mean().item()}

    def longer(self, more: int) -> "Tape":
        return self.model_copy(update={"shortest": self.longest + more, "longest": self.longest + more})

    def length_in_words(self) -> Text:
        return LENGTH(count=self.longest)

    def longest_examples(self, count: int) -> Batch:
        """``count`` sequences of the longest length."""
        split = self.sequences(count, self.longest, self.longest, seeded(self.longest, "views"))
        return self.batch(split, torch.arange(count), seeded(0, "views"), training=False)
