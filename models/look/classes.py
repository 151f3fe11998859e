"""Which class a view asks about: the one that is named, or the one that the network finds likeliest."""

import torch
from torch import Tensor

from models.look.pictures import Choice

OFFERED = 12
"""Classes to choose from where there are more: the likeliest."""


def class_asked(names: list[str], chances: Tensor, part: str) -> int:
    """The number of the class called ``part``; else that of the highest of ``chances`` (classes)."""
    return names.index(part) if part in names else int(chances.argmax())


def class_choices(names: list[str], chances: Tensor, chosen: int) -> list[Choice]:
    """The classes that one may ask about, in their order; of many the likeliest by ``chances`` (classes)."""
    likeliest = torch.topk(chances, min(OFFERED, len(names))).indices.tolist()
    return [Choice(name=names[one], title=names[one]) for one in sorted({*likeliest, chosen})]
