"""Pictures moved, turned and bent at random, in batches where they lie, as Keras' ImageDataGenerator does it.

One matrix for each picture says where each pixel of the new picture looks in the old one, as (row, column) from the
middle: rotation, then shift, then shear, then zoom (Chollet, Keras 2, `apply_affine_transform`). Between four pixels it
is interpolated; beyond the edge lies the nearest pixel. The middle is that of Keras since 2.9: it lay a pixel further
down and right before.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional


def random_matrices(
    count: int,
    size: tuple[int, int],
    most: tuple[float, float, float, float, float],
    generator: torch.Generator,
    device: torch.device,
) -> Tensor:
    """Of ``count`` pictures of (height, width) ``size``, each a matrix: (count, 2, 3).

    ``most`` are degrees of rotation to either side, shifts across and down as shares of the size, degrees of shear,
    and by how much the zoom is above or below 1, drawn down and across by itself.
    """
    rotation, across, down, shear, zoom = most
    wanted = (rotation, down * size[0], across * size[1], shear, zoom, zoom)
    drawn = torch.rand(len(wanted), count, generator=generator, device=device) * 2 - 1  # -1 to 1
    turned, lower, right, sheared, taller, wider = (one * part for one, part in zip(wanted, drawn, strict=True))
    return matrices(turned, (lower, right), sheared, (1 + taller, 1 + wider))


def matrices(rotation: Tensor, shift: Sequence[Tensor], shear: Tensor, zoom: Sequence[Tensor]) -> Tensor:
    """(count) degrees, pixels (down, across), degrees and factors (down, across) as matrices (count, 2, 3)."""
    turn, lean = rotation * (math.pi / 180), shear * (math.pi / 180)
    cos, sin, (lower, right), (tall, wide) = turn.cos(), turn.sin(), shift, zoom
    # Rotation @ shift @ shear @ zoom, written out: nothing in it is larger than 3 by 3.
    down = [cos * tall, (-cos * lean.sin() - sin * lean.cos()) * wide, cos * lower - sin * right]
    across = [sin * tall, (-sin * lean.sin() + cos * lean.cos()) * wide, sin * lower + cos * right]
    return torch.stack([torch.stack(down, 1), torch.stack(across, 1)], 1)


def transformed(images: Tensor, looks: Tensor) -> Tensor:
    """``images`` (batch, channels, height, width), each as its matrix ``looks`` (batch, 2, 3) has it."""
    height, width = images.shape[-2:]
    rows = torch.arange(height, device=images.device) - (height - 1) / 2
    columns = torch.arange(width, device=images.device) - (width - 1) / 2
    down, across = torch.meshgrid(rows, columns, indexing="ij")
    coordinates = torch.stack([down, across, torch.ones_like(down)]).flatten(1)  # (3, pixels)
    seen = (looks @ coordinates).view(-1, 2, height, width)
    # What `grid_sample` calls -1 and 1 are the middles of the first and the last pixel, column before row.
    grid = torch.stack([seen[:, 1] * (2 / max(width - 1, 1)), seen[:, 0] * (2 / max(height - 1, 1))], -1)
    return functional.grid_sample(images, grid, padding_mode="border", align_corners=True)


def flipped(images: Tensor, dimension: int, generator: torch.Generator) -> Tensor:
    """``images`` (batch, channels, height, width), about half of them mirrored along ``dimension``."""
    chosen = torch.rand(len(images), generator=generator, device=images.device) < 0.5
    return torch.where(chosen.view(-1, 1, 1, 1), images.flip(dimension), images)
