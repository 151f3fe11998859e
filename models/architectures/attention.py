"""Attention: at every character that it writes, the decoder looks back at all that the encoder has read.

Luong, Pham and Manning, "Effective approaches to attention-based neural machine translation", 2015: global attention,
equations 5 to 8, without input feeding; the idea: Bahdanau, Cho and Bengio 2014. While learning, the decoder is told
the right characters so far (teacher forcing, Williams and Zipser 1989); when it is scored it has only its own, so the
validation curve is the honest one. What to watch: the attention matrix, and how much later "none" learns, which has to
carry everything through one state; "general" has a matrix to learn first, and may take much longer.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.attention import Attend, Axis
from models.layers.cells import Cell
from models.layers.dropout import Dropout
from models.layers.recurrent import LAYERS
from models.layers.settings import cell_setting, dropout_setting, hidden_setting
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.settings import setting


class Attention(Architecture):
    """Recurrent encoder and decoder with one of three ways to attend, or none."""

    title: ClassVar[str] = "Encoder-decoder with attention"
    text: ClassVar[str] = "Reads a text both ways, then writes another, looking back at each character."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.SYMBOLS_TO_SYMBOLS})
    family: ClassVar[Family] = "attention"
    smallest: ClassVar[dict[str, Any]] = {"hidden": 4, "embedding": 4}

    attention: Literal["dot", "general", "concat", "none"] = setting(
        "dot",
        "Attention",
        "How what is written is compared with what was read: as it is, through a matrix, through a small network; or "
        "not at all.",
        colours={"dot": "orange", "general": "blue", "concat": "green", "none": "red"},
        layer=["attention"],
        group="Network",
    )
    cell: Cell = cell_setting("GRU", ["encoder", "bridge", "decoder"])
    hidden: int = hidden_setting(64, ["encoder", "bridge", "decoder", "attention", "output"], most=512)
    embedding: int = setting(
        32,
        "Numbers for each character",
        "As what a character is shown to the network: more numbers tell more of its habits.",
        between=(1, 256),
        scale="log",
        layer=["encoder", "decoder"],
        group="Network",
        advanced=True,
    )
    bidirectional: bool = setting(
        True,
        "Read both ways",
        "A second encoder reads from the end, so that each character knows what stands around it.",
        layer=["encoder"],
        group="Network",
    )
    forcing: bool = setting(
        True,
        "Teacher forcing",
        "While learning, the right characters so far are told. Off, one early mistake spoils all that follows.",
        live=True,
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of what the output is given at random while training.", ["dropout"], advanced=True
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return Translator(self, shapes)


class Translator(nn.Module):
    """Source -> states -> decoder that attends to them at every place -> scores of the symbols."""

    reads_padding = False

    def __init__(self, settings: Attention, shapes: Shapes) -> None:
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


class Attending(Attend, ABC):
    """h~ = tanh(Wc [c; h]), c = sum over s of a_s h_s, a = softmax of score(h, h_s): equations 5, 7 and 8."""

    as_one_layer = True
    query_axis: ClassVar[Axis] = "outputs"

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.combine = nn.Linear(2 * hidden, hidden, bias=False)

    @abstractmethod
    def score(self, h: Tensor, read: Tensor) -> Tensor:
        """h (batch, places, hidden), read (batch, time, hidden) -> (batch, places, time)."""

    def forward(self, h: Tensor, read: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
        """h (batch, places, hidden), read (batch, time, hidden) -> (batch, places, hidden), a (batch, places, time)."""
        scores = self.score(h, read)  # (batch, places, time)
        a = scores.masked_fill(~inside.unsqueeze(1), -torch.inf).softmax(-1)
        c = a @ read  # (batch, places, hidden)
        return torch.tanh(self.combine(torch.cat([c, h], -1))), a


class Dot(Attending):
    """score = h . h_s, (batch, places, time)"""

    def score(self, h: Tensor, read: Tensor) -> Tensor:
        return h @ read.transpose(1, 2)


class General(Attending):
    """score = h . W h_s, (batch, places, time)"""

    def __init__(self, hidden: int) -> None:
        super().__init__(hidden)
        self.W = nn.Linear(hidden, hidden, bias=False)

    def score(self, h: Tensor, read: Tensor) -> Tensor:
        scores: Tensor = h @ self.W(read).transpose(1, 2)
        return scores


class Concat(Attending):
    """score = v . tanh(W [h; h_s]), (batch, places, time); W in its two halves."""

    def __init__(self, hidden: int) -> None:
        super().__init__(hidden)
        self.W_h = nn.Linear(hidden, hidden, bias=False)
        self.W_s = nn.Linear(hidden, hidden, bias=False)
        self.v = nn.Linear(hidden, 1, bias=False)

    def score(self, h: Tensor, read: Tensor) -> Tensor:
        both = self.W_h(h).unsqueeze(2) + self.W_s(read).unsqueeze(1)  # (batch, places, time, hidden)
        scores: Tensor = self.v(torch.tanh(both)).squeeze(-1)
        return scores


class Nothing(nn.Module):
    """The plain encoder-decoder: the state as it is, and no weights."""

    as_one_layer = True
    label = "none"

    def __init__(self, hidden: int) -> None:
        super().__init__()

    def forward(self, h: Tensor, read: Tensor, inside: Tensor) -> tuple[Tensor, None]:
        """h (batch, places, hidden) as it is."""
        return h, None


ATTENDING: dict[str, Callable[[int], nn.Module]] = {"dot": Dot, "general": General, "concat": Concat, "none": Nothing}
