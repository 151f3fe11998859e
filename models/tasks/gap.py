"""Gap: one letter, then long noise, then the question which letter it was. How long can a network remember?

The latch problem of Bengio, Simard and Frasconi, "Learning long-term dependencies with gradient descent is difficult",
1994, in the form of Hochreiter and Schmidhuber 1997: nothing in between tells anything. What to watch: the longer the
gap, the longer nothing happens at all; then, within a few epochs, everything comes right, or never.
"""

from typing import Any, ClassVar

import torch
from torch import Tensor

from models.sentences import Sentence, Text
from models.spec.classification import Classification
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.seeds import generator as seeded
from models.spec.settings import setting

STEPS = Sentence("gap-of-symbols", "gap of {count:whole}")
NOT_A_GAP = Sentence(
    "not-a-gap", "Type one of the letters {letters}, and then noise of the letters {noise}: {example}."
)

LETTERS, NOISE, RECALL = "ABCDEFGH", "xyzw", "?"
"""What is to be remembered; what lies between; what asks for it."""


class Gap(Classification):
    """Symbols (gap + 2), int64: a letter, noise, a question mark; and which letter it was."""

    title: ClassVar[str] = "Gap"
    text: ClassVar[str] = "Reads one letter and then long noise, and says at the end which letter it was."
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("further",),
        effects=("long-memory", "vanishing-gradient"),
        sources=(
            Source(
                "Bengio, Simard and Frasconi",
                1994,
                "Learning long-term dependencies with gradient descent is difficult",
            ),
            Source("Hochreiter and Schmidhuber", 1997, "Long short-term memory"),
        ),
        after=("task/addition",),
    )
    smallest: ClassVar[dict[str, Any]] = {"gap": 2, "letters": 2, "examples": 100}
    kind: ClassVar[Kind] = Kind.SYMBOLS_TO_CLASS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy of the letter that is to be recalled."),
        "accuracy": Series(
            "Recalled",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of sequences whose first letter is recalled.",
        ),
    }

    gap: int = setting(
        20,
        "Gap",
        "So much noise lies between the letter and the question. What is learnt has to go back through all of it.",
        between=(1, 500),
        scale="log",
        unit="symbols",
        group="Data",
    )
    letters: int = setting(
        4,
        "Letters",
        "More letters are more to tell apart; guessing is right less often.",
        between=(2, len(LETTERS)),
        group="Data",
    )
    noise: int = setting(
        2,
        "Kinds of noise",
        "With one kind, all sequences of a letter are alike; more kinds shake the memory at every step.",
        between=(1, len(NOISE)),
        group="Data",
    )
    examples: int = setting(
        2000,
        "Examples",
        "How many sequences are made: eight of ten to learn from, the rest held out.",
        between=(20, 50_000),
        scale="log",
        role="amount of data",
        group="Data",
    )

    @property
    def alphabet(self) -> Alphabet:
        return Alphabet((*LETTERS[: self.letters], *NOISE[: self.noise], RECALL))

    def shapes(self) -> Shapes:
        return Shapes((self.gap + 2,), classes=self.letters, source=self.alphabet)

    def class_names(self) -> list[str]:
        return list(LETTERS[: self.letters])

    def counts(self) -> tuple[int, int, int]:
        held_out = self.examples // 10
        return self.examples - 2 * held_out, held_out, held_out

    def splits(self, generator: torch.Generator) -> Splits:
        """As many of each letter, in an order that is drawn; the noise is drawn for each."""
        labels = (torch.arange(self.examples) % self.letters)[torch.randperm(self.examples, generator=generator)]
        whole = Split({"symbols": self.sequences(labels, generator), "labels": labels})
        train, validation, _ = self.counts()
        return Splits(
            whole.rows(0, train),
            whole.rows(train, train + validation),
            whole.rows(train + validation, self.examples),
        )

    def sequences(self, labels: Tensor, generator: torch.Generator) -> Tensor:
        """Letters (examples) -> the letter, noise and the question mark, (examples, gap + 2)."""
        drawn = torch.randint(self.noise, (len(labels), self.gap), generator=generator) + self.letters
        recall = torch.full((len(labels), 1), self.letters + self.noise)
        return torch.cat([labels.unsqueeze(1), drawn, recall], 1)

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        return Batch(split.take("symbols", rows), split.take("labels", rows))

    def read(self, batch: Batch) -> list[str]:
        return [self.alphabet.decode(row) for row in batch.inputs.tolist()]

    def question(self) -> Question:
        example = LETTERS[1] + "".join(NOISE[place % self.noise] for place in range(min(self.gap, 20)))
        letters = "".join(self.alphabet.symbols)
        return Question("text", "A letter and noise after it", example, letters, 502)

    def pose(self, question: str) -> Batch:
        """The sequence as a batch of one, of any length. Raises ValueError if it is no letter with noise after it."""
        typed = question.replace(" ", "").removesuffix(RECALL)
        letters, noise = LETTERS[: self.letters], NOISE[: self.noise]
        if not typed or typed[0] not in letters or any(one not in noise for one in typed[1:]):
            raise ValueError(NOT_A_GAP(letters=letters, noise=noise, example=self.question().example))
        inputs = torch.tensor([self.alphabet.encode(typed + RECALL)])
        return Batch(inputs, torch.tensor([letters.index(typed[0])]))

    def longer(self, more: int) -> "Gap":
        return self.model_copy(update={"gap": self.gap + more})

    def length_in_words(self) -> Text:
        return STEPS(count=self.gap)

    def longest_examples(self, count: int) -> Batch:
        """Sequences with the whole gap, as many of each letter."""
        labels = torch.arange(count) % self.letters
        return Batch(self.sequences(labels, seeded(self.gap, "views")), labels)
