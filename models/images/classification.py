"""Which class is a picture of? What every task that asks this has in common: how pictures are fed, loss and scores.

What augmentation and standardisation mean is what Keras' ImageDataGenerator means by them.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, cast

import torch
from torch import Tensor

from models.images.augmentation import flipped, random_matrices, transformed
from models.images.in_bytes import InBytes
from models.images.preprocessing import (
    centred,
    channel_means,
    rearranged,
    scaled_to_deviation,
    whitened,
    whitening,
)
from models.spec.architecture import defined_together
from models.spec.classification import Classification
from models.spec.counted import Counted, Pairs
from models.spec.kinds import Batch, Kind, Series, Split, Splits
from models.spec.seeds import generator as generator_of
from models.spec.settings import setting
from models.spec.task import Task

ENOUGH_CLASSES = 10
"""From so many on it is told whether the right class is among the five likeliest."""


def augmentation(default: Any, title: str, text: str, **page: Any) -> Any:
    """A setting of how pictures are changed each time they are learnt from."""
    return setting(default, title, text, group="Augmentation", advanced=True, **page)


def preprocessing(default: bool, title: str, text: str) -> Any:
    """A setting of what is done to every picture before a network sees it."""
    return setting(default, title, text, group="Preprocessing", advanced=True)


class ImageClassification(Classification):
    """Pictures (channels, height, width), each of one class; a split has ``images`` and ``labels``."""

    kind: ClassVar[Kind] = Kind.IMAGE_TO_CLASS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series(
            "Loss",
            text="Cross-entropy: how surprised the network is by the right class. A network that has another loss "
            "is trained and scored by that one.",
        ),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of pictures whose class is named rightly.",
        ),
        "top5": Series(
            "Among the first five",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of held-out pictures whose class is among the five likeliest, where there are ten classes or "
            "more.",
        ),
    }

    horizontal_flip: bool = augmentation(
        False,
        "Mirrored left to right",
        "Each time a picture is learnt from, chance decides whether it is mirrored. A shoe stays a shoe; a 7 is no 7 "
        "any more.",
    )
    vertical_flip: bool = augmentation(
        False,
        "Mirrored top to bottom",
        "The same from top to bottom: for what has no up and down, such as leaves.",
    )
    rotation: float = augmentation(
        0.0,
        "Rotation",
        "Each time a picture is learnt from, it is turned by up to so much to either side. A little makes many "
        "pictures of few; too much makes a 9 of a 6.",
        between=(0.0, 180.0),
        unit="degrees",
    )
    width_shift: float = augmentation(
        0.0,
        "Shift across",
        "Each picture is moved left or right by up to this share of its width; the pixels at the edge fill the gap.",
        between=(0.0, 0.5),
    )
    height_shift: float = augmentation(
        0.0,
        "Shift up and down",
        "Each picture is moved up or down by up to this share of its height; the pixels at the edge fill the gap.",
        between=(0.0, 0.5),
    )
    shear: float = augmentation(
        0.0,
        "Shear",
        "Each picture leans by up to so much to either side, as slanted handwriting does.",
        between=(0.0, 60.0),
        unit="degrees",
    )
    zoom: float = augmentation(
        0.0,
        "Zoom",
        "Each picture becomes larger or smaller by up to this share, across and down each by itself.",
        between=(0.0, 0.9),
    )
    augmented_test: bool = augmentation(
        False,
        "Held-out pictures too",
        "Changes the pictures that the network is scored by as well, as some published programs do. It then scores "
        "lower than it should.",
    )
    scaled: bool = preprocessing(
        True,
        "Scaled to 0..1",
        "Off, a pixel is a number from 0 to 255: gradients become large, and a learning rate that worked may fail.",
    )
    samplewise_center: bool = preprocessing(
        False,
        "Mean of each picture subtracted",
        "Takes its own mean from each picture, so that bright and dark ones look alike.",
    )
    samplewise_std: bool = preprocessing(
        False,
        "Contrast of each picture evened",
        "Divides each picture by its own standard deviation, so that pale and strong ones look alike.",
    )
    subtract_mean: bool = preprocessing(
        False,
        "Mean of each colour subtracted",
        "Takes from each colour its mean over the training pictures: all that VGG does to a picture.",
    )
    zca_whitening: bool = preprocessing(
        False,
        "ZCA whitening",
        "Makes all pixels equally strong and independent of their neighbours, so that edges remain. It is worked out "
        "before training begins, which takes up to a minute of colour pictures.",
    )
    shuffled_pixels: bool = preprocessing(
        False,
        "Shuffled pixels",
        "Puts the pixels of all pictures into the same random order. A dense network does not mind; a convolution "
        "finds no neighbours any more.",
    )

    def measured(self) -> dict[str, Series]:
        """Of fewer than ten classes, nobody asks which are among the first five."""
        few = self.shapes().classes < ENOUGH_CLASSES
        return {name: one for name, one in self.series.items() if not (few and name == "top5")}

    @abstractmethod
    def pixels(self, images: Tensor) -> Tensor:
        """Stored ``images`` (batch, …) as (batch, channels, height, width) of 0 to 1."""

    def bytes_are_pixels(self) -> bool:
        """Whether ``pixels`` is no more than what is stored, over 255."""
        return False

    def of_bytes(self) -> Task:
        """Itself where anything moves, mirrors or evens pictures, or a subclass reads them in its own way."""
        moved = (self.rotation, self.width_shift, self.height_shift, self.shear, self.zoom)
        mirrored = (self.horizontal_flip, self.vertical_flip, self.shuffled_pixels)
        evened = (self.samplewise_center, self.samplewise_std, self.subtract_mean, self.zca_whitening)
        own = not defined_together(type(self), "of_bytes", "batch", "augmented", "preprocessed")
        if own or not (self.bytes_are_pixels() and self.scaled) or any((*moved, *mirrored, *evened)):
            return self
        return cast(Task, InBytes(self))

    def with_shared(self, splits: Splits) -> Splits:
        """With what preprocessing knows of the training pictures, where it needs that."""
        shared: dict[str, Tensor] = {}
        images = splits.train["images"]
        if self.subtract_mean or self.zca_whitening:
            shared["mean"] = channel_means(images, lambda some: self.preprocessed(self.pixels(some), {}))
        if self.zca_whitening:
            shared["whitening"] = whitening(images, lambda some: self.preprocessed(self.pixels(some), dict(shared)))
        if self.shuffled_pixels:
            count = self.pixels(images[:1])[0, 0].numel()
            shared["permutation"] = torch.randperm(count, generator=generator_of(self.seed, "data"))
        return Splits(*(Split(one.tensors, shared) for one in (splits.train, splits.validation, splits.test)))

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        images = self.pixels(split.take("images", rows))  # (batch, channels, height, width)
        if training or self.augmented_test:
            images = self.augmented(images, generator)
        return Batch(self.preprocessed(images, split.shared), split.take("labels", rows))

    def augmented(self, images: Tensor, generator: torch.Generator) -> Tensor:
        """Pictures (batch, channels, height, width), each changed by chance; draws nothing where nothing is asked."""
        most = (self.rotation, self.width_shift, self.height_shift, self.shear, self.zoom)
        if any(most):
            count, _, height, width = images.shape
            images = transformed(images, random_matrices(count, (height, width), most, generator, images.device))
        if self.horizontal_flip:
            images = flipped(images, 3, generator)
        return flipped(images, 2, generator) if self.vertical_flip else images

    def preprocessed(self, images: Tensor, shared: Mapping[str, Tensor]) -> Tensor:
        """Pictures (batch, channels, height, width) of 0 to 1 as the network is fed them."""
        if not self.scaled:
            images = images * 255
        if self.samplewise_center:
            images = centred(images)
        if self.samplewise_std:
            images = scaled_to_deviation(images)
        if "mean" in shared:
            images = images - shared["mean"]
        if "whitening" in shared:
            images = whitened(images, shared["whitening"])
        return rearranged(images, shared["permutation"]) if "permutation" in shared else images

    def as_fed(self, batch: Batch, split: Split) -> Batch:
        return replace(batch, inputs=self.preprocessed(batch.inputs, split.shared))

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        found = super().score(outputs, batch)
        if outputs.shape[-1] < ENOUGH_CLASSES or outputs.requires_grad:  # a training step has no time for it
            return found
        likelier = (outputs > outputs.gather(1, batch.targets.unsqueeze(1))).sum(1)  # (batch,)
        return {**found, "top5": torch.stack([(likelier < 5).sum(), found["accuracy"][1]])}

    def scored_from(self, found: Counted) -> Pairs | None:
        """As a step that learns is scored: (right, all), (2)."""
        return super().scored_from(found)

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest class of the training pictures, always, and the five commonest."""
        found = super().baseline(splits)
        if self.shapes().classes < ENOUGH_CLASSES:
            return found
        first = splits.train["labels"].bincount().argsort(descending=True, stable=True)[:5]
        return {**found, "top5": torch.isin(splits.validation["labels"], first).double().mean().item()}
