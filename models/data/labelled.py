"""Published sets of labelled pictures: what they have in common, from their files to the parts that are learnt from."""

import base64
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from models.data.fetching.idx import read
from models.data.labels import mislabelled
from models.sentences import Sentence
from models.spec.kinds import Split, Splits

NOT_A_DRAWING = Sentence("drawing-not-encoded", "A drawing travels as base64; this is not.")
OTHER_PAD = Sentence("drawing-size-differs", "A drawing has {side} x {side} pixels; this one has {count} values.")
TOO_FEW_FOR_VALIDATION = Sentence(
    "too-few-for-validation", "Only {left:whole} of the {all:whole} pictures are left for validation."
)


@dataclass(frozen=True)
class LabelledImages:
    """Images are uint8 (count, height, width) or (count, 3, height, width) from 0 to 255, labels long (count)."""

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor


def from_idx_files(*paths: Path) -> LabelledImages:
    """Of the four files of MNIST or of a set in its form: pictures and labels to learn from, and those of the test."""
    train_images, train_labels, test_images, test_labels = (read(path) for path in paths)
    return LabelledImages(train_images, train_labels.long(), test_images, test_labels.long())


def split_images(
    pictures: LabelledImages, counts: tuple[int, int], classes: int, label_noise: float, generator: torch.Generator
) -> Splits:
    """So many pictures to learn from and so many to choose by, in random order; the test as it was published."""
    examples, validation_examples = counts
    order = torch.randperm(len(pictures.train_labels), generator=generator)
    train, validation = order[:examples], order[len(order) - validation_examples :]
    labels = mislabelled(pictures.train_labels[train], classes, label_noise, generator)
    return Splits(
        Split({"images": pictures.train_images.index_select(0, train), "labels": labels}),
        Split(
            {"images": pictures.train_images.index_select(0, validation), "labels": pictures.train_labels[validation]}
        ),
        Split({"images": pictures.test_images, "labels": pictures.test_labels}),
    )


def splits_as_published(
    pictures: LabelledImages, classes: int, label_noise: float, generator: torch.Generator
) -> Splits:
    """All pictures to learn from; those of the test serve to choose by as well."""
    labels = mislabelled(pictures.train_labels, classes, label_noise, generator)
    test = Split({"images": pictures.test_images, "labels": pictures.test_labels})
    return Splits(Split({"images": pictures.train_images, "labels": labels}), test, test)


def drawing(question: str, side: int) -> Tensor:
    """What was drawn on a pad of (side, side) pixels, from 0 to 1 for ink: (1, 1, side, side).

    Raises ValueError if ``question`` is not the base64 of so many bytes.
    """
    try:
        ink = base64.b64decode(question, validate=True)
    except ValueError as error:
        raise ValueError(NOT_A_DRAWING()) from error
    if len(ink) != side * side:
        raise ValueError(OTHER_PAD(side=side, count=len(ink)))
    return torch.tensor(list(ink), dtype=torch.float).view(1, 1, side, side) / 255
