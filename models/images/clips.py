"""Clips: digits of MNIST that move and bounce off the edges. What tasks about them have in common.

As in "Unsupervised learning of video representations using LSTMs" (Srivastava, Mansimov and Salakhutdinov 2015, section
3.1), whose clips are of 64 x 64 with digits of 28 x 28; here digits are half as large unless whole ones are asked for,
so that a class does not wait. A digit whose next step would leave the picture turns round first: between any two frames
it moves by a whole step. Where ink lies on ink, the darker one is seen. Clips are stored as bytes.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import torch
from pydantic import model_validator
from torch import Tensor
from torch.nn import functional

from models.data.fetching.fetch import Dataset
from models.data.sets import digits as data
from models.images.scenes import DIGIT, HELD_OUT_DIGITS, different
from models.sentences import Sentence
from models.spec.kinds import Split, Splits
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

TEST = 1_000
AT_ONCE = 500
MOST_BYTES = 400_000_000
"""Of all training clips: what an old computer can spare."""
TOO_MUCH_FILM = Sentence(
    "too-much-film", "{examples:whole} clips of this length and size take too much memory: take at most {most:whole}."
)
ROOM_TO_MOVE = 10
"""Pixels that a digit can move by at least, to either side."""


@dataclass(frozen=True)
class Moves:
    """How digits of clips move: by how many pixels a frame (clips, digits, 2), across and down, and who turns."""

    steps: Tensor
    turns: float = 0.0
    """The chance, at each frame, that a digit takes a new way."""


class DigitClips(Task):
    """Clips (frames, 1, side, side), values 0 to 1; a split has ``clips`` (examples, frames, side, side) as bytes."""

    smallest: ClassVar[dict[str, Any]] = {"examples": 60, "validation": 50, "frames": 3, "side": 24}

    digits: Literal["one", "two"] = setting(
        "one",
        "Moving digits",
        "Two move each in its own way, one over the other where they meet.",
        group="Data",
    )
    frames: int = setting(
        8,
        "Frames",
        "A longer clip shows more of the movement, and takes as much longer to read.",
        between=(2, 20),
        group="Data",
    )
    speed: int = setting(
        2,
        "Speed",
        "How far a digit moves from frame to frame.",
        between=(1, 5),
        unit="pixels a frame",
        group="Data",
        advanced=True,
    )
    side: int = setting(
        28,
        "Side of the picture",
        "A larger picture has more room to move in, and costs more to look at.",
        between=(24, 64),
        unit="pixels",
        group="Data",
        advanced=True,
    )
    size: Literal["half", "whole"] = setting(
        "half",
        "Size of the digits",
        "Half: 14 x 14 pixels. Whole, as written, they are 28 x 28 and need a larger picture.",
        group="Data",
        advanced=True,
    )
    examples: int = setting(
        2_000,
        "Training clips",
        "Each shows another digit on another way. More clips show more ways, and each epoch takes longer.",
        between=(50, 20_000),
        scale="log",
        group="Data",
        role="amount of data",
    )
    validation: int = setting(
        500,
        "Validation clips",
        "Held out, with digits that no training clip has. More make the figure steadier and each epoch longer.",
        between=(50, 2_000),
        scale="log",
        group="Data",
        advanced=True,
    )

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    @model_validator(mode="after")
    def fit_into_memory(self) -> Self:
        """Raises a refusal where all clips together would take too much memory."""
        most = self.most_clips()
        if self.examples > most:
            raise refusal("examples", TOO_MUCH_FILM(examples=self.examples, most=most), most)
        return self

    def narrowed(self) -> Bounds:
        return {"examples": {"maximum": min(20_000, self.most_clips())}}

    def most_clips(self) -> int:
        """How many of this length and size fit into the memory that there is for them."""
        return MOST_BYTES // (self.stored_frames() * self.pixels_across() ** 2)

    def stored_frames(self) -> int:
        """Frames of a clip as it is stored."""
        return self.frames

    def digit_pixels(self) -> int:
        """The side of a digit."""
        return DIGIT if self.size == "whole" else DIGIT // 2

    def pixels_across(self) -> int:
        """The side of a frame."""
        return max(self.side, self.digit_pixels() + ROOM_TO_MOVE)

    def counts(self) -> tuple[int, int, int]:
        return self.examples, self.validation, TEST

    def splits(self, generator: torch.Generator) -> Splits:
        pictures = data.load()
        images, labels = pictures.train_images, pictures.train_labels
        held_out = min(HELD_OUT_DIGITS, len(images) // 10)
        return Splits(
            self.clip_split(images[:-held_out], labels[:-held_out], self.examples, generator),
            self.clip_split(images[-held_out:], labels[-held_out:], self.validation, generator),
            self.clip_split(pictures.test_images, pictures.test_labels, TEST, generator),
        )

    def clip_split(self, images: Tensor, labels: Tensor, count: int, generator: torch.Generator) -> Split:
        """So many clips of digits ``images`` (digits, 28, 28) with ``labels`` (digits)."""
        chosen = different(labels, count, 1 if self.digits == "one" else 2, generator)  # (clips, digits)
        moves = self.moves(chosen.shape, generator)
        room = self.pixels_across() - self.digit_pixels()
        places, last = paths(moves, self.stored_frames(), room, generator)
        clips = clips_of(images, chosen, places, (self.digit_pixels(), self.pixels_across()))
        return Split({"clips": clips, "labels": self.labels(labels[chosen], last)})

    @abstractmethod
    def moves(self, shape: torch.Size, generator: torch.Generator) -> Moves:
        """How the digits of ``shape`` (clips, digits) move at first."""

    @abstractmethod
    def labels(self, digits: Tensor, steps: Tensor) -> Tensor:
        """What is stored of clips with ``digits`` (clips, digits) that end with ``steps`` (clips, digits, 2)."""


def paths(moves: Moves, frames: int, room: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Corners (clips, digits, frames, 2) from 0 to ``room``, and the last step (clips, digits, 2) of each digit."""
    steps = moves.steps.clamp(-(room // 2), room // 2)  # from wherever it is, one way is free
    at = torch.rand(steps.shape, generator=generator) * room  # (clips, digits, 2)
    at = at.round() if bool((steps == steps.round()).all()) else at
    places = [at]
    for _ in range(frames - 1):
        if moves.turns:
            steps = turned(steps, moves.turns, generator)
        beyond = (at + steps < 0) | (at + steps > room)
        steps = torch.where(beyond, -steps, steps)
        at = (at + steps).clamp(0, room)
        places.append(at)
    return torch.stack(places, 2).round().long(), steps


def turned(steps: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    """Steps (clips, digits, 2), of which some by chance are turned by a quarter to either side."""
    drawn = torch.rand(steps.shape[:2], generator=generator).unsqueeze(2)  # (clips, digits, 1)
    left = torch.stack([-steps[..., 1], steps[..., 0]], 2)
    return torch.where(drawn < chance / 2, left, torch.where(drawn < chance, -left, steps))


def clips_of(images: Tensor, chosen: Tensor, places: Tensor, sides: tuple[int, int]) -> Tensor:
    """Clips (clips, frames, side, side) of ``images`` (digits, 28, 28): those ``chosen`` (clips, digits) lie at
    ``places`` (clips, digits, frames, 2). ``sides`` are those of a digit and of a frame.
    """
    own, side = sides
    within = (torch.arange(own)[:, None] * side + torch.arange(own)).flatten()  # (pixels of a digit)
    found = torch.zeros(*places.shape[:1], places.shape[2], side * side, dtype=torch.uint8)
    for start in range(0, len(chosen), AT_ONCE):
        clips = found[start : start + AT_ONCE]
        for digit in range(chosen.shape[1]):
            corners = places[start : start + AT_ONCE, digit]  # (some, frames, 2)
            where = (corners[..., 1] * side + corners[..., 0]).unsqueeze(2) + within  # (some, frames, pixels)
            ink = resized(images[chosen[start : start + AT_ONCE, digit]], own).flatten(1)  # (some, pixels)
            ink = ink.unsqueeze(1).expand(-1, clips.shape[1], -1)
            clips.scatter_(2, where, torch.maximum(clips.gather(2, where), ink))
    return found.view(*found.shape[:2], side, side)


def resized(images: Tensor, side: int) -> Tensor:
    """Bytes (count, 28, 28) -> (count, side, side): each pixel is the mean of those that it takes the place of."""
    if side == images.shape[-1]:
        return images
    return functional.adaptive_avg_pool2d(images.float(), side).round().to(torch.uint8)
