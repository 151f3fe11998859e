"""The same picture again: what tasks have in common that give a picture and want the clean one back.

What goes in is the picture itself, the picture under noise, or with a square of it hidden (Vincent et al., "Extracting
and composing robust features with denoising autoencoders", 2008). A class may be left out of what is learnt from: then
what is made again badly is what has not been met before (Japkowicz, Myers and Gluck, "A novelty detection approach to
classification", 1995).
"""

from dataclasses import replace
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.images.classification import ImageClassification
from models.images.odd_one import error_counts, told_apart
from models.images.published import PublishedImages
from models.spec.counted import Counted, Pairs
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.seeds import generator as generator_of
from models.spec.settings import setting

AT_ONCE = 1000
HIDDEN = 0.5
"""What is hidden is grey: neither paper nor ink, so that everybody sees where something is missing."""
AGAIN: dict[str, Series] = {
    "loss": Series("Loss", text="How far each dot is off, squared, on the mean; a network may have another loss."),
    "error": Series(
        "Off by, per dot",
        range=(0, 1),
        headline=True,
        text="How far a dot of the picture made again is from the clean one, as a root mean square: 0 is the same "
        "picture, 1 is black in place of white.",
    ),
    "odd": Series(
        "Odd one told",
        better="higher",
        range=(0, 1),
        percent=True,
        text="One picture of the class that was left out, one of another: how often is the first made again worse than "
        "the second? 50 % is guessing (it is the area under the ROC curve).",
    ),
}


LEFT_OUT = "No picture of this class is learnt from, but it is among the held-out ones: the error may give it away."


def left_out(default: str | int = "none", text: str = LEFT_OUT, **page: Any) -> Any:
    """The setting ``odd``: which class is in no picture that is learnt from."""
    return setting(default, "Class left out", text, group="Data", slows=False, **page)


class Again(ImageClassification):
    """Pictures (channels, height, width) as inputs, the clean ones of 0 to 1 as targets; ``labels`` lie beside them."""

    guess: ClassVar[str] = "the mean picture"
    kind: ClassVar[Kind] = Kind.IMAGE_TO_IMAGE
    series: ClassVar[dict[str, Series]] = AGAIN
    fused_loss: ClassVar[Literal["", "cross-entropy", "mean squared error"]] = "mean squared error"
    label_noise: ClassVar[float] = 0.0
    """No class is taught, so none can be taught wrongly."""

    disturbance: Literal["none", "noise", "hidden part"] = setting(
        "none",
        "What goes in",
        "The picture itself, the picture under noise, or with a square hidden. What has to come out is the clean "
        "picture each time.",
        group="Data",
        names={
            "none": "the picture itself",
            "noise": "the picture under noise",
            "hidden part": "the picture with a part hidden",
        },
        slows=False,
    )
    strength: float = setting(
        0.5,
        "Noise",
        "How strong the noise is on each dot, whose ink goes from 0 to 1. At 0.5 you still read a digit, at 1 hardly.",
        between=(0.05, 1.5),
        step=0.05,
        group="Data",
        when={"disturbance": ["noise"]},
        slows=False,
    )
    hole: int = setting(
        10,
        "Hidden square",
        "How wide the square is that is hidden, somewhere else in each picture each time.",
        between=(1, 24),
        unit="pixels",
        group="Data",
        when={"disturbance": ["hidden part"]},
        slows=False,
    )

    def odd_class(self) -> int:
        """The number of the class that is left out; -1 where none is."""
        return -1

    def measured(self) -> dict[str, Series]:
        """Without a class that is left out nothing can be told apart."""
        return {name: one for name, one in self.series.items() if name != "odd" or self.odd_class() >= 0}

    def shapes(self) -> Shapes:
        inputs = super().shapes().inputs  # type: ignore[safe-super]
        return Shapes(inputs, inputs)

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        images = self.pixels(split.take("images", rows))  # (batch, channels, height, width)
        if training or self.augmented_test:
            images = self.augmented(images, generator)
        inputs = self.preprocessed(self.disturbed(images, generator), split.shared)
        return Batch(inputs, images, more={"labels": split.take("labels", rows)})

    def disturbed(self, images: Tensor, generator: torch.Generator) -> Tensor:
        """Pictures (batch, channels, height, width) of 0 to 1 under noise or a square; themselves where neither is."""
        if self.disturbance == "noise":
            return noisy(images, self.strength, generator)
        return with_hole(images, self.hole, generator) if self.disturbance == "hidden part" else images

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> mean of their squared errors, ()."""
        return functional.mse_loss(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Pictures (batch, channels, height, width) -> (sum of squares, dots, 1), (3)."""
        wrong = (outputs.detach() - batch.targets).square().sum()
        return {"error": torch.stack([wrong, wrong.new_full((), batch.targets.numel()), wrong.new_ones(())])}

    def scored_from(self, found: Counted) -> Pairs | None:
        """(sum of squares, dots, 1), (3)."""
        return {"error": torch.tensor([found.loss, found.places, 1], dtype=torch.double)}

    def corpus_sums(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """How many pictures, known and odd, are off by how much, where a class is left out."""
        if self.odd_class() < 0:
            return {}
        return {"odd": error_counts(picture_errors(outputs, batch.targets), self.odd_pictures(batch))}

    def odd_pictures(self, batch: Batch) -> Tensor:
        """Which pictures of the batch are of the class that is left out, (batch) bool."""
        return batch.more["labels"] == self.odd_class()

    def corpus_score(self, name: str, sums: Tensor) -> float:
        """How often an odd picture is off by more than a known one, from all counts."""
        return told_apart(sums)

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The mean of all training pictures, always."""
        sums = [self.pixels(some).sum(0) for some in torch.split(splits.train["images"], AT_ONCE)]
        mean = torch.stack(sums).sum(0) / len(splits.train)  # (channels, height, width)
        found, counts = torch.zeros(3), []
        for rows in torch.split(torch.arange(len(splits.validation)), AT_ONCE):
            images = self.pixels(splits.validation.take("images", rows))
            batch = Batch(images, images, more={"labels": splits.validation.take("labels", rows)})
            found += self.score(mean.expand_as(images), batch)["error"]
            counts += list(self.corpus_sums(mean.expand_as(images), batch).values())
        error = float((found[0] / found[1]).sqrt())
        return {"error": error} | ({"odd": told_apart(torch.stack(counts).sum(0))} if counts else {})

    def pose(self, question: str) -> Batch:
        """A drawing as a batch of one, which is to be made again. Raises ValueError if it is none."""
        images = super().pose(question).inputs
        return Batch(images, images, more={"labels": torch.full((len(images),), -1)})

    def as_fed(self, batch: Batch, split: Split) -> Batch:
        """Under the same noise, or the same square, each time."""
        seen = self.disturbed(batch.targets, generator_of(0, "views", batch.targets.device))
        return replace(batch, inputs=self.preprocessed(seen, split.shared))


class PublishedAgain(Again, PublishedImages):
    """The pictures of a published set; of one class none is learnt from, where that is chosen."""

    largest_class: ClassVar[int]
    """How many of the pictures to learn from and to choose by are of the largest class."""

    def odd_class(self) -> int:
        odd = str(getattr(self, "odd", "none"))
        return self.names.index(odd) if odd in self.names else -1

    def counts(self) -> tuple[int, int, int]:
        train, validation, test = super().counts()
        if self.odd_class() < 0:
            return train, validation, test
        held_out = self.validation if self.test else 0
        return min(train, self.pictures - held_out - self.largest_class), validation, test

    def splits(self, generator: torch.Generator) -> Splits:
        if self.odd_class() < 0:
            return super().splits(generator)
        pictures = self.load()
        labels = pictures.train_labels
        order = torch.randperm(len(labels), generator=generator)
        held_out = order[len(order) - self.validation :] if self.test else order[:0]
        left = order[: len(order) - len(held_out)]
        known = left[labels[left] != self.odd_class()][: self.counts()[0]]
        test = Split({"images": pictures.test_images, "labels": pictures.test_labels})
        chosen_by = Split({"images": pictures.train_images.index_select(0, held_out), "labels": labels[held_out]})
        train = Split({"images": pictures.train_images.index_select(0, known), "labels": labels[known]})
        return self.with_shared(Splits(train, chosen_by if self.test else test, test))


def noisy(images: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Pictures (batch, channels, height, width) of 0 to 1 with so much normal noise on every dot, again of 0 to 1."""
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return noise.mul_(strength).add_(images).clamp_(0, 1)


def with_hole(images: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Each of (batch, channels, height, width) with a grey square somewhere, at most as wide as the picture."""
    count, _, height, width = images.shape
    side = min(side, height, width)
    corner = torch.rand(2, count, 1, generator=generator, device=images.device)
    top, left = ((part * (room - side + 1)).floor() for part, room in zip(corner, (height, width), strict=True))
    rows = torch.arange(height, device=images.device) - top  # (batch, height)
    columns = torch.arange(width, device=images.device) - left  # (batch, width)
    hidden = inside(rows, side).unsqueeze(2) & inside(columns, side).unsqueeze(1)  # (batch, height, width)
    return torch.where(hidden.unsqueeze(1), HIDDEN, images)


def inside(places: Tensor, side: int) -> Tensor:
    """Which of the places (…) are from 0 to below ``side``."""
    return (places >= 0) & (places < side)


def picture_errors(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean squared error of each of (batch, channels, height, width), (batch)."""
    return (outputs - targets).square().flatten(1).mean(1)
