"""Windows as small pictures: each column of a window is a line from left to right."""

import torch
from torch import Tensor

HEIGHT, WIDTH = 60, 90
"""Pixels of a picture of one window."""
FIRST_COLOURS = torch.tensor([[1.0, 0.55, 0.1], [0.1, 0.45, 1.0], [0.1, 0.85, 0.6]])
"""Ink of the lines in channels, column after column: what is left on white paper is blue, orange, and a red."""


def curves(windows: Tensor) -> Tensor:
    """Windows (batch, time, features) -> pictures (batch, channels, height, width) of 0 to 1 with a line each.

    Each column of a window lies between the least and the most that it has in the whole batch, so that the pictures can
    be compared. One channel of one column; three, where colours tell the lines apart.
    """
    batch, time, features = windows.shape
    least, most = windows.amin((0, 1), keepdim=True), windows.amax((0, 1), keepdim=True)
    shares = ((windows - least) / (most - least).clamp_min(1e-9)).transpose(1, 2)  # (batch, features, time)
    if time > 1:
        shares = torch.nn.functional.interpolate(shares, WIDTH + 1, mode="linear", align_corners=True)
    else:
        shares = shares.expand(batch, features, WIDTH + 1)
    heights = 2 + (1 - shares) * (HEIGHT - 5)  # from the top, with a margin of two pixels
    upper = torch.minimum(heights[..., :-1], heights[..., 1:]).unsqueeze(2) - 0.75
    lower = torch.maximum(heights[..., :-1], heights[..., 1:]).unsqueeze(2) + 0.75
    pixels = torch.arange(HEIGHT, device=windows.device).view(1, 1, HEIGHT, 1)
    lines = ((pixels >= upper) & (pixels <= lower)).float()  # (batch, features, height, width)
    if features == 1:
        return lines
    colours = FIRST_COLOURS.to(windows.device)[torch.arange(features, device=windows.device) % len(FIRST_COLOURS)]
    return torch.einsum("bfhw,fc->bchw", lines, colours).clamp(0, 1)
