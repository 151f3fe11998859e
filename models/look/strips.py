"""What changes along a strip of pictures, in words: from moments of their ink (Hu 1962)."""

import torch
from torch import Tensor

from models.sentences import Sentence, Text

NOTHING_MUCH = Sentence("strip-little", "little")
DOES = {
    "ink": (Sentence("strip-thinner", "thinner"), Sentence("strip-thicker", "thicker")),
    "across": (Sentence("strip-to-left", "to the left"), Sentence("strip-to-right", "to the right")),
    "down": (Sentence("strip-up", "upwards"), Sentence("strip-downwards", "downwards")),
    "width": (Sentence("strip-narrower", "narrower"), Sentence("strip-wider", "wider")),
    "height": (Sentence("strip-lower", "lower"), Sentence("strip-taller", "taller")),
    "slant": (Sentence("strip-leans-left", "leans to the left"), Sentence("strip-leans-right", "leans to the right")),
}
SHAPE = Sentence("strip-shape", "another shape")
UNITS = {"ink": 0.15, "across": 0.6, "down": 0.6, "width": 0.08, "height": 0.06, "slant": 0.12, "shape": 0.25}
"""By how much each has to change before a person sees it: shares of ink, width and height, pixels, and slopes."""


def what_changes(strip: Tensor) -> Text:
    """What of pictures (steps, channels, height, width) changes most from the first to the last."""
    first, last = moments(strip[0].mean(0)), moments(strip[-1].mean(0))
    changes = {
        "ink": ratio(first["ink"], last["ink"]),
        "across": last["across"] - first["across"],
        "down": last["down"] - first["down"],
        "width": ratio(first["width"], last["width"]),
        "height": ratio(first["height"], last["height"]),
        "slant": last["slant"] - first["slant"],
    }
    # What is left when the pictures are compared pixel by pixel: a loop that closes, a bar that appears.
    apart = float((strip[-1] - strip[0]).abs().sum() / strip.mean(0).sum().clamp_min(1e-6))
    seen = {name: abs(by) / UNITS[name] for name, by in changes.items()}
    strongest = max(seen, key=lambda name: seen[name])
    if seen[strongest] >= 1:
        return DOES[strongest][changes[strongest] > 0]()
    return SHAPE() if apart >= UNITS["shape"] else NOTHING_MUCH()


def ratio(before: float, after: float) -> float:
    """By which share it grows."""
    return (after - before) / max(1e-6, (after + before) / 2)


def moments(picture: Tensor) -> dict[str, float]:
    """Ink, its middle, its spread across and down, and how it leans, of a picture (height, width) of 0 to 1."""
    height, width = picture.shape
    ink = picture.sum().clamp_min(1e-6)
    down = torch.arange(height, device=picture.device, dtype=picture.dtype)[:, None]
    across = torch.arange(width, device=picture.device, dtype=picture.dtype)[None, :]
    middle = (picture * down).sum() / ink, (picture * across).sum() / ink
    tall = (picture * (down - middle[0]).square()).sum() / ink
    wide = (picture * (across - middle[1]).square()).sum() / ink
    both = (picture * (down - middle[0]) * (across - middle[1])).sum() / ink
    slant = -both / tall.clamp_min(1e-6)  # columns to the right for each row up
    values = {"ink": ink, "down": middle[0], "across": middle[1], "slant": slant}
    values |= {"height": tall.sqrt(), "width": wide.sqrt()}
    return {name: float(value) for name, value in values.items()}
