"""Captions: what is in the picture, and where? One sentence about a digit and a shape (after Vinyals et al. 2015).

The sentences are made by rule, so that every word can be marked, and where each thing lies is known, so that where a
network looks can be marked too. Some pairs of a digit and a shape are never shown while learning. What to watch: the
form of the sentence is there at once, for it needs no picture; the things come next, and what they are to each other.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.data.fetching.fetch import Dataset
from models.data.labelled import drawing
from models.data.sets import digits as data
from models.images.caption_rules import RULES, alphabet, longest
from models.images.caption_scenes import SIDE, CaptionedScenes, Pairs, Scene
from models.images.captioning import SERIES
from models.images.scenes import HELD_OUT_DIGITS, training_scenes
from models.spec.kinds import Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import setting

VALIDATION, TEST = 1_000, 2_000


class Captions(CaptionedScenes):
    """Pictures (1, 40, 40), values 0 to 1, and a sentence of words (places) about each."""

    title: ClassVar[str] = "Captions"
    text: ClassVar[str] = "Says in a sentence what a picture shows, and where: a seven above a square."
    place: ClassVar[Place] = Place(
        "attention",
        chapters=("demos", "architectures"),
        effects=("attention", "localisation"),
        sources=(Source("Vinyals, Toshev, Bengio and Erhan", 2015, "Show and tell: a neural image caption generator"),),
        after=("task/scenes",),
    )
    guess: ClassVar[str] = "always writing the commonest words"
    kind: ClassVar[Kind] = Kind.IMAGE_TO_SYMBOLS
    smallest: ClassVar[dict[str, Any]] = {"examples": 60}
    series: ClassVar[dict[str, Series]] = SERIES

    rule: Literal[tuple(RULES)] = setting(  # type: ignore[valid-type]
        "where",
        "Sentences",
        "Of one thing, of two, or of two and how they lie. With one or two, the network has to see how many there are.",
        group="Data",
    )
    examples: int = training_scenes()
    unseen: float = setting(
        0.2,
        "Unseen pairs",
        "This share of all pairs of a digit and a shape is never shown together while learning. More leaves fewer to "
        "learn from, and says more of whether the parts are understood.",
        between=(0.0, 0.6),
        step=0.05,
        when={"rule": [name for name in RULES if name != "one thing"]},
        group="Data",
    )

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def choice(self) -> str:
        return str(self.rule)

    def shapes(self) -> Shapes:
        return Shapes((1, SIDE, SIDE), (longest(self.rule),), target=alphabet(self.rule))

    def counts(self) -> tuple[int, int, int]:
        return self.examples, VALIDATION, TEST

    @property
    def holds_out(self) -> bool:
        """Whether there are pairs that no training scene has."""
        return self.unseen > 0 and any(rule.things == 2 for rule in RULES[self.rule])

    def measured(self) -> dict[str, Series]:
        return {name: one for name, one in self.series.items() if name != "unseen" or self.holds_out}

    def splits(self, generator: torch.Generator) -> Splits:
        pictures = data.load()
        images, labels = pictures.train_images, pictures.train_labels
        held_out = min(HELD_OUT_DIGITS, len(images) // 10)
        pairs = Pairs.by_chance(self.unseen if self.holds_out else 0.0, generator)
        learnt, chosen_by, tested = (
            Scene(*of, SIDE, self.rule)
            for of in (
                (images[:-held_out], labels[:-held_out]),
                (images[-held_out:], labels[-held_out:]),
                (pictures.test_images, pictures.test_labels),
            )
        )
        return Splits(
            learnt.made(pairs.seen, False, self.examples, generator),
            self.half_unseen(chosen_by, pairs.seen, pairs.chosen_by, VALIDATION, generator),
            self.half_unseen(tested, pairs.seen, pairs.tested, TEST, generator),
        )

    def half_unseen(
        self, scene: Scene, seen: Tensor, unseen: Tensor, count: int, generator: torch.Generator
    ) -> Split:  # fmt: skip
        """Scenes of pairs that are learnt from and of such that are not, by turns; all of the first where there are no
        others. Pairs are (pairs, 2).
        """
        if not len(unseen):
            return scene.made(seen, False, count, generator)
        both = [scene.made(pairs, unseen, count // 2, generator) for pairs, unseen in ((seen, False), (unseen, True))]
        known, new = (part.tensors for part in both)
        return Split({name: torch.stack([known[name], new[name]], 1).flatten(0, 1) for name in known})

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        pictures = split.take("pictures", rows).float().div_(255).unsqueeze(1)  # (batch, 1, side, side)
        captions, things = split.take("captions", rows), split.take("of_things", rows)  # (batch, places)
        named = things.clamp_min(0).unsqueeze(-1).expand(-1, -1, 4)  # (batch, places, 4)
        more = {"boxes": split.take("boxes", rows).gather(1, named).float() / SIDE, "things": things >= 0}
        if self.holds_out and not training:  # what is learnt from has been seen
            more["unseen"] = split.take("unseen", rows)
        return Batch(pictures, captions, self.shapes().target.counted(captions), more)  # type: ignore[union-attr]

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, places, symbols) -> mean over the words of each caption, then over all, ()."""
        assert batch.mask is not None
        surprise = functional.cross_entropy(outputs.transpose(1, 2), batch.targets, reduction="none")  # (batch, places)
        return ((surprise * batch.mask).sum(1) / batch.mask.sum(1)).mean()

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, places, symbols) -> (sum, count) by series, each (2)."""
        assert batch.mask is not None
        right = outputs.argmax(-1) == batch.targets  # (batch, places)
        whole = (right | ~batch.mask).all(1)  # (batch,)
        seen = ~batch.more["unseen"] if "unseen" in batch.more else torch.ones_like(whole)
        found = {
            "exact": torch.stack([(whole & seen).sum(), seen.sum()]),
            "accuracy": torch.stack([(right & batch.mask).sum(), batch.mask.sum()]),
        }
        if "unseen" in batch.more:
            found["unseen"] = torch.stack([(whole & ~seen).sum(), (~seen).sum()])
        return found

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest word of the training captions at each place, always."""
        right = splits.validation["captions"] == splits.train["captions"].mode(0).values
        mask = alphabet(self.rule).counted(splits.validation["captions"])
        whole, unseen = (right | ~mask).all(1).double(), splits.validation["unseen"]
        found = {"exact": whole[~unseen].mean().item(), "accuracy": right[mask].double().mean().item()}
        return found | ({"unseen": whole[unseen].mean().item()} if self.holds_out else {})

    def question(self) -> Question:
        return Question("drawing", "Draw a digit, and a shape that is filled", size=(SIDE, SIDE))

    def pose(self, question: str) -> Batch:
        """A drawing, base64 of a byte a pixel, as a batch of one. Raises ValueError if it is not of that form."""
        places = longest(self.rule)
        more = {"boxes": torch.zeros(1, places, 4), "things": torch.zeros(1, places, dtype=torch.bool)}
        unknown = torch.full((1, places), -1)
        return Batch(drawing(question, SIDE), unknown, torch.ones_like(unknown, dtype=torch.bool), more)
