"""CIFAR-10 again: give a small photo, get it back (Krizhevsky, Nair and Hinton 2009).

What to watch: colours and the large light and dark patches come back first; what tells a cat from a dog does not.
"""

from typing import ClassVar, Literal

from models.images.again import PublishedAgain, left_out
from models.spec.place import Place, Source
from models.tasks.cifar10 import Cifar10


class Cifar10Again(Cifar10, PublishedAgain):
    """Colour pictures (3, 32, 32) of things, 0 for white and 1 for black, and the same pictures."""

    title: ClassVar[str] = "CIFAR-10 again"
    text: ClassVar[str] = (
        "Is given a small colour photo, whole, noisy or with a part hidden, and has to draw the clean one."
    )
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("further",),
        effects=("bottleneck", "blur"),
        sources=(Source("Krizhevsky, Nair and Hinton", 2009, "Learning multiple layers of features from tiny images"),),
        after=("task/cifar10",),
    )
    largest_class: ClassVar[int] = 5_000

    odd: Literal["none", "aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "lorry"] = (
        left_out()
    )
