"""A recurrent network that reads a sequence of symbols to its end and says of which class it is."""

from torch import Tensor, nn
from torch.nn import functional

from models.layers.dropout import Dropout
from models.layers.stacks import LastState, last_states
from models.spec.kinds import Batch


class SequenceClassifier(nn.Module):
    """Symbols -> one-hot -> ``stack`` of recurrent layers -> the last state -> ``output``."""

    def __init__(self, stack: nn.Module, label: str, symbols: int, output: nn.Linear, dropout: float) -> None:
        super().__init__()
        self.symbols = symbols
        self.encoder = Reader(stack, label)
        self.states = LastState()
        self.dropout = Dropout(dropout)
        self.output = output

    def forward(self, batch: Batch) -> Tensor:
        """Symbols (batch, time) -> scores (batch, classes)."""
        symbols = functional.one_hot(batch.inputs, self.symbols).to(self.output.weight.dtype)  # (batch, time, symbols)
        states, last = self.encoder(symbols)  # (batch, time, units), (batch, units)
        scores: Tensor = self.output(self.dropout(self.states(states, last)))
        return scores  # (batch, classes)


class Reader(nn.Module):
    """Reads a sequence; what it returns is the states of the last layer at every step, and the last of each way."""

    as_one_layer = True

    def __init__(self, stack: nn.Module, label: str) -> None:
        super().__init__()
        self.stack, self.label = stack, label

    def forward(self, sequence: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, time, symbols) -> (batch, time, directions x units), (batch, directions x units)."""
        states, last = self.stack(sequence)
        return states, last_states(states, last)
