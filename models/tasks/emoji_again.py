"""Emoji again: give an emoji, get it back (pictures of Twemoji, 2014).

What to watch: there are few of them, so a wide network learns them by heart; the held-out ones show it.
"""

from typing import ClassVar, Literal

from models.images.again import AGAIN, PublishedAgain, left_out
from models.spec.kinds import Series
from models.spec.place import Place, Source
from models.tasks.emoji import Emoji


class EmojiAgain(Emoji, PublishedAgain):
    """Colour pictures (3, 32, 32), 0 for white and 1 for black, and the same pictures."""

    title: ClassVar[str] = "Emoji again"
    text: ClassVar[str] = "Is given an emoji, whole, noisy or with a part hidden, and has to draw the clean one."
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("further",),
        effects=("bottleneck", "capacity", "overfitting"),
        sources=(Source("Twitter", 2014, "Twemoji"),),
        after=("task/emoji",),
    )
    series: ClassVar[dict[str, Series]] = AGAIN
    largest_class: ClassVar[int] = 386

    odd: Literal[
        "none", "smiley", "person", "animal or plant", "food", "travel", "activity", "object", "symbol", "flag"
    ] = left_out()
