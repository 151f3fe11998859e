"""Zurich monthly sunspots, January 1749 to December 1983: 2,820 means of daily relative numbers.

From the Swiss Federal Observatory in Zurich (till 1960) and Tokyo Astronomical Observatory, as Andrews and Herzberg,
"Data" (1985), print them; in the public domain.
"""

from functools import cache
from pathlib import Path

import torch
from torch import Tensor

FILE = Path(__file__).with_name("sunspots.txt")
FIRST = 1749
"""The year whose January comes first."""
MONTHS = 2820
SHA256 = "774ab2f878641abd7da3081da1d33232af0b5a87569832cc881019c0db5e4a16"
"""Of the numbers with a line break between them."""


@cache
def load() -> Tensor:
    """All months in order, (2820)."""
    return torch.tensor([float(line) for line in FILE.read_text("ascii").split()])


@cache
def extremes(months: int) -> tuple[float, float]:
    """The least and the most of the first ``months``."""
    seen = load()[:months]
    return seen.min().item(), seen.max().item()
