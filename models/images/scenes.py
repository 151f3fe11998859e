"""Scenes: digits of MNIST at random places of a larger picture. What tasks about them have in common.

Two that overlap are made as in "Dynamic routing between capsules" (Sabour, Frosst and Hinton 2017, section 6): each is
moved by up to four pixels down and across, so that the picture has 36 x 36, and the two are of different classes. Where
two are apart, the boxes around their ink do not meet. Where ink lies on ink, the darker one is seen.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.data.fetching.fetch import Dataset
from models.data.labelled import drawing
from models.data.sets import digits as data
from models.spec.kinds import Batch, Question, Split, Splits
from models.spec.settings import setting
from models.spec.task import Task

DIGIT = 28
"""Pixels on a side of a digit's own picture."""
MOST_SHIFT = 4
OVERLAPPING_SIDE = DIGIT + 2 * MOST_SHIFT
HELD_OUT_DIGITS = 5_000
"""The last of MNIST's training pictures: validation scenes are made of these, and no training scene is."""
TEST = 2_000
AT_ONCE = 1_000
Arrangement = Literal["one", "two apart", "two overlapping"]


@dataclass(frozen=True)
class Placed:
    """Scenes before they are split off: the digits of each, alone in the picture, and what and where they are."""

    parts: Tensor
    """(scenes, digits, side, side) bytes."""
    labels: Tensor
    """(scenes, digits)"""
    boxes: Tensor
    """(scenes, digits, 4): left, top, right and bottom of the ink, in pixels."""


def training_scenes() -> Any:
    """The setting ``examples``."""
    return setting(
        10_000,
        "Training scenes",
        "Each shows another digit at another place. More scenes show more places, and each epoch takes longer.",
        between=(50, 60_000),
        scale="log",
        group="Data",
        role="amount of data",
    )


def validation_scenes() -> Any:
    """The setting ``validation``."""
    return setting(
        1_000,
        "Validation scenes",
        "Held out, with digits that no training scene has. More make the figure steadier and each epoch longer.",
        between=(100, 5_000),
        scale="log",
        group="Data",
        advanced=True,
    )


def side_setting(**page: Any) -> Any:
    """The setting ``side``."""
    return setting(
        40,
        "Side of the picture",
        "A larger picture has more places at which a digit can be, and costs more to look at.",
        between=(DIGIT, 64),
        unit="pixels",
        group="Data",
        **page,
    )


class DigitScenes(Task):
    """Pictures (1, side, side), values 0 to 1; a split has the ``parts`` of each, their ``labels`` and ``boxes``."""

    smallest: ClassVar[dict[str, Any]] = {"examples": 100, "validation": 100}
    invitation: ClassVar[str] = "Draw a digit anywhere"

    examples: int = training_scenes()
    validation: int = validation_scenes()

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def arranged(self) -> Arrangement:
        """How many digits a scene has, and how they lie."""
        return "one"

    @abstractmethod
    def pixels_across(self) -> int:
        """The side of a scene."""

    def counts(self) -> tuple[int, int, int]:
        return self.examples, self.validation, TEST

    def splits(self, generator: torch.Generator) -> Splits:
        pictures = data.load()
        images, labels = pictures.train_images, pictures.train_labels
        held_out = min(HELD_OUT_DIGITS, len(images) // 10)
        return Splits(
            self.placed(images[:-held_out], labels[:-held_out], self.examples, generator),
            self.placed(images[-held_out:], labels[-held_out:], self.validation, generator),
            self.placed(pictures.test_images, pictures.test_labels, TEST, generator),
        )

    def placed(self, images: Tensor, labels: Tensor, count: int, generator: torch.Generator) -> Split:
        """So many scenes of digits ``images`` (digits, 28, 28) with ``labels`` (digits)."""
        side, arranged = self.pixels_across(), self.arranged()
        chosen = different(labels, count, 1 if arranged == "one" else 2, generator)  # (scenes, digits)
        inks = ink_boxes(images)[chosen]  # (scenes, digits, 4)
        match arranged:
            case "two overlapping":
                corners = torch.randint(0, 2 * MOST_SHIFT + 1, (count, 2, 2), generator=generator)
            case "two apart":
                corners = apart(inks, side, generator)
            case _:
                corners = anywhere(inks, side, generator)
        found = Placed(
            torch.stack([moved(images, one, at, side) for one, at in zip(chosen.T, corners.unbind(1), strict=True)], 1),
            labels[chosen],
            inks + corners.repeat(1, 1, 2),
        )
        return Split({"parts": found.parts, "labels": found.labels, "boxes": found.boxes})

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        parts = split.take("parts", rows).float().div_(255)  # (batch, digits, side, side)
        labels = split.take("labels", rows)  # (batch, digits)
        more = {"parts": parts.unsqueeze(2), "labels": labels}
        return Batch(parts.amax(1, keepdim=True), self.wanted(labels, split.take("boxes", rows)), more=more)

    @abstractmethod
    def wanted(self, labels: Tensor, boxes: Tensor) -> Tensor:
        """The right answers (batch, …) of scenes with ``labels`` (batch, digits) and ``boxes`` (batch, digits, 4)."""

    def question(self) -> Question:
        side = self.pixels_across()
        return Question("drawing", self.invitation, size=(side, side))

    def pose(self, question: str) -> Batch:
        """A drawing, base64 of a byte a pixel, as a batch of one. Raises ValueError if it is not of that form."""
        ink = drawing(question, self.pixels_across())  # (1, 1, side, side)
        return Batch(ink, self.unknown())

    @abstractmethod
    def unknown(self) -> Tensor:
        """What stands in the place of the right answer (1, …) to a drawing."""


def different(labels: Tensor, count: int, of_each: int, generator: torch.Generator) -> Tensor:
    """Which digits ``count`` scenes have, by chance, two of different ``labels`` (digits): (count, of_each)."""
    chosen = torch.randint(len(labels), (count, of_each), generator=generator)
    while of_each == 2 and len(alike := (labels[chosen[:, 0]] == labels[chosen[:, 1]]).nonzero().squeeze(1)):
        chosen[alike, 1] = torch.randint(len(labels), (len(alike),), generator=generator)
    return chosen


def ink_boxes(images: Tensor) -> Tensor:
    """The least box around the ink of each of (count, height, width): (count, 4), left, top, right and bottom."""
    found = []
    for across in (images.amax(1) > 0, images.amax(2) > 0):  # (count, width), (count, height)
        first = across.byte().argmax(1)
        last = across.shape[1] - across.flip(1).byte().argmax(1)
        found.append((first, last))
    (left, right), (top, bottom) = found
    return torch.stack([left, top, right, bottom], 1)


def anywhere(inks: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Corners (scenes, digits, 2), across and down, at which pictures with these boxes lie so that all ink is seen."""
    sizes = inks[..., 2:] - inks[..., :2]  # (scenes, digits, 2)
    return drawn_up_to(side - sizes, generator) - inks[..., :2]


def apart(inks: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """The same, (scenes, 2, 2), of two digits whose boxes do not meet: one is left of the other, or above it."""
    count = len(inks)
    corners = anywhere(inks, side, generator) + inks[..., :2]  # where the ink begins
    axis = torch.randint(2, (count,), generator=generator)  # along which they are apart
    first = torch.randint(2, (count,), generator=generator)  # which of the two comes first there
    rows = torch.arange(count)
    sizes = inks[..., 2:] - inks[..., :2]
    before, after = sizes[rows, first, axis], sizes[rows, 1 - first, axis]
    begin = drawn_up_to(side - before - after, generator)
    corners[rows, first, axis] = begin
    corners[rows, 1 - first, axis] = begin + before + drawn_up_to(side - before - after - begin, generator)
    return corners - inks[..., :2]


def drawn_up_to(most: Tensor, generator: torch.Generator) -> Tensor:
    """Whole numbers by chance from 0 to each of ``most`` (…)."""
    return (torch.rand(most.shape, generator=generator) * (most + 1)).long().minimum(most)


def moved(images: Tensor, chosen: Tensor, corners: Tensor, side: int) -> Tensor:
    """Of ``images`` those ``chosen`` (scenes), each in a picture (scenes, side, side) with its corner at ``corners``
    (scenes, 2), across and down; what lies beyond the edge is left out.
    """
    places = torch.arange(side)
    found = []
    for some, at in zip(torch.split(chosen, AT_ONCE), torch.split(corners, AT_ONCE), strict=True):
        padded = functional.pad(images[some], (0, 1, 0, 1))  # a row and a column of paper for what is beyond
        across, down = (places - at[:, axis, None] for axis in (0, 1))  # (some, side)
        across, down = (torch.where((one >= 0) & (one < DIGIT), one, DIGIT) for one in (across, down))
        rows = torch.arange(len(some))[:, None, None]
        found.append(padded[rows, down[:, :, None], across[:, None, :]])
    return torch.cat(found)
