"""Ten things: is it a cat, a ship, a lorry? The CIFAR-10 pictures of Krizhevsky, Nair and Hinton (2009).

What to watch: a dense network that reads digits fails; convolutions help; cats and dogs stay hard to tell apart.
"""

from typing import ClassVar

from models.data.fetching.fetch import Dataset
from models.data.labelled import LabelledImages
from models.data.sets import cifar10 as data
from models.images.published import PublishedImages, training_pictures
from models.spec.place import Place, Source


class Cifar10(PublishedImages):
    """Colour pictures (3, 32, 32) of things, 0 for white and 1 for black as in `pictures`, and what it is."""

    title: ClassVar[str] = "CIFAR-10"
    text: ClassVar[str] = (
        "Looks at a small colour photo and says which of ten things it shows: the 60,000 pictures of CIFAR-10."
    )
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("further",),
        effects=("overfitting", "data"),
        sources=(Source("Krizhevsky, Nair and Hinton", 2009, "Learning multiple layers of features from tiny images"),),
        after=("task/fashion",),
    )
    pictures: ClassVar[int] = 50_000
    of_each: ClassVar[tuple[tuple[int, ...], tuple[int, ...]]] = ((5_000,) * 10, (1_000,) * 10)
    channels: ClassVar[int] = 3
    side: ClassVar[int] = 32
    names: ClassVar[list[str]] = [
        "aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "lorry",
    ]  # fmt: skip
    on_white: ClassVar[bool] = True
    invitation: ClassVar[str] = "Draw an animal or a vehicle"

    examples: int = training_pictures(45_000, 50_000)

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def load(self) -> LabelledImages:
        return data.load()
