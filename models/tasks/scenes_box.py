"""Scenes with a box: where is the digit? The box around its ink as four numbers (as in Erhan et al. 2014).

What to watch: to say where, a network has to keep what one that says which is free to lose.
"""

from typing import ClassVar

import torch
from torch import Tensor

from models.images.boxes import Boxes
from models.images.scenes import DigitScenes, side_setting
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source


class ScenesBox(DigitScenes, Boxes):
    """Pictures (1, side, side), values 0 to 1, and the box of the one digit: left, top, right, bottom, (4)."""

    title: ClassVar[str] = "Scenes: where"
    text: ClassVar[str] = (
        "Draws the box around a digit that lies anywhere in a larger picture: four numbers from 0 to 1."
    )
    place: ClassVar[Place] = Place(
        "transfer",
        chapters=("convolution",),
        effects=("localisation",),
        sources=(
            Source("Erhan, Szegedy, Toshev and Anguelov", 2014, "Scalable object detection using deep neural networks"),
        ),
        after=("task/scenes",),
    )
    kind: ClassVar[Kind] = Kind.IMAGE_TO_VALUES

    side: int = side_setting()

    def pixels_across(self) -> int:
        return self.side

    def shapes(self) -> Shapes:
        return Shapes((1, self.side, self.side), (4,))

    def wanted(self, labels: Tensor, boxes: Tensor) -> Tensor:
        return boxes[:, 0].float() / self.side  # (batch, 4)

    def unknown(self) -> Tensor:
        return torch.full((1, 4), float("nan"))
