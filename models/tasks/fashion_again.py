"""Fashion again: give a piece of clothing, get it back (pictures of Fashion-MNIST, Xiao, Rasul and Vollgraf 2017).

What to watch: shapes come back soon, patterns and writing never do through a narrow bottleneck.
"""

from typing import ClassVar, Literal

from models.images.again import PublishedAgain, left_out
from models.spec.place import Place, Source
from models.tasks.fashion import Fashion


class FashionAgain(Fashion, PublishedAgain):
    """Grey pictures (1, 28, 28) of clothes, values 0 to 1, and the same pictures."""

    title: ClassVar[str] = "Fashion again"
    text: ClassVar[str] = (
        "Is given a piece of clothing, whole, noisy or with a part hidden, and has to draw the clean one."
    )
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("further",),
        effects=("bottleneck", "blur"),
        sources=(
            Source(
                "Xiao, Rasul and Vollgraf",
                2017,
                "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms",
            ),
        ),
        after=("task/fashion",),
    )
    largest_class: ClassVar[int] = 6_000

    odd: Literal[
        "none", "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"
    ] = left_out()
