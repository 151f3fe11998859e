"""Scenes again: give a picture with digits anywhere, get it back (Rumelhart, Hinton and Williams 1986; the scenes are
those of Sabour, Frosst and Hinton 2017).

What to watch: a code has to say where a digit lies as well as which it is; two numbers are too few for both, and what
comes back is a blur where digits often are.
"""

from typing import ClassVar

import torch
from torch import Tensor

from models.images.again import Again
from models.spec.kinds import Split, Splits
from models.spec.place import Place, Source
from models.tasks.scenes import CLASSES, Scenes

PAIRS = [(one, other) for one in range(CLASSES) for other in range(one + 1, CLASSES)]


class ScenesAgain(Again, Scenes):
    """Pictures (1, side, side) of one or two digits, values 0 to 1, and the same pictures."""

    title: ClassVar[str] = "Scenes again"
    text: ClassVar[str] = (
        "Is given one or two digits in a larger picture, whole, noisy or with a part hidden, and has to draw the clean "
        "one."
    )
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("architectures",),
        effects=("bottleneck", "latent-space", "shift"),
        sources=(
            Source("Rumelhart, Hinton and Williams", 1986, "Learning representations by back-propagating errors"),
            Source("Sabour, Frosst and Hinton", 2017, "Dynamic routing between capsules"),
        ),
        after=("task/scenes", "task/digits_again"),
    )

    def class_names(self) -> list[str]:
        """The ten digits, or all pairs of two."""
        return [str(digit) for digit in range(CLASSES)] if self.digits() == 1 else [f"{a}, {b}" for a, b in PAIRS]

    def splits(self, generator: torch.Generator) -> Splits:
        found = super().splits(generator)
        return self.with_shared(Splits(seen(found.train), seen(found.validation), seen(found.test)))

    def pixels(self, images: Tensor) -> Tensor:
        return images.unsqueeze(1).float().div_(255)


def seen(split: Split) -> Split:
    """Scenes of ``parts`` as one picture each, (scenes, side, side) bytes, with the number of their digit or pair."""
    labels = split["labels"].sort(1).values  # (scenes, digits)
    numbers = labels[:, 0]
    if labels.shape[1] == 2:
        table = torch.full((CLASSES, CLASSES), -1)
        table[[one for one, _ in PAIRS], [other for _, other in PAIRS]] = torch.arange(len(PAIRS))
        numbers = table[labels[:, 0], labels[:, 1]]
    return Split({"images": split["parts"].amax(1), "labels": numbers})
