"""Digits: which of ten digits was written? The MNIST pictures of LeCun, Cortes and Burges (1998).

What to watch: almost any network passes 90 %; the mistakes that remain are the ones that people make.
"""

from typing import ClassVar

from models.data.fetching.fetch import Dataset
from models.data.labelled import LabelledImages
from models.data.sets import digits as data
from models.images.published import PublishedImages
from models.spec.place import Place, Source


class Digits(PublishedImages):
    """Grey pictures (1, 28, 28) of handwritten digits, values 0 to 1, and the digit."""

    title: ClassVar[str] = "Digits"
    text: ClassVar[str] = "Looks at a handwritten digit and says which of the ten it is: the 70,000 pictures of MNIST."
    place: ClassVar[Place] = Place(
        "layers",
        chapters=("demos", "convolution", "classifiers"),
        effects=("data", "shift"),
        sources=(Source("LeCun, Cortes and Burges", 1998, "The MNIST database of handwritten digits"),),
    )
    of_each: ClassVar[tuple[tuple[int, ...], tuple[int, ...]]] = (
        (5_923, 6_742, 5_958, 6_131, 5_842, 5_421, 5_918, 6_265, 5_851, 5_949),
        (980, 1_135, 1_032, 1_010, 982, 892, 958, 1_028, 974, 1_009),
    )
    names: ClassVar[list[str]] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
    invitation: ClassVar[str] = "Draw a digit"

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def load(self) -> LabelledImages:
        return data.load()
