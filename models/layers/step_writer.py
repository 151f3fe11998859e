"""A recurrent network that writes at every step of what it reads, from its state there."""

from torch import Tensor, nn

from models.layers.dropout import Dropout
from models.layers.sequence_classifier import Reader
from models.spec.kinds import Batch


class StepWriter(nn.Module):
    """Bits -> ``stack`` of recurrent layers -> the state of every step -> ``output``."""

    def __init__(self, stack: nn.Module, label: str, output: nn.Linear, dropout: float) -> None:
        super().__init__()
        self.encoder = Reader(stack, label)
        self.dropout = Dropout(dropout)
        self.output = output

    def forward(self, batch: Batch) -> Tensor:
        """Bits (batch, time, bits) -> scores (batch, time, bits)."""
        states, _ = self.encoder(batch.inputs)  # (batch, time, units)
        scores: Tensor = self.output(self.dropout(states))
        return scores  # (batch, time, bits)
