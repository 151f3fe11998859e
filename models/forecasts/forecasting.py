"""Which values come after a window of values? What every task that asks this has in common: loss, scores, first rival.

"The same as now" is the naive forecast (Hyndman and Athanasopoulos, "Forecasting: principles and practice", 2021).
"""

from typing import ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.spec.counted import FusedLoss
from models.spec.kinds import Batch, Kind, Split, Splits
from models.spec.task import Task


class Forecasting(Task):
    """Windows (window, features), always in order, and the values (horizon, columns) after each.

    What is foretold are the first ``columns`` of the features. A split has ``rows``, ``next`` and ``when``.
    """

    guess: ClassVar[str] = "repeating the last value"
    kind: ClassVar[Kind] = Kind.WINDOW_TO_VALUES
    order: ClassVar[Literal["shuffled", "ordered"]] = "ordered"

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        more = {} if training else {"when": split.take("when", rows)}  # nobody asks for it there
        return Batch(split.take("rows", rows), split.take("next", rows), more=more)

    fused_loss: ClassVar[FusedLoss] = "mean squared error"

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        return functional.mse_loss(outputs, batch.targets)

    def in_units(self, values: Tensor) -> Tensor:
        """Values (…, columns) as people count them, (…, columns): as they are, unless a task scales its data."""
        return values

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        missed = (self.in_units(outputs) - self.in_units(batch.targets)).abs()  # (batch, horizon, columns)
        return {"error": torch.stack([missed.sum(), missed.new_full((), missed.numel())])}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The last value of the window, for every one that is foretold."""
        wanted = splits.validation["next"]  # (windows, horizon, columns)
        last = splits.validation["rows"][:, -1:, : wanted.shape[2]].expand_as(wanted)
        missed = (self.in_units(last) - self.in_units(wanted)).abs()
        return {"loss": functional.mse_loss(last, wanted).item(), "error": missed.mean().item()}

    def column_names(self) -> list[str]:
        """What the columns that are foretold are called; empty of a single one without a name."""
        return []
