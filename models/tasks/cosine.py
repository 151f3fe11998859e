"""Cosine: which value comes next in cos(0), cos(1), cos(2) …? The data of a listing that many textbooks hand on.

What to watch: no network is needed. cos(x + 1) = 2 cos(1) cos(x) - cos(x - 1), so a linear rule over two values is
exact (autoregression, Yule 1927). "Always 0" misses by 0.7092 (the root of the mean square), and a published network
by 0.5692: a figure that shows no skill at all.
"""

from typing import ClassVar

import torch
from torch import Tensor

from models.forecasts.made import GROUP, MadeSeries
from models.spec.kinds import Batch, Series, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import setting


class Cosine(MadeSeries):
    """Windows (window, 1) of a cosine, 200 values in all as published, and what comes after each (horizon, 1)."""

    title: ClassVar[str] = "Cosine"
    text: ClassVar[str] = "Reads some values of a cosine and says which ones come next."
    place: ClassVar[Place] = Place(
        "forecasting",
        chapters=("equations",),
        effects=("rival", "measure"),
        sources=(Source("Yule", 1927, "On a method of investigating periodicities in disturbed series"),),
    )
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="What training makes small: the mean of the squares, or of half of them."),
        "rmse": Series(
            "Missed by (root)",
            headline=True,
            text="The root of the mean square of what is missed. The line is what repeating the last value gives; with "
            "the published windows it is 0.6764, always saying 0 gives 0.7092, and a linear rule 0.0000.",
        ),
        "error": Series("Missed by", text="How far the answer is from the value that came, on average."),
        "printed": Series(
            "Sum of halves",
            text="What the published listing prints and calls a mean: half the squares, added up over all windows. "
            "Where there are twice as many training windows, it is twice as large for them.",
        ),
    }

    window: int = setting(
        50,
        "Window",
        "More values show more of what was before and take longer to read. Two would do.",
        between=(1, 200),
        unit="values",
        group=GROUP,
    )
    step: float = setting(
        1.0,
        "Step",
        "How far from one value to the next, in radians: 6.28 of them are a whole wave.",
        between=(0.05, 3.0),
        step=0.05,
        group=GROUP,
    )
    training_windows: int = setting(
        100,
        "Training windows",
        "Windows that are learnt from, each one value after the one before it. Fewer are learnt by heart.",
        between=(20, 2000),
        group=GROUP,
        role="amount of data",
    )
    held_out_windows: int = setting(
        50,
        "Held-out windows",
        "The windows after them, never learnt from. More make the figure steadier.",
        between=(20, 1000),
        group=GROUP,
        advanced=True,
    )
    halved: bool = setting(
        False,
        "Half the square",
        "Training makes half the square small, as in many listings: that has half the slope, as with half the rate.",
        group=GROUP,
        advanced=True,
    )

    def values(self, count: int, generator: torch.Generator) -> Tensor:
        return torch.cos(self.step * torch.arange(count, dtype=torch.double)).unsqueeze(1)

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        batch = super().batch(split, rows, generator, training)
        share = torch.full((len(rows),), 1 / len(split), device=rows.device)
        return Batch(batch.inputs, batch.targets, more={**batch.more, "share": share})

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        squares = super().loss(outputs, batch)
        return squares / 2 if self.halved else squares

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """``rmse`` as the sum of squares, their count, and that the root is meant; ``printed`` over one whole split."""
        squares = (outputs - batch.targets).square()  # (batch, horizon, columns)
        count = squares.new_full((), squares.numel())
        return {
            "rmse": torch.stack([squares.sum(), count, torch.ones_like(count)]),
            **super().score(outputs, batch),
            "printed": torch.stack([squares.sum() / 2, batch.more["share"].sum()]),
        }

    def baseline(self, splits: Splits) -> dict[str, float]:
        found = super().baseline(splits)
        squares = found["loss"]
        return {
            "loss": squares / 2 if self.halved else squares,
            "rmse": squares**0.5,
            "error": found["error"],
            "printed": squares / 2 * splits.validation["next"].numel(),
        }
