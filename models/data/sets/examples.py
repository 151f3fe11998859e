"""Small made-up data, so that tasks on a person's own data work before there are any."""

import math

import torch
from torch import Tensor

CORNERS = {"circle": 24, "square": 4, "triangle": 3}
"""A circle is drawn as a polygon too."""
EACH = 60
"""Pictures of each shape."""
WAVE_ROWS = 400
BEATS = {"steady": (12, 12), "fast": (7, 7), "uneven": (6, 18)}
"""Of each kind of pulse: the least and the most rows from beat to beat."""
STRETCHES, STRETCH = 8, 60
"""Stretches of each kind, and rows of one."""


def drawn_shapes(side: int, channels: int, generator: torch.Generator) -> Tensor:
    """Outlines with noise, shape after shape: bytes (count, channels, side, side), 0 is black."""
    shapes = [outlines(corners, side, generator) for corners in CORNERS.values()]
    ink = torch.cat(shapes).unsqueeze(1)  # (count, 1, side, side)
    tint = 0.4 + 0.6 * torch.rand(len(ink), channels, 1, 1, generator=generator)
    noise = 0.12 * torch.randn(len(ink), channels, side, side, generator=generator)
    paper = 1 - (ink * (tint if channels > 1 else 1)) + noise
    return (paper.clamp(0, 1) * 255).round().byte()


def outlines(corners: int, side: int, generator: torch.Generator) -> Tensor:
    """Regular polygons, each with a place, size and turn of its own: (count, side, side), 1 is ink."""

    def between(low: float, high: float) -> Tensor:
        return (low + (high - low) * torch.rand(EACH, generator=generator)).view(-1, 1, 1)

    x, y, radius, turn = between(0.4, 0.6), between(0.4, 0.6), between(0.25, 0.4), between(0, 2 * math.pi)
    middles = (torch.arange(side) + 0.5) / side
    across, down = middles.view(1, 1, -1) - x, middles.view(1, -1, 1) - y  # (count, 1, side), (count, side, 1)
    directions = [turn + 2 * math.pi * one / corners for one in range(corners)]
    reach = torch.stack([across * one.cos() + down * one.sin() for one in directions]).amax(0)  # (count, side, side)
    return (1.5 - (reach - radius * math.cos(math.pi / corners)).abs() * 28 / 1.1).clamp(0, 1)


def two_waves(generator: torch.Generator) -> Tensor:
    """A wave of 25 rows and a smaller one of 60, with noise: (rows, 1)."""
    rows = torch.arange(WAVE_ROWS, dtype=torch.double)
    waves = torch.sin(2 * math.pi * rows / 25) + 0.5 * torch.sin(2 * math.pi * rows / 60)
    return (waves + 0.1 * torch.randn(WAVE_ROWS, generator=generator, dtype=torch.double)).unsqueeze(1)


def pulses(generator: torch.Generator) -> tuple[Tensor, list[str]]:
    """A pulse with noise that is steady, fast or uneven for a while: (rows, 1), and what it is in each row."""
    rows, kinds = list[Tensor](), list[str]()
    for _ in range(STRETCHES):
        for kind, (least, most) in BEATS.items():
            steps = torch.randint(least, most + 1, (STRETCH,), generator=generator)
            beats = steps.cumsum(0) - int(steps[0] * torch.rand((), generator=generator))
            moments = torch.arange(STRETCH, dtype=torch.double).unsqueeze(1)
            rows.append(torch.exp(-((moments - beats) ** 2)).sum(1))
            kinds += [kind] * STRETCH
    wave = torch.cat(rows)
    return (wave + 0.1 * torch.randn(len(wave), generator=generator, dtype=torch.double)).unsqueeze(1), kinds
