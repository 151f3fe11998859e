"""The encoder-decoder as it was before it had layers and input feeding, to compare with: one layer each."""

from typing import Any

import torch
from torch import Tensor, nn

from models.layers.cells import Cell
from models.layers.dropout import Dropout
from models.layers.luong import ATTENDING
from models.layers.recurrent import LAYERS
from models.spec.kinds import Batch, Shapes


class Translator(nn.Module):
    """Source -> states -> decoder that attends to them at every place -> scores of the symbols."""

    reads_padding = False

    def __init__(self, settings: Any, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        assert shapes.target is not None
        hidden, embedding, cell = settings.hidden, settings.embedding, settings.cell
        self.places, self.start, self.forcing = shapes.targets[0], len(shapes.target), settings.forcing
        self.states = 2 if cell in ("LSTM", "PeepholeLSTM") else 1
        self.encoder = Encoder(cell, len(shapes.source), embedding, hidden, settings.bidirectional)
        self.bridge = nn.Linear(hidden, self.states * hidden)
        self.decoder = Decoder(cell, len(shapes.target) + 1, embedding, hidden)
        self.attention = ATTENDING[settings.attention](hidden)
        self.dropout = Dropout(settings.dropout)
        self.output = nn.Linear(hidden, len(shapes.target))

    def forward(self, batch: Batch) -> Tensor:
        """Symbols (batch, time) -> scores (batch, places, symbols)."""
        whole = batch.inputs.new_full((len(batch.inputs),), batch.inputs.shape[1])
        lengths = batch.more.get("lengths", whole)  # (batch)
        read, last = self.encoder(batch.inputs, lengths)  # (batch, time, hidden), (batch, hidden)
        begun = tuple(torch.tanh(self.bridge(last)).unsqueeze(0).chunk(self.states, -1))  # each (1, batch, hidden)
        state = begun if self.states > 1 else begun[0]
        inside = torch.arange(read.shape[1], device=read.device) < lengths.unsqueeze(1)  # (batch, time)
        start = batch.inputs.new_full((len(read), 1), self.start)
        if self.training and self.forcing:
            told = torch.cat([start, batch.targets[:, :-1]], 1)  # (batch, places)
            return self.write(told, state, read, inside)[0]
        return self.alone(start, state, read, inside)

    def write(self, symbols: Tensor, state: Any, read: Tensor, inside: Tensor) -> tuple[Tensor, Any]:
        """What follows each of ``symbols``, as scores (batch, places, symbols), and the state after them."""
        written, state = self.decoder(symbols, state)  # (batch, places, hidden)
        attended, _ = self.attention(written, read, inside)
        return self.output(self.dropout(attended)), state

    def alone(self, symbol: Tensor, state: Any, read: Tensor, inside: Tensor) -> Tensor:
        """Greedy decoding: the likeliest symbol (batch, 1) comes next; sees no target. (batch, places, symbols)"""
        scores = []
        for _ in range(self.places):
            score, state = self.write(symbol, state, read, inside)
            symbol = score.detach().argmax(-1)  # (batch, 1)
            scores.append(score)
        return torch.cat(scores, 1)  # (batch, places, symbols)


class Encoder(nn.Module):
    """States of every character, of both directions added up, and the last of them; padding is never read."""

    as_one_layer = True

    def __init__(self, cell: Cell, symbols: int, embedding: int, hidden: int, both_ways: bool) -> None:
        super().__init__()
        self.label = f"{cell}, both ways" if both_ways else cell
        self.embedding = nn.Embedding(symbols, embedding)
        self.forwards = LAYERS[cell](embedding, hidden, batch_first=True)
        self.backwards = LAYERS[cell](embedding, hidden, batch_first=True) if both_ways else None
        if self.backwards is not None:
            self.backwards.from_end = True

    def forward(self, symbols: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Symbols (batch, time), lengths (batch) -> states (batch, time, hidden), the last of each (batch, hidden)."""
        places = torch.arange(symbols.shape[1], device=symbols.device)
        ends = lengths.unsqueeze(1)  # (batch, 1)
        states = self.forwards(self.embedding(symbols))[0]  # (batch, time, hidden)
        last = states.gather(1, expanded(ends - 1, states)).squeeze(1)  # (batch, hidden)
        if self.backwards is None:
            return states, last
        mirrored = torch.where(places < ends, ends - 1 - places, places)  # (batch, time), its own inverse
        back = self.backwards(self.embedding(symbols.gather(1, mirrored)))[0]
        last = last + back.gather(1, expanded(ends - 1, back)).squeeze(1)
        return states + back.gather(1, expanded(mirrored, back)), last


def expanded(places: Tensor, states: Tensor) -> Tensor:
    """Places (batch, n) as an index into states (batch, time, hidden)."""
    return places.unsqueeze(-1).expand(-1, -1, states.shape[-1])


class Decoder(nn.Module):
    """Symbols so far -> states. One symbol more than there are stands for the start."""

    as_one_layer = True

    def __init__(self, cell: Cell, symbols: int, embedding: int, hidden: int) -> None:
        super().__init__()
        self.label = cell
        self.embedding = nn.Embedding(symbols, embedding)
        self.cell = LAYERS[cell](embedding, hidden, batch_first=True)

    def forward(self, symbols: Tensor, state: Any) -> tuple[Tensor, Any]:
        """Symbols (batch, places) -> states (batch, places, hidden), and the state after them."""
        states, last = self.cell(self.embedding(symbols), state)
        return states, last  # (batch, places, hidden)
