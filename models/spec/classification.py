"""What all tasks with one class for each example have in common: loss, accuracy, and what guessing gives."""

from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from models.spec.counted import Counted, FusedLoss, Pair, Pairs
from models.spec.kinds import Batch, Splits
from models.spec.task import Task


class Classification(Task):
    """One class for each example; a split has their numbers as ``labels``."""

    fused_loss: ClassVar[FusedLoss] = "cross-entropy"

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, classes) -> mean of the batch, ()."""
        return functional.cross_entropy(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, classes) -> (right, all), (2)."""
        right = outputs.argmax(-1) == batch.targets  # (batch,)
        return {"accuracy": torch.stack([right.sum(), right.new_full((), len(right), dtype=torch.long)])}

    def scored_from(self, found: Counted) -> Pairs | None:
        """(right, all), (2)."""
        return {"accuracy": Pair(found.right, found.places)}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest class of what is learnt from, always."""
        commonest = splits.train["labels"].mode().values
        return {"accuracy": (splits.validation["labels"] == commonest).double().mean().item()}
