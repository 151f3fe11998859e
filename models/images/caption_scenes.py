"""Scenes with sentences: a digit and a shape beside or above each other, or one alone, and what is said of them.

Where each thing lies is known, so that where a network looks can be scored. What a scene holds comes from a list of
pairs: pairs that are left out of training are combinations that no network has seen, though it knows both parts.
"""

from abc import abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from models.images.caption_rules import (
    DIGITS,
    PADDING,
    RELATIONS,
    RULES,
    THINGS,
    Rule,
    alphabet,
    longest,
)
from models.images.scenes import DIGIT, anywhere, drawn_up_to, ink_boxes, moved
from models.images.shapes import SHAPES, ShapeForms
from models.spec.kinds import Split
from models.spec.task import Task

SHRUNK = 20
"""Pixels on a side of a digit's own picture, before the edge of paper around it."""
DARKER = 1.3
"""Thin strokes fade when they are made smaller: so much is given back."""
SIDE = 40
"""Pixels on a side of a scene."""
GAP = 2
"""Pixels of paper between two things, at least."""
ASLANT = 0.4
"""Across the way from one thing to the other they are off by at most this share of the way."""


class CaptionedScenes(Task):
    """A task of such scenes."""

    @abstractmethod
    def choice(self) -> str:
        """Which of ``RULES`` its sentences follow."""


@dataclass(frozen=True)
class Pairs:
    """Which (digit, shape) may stand in a scene together, each (pairs, 2)."""

    seen: Tensor
    chosen_by: Tensor
    """Held out: of validation scenes."""
    tested: Tensor
    """Held out: of test scenes."""

    @staticmethod
    def by_chance(unseen: float, generator: torch.Generator) -> "Pairs":
        """The share ``unseen`` of all pairs is held out, half of them for validation and half for the test."""
        every = torch.cartesian_prod(torch.arange(len(DIGITS)), torch.arange(len(SHAPES)))
        every = every[torch.randperm(len(every), generator=generator)]
        half = round(unseen * len(every) / 2)
        return Pairs(every[2 * half :], every[:half], every[half : 2 * half])


@dataclass(frozen=True)
class Scene:
    """What a split's scenes are made of: digits (count, 28, 28) with labels (count), a side, and a choice of rules."""

    images: Tensor
    labels: Tensor
    side: int
    choice: str

    def made(self, pairs: Tensor, unseen: bool, count: int, generator: torch.Generator) -> Split:
        """``count`` scenes of the (digit, shape) in ``pairs`` (pairs, 2); those ``unseen`` have two things each."""
        rules = [rule for rule in RULES[self.choice] if rule.things == 2 or not unseen]
        which = torch.randint(len(rules), (count,), generator=generator)
        alone = torch.tensor([rule.things == 1 for rule in rules])[which]  # (count,)
        held = pairs[torch.randint(len(pairs), (count,), generator=generator)]  # (count, 2)
        pictures = torch.cat(
            [self.digits(held[:, 0], generator), ShapeForms.by_chance(held[:, 1], generator).pictures(DIGIT)]
        )
        inks = ink_boxes(pictures).view(2, count, 4).transpose(0, 1)  # (count, 2, 4)
        relations = torch.randint(len(RELATIONS), (count,), generator=generator)
        corners = beside(inks, relations, self.side, generator)
        only = torch.randint(2, (count,), generator=generator)  # which of the two, where there is but one
        corners = torch.where(alone.view(-1, 1, 1), anywhere(inks, self.side, generator), corners)
        parts = [
            moved(pictures, torch.arange(count) + start, at, self.side)
            for start, at in zip((0, count), corners.unbind(1), strict=True)
        ]
        parts[0][alone & (only == 1)] = 0
        parts[1][alone & (only == 0)] = 0
        captions = Descriptions(self.choice, rules, held, which, only, relations)
        words, of_things = captions.written()
        return Split(
            {
                "pictures": torch.maximum(*parts),
                "captions": words,
                "of_things": of_things,
                "boxes": inks + corners.repeat(1, 1, 2),
                "digits": torch.where(alone & (only == 1), -1, held[:, 0]),
                "unseen": torch.full((count,), unseen),
            }
        )

    def digits(self, wanted: Tensor, generator: torch.Generator) -> Tensor:
        """Of each of the digits ``wanted`` (count) one handwritten picture, made smaller: bytes (count, 28, 28)."""
        chosen = torch.empty(len(wanted), dtype=torch.long)
        for digit in range(len(DIGITS)):
            rows, known = (wanted == digit).nonzero().flatten(), (self.labels == digit).nonzero().flatten()
            chosen[rows] = known[torch.randint(len(known), (len(rows),), generator=generator)]
        images = self.images[chosen].unsqueeze(1).float()
        small = functional.interpolate(images, (SHRUNK, SHRUNK), mode="bilinear", antialias=True) * DARKER
        edge = (DIGIT - SHRUNK) // 2
        return functional.pad(small.squeeze(1).round().clamp(0, 255).byte(), (edge,) * 4)


@dataclass(frozen=True)
class Descriptions:
    """What is said of scenes, each (count): which rule, which relation, and which of the things that are ``held``
    (count, 2) is there where there is ``only`` one.
    """

    choice: str
    rules: list[Rule]
    held: Tensor
    which: Tensor
    only: Tensor
    relations: Tensor

    def written(self) -> tuple[Tensor, Tensor]:
        """Symbols (count, places), ended and padded, and which thing each names (count, places), -1 of none."""
        words, room, relations = alphabet(self.choice), longest(self.choice), list(RELATIONS)
        symbols, of_things = [], []
        for (digit, shape), rule, only, relation in zip(
            self.held.tolist(), self.which.tolist(), self.only.tolist(), self.relations.tolist(), strict=True
        ):
            things = (THINGS[digit], THINGS[len(DIGITS) + shape])
            one = self.rules[rule].things == 1
            said, named = self.rules[rule].words((things[only],) if one else things, relations[relation])
            rest = room - len(said) - 1
            symbols.append([words.numbers[word] for word in [*said, words.end, *[PADDING] * rest]])
            of_things.append([only if one and thing >= 0 else thing for thing in named] + [-1] * (rest + 1))
        return torch.tensor(symbols), torch.tensor(of_things)


def beside(inks: Tensor, relations: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Corners (scenes, 2, 2), across and down, of two pictures with these boxes of ink (scenes, 2, 4), so that the
    first lies in one of ``RELATIONS`` (scenes) to the second.
    """
    count = len(inks)
    rows, steps = torch.arange(count), torch.tensor(list(RELATIONS.values()))[relations]  # (scenes, 2)
    sizes = inks[..., 2:] - inks[..., :2]  # (scenes, things, 2)
    axis = steps.abs().argmax(1)  # along which they are apart
    first = (steps.sum(1) > 0).long()  # which of the two comes first there
    before, after = sizes[rows, first, axis], sizes[rows, 1 - first, axis]
    begin = drawn_up_to(side - before - after - GAP, generator)
    further = begin + before + GAP + drawn_up_to(side - before - after - GAP - begin, generator)
    corners = drawn_up_to(side - sizes, generator)  # where the ink begins
    corners[rows, first, axis], corners[rows, 1 - first, axis] = begin, further
    way = further + after / 2 - begin - before / 2
    off = ASLANT * way * (2 * torch.rand(count, generator=generator) - 1)
    middle = corners[rows, 0, 1 - axis] + sizes[rows, 0, 1 - axis] / 2 + off
    other = (middle - sizes[rows, 1, 1 - axis] / 2).round().long()
    corners[rows, 1, 1 - axis] = other.clamp_min(0).minimum(side - sizes[rows, 1, 1 - axis])
    return corners - inks[..., :2]
