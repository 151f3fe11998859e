"""Digits by description: draw what a sentence asks for, "a thin seven leaning left" (after Reed et al. 2016).

The sentences are made by rule from what is measured: which digit, how thick its strokes are, how they lean. Whether a
drawn picture obeys is measured in the same way, and by the fixed judge. What to watch: the digit is obeyed first, then
the lean, then the width.
"""

from typing import Any, ClassVar

import torch
from torch import Tensor

from models.images.described import Condition, Described
from models.images.descriptions import (
    CONDITIONS,
    PADDING,
    TIME,
    WORDS,
    asked_for,
    described,
    read_sentence,
    silenced,
    width_and_lean,
)
from models.images.digit_judge import digit_scores
from models.images.drawn_digits import SERIES, SIDE, TEST, VALIDATION, DrawnDigits
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import setting

MOST_TYPED = 60
AT_ONCE = 1000
"""Pictures that are measured at once."""


class DescribedDigits(DrawnDigits, Described):
    """Sentences (batch, 5) as inputs, real pictures that they describe as targets."""

    title: ClassVar[str] = "Digits by description"
    text: ClassVar[str] = "Draws the digit that a sentence asks for: a thin seven leaning left."
    place: ClassVar[Place] = Place(
        "adversaries",
        chapters=("architectures",),
        effects=("two-networks", "measure"),
        sources=(Source("Reed and others", 2016, "Generative adversarial text to image synthesis"),),
        after=("task/drawing",),
    )
    kind: ClassVar[Kind] = Kind.NOISE_TO_IMAGE
    smallest: ClassVar[dict[str, Any]] = {"examples": 50}
    series: ClassVar[dict[str, Series]] = {
        "loss": SERIES["loss"],
        "obeyed": Series("Sentences obeyed", better="higher", range=(0, 1), percent=True),
        "right_digit": Series("Right digit", better="higher", range=(0, 1), percent=True),
        "right_width": Series("Right width", better="higher", range=(0, 1), percent=True),
        "right_lean": Series("Right lean", better="higher", range=(0, 1), percent=True),
        "variety": SERIES["variety"],
        "covered": SERIES["covered"],
    }

    examples: int = setting(
        10_000,
        "Pictures",
        "More pictures show more hands, and each epoch takes longer.",
        between=(50, 50_000),
        scale="log",
        group="Data",
        role="amount of data",
    )
    unsaid: float = setting(
        0.1,
        "Left unsaid",
        "This share of the training sentences says nothing of the width, and this share nothing of the lean.",
        between=(0.0, 0.5),
        group="Data",
    )

    def shapes(self) -> Shapes:
        return Shapes((TIME,), (1, SIDE, SIDE), source=Alphabet(WORDS, padding=PADDING, joint=" "))

    def counts(self) -> tuple[int, int, int]:
        return self.examples, VALIDATION, TEST

    def splits(self, generator: torch.Generator) -> Splits:
        pictures = self.load()
        order = torch.randperm(len(pictures.train_images), generator=generator)
        train, held_out = order[: self.examples], order[-VALIDATION:]
        return Splits(
            with_sentences(pictures.train_images.index_select(0, train), pictures.train_labels[train]),
            with_sentences(pictures.train_images.index_select(0, held_out), pictures.train_labels[held_out]),
            with_sentences(pictures.test_images[:TEST], pictures.test_labels[:TEST]),
        )

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        images = split.take("images", rows).unsqueeze(1).float().div_(255)  # (batch, 1, height, width)
        sentences = split.take("sentences", rows)  # (batch, time)
        return Batch(silenced(sentences, self.unsaid, generator) if training else sentences, images)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        obeyed = self.obeyed(outputs, batch.inputs)  # (batch, conditions)
        found = {
            "obeyed": obeyed.all(1),
            **dict(zip(("right_digit", "right_width", "right_lean"), obeyed.T, strict=True)),
        }
        counted = {
            name: torch.stack([one.sum(), one.new_full((), len(one), dtype=torch.long)]) for name, one in found.items()
        }
        return counted | super().score(outputs, batch)

    def conditions(self) -> tuple[Condition, ...]:
        return CONDITIONS

    def sentence(self, chosen: tuple[int, ...]) -> Tensor:
        digit, width, lean = (torch.tensor([one]) for one in chosen)
        return described(digit, width, lean)

    def asked_for(self, sentences: Tensor) -> Tensor:
        return asked_for(sentences)

    def seen_in(self, pictures: Tensor, sentences: Tensor) -> Tensor:
        """The digit by the fixed judge, the thirds as measured, among pictures of the digit that was asked for."""
        digits = asked_for(sentences)[:, 0]
        return torch.stack([digit_scores(pictures).argmax(1), *width_and_lean(pictures, digits)], 1)

    def class_names(self) -> list[str]:
        """What pictures call what can be asked for."""
        return self.named(word for one in CONDITIONS for word in (one.title, *one.words))

    def read(self, batch: Batch) -> list[str]:
        return [" ".join(WORDS[number] for number in row if number) for row in batch.inputs.tolist()]

    def question(self) -> Question:
        return Question("text", "Say what to draw", example="a thin seven leaning left", most=MOST_TYPED)

    def pose(self, question: str) -> Batch:
        return Batch(read_sentence(question), torch.zeros(1, 1, SIDE, SIDE))


def with_sentences(images: Tensor, labels: Tensor) -> Split:
    """Images (count, 28, 28) of the digits ``labels`` (count), with what is said of each."""
    digits = labels.long()
    parts = [
        width_and_lean(some.unsqueeze(1).float() / 255, known)
        for some, known in zip(torch.split(images, AT_ONCE), torch.split(digits, AT_ONCE), strict=True)
    ]
    widths, leans = (torch.cat(part) for part in zip(*parts, strict=True))
    return Split({"images": images, "sentences": described(digits, widths, leans), "labels": digits})
