"""Digits again: give a handwritten digit, get it back (Rumelhart, Hinton and Williams 1986; MNIST: LeCun 1998).

What to watch: through two numbers every 1 comes back as the same 1; through thirty each keeps its hand.
"""

from typing import ClassVar, Literal

from models.images.again import PublishedAgain, left_out
from models.spec.place import Place, Source
from models.tasks.digits import Digits


class DigitsAgain(Digits, PublishedAgain):
    """Grey pictures (1, 28, 28) of handwritten digits, values 0 to 1, and the same pictures."""

    title: ClassVar[str] = "Digits again"
    text: ClassVar[str] = (
        "Is given a handwritten digit, whole, noisy or with a part hidden, and has to draw the clean one."
    )
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("architectures",),
        effects=("bottleneck", "latent-space", "noise"),
        sources=(
            Source("Rumelhart, Hinton and Williams", 1986, "Learning representations by back-propagating errors"),
            Source("LeCun, Cortes and Burges", 1998, "The MNIST database of handwritten digits"),
        ),
        after=("task/digits",),
    )
    largest_class: ClassVar[int] = 6_742

    odd: Literal["none", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] = left_out()
