"""A network of layers one after another that names the class of a picture."""

from typing import Literal

from torch import Tensor, nn

from models.layers.chain import passed
from models.spec.kinds import Batch


class PictureClassifier(nn.Sequential):
    """Reads the pictures of a batch and gives a score (logit) for each class, or what its last layer makes of it."""

    scale: Literal["scores", "logits", "shares", "signs", "values"] = "scores"
    """What its outputs are, as :mod:`models.layers.outputs` has it."""

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> scores (batch, classes)."""
        return passed(self, batch.inputs)  # (batch, classes)
