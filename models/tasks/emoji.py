"""Emoji: a face, an animal, a flag? Small colour pictures of nine groups, drawn for Twitter (Twemoji, 2014).

What to watch: flags are told by their shape and smileys by their yellow; what is an object and what an activity, a
network cannot see, and neither can you. There are few of each: soon it learns more by heart than it understands.
"""

from typing import ClassVar

import torch

from models.data.fetching.fetch import Dataset
from models.data.labelled import LabelledImages
from models.data.sets import emoji as data
from models.images.classification import ImageClassification
from models.images.published import PublishedImages, training_pictures, validation_pictures
from models.spec.kinds import Series
from models.spec.place import Place, Source
from models.spec.seeds import generator


class Emoji(PublishedImages):
    """Colour pictures (3, 32, 32), 0 for white and 1 for black as in `pictures`, and the group of each.

    The set has no test of its own: the data seed sets 300 pictures apart.
    """

    title: ClassVar[str] = "Emoji"
    text: ClassVar[str] = "Looks at an emoji and says which of nine groups it belongs to: 1,906 small colour pictures."
    place: ClassVar[Place] = Place(
        "transfer",
        chapters=("further",),
        effects=("few-labels", "data"),
        sources=(Source("Twitter", 2014, "Twemoji"),),
        after=("task/fashion",),
    )
    series: ClassVar[dict[str, Series]] = {
        name: one for name, one in ImageClassification.series.items() if name != "top5"
    }
    """Nine groups are too few to ask for the first five."""
    pictures: ClassVar[int] = 1_606
    test_pictures: ClassVar[int] = 300
    channels: ClassVar[int] = 3
    side: ClassVar[int] = 32
    names: ClassVar[list[str]] = [
        "smiley", "person", "animal or plant", "food", "travel", "activity", "object", "symbol", "flag",
    ]  # fmt: skip
    on_white: ClassVar[bool] = True
    invitation: ClassVar[str] = "Draw an emoji"

    examples: int = training_pictures(1_306, 1_606)
    validation: int = validation_pictures(300, 1_000)

    def available(self) -> tuple[int, int]:
        """Of half of the groups, the test has the same share of the pictures as of all."""
        if self.which == "all":
            return super().available()
        every = sum(data.SIZES[number] for number in self.chosen())
        tested = every * self.test_pictures // data.COUNT
        return every - tested, tested

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def load(self) -> LabelledImages:
        every = data.load()
        images, labels = every.train_images, every.train_labels
        rows = torch.isin(labels, torch.tensor(self.chosen())).nonzero().squeeze(1)
        order = rows[torch.randperm(len(rows), generator=generator(self.seed, "data"))]
        images, labels = images[order], labels[order]
        learnt, _ = self.available()
        return LabelledImages(images[:learnt], labels[:learnt], images[learnt:], labels[learnt:])
