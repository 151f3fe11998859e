"""What is measured of captions."""

import torch
from torch import Tensor

from models.spec.kinds import Batch, Series

SERIES: dict[str, Series] = {
    "loss": Series("Loss", text="Cross-entropy for each word of a caption, with its end."),
    "exact": Series(
        "Exact captions",
        better="higher",
        range=(0, 1),
        percent=True,
        headline=True,
        of="whole",
        text="Share of pictures whose whole caption is right, of pairs of things that were learnt from.",
    ),
    "unseen": Series(
        "Exact captions, unseen pairs",
        better="higher",
        range=(0, 1),
        percent=True,
        of="whole",
        text="The same of pairs that no training scene has: both things are known, but never together.",
    ),
    "accuracy": Series(
        "Right words",
        better="higher",
        range=(0, 1),
        percent=True,
        of="part",
        text="Share of words that are right at their place. While learning, the right ones before are told.",
    ),
}


def on_things(boxes: Tensor, grid: tuple[int, int]) -> Tensor:
    """Which parts of a map of so many parts down and across touch each of boxes (…, 4): (…, parts).

    A box is left, top, right and bottom as shares of the picture's sides.
    """
    left, top, right, bottom = (one.unsqueeze(-1) for one in boxes.unbind(-1))  # (…, 1)
    begin = [torch.arange(side, device=boxes.device) / side for side in grid]
    down = (begin[0] < bottom) & (begin[0] + 1 / grid[0] > top)  # (…, down)
    across = (begin[1] < right) & (begin[1] + 1 / grid[1] > left)  # (…, across)
    return (down.unsqueeze(-1) & across.unsqueeze(-2)).flatten(-2)


def attention_hits(alpha: Tensor, grid: tuple[int, int], batch: Batch) -> Tensor:
    """How many of the words for things were written looking most at their thing, and how many there are, (2).

    ``alpha`` (batch, places, parts). The pointing game of Zhang et al. 2016, with whole parts of the map.
    """
    most = alpha.argmax(-1, keepdim=True)  # (batch, places, 1)
    hit = on_things(batch.more["boxes"], grid).gather(-1, most).squeeze(-1)  # (batch, places)
    return torch.stack([(hit & batch.more["things"]).sum(), batch.more["things"].sum()])
