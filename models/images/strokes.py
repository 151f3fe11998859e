"""How thick the strokes of a picture are and how they lean, measured dot by dot: no network has a part in it.

Lean is the slope by which second moments straighten a digit: where the strokes drift to as they rise (Hu, "Visual
pattern recognition by moment invariants", 1962). Width is the ink over half of its outline, a stroke of length l and
width w having l w of the one and 2 (l + w) of the other; the outline is the total variation of the picture, which is
the length of the edges of its grey levels, one with another (Rudin, Osher and Fatemi 1992).
"""

import torch
from torch import Tensor

LEAST = 1e-6
"""Ink of an empty picture, so that it has a width and a lean: both 0."""


def lean(pictures: Tensor) -> Tensor:
    """How far strokes drift to the right for every dot that they rise, (batch); left is below 0.

    Of pictures (batch, 1, height, width), ink 1 on paper 0.
    """
    ink = pictures.squeeze(1)  # (batch, height, width)
    height, width = ink.shape[1:]
    up = torch.arange(height - 1, -1, -1, device=ink.device, dtype=ink.dtype).view(1, -1, 1)
    across = torch.arange(width, device=ink.device, dtype=ink.dtype).view(1, 1, -1)
    total = ink.sum((1, 2), keepdim=True) + LEAST
    up = up - (ink * up).sum((1, 2), keepdim=True) / total  # (batch, height, 1)
    across = across - (ink * across).sum((1, 2), keepdim=True) / total  # (batch, 1, width)
    return (ink * up * across).sum((1, 2)) / ((ink * up * up).sum((1, 2)) + LEAST)


def stroke_width(pictures: Tensor) -> Tensor:
    """How many dots wide the strokes are, (batch), of pictures (batch, 1, height, width), ink 1 on paper 0."""
    ink = torch.nn.functional.pad(pictures.squeeze(1), (1, 1, 1, 1))  # (batch, height + 2, width + 2)
    down = (ink[:, 1:, 1:] + ink[:, 1:, :-1] - ink[:, :-1, 1:] - ink[:, :-1, :-1]) / 2
    across = (ink[:, 1:, 1:] - ink[:, 1:, :-1] + ink[:, :-1, 1:] - ink[:, :-1, :-1]) / 2
    outline = (down.square() + across.square()).sqrt().sum((1, 2))  # (batch)
    return 2 * ink.sum((1, 2)) / (outline + LEAST)
