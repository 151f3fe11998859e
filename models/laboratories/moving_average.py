"""A moving average: the simplest convolution there is, along one dimension, with the same weight everywhere.

Each number of the output is the mean of as many neighbours as the window is wide (a kernel of 1/n, n times). Without
numbers beyond the ends ("valid") the output is shorter; with zeros there ("same") it is as long, and its ends are too
small. The mean of n numbers has chance's deviation divided by the root of n (de Moivre 1733), and what is quicker than
the window is lost with it (Hamming, "Digital filters", 1977).
"""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.look.arrays import floats
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

AVERAGED, WEIGHTS = (
    Sentence("moving-average-of-row", "The row and its moving average"),
    Sentence("moving-average-weights", "The kernel"),
)
PLACE, NUMBER = Sentence("moving-average-place", "place"), Sentence("moving-average-number", "number")
BESIDE, WEIGHT = Sentence("moving-average-beside", "places beside"), Sentence("moving-average-weight", "weight")
ROW, TRUE, MEAN = (
    Sentence("moving-average-row", "The row"),
    Sentence("moving-average-true", "Where it really is"),
    Sentence("moving-average-mean", "The moving average"),
)
LENGTH = Sentence("moving-average-length", "{count} numbers and a window of {window} give {left}: {shown}.")
ENDS = Sentence(
    "moving-average-ends",
    "Beyond the ends stand zeros, so {short} numbers at the ends are means of fewer than the window and too near 0.",
)
GAINED = Sentence(
    "moving-average-gained",
    "Off by {before:figure} before and by {after:figure} after (root of the mean square). Noise alone would shrink to "
    "{noise:figure}, by "
    "the root of what the kernel's squares add up to; the rest is what the average has flattened.",
)

SHOWN = 9
"""Numbers that are written out."""
TURN = 60
"""Places in which the ship turns by half a circle."""


class MovingAverage(Laboratory):
    """A row of numbers, and what a kernel that slides along it makes of them."""

    title: ClassVar[str] = "Moving average"
    text: ClassVar[str] = (
        "A window slides along a row of numbers and gives the mean of what it covers: a convolution in one dimension. "
        "Widen it until the noise is gone, then see what else is gone, and what happens at the ends."
    )
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("convolution",),
        effects=("weight-sharing", "noise"),
        sources=(Source("Hamming", 1977, "Digital filters"),),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/conv1d/kernel": "window",
        "task/waves/noise": "",
    }

    row: Literal["1 to 7", "a step", "a noisy ship"] = setting(
        "1 to 7",
        "Row",
        "The numbers 1 to 7; a jump from 0 to 1; or where a laser sees a ship that swings to and fro, with noise.",
        group="Row",
    )
    noise: float = setting(
        0.3, "Noise", "How far off each look is, as a deviation; the same chances each time.",
        between=(0.0, 1.0), step=0.01, group="Row", when={"row": ["a noisy ship"]},
    )  # fmt: skip
    window: int = setting(
        3, "Window", "How many neighbours each mean is of. One changes nothing.", between=(1, 41), group="Kernel"
    )
    weights: Literal["equal", "triangle", "bell"] = setting(
        "equal",
        "Weights",
        "Equal: a plain mean. Triangle and bell count the middle more, and let fewer edges through.",
        group="Kernel",
    )
    ends: Literal["valid", "same"] = setting(
        "valid",
        "Ends",
        "Valid: only where the whole window lies on the row. Same: zeros are put beyond both ends.",
        group="Kernel",
    )

    def pictures(self) -> list[Picture]:
        true, row = self.rows()
        kernel = self.kernel()
        return [self.averaged(true, row, kernel), self.drawn_kernel(kernel)]

    def rows(self) -> tuple[Tensor, Tensor]:
        """What is true and what is seen of it, both (places) in float64."""
        match self.row:
            case "1 to 7":
                true = torch.arange(1, 8, dtype=torch.float64)
            case "a step":
                true = torch.cat([torch.zeros(20), torch.ones(20)]).double()
            case _:
                place = torch.arange(4 * TURN, dtype=torch.float64)
                true = torch.sin(math.pi * place / TURN).round(decimals=9)  # and not 1e-15 where it is nothing
        chances = torch.randn(len(true), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
        return true, true + self.noise * chances if self.row == "a noisy ship" else true

    def kernel(self) -> Tensor:
        """Weights (window) that add up to 1."""
        beside = torch.arange(self.window, dtype=torch.float64) - (self.window - 1) / 2
        match self.weights:
            case "equal":
                weights = torch.ones_like(beside)
            case "triangle":
                weights = (self.window + 1) / 2 - beside.abs()
            case _:
                weights = torch.exp(-((2.5 * beside / max(self.window / 2, 1)) ** 2) / 2)
        return weights / weights.sum()

    def mean(self, row: Tensor, kernel: Tensor) -> Tensor:
        """The row (places) under the kernel (window), (places); NaN where a valid one has nothing to give."""
        before, after = self.window // 2, (self.window - 1) // 2
        padded = functional.pad(row, (before, after))
        found = functional.conv1d(padded.view(1, 1, -1), kernel.view(1, 1, -1)).flatten()  # symmetric: no flip shows
        if self.ends == "valid":
            found = found.clone()
            found[:before] = torch.nan
            found[len(row) - after :] = torch.nan
        return found

    def averaged(self, true: Tensor, row: Tensor, kernel: Tensor) -> Lines:
        """The row (places), the truth (places) where that is another, and the mean."""
        mean = self.mean(row, kernel)
        lines = [NamedLine(name=ROW(), values=floats(row), hue=0), NamedLine(name=MEAN(), values=floats(mean), hue=2)]
        if self.row == "a noisy ship":
            lines.insert(1, NamedLine(name=TRUE(), values=floats(true), hue=1))
        low, high = row.min().item(), row.max().item()
        margin = (high - low) / 10
        return Lines(
            title=AVERAGED(), start=0, step=1, count=len(row), lowest=min(0.0, low) - margin, highest=high + margin,
            unit=NUMBER(), across=PLACE(), at=len(row) // 2, lines=lines, remarks=self.remarks(true, row, mean, kernel),
        )  # fmt: skip

    def remarks(self, true: Tensor, row: Tensor, mean: Tensor, kernel: Tensor) -> list[Text]:
        """How long the mean (places) is, what is wrong at the ends, and what was gained against the truth (places)."""
        left = mean[mean.isfinite()]
        numbers = [f"{round(value, 3) + 0.0:g}" for value in left[:SHOWN].tolist()]
        shown = ", ".join([*numbers, "…"] if len(left) > SHOWN else numbers) or "–"
        said = [LENGTH(count=len(row), window=self.window, left=len(left), shown=f"[{shown}]")]
        if self.ends == "same" and self.window > 1:
            said.append(ENDS(short=min(self.window - 1, len(row))))
        if self.row == "a noisy ship" and len(left):
            inside = mean.isfinite()
            before, after = ((one - true)[inside].square().mean().sqrt().item() for one in (row, mean))
            noise = self.noise * kernel.square().sum().sqrt().item()
            said.append(GAINED(before=before, after=after, noise=noise))
        return said

    def drawn_kernel(self, kernel: Tensor) -> Lines:
        """The weights (window) as they lie round the place that they are for."""
        return Lines(
            title=WEIGHTS(), start=-(self.window // 2), step=1, count=self.window, lowest=0.0,
            highest=1.1 * kernel.max().item(), unit=WEIGHT(), across=BESIDE(), at=0,
            lines=[NamedLine(name=WEIGHT(), values=floats(kernel), hue=2)],
        )  # fmt: skip
