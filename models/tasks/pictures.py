"""Pictures: which of a person's own classes is it? Drawings or photos, a folder for each class.

What to watch: twenty drawings of each are enough for shapes that are really different; a network that is sure and wrong
has mostly seen too few that look like that one. Few pictures go farther when each is shifted a little each time
(Simard, Steinkraus and Platt, "Best practices for convolutional neural networks", 2003). Without own data it learns
from circles, squares and triangles.
"""

import base64
import math
from itertools import accumulate
from typing import Any, ClassVar, Literal, Self

import torch
from pydantic import field_validator, model_validator
from torch import Tensor

from models.data.labelled import NOT_A_DRAWING
from models.data.labels import mislabelled
from models.data.sets.examples import CORNERS, EACH, drawn_shapes
from models.data.uploads.intake import problem
from models.data.uploads.pictures import drawn_as_picture, entries_by_class, load_pictures
from models.images.classification import ImageClassification
from models.images.halves import LEAST_CLASSES, Half, half, half_setting
from models.sentences import Sentence
from models.spec.kinds import Batch, Question, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import refusal, setting

PAD = 64
"""Pixels on a side of what is drawn to ask; drawings and pictures come to the network's size in the same way."""
LARGEST_PAD = 256
MOST_WHITENED = 3072
"""Values of a picture that can be whitened: as many as those of CIFAR-10 have."""
NOT_SQUARE = Sentence(
    "drawing-not-square", "A drawing is a square of at most {most} pixels on a side, not {count} values."
)
TOO_FEW_CLASSES = Sentence(
    "too-few-classes-to-halve", "Half of the classes can be chosen where there are at least {least}."
)
TOO_LARGE_TO_WHITEN = Sentence(
    "too-large-to-whiten", "Pictures of more than {most} pixels on a side are too large to be whitened."
)


class Pictures(ImageClassification):
    """Pictures (1 or 3, side, side), 0 for white paper and 1 for black ink, and the class by its folder."""

    title: ClassVar[str] = "Pictures"
    text: ClassVar[str] = "Looks at a picture and says which class it is: with pictures and classes of your own."
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("further",),
        effects=("data", "few-labels", "augmentation"),
        sources=(
            Source(
                "Simard, Steinkraus and Platt",
                2003,
                "Best practices for convolutional neural networks applied to visual document analysis",
            ),
        ),
        after=("task/digits",),
    )
    smallest: ClassVar[dict[str, Any]] = {"side": 16, "training_share": 0.5}
    data: str = setting(
        "",
        "Pictures",
        "What is learnt from: a ZIP with a folder for each class, or your own drawings. Without any, 180 made-up "
        "circles, squares and triangles.",
        length=(0, 64),
        format="data",
        form="pictures",
        group="Data",
    )
    side: int = setting(
        28,
        "Size",
        "Pictures are made this small, a square. Larger ones show more and take longer to learn.",
        between=(16, 64),
        unit="pixels",
        group="Data",
    )
    colour: Literal["grey", "colour"] = setting(
        "grey",
        "Colour",
        "Grey is enough for shapes and quicker; colour helps where it tells classes apart.",
        group="Data",
    )
    training_share: float = setting(
        1.0,
        "Share learnt from",
        "With a smaller share the network sees fewer examples of each class; the held-out pictures stay the same.",
        between=(0.05, 1.0),
        group="Data",
    )
    moved: int = setting(
        0,
        "Moved about",
        "Each time a picture is learnt from, it lies up to so many pixels elsewhere: few pictures do the work of many.",
        between=(0, 6),
        unit="pixels",
        group="Data",
    )
    which: Half = half_setting()
    label_noise: float = setting(
        0.0,
        "Wrong labels",
        "This share of the training pictures is taught with a wrong class. Large networks learn even those by heart; "
        "held-out labels stay right.",
        between=(0.0, 0.9),
        group="Data",
    )
    negative: bool = setting(
        False,
        "Light on dark",
        "On for light drawings on dark ground, so that they look like what is drawn on the pad.",
        group="Data",
        advanced=True,
    )
    validation: float = setting(
        0.2,
        "Validation share",
        "Of each class, held out to see how well new pictures are named. More make the figure steadier.",
        between=(0.05, 0.4),
        group="Data",
        advanced=True,
    )
    test: float = setting(
        0.2,
        "Test share",
        "Of each class, kept for one last test at the end.",
        between=(0.05, 0.4),
        group="Data",
        advanced=True,
    )

    @field_validator("data")
    @classmethod
    def it_is_here(cls, data: str) -> str:
        """Raises a refusal if the data are not here or hold no pictures."""
        wrong = problem(data, "pictures")
        if wrong:
            raise refusal("data", wrong, None)
        return data

    @model_validator(mode="after")
    def whitening_fits(self) -> Self:
        """Raises a refusal if whitening would take a matrix of more numbers than a small computer has room for."""
        most = math.isqrt(MOST_WHITENED // self.channels())
        if self.zca_whitening and self.side > most:
            raise refusal("side", TOO_LARGE_TO_WHITEN(most=most), most)
        return self

    @model_validator(mode="after")
    def each_half_has_two(self) -> Self:
        """Raises a refusal if half of the classes is chosen where there are too few."""
        if self.which != "all" and len(self.sizes()) < LEAST_CLASSES:
            raise refusal("which", TOO_FEW_CLASSES(least=LEAST_CLASSES), "all")
        return self

    def channels(self) -> int:
        return 3 if self.colour == "colour" else 1

    def sizes(self) -> dict[str, int]:
        """How many pictures each class has."""
        if not self.data:
            return dict.fromkeys(CORNERS, EACH)
        return {name: len(entries) for name, entries in entries_by_class(self.data).items()}

    def chosen(self) -> range:
        """The numbers of the classes that are told apart."""
        return half(len(self.sizes()), self.which)

    def class_names(self) -> list[str]:
        every = list(self.sizes()) if self.data else self.named(CORNERS)
        return [every[number] for number in self.chosen()]

    def shapes(self) -> Shapes:
        return Shapes((self.channels(), self.side, self.side), classes=len(self.chosen()))

    def counts(self) -> tuple[int, int, int]:
        sizes = list(self.sizes().values())
        train, validation, test = zip(*(self.parts(sizes[number]) for number in self.chosen()), strict=True)
        return sum(train), sum(validation), sum(test)

    def parts(self, count: int) -> tuple[int, int, int]:
        """Of a class of so many, those to learn from, to choose by and to test with: one of each at least."""
        validation = min(max(1, round(count * self.validation)), count - 2)
        test = min(max(1, round(count * self.test)), count - validation - 1)
        return max(1, round((count - validation - test) * self.training_share)), validation, test

    def splits(self, generator: torch.Generator) -> Splits:
        sizes, chosen = list(self.sizes().values()), self.chosen()
        if self.data:
            images = load_pictures(self.data, self.side, self.channels() == 3)
        else:
            images = drawn_shapes(self.side, self.channels(), generator)
        rows: list[list[Tensor]] = [[], [], []]
        for number, start, count in zip(range(len(sizes)), accumulate([0, *sizes]), sizes, strict=False):
            order = start + torch.randperm(count, generator=generator)
            if number not in chosen:
                continue
            train, validation, test = self.parts(count)
            held_out, learnt = order[: validation + test], order[validation + test :]
            for part, some in zip(rows, (learnt[:train], held_out[:validation], held_out[validation:]), strict=True):
                part.append(some)
        taught, chosen_by, tested = (torch.cat(part) for part in rows)
        labels = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(sizes)) - chosen.start
        told = mislabelled(labels[taught], len(chosen), self.label_noise, generator)
        return self.with_shared(
            Splits(
                Split({"images": images.index_select(0, taught), "labels": told}),
                Split({"images": images.index_select(0, chosen_by), "labels": labels[chosen_by]}),
                Split({"images": images.index_select(0, tested), "labels": labels[tested]}),
            )
        )

    def pixels(self, images: Tensor) -> Tensor:
        light = images.float().div_(255)  # (batch, channels, side, side)
        return light if self.negative else 1 - light

    def augmented(self, images: Tensor, generator: torch.Generator) -> Tensor:
        moved = shifted(images, self.moved, generator) if self.moved else images
        return super().augmented(moved, generator)

    def question(self) -> Question:
        return Question("drawing", "Draw one", size=(PAD, PAD))

    def pose(self, question: str) -> Batch:
        """A square drawing of any size, made as large as the pictures. Raises ValueError if it is none."""
        try:
            ink = base64.b64decode(question, validate=True)
        except ValueError as error:
            raise ValueError(NOT_A_DRAWING()) from error
        side = math.isqrt(len(ink))
        if not 1 <= side <= LARGEST_PAD or side * side != len(ink):
            raise ValueError(NOT_SQUARE(most=LARGEST_PAD, count=len(ink)))
        image = drawn_as_picture(ink, self.side).float().unsqueeze(0) / 255  # (1, 1, side, side)
        return Batch(image.expand(-1, self.channels(), -1, -1), torch.full((1,), -1))


def shifted(images: Tensor, most: int, generator: torch.Generator) -> Tensor:
    """Each of (batch, channels, height, width) by up to ``most`` pixels across and down; its edge goes on outwards."""
    count, _, height, width = images.shape
    by = torch.randint(-most, most + 1, (2, count, 1), generator=generator, device=images.device)
    down = (torch.arange(height, device=images.device) + by[0]).clamp(0, height - 1)  # (batch, height)
    across = (torch.arange(width, device=images.device) + by[1]).clamp(0, width - 1)  # (batch, width)
    taken = images.gather(2, down[:, None, :, None].expand(-1, images.shape[1], -1, width))
    return taken.gather(3, across[:, None, None, :].expand(-1, images.shape[1], height, -1))
