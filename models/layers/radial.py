"""Radial output: each class has a picture of 7 x 12 points, and its score is how near the units come to it.

LeCun et al. 1998, section II B: the pictures are fixed, 1 for ink and -1 for paper, so that digits which are easily
confused have pictures which are much alike. Here the ten digits are drawn anew; of more classes, or of others, the
points are as good as drawn by lot.
"""

import torch
from torch import Tensor, nn

HEIGHT, WIDTH = 12, 7
DRAWN = """
.#####. ...#... .#####. .#####. .....#. ####### .#####. ####### .#####. .#####.
##...## ..##... ##...## ##...## ....##. ##..... ##...## .....## ##...## ##...##
##...## .###... .....## .....## ...###. ##..... ##..... .....## ##...## ##...##
##...## ...#... .....## .....## ..####. ##..... ##..... ....##. ##...## ##...##
##...## ...#... ....##. .....## .##.##. ######. ######. ....##. .#####. ##...##
##...## ...#... ...##.. ..####. ##..##. .....## ##...## ...##.. .#####. .######
##...## ...#... ..##... .....## ####### .....## ##...## ...##.. ##...## .....##
##...## ...#... .##.... .....## ....##. .....## ##...## ..##... ##...## .....##
##...## ...#... ##..... .....## ....##. .....## ##...## ..##... ##...## .....##
##...## ...#... ##..... ##...## ....##. ##...## ##...## .##.... ##...## ##...##
.#####. .#####. ####### .#####. ....##. .#####. .#####. .##.... .#####. .#####.
....... ....... ....... ....... ....... ....... ....... ....... ....... .......
"""


class RadialOutput(nn.Module):
    """Minus half the squared distance of the units to each class's picture; nothing in it is learnt."""

    label = "Radial output"

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.register_buffer("pictures", torch.tensor(class_pictures(classes)))

    def forward(self, units: Tensor) -> Tensor:
        """Units (batch, 84) -> scores (batch, classes)."""
        pictures = self.get_buffer("pictures")  # (classes, 84)
        return units @ pictures.T - (units.square().sum(-1, keepdim=True) + HEIGHT * WIDTH) / 2


def class_pictures(classes: int) -> list[list[float]]:
    """Of each class its 84 points, 1 or -1."""
    if classes == 10:
        lines = [line.split() for line in DRAWN.split("\n") if line]
        return [[1.0 if point == "#" else -1.0 for line in lines for point in line[digit]] for digit in range(10)]
    return [
        [1.0 if mixed(place * 997 + point) else -1.0 for point in range(HEIGHT * WIDTH)] for place in range(classes)
    ]


def mixed(number: int) -> bool:
    """As good as by lot, and the same for ever: a bit of a multiplicative hash."""
    number = (number + 1) * 2654435761 % 2**32
    number = (number ^ number >> 15) * 2246822519 % 2**32
    return bool(number >> 13 & 1)
