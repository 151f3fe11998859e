"""Pictures to try things on: drawn by rule, so that they are here without a network, and a person's own."""

import base64
import binascii

import torch
from torch import Tensor

from models.sentences import Sentence

NO_PICTURE = Sentence(
    "own-picture-unreadable",
    "This is no picture: {drawing} bytes are a drawing of {side} x {side}, {photo} a picture of {large} x {large} in "
    "red, green and blue; here are {found}.",
)

SIDE = 28
"""Of drawings, as the digits that networks learn from."""
LARGE = 48
"""Of pictures in colour."""
SMOOTH = 3
"""Points by which the edge of a shape is smoothed, along each side of a pixel."""

READY = ("a house", "a white square", "a seven", "a ring", "stripes", "a chessboard", "black and white")


def ready(name: str) -> Tensor:
    """One of :data:`READY`, (colours, height, width) from 0 to 1."""
    return house() if name == "a house" else drawn(name)[None]


def drawn(name: str) -> Tensor:
    """One of the grey pictures (height, width) of 0 to 1, 1 being ink."""
    down, across = torch.meshgrid(torch.arange(SIDE).float(), torch.arange(SIDE).float(), indexing="ij")
    match name:
        case "a seven":
            bar = (down >= 5) & (down < 8) & (across >= 6) & (across < 21)
            leg = (down >= 8) & (down < 24) & ((across - (20 - (down - 7) * 0.5)).abs() < 1.6)
            found = bar | leg
        case "a ring":
            found = (((down - 13.5) ** 2 + (across - 13.5) ** 2).sqrt() - 8).abs() < 1.5
        case "stripes":
            found = across % 4 < 2
        case "a white square":
            found = (down >= 8) & (down < 20) & (across >= 8) & (across < 20)
        case "black and white":
            found = across >= SIDE // 2
        case _:
            found = (down + across) % 2 < 1
    return found.float()


def house() -> Tensor:
    """A house under the sun, (3, height, width)."""
    line = (torch.arange(LARGE * SMOOTH) + 0.5) / (LARGE * SMOOTH)
    y, x = torch.meshgrid(line, line, indexing="ij")
    sky = torch.stack([0.45 + 0.4 * y, 0.65 + 0.25 * y, torch.full_like(y, 0.95)])  # (3, finer, finer)
    ripple = 0.05 * torch.sin(60 * x) * torch.sin(90 * y)
    grass = torch.stack([0.25 + ripple, 0.55 + ripple, 0.2 + ripple])
    window = ((x - 0.36).abs() < 0.06) & ((y - 0.62).abs() < 0.06)
    bars = window & (((x - 0.36).abs() < 0.01) | ((y - 0.62).abs() < 0.01))
    shapes = [
        (y > 0.78, grass),
        ((x - 0.84) ** 2 + (y - 0.16) ** 2 < 0.008, (1.0, 0.9, 0.3)),
        (((x - 0.86).abs() < 0.02) & (y > 0.6) & (y < 0.84), (0.4, 0.27, 0.15)),
        ((x - 0.86) ** 2 + (y - 0.52) ** 2 < 0.012, (0.15, 0.42, 0.18)),
        (((x - 0.45).abs() < 0.23) & (y > 0.5) & (y < 0.86), (0.93, 0.88, 0.76)),
        ((y > 0.24) & (y < 0.5) & ((x - 0.45).abs() < 1.15 * (y - 0.24)), (0.7, 0.2, 0.15)),
        (((x - 0.55).abs() < 0.055) & (y > 0.64) & (y < 0.86), (0.35, 0.2, 0.12)),
        (window, (0.55, 0.78, 0.9)),
        (bars, (0.95, 0.95, 0.95)),
    ]
    picture = sky
    for inside, colour in shapes:
        ink = colour if isinstance(colour, Tensor) else torch.tensor(colour).view(3, 1, 1).expand_as(sky)
        picture = torch.where(inside, ink, picture)
    return torch.nn.functional.avg_pool2d(picture[None], SMOOTH)[0].clamp(0, 1)  # (3, LARGE, LARGE)


def own_picture(text: str) -> Tensor | None:
    """(colours, height, width) from 0 to 1 of a picture as the page writes it; None where there is none.

    Raises ValueError if it is something else.
    """
    if not text:
        return None
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    for colours, side in ((1, SIDE), (3, LARGE)):
        if len(found) == colours * side * side:
            return torch.frombuffer(bytearray(found), dtype=torch.uint8).view(colours, side, side) / 255
    sizes = {"drawing": SIDE * SIDE, "photo": 3 * LARGE * LARGE}
    raise ValueError(NO_PICTURE(side=SIDE, large=LARGE, found=len(found), **sizes))


def grey(picture: Tensor) -> Tensor:
    """The brightness (1, height, width) of a picture (colours, height, width), as televisions weigh the colours."""
    if picture.shape[0] == 1:
        return picture
    return (picture * torch.tensor([0.299, 0.587, 0.114]).view(3, 1, 1)).sum(0, keepdim=True)
