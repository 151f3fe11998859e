"""Which class is a picture of? What every task that asks this has in common: its loss, its scores, its baseline."""

from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from models.spec.kinds import Batch, Kind, Series, Splits
from models.spec.task import Task


class ImageClassification(Task):
    """Pictures (channels, height, width), each of one class; a split has ``images`` and ``labels``."""

    kind: ClassVar[Kind] = Kind.IMAGE_TO_CLASS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy: how surprised the network is by the right class."),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of pictures whose class is named rightly.",
        ),
    }

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        return functional.cross_entropy(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        right = outputs.argmax(-1) == batch.targets  # (batch,)
        return {"accuracy": torch.stack([right.sum(), right.new_full((), len(right), dtype=torch.long)])}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest class of the training pictures, always."""
        guess = splits.train["labels"].mode().values
        return {"accuracy": (splits.validation["labels"] == guess).double().mean().item()}
