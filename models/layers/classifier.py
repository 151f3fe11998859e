"""A network of layers one after another that names the class of a picture."""

from torch import Tensor, nn

from models.spec.kinds import Batch


class PictureClassifier(nn.Sequential):
    """Reads the pictures of a batch and gives a score (logit) for each class."""

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> scores (batch, classes)."""
        values = batch.inputs
        for layer in self:
            values = layer(values)
        return values  # (batch, classes)
