"""Shapes: filled figures of a few pixels, each at its own size and tilt. One row of ``SHAPES`` is one shape."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

Inside = Callable[[Tensor, Tensor], Tensor]
"""Whether points (…) across and (…) down, from -1 to 1, lie in a shape: (…)."""


def in_cross(x: Tensor, y: Tensor) -> Tensor:
    """Points (…) -> whether they lie in a cross, (…)."""
    x, y = x.abs(), y.abs()
    return (torch.minimum(x, y) <= 0.3) & (torch.maximum(x, y) <= 1)


def in_moon(x: Tensor, y: Tensor) -> Tensor:
    """Points (…) -> whether they lie in a moon, (…)."""
    return (x**2 + y**2 <= 1) & ((x - 0.5) ** 2 + y**2 > 0.6)


def in_star(x: Tensor, y: Tensor) -> Tensor:
    """Points (…) -> whether they lie in a star, (…)."""
    turned = 5 * (torch.atan2(y, x) + math.pi / 2)  # one of the five points is at the top
    return torch.hypot(x, y) <= 0.7 + 0.3 * torch.cos(turned)


SHAPES: dict[str, Inside] = {
    "square": lambda x, y: torch.maximum(x.abs(), y.abs()) <= 0.85,
    "circle": lambda x, y: x**2 + y**2 <= 1,
    "triangle": lambda x, y: (2 * x.abs() - y <= 1) & (y <= 1),
    "cross": in_cross,
    "star": in_star,
    "moon": in_moon,
}
SIZES = 5.0, 7.5
"""Half of a shape's width, in pixels, by chance between these."""
MOST_TILT = 0.25
"""By how much a shape is turned at most, either way, in radians."""
FINER = 3
"""Points by which the edge of a shape is smoothed, along each side of a pixel."""
AT_ONCE = 2_000


@dataclass(frozen=True)
class ShapeForms:
    """How each of some shapes is drawn; tensors (count)."""

    shapes: Tensor
    sizes: Tensor
    tilts: Tensor

    @staticmethod
    def by_chance(shapes: Tensor, generator: torch.Generator) -> "ShapeForms":
        """The shapes with these numbers (count), each at a size and a tilt of its own."""
        smallest, largest = SIZES
        sizes = smallest + (largest - smallest) * torch.rand(len(shapes), generator=generator)
        return ShapeForms(shapes, sizes, MOST_TILT * (2 * torch.rand(len(shapes), generator=generator) - 1))

    def pictures(self, side: int) -> Tensor:
        """Each in the middle of a picture of its own: bytes (count, side, side), 255 is ink; nothing of no shape."""
        found = torch.zeros(len(self.shapes), side, side, dtype=torch.uint8)
        for number, inside in enumerate(SHAPES.values()):
            for rows in torch.split((self.shapes == number).nonzero().flatten(), AT_ONCE):
                x, y = self.points(rows, side)
                ink = functional.avg_pool2d(inside(x, y).float().unsqueeze(1), FINER).squeeze(1)  # (some, side, side)
                found[rows] = (255 * ink).round().to(torch.uint8)
        return found

    def points(self, rows: Tensor, side: int) -> tuple[Tensor, Tensor]:
        """Of the shapes ``rows`` (some) every point of a finer picture, as the shape itself has them: across and down,
        each (some, finer, finer).
        """
        line = (torch.arange(side * FINER) + 0.5) / FINER - side / 2
        tilts, sizes = self.tilts[rows, None, None], self.sizes[rows, None, None]
        across, down = line / sizes, line.unsqueeze(1) / sizes
        cosine, sine = tilts.cos(), tilts.sin()
        return across * cosine + down * sine, down * cosine - across * sine
