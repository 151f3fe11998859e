"""Fashion: which of ten pieces of clothing is it? The Fashion-MNIST pictures of Xiao, Rasul and Vollgraf (2017).

What to watch: the same networks as with digits, and far fewer right answers; shirts are taken for coats and T-shirts.
"""

from typing import ClassVar

from models.data.fetching.fetch import Dataset
from models.data.labelled import LabelledImages
from models.data.sets import fashion as data
from models.images.published import PublishedImages
from models.spec.place import Place, Source


class Fashion(PublishedImages):
    """Grey pictures (1, 28, 28) of clothes, values 0 to 1, and what it is."""

    title: ClassVar[str] = "Fashion"
    text: ClassVar[str] = (
        "Looks at a piece of clothing and says which of ten sorts it is: the 70,000 pictures of Fashion-MNIST."
    )
    place: ClassVar[Place] = Place(
        "restraint",
        chapters=("convolution",),
        effects=("augmentation", "data"),
        sources=(
            Source(
                "Xiao, Rasul and Vollgraf",
                2017,
                "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms",
            ),
        ),
        after=("task/digits",),
    )
    names: ClassVar[list[str]] = [
        "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
    ]  # fmt: skip
    invitation: ClassVar[str] = "Draw a piece of clothing"

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def load(self) -> LabelledImages:
        return data.load()
