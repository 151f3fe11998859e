"""Fashion again: give a piece of clothing, get it back (pictures of Fashion-MNIST, Xiao, Rasul and Vollgraf 2017).

What to watch: shapes come back soon, patterns and writing never do through a narrow bottleneck.
"""

from typing import ClassVar, Literal

from models.images.again import PublishedAgain, left_out
from models.tasks.fashion import Fashion


class FashionAgain(Fashion, PublishedAgain):
    """Grey pictures (1, 28, 28) of clothes, values 0 to 1, and the same pictures."""

    title: ClassVar[str] = "Fashion again"
    text: ClassVar[str] = (
        "Is given a piece of clothing, whole, noisy or with a part hidden, and has to draw the clean one."
    )
    largest_class: ClassVar[int] = 6_000

    odd: Literal[
        "none", "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"
    ] = left_out()
