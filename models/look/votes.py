"""Poses of a triangle and a rectangle, and the votes that they make: where a whole would be that they belong to.

The matrices that turn a part's pose into the pose of its whole are of Hinton, Krizhevsky and Wang, "Transforming
auto-encoders" (2011).
"""

import math

import torch
from torch import Tensor

from models.layers.capsules import RoutedCapsules, RoutingStep

UNITS = 4
"""A pose: cosine and sine of its angle, across, up."""
STRENGTH = 0.6
"""How long the direction of a part is, which says that it is there."""

Lie = tuple[float, float, float]
"""Angle in degrees, across, up."""

IN_WHOLE: dict[str, tuple[Lie, Lie]] = {
    "house": ((0, 0.0, 0.75), (90, 0.0, -0.45)),
    "boat": ((0, 0.0, 0.65), (0, 0.0, -0.35)),
}
"""Where the triangle and the rectangle lie in each: the wall of a house stands, the hull of a boat lies."""
SHAPES = {
    "triangle": [(-0.75, -0.5), (0.75, -0.5), (0.0, 0.6)],
    "rectangle": [(-0.9, -0.4), (0.9, -0.4), (0.9, 0.4), (-0.9, 0.4)],
}


def turned(place: Lie, degrees: float) -> Lie:
    """A place of the picture after all of it is turned round its middle."""
    angle, across, up = place
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return angle + degrees, cosine * across - sine * up, sine * across + cosine * up


def pose(angle: float, across: float, up: float) -> Tensor:
    """As a capsule has it, (4)."""
    radians = math.radians(angle)
    return STRENGTH * torch.tensor([math.cos(radians), math.sin(radians), across, up], dtype=torch.float64)


def matrices() -> Tensor:
    """(parts, wholes, 4, 4): a pose of a part times its matrix is the pose of the whole that it would belong to."""
    return torch.stack([torch.stack([_matrix(IN_WHOLE[whole][part]) for whole in IN_WHOLE]) for part in (0, 1)])


def _matrix(place: Lie) -> Tensor:
    """(4, 4): takes back the angle that the part has in its whole, then the way from the whole's middle to it."""
    angle, across, up = place
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turn = torch.tensor([[cosine, -sine], [sine, cosine]], dtype=torch.float64)  # of (cosine, sine), a row, to the left
    way = torch.tensor([[across, up], [-up, across]], dtype=torch.float64)
    found = torch.zeros(UNITS, UNITS, dtype=torch.float64)
    found[:2, :2] = turn
    found[:2, 2:] = -(turn @ way)
    found[2:, 2:] = torch.eye(2, dtype=torch.float64)
    return found


def routed(poses: Tensor, iterations: int, loudness: float) -> list[RoutingStep]:
    """What routing does with the poses (parts, 4) of both parts, whose votes are so many times as long."""
    layer = RoutedCapsules((2, 1, 1), UNITS, len(IN_WHOLE), UNITS, iterations).double()
    layer.weight.data = loudness * matrices().permute(0, 2, 1, 3).flatten(2)  # (parts, 4, wholes x 4)
    with torch.no_grad():
        return layer.steps(poses.unsqueeze(0))


def cornered(corners: list[tuple[float, float]], at: Tensor) -> Tensor:
    """Corners (corners, 2) of a shape in the pose (4)."""
    cosine, sine, across, up = (at / at[:2].norm()).tolist()
    turn = torch.tensor([[cosine, sine], [-sine, cosine]], dtype=torch.float64)
    return torch.tensor(corners, dtype=torch.float64) @ turn + torch.tensor([across, up], dtype=torch.float64)


def placed(place: Lie, whole: Tensor) -> Tensor:
    """The pose (4) in the picture of what lies at a place of a whole, whose own pose is (4)."""
    cosine, sine = (whole[:2] / STRENGTH).tolist()
    turn = torch.tensor([[cosine, sine], [-sine, cosine]], dtype=torch.float64)
    inside = pose(*place)
    return torch.cat([inside[:2] @ turn, inside[2:] @ turn + whole[2:]])
