"""Half of a task's classes: what a network learns first, so that another can learn the rest with its eyes."""

from typing import Any, Literal

import torch
from torch import Tensor

from models.data.labelled import LabelledImages
from models.spec.settings import setting

Half = Literal["all", "first half", "second half"]
LEAST_CLASSES = 4
"""So that there are two to tell apart in each half."""


def half_setting(**page: Any) -> Any:
    """The setting ``which``; its annotation is :data:`Half`."""
    return setting(
        "all",
        "Which classes",
        "A network that has learnt the first half can be the body of one that learns the second: so one sees whether "
        "what it has seen helps with what it has not.",
        group="Data",
        **page,
    )


def half(classes: int, which: Half) -> range:
    """The numbers of these of so many classes; the first half is the larger one where they are odd."""
    middle = (classes + 1) // 2
    return {"all": range(classes), "first half": range(middle), "second half": range(middle, classes)}[which]


def of_classes(pictures: LabelledImages, chosen: range) -> LabelledImages:
    """Those pictures alone whose class is ``chosen``; the first of them becomes class 0."""
    parts: list[Tensor] = []
    for images, labels in (
        (pictures.train_images, pictures.train_labels),
        (pictures.test_images, pictures.test_labels),
    ):
        rows = ((labels >= chosen.start) & (labels < chosen.stop)).nonzero().squeeze(1)  # (pictures,)
        parts += [torch.index_select(images, 0, rows), labels[rows] - chosen.start]
    return LabelledImages(*parts)
