"""Attention: at every character that it writes, the decoder looks back at all that the encoder has read.

Luong, Pham and Manning, "Effective approaches to attention-based neural machine translation", 2015: global attention,
equations 5 to 8, with input feeding (section 3.3) where asked; the idea: Bahdanau, Cho and Bengio 2014. While learning,
the decoder is told the right characters so far (teacher forcing, Williams and Zipser 1989); when it is scored it has
only its own, so the validation curve is the honest one. What to watch: the attention matrix, and how much later "none"
learns, which has to carry everything through one state; "general" has a matrix to learn first and may take much longer.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.cells import Cell
from models.layers.decoding import DecoderState, StepDecoder
from models.layers.dropout import Dropout
from models.layers.luong import ATTENDING as ATTENDING
from models.layers.recurrent import LAYERS
from models.layers.settings import cell_setting, dropout_setting, hidden_setting
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting


class Attention(Architecture):
    """Recurrent encoder and decoder with one of three ways to attend, or none."""

    title: ClassVar[str] = "Encoder-decoder with attention"
    text: ClassVar[str] = "Reads a text both ways, then writes another, looking back at each character."
    place: ClassVar[Place] = Place(
        "attention",
        chapters=("architectures",),
        effects=("attention", "bottleneck", "word-order", "teacher-forcing"),
        sources=(
            Source(
                "Bahdanau, Cho and Bengio",
                2014,
                "Neural machine translation by jointly learning to align and translate",
            ),
            Source(
                "Luong, Pham and Manning", 2015, "Effective approaches to attention-based neural machine translation"
            ),
        ),
        after=("architecture/seq2seq",),
    )
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
    layers: int = setting(
        1,
        "Layers",
        "Of the encoder and of the decoder. Each further one reads the states of the one below it.",
        between=(1, 4),
        layer=["encoder", "bridge", "decoder"],
        group="Network",
    )
    bidirectional: bool = setting(
        True,
        "Read both ways",
        "A second encoder reads from the end, so that each character knows what stands around it.",
        layer=["encoder"],
        group="Network",
    )
    input_feeding: bool = setting(
        False,
        "Input feeding",
        "The decoder is also told what it found when it last looked back, and so what it has translated already. "
        "Learning takes step after step then, and longer.",
        layer=["decoder"],
        group="Network",
        advanced=True,
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
        return FeedingTranslator(self, shapes) if self.input_feeding else Translator(self, shapes)


class Translator(StepDecoder):
    """Source -> states -> decoder that attends to them at every place -> scores of the symbols."""

    reads_padding = False

    def __init__(self, settings: Attention, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        assert shapes.target is not None
        hidden, embedding, cell, layers = settings.hidden, settings.embedding, settings.cell, settings.layers
        self.places, self.first_symbol, self.forcing = shapes.targets[0], len(shapes.target), settings.forcing
        self.states, self.layers = 2 if cell in ("LSTM", "PeepholeLSTM") else 1, layers
        self.encoder = Encoder(cell, len(shapes.source), embedding, hidden, layers, settings.bidirectional)
        self.bridge = nn.Linear(hidden, self.states * layers * hidden)
        fed = hidden if settings.input_feeding else 0
        self.decoder = Decoder(cell, len(shapes.target) + 1, embedding, fed, hidden, layers)
        self.attention = ATTENDING[settings.attention](hidden)
        self.dropout = Dropout(settings.dropout)
        self.output = nn.Linear(hidden, len(shapes.target))

    def forward(self, batch: Batch) -> Tensor:
        """Symbols (batch, time) -> scores (batch, places, symbols)."""
        state, read, inside = self.read(batch)
        first = batch.inputs.new_full((len(read), 1), self.first_symbol)
        if self.training and self.forcing:
            right = torch.cat([first, batch.targets[:, :-1]], 1)  # (batch, places)
            return self.write(right, state, read, inside)[0]
        return self.alone(first, state, read, inside)

    def read(self, batch: Batch) -> tuple[DecoderState, Tensor, Tensor]:
        """The decoder's first state, each (layers, batch, hidden), what was read (batch, time, hidden), and what of it
        is text (batch, time).
        """
        whole = batch.inputs.new_full((len(batch.inputs),), batch.inputs.shape[1])
        lengths = batch.more.get("lengths", whole)  # (batch)
        read, last = self.encoder(batch.inputs, lengths)  # (batch, time, hidden), (batch, hidden)
        begun = torch.tanh(self.bridge(last)).chunk(self.states, -1)  # each (batch, layers x hidden)
        inside = torch.arange(read.shape[1], device=read.device) < lengths.unsqueeze(1)  # (batch, time)
        state = [one.view(len(one), self.layers, -1).transpose(0, 1) for one in begun]  # each (layers, batch, hidden)
        return tuple(one if one.is_cpu else one.contiguous() for one in state), read, inside  # as cuDNN wants it

    def write(
        self, symbols: Tensor, state: DecoderState, read: Tensor, inside: Tensor
    ) -> tuple[Tensor, DecoderState, Tensor | None]:
        """What follows each of ``symbols``, as scores (batch, places, symbols), the state after them, and where it
        looked (batch, places, time).
        """
        written, state = self.decoder(symbols, state)  # (batch, places, hidden)
        attended, a = self.attention(written, read, inside)
        return self.output(self.dropout(attended)), state, a

    def alone(self, symbol: Tensor, state: DecoderState, read: Tensor, inside: Tensor) -> Tensor:
        """Greedy decoding: the likeliest symbol (batch, 1) comes next; sees no target. (batch, places, symbols)"""
        scores = []
        for _ in range(self.places):
            score, state, _ = self.write(symbol, state, read, inside)
            symbol = score.detach().argmax(-1)  # (batch, 1)
            scores.append(score)
        return torch.cat(scores, 1)  # (batch, places, symbols)

    def start(self, batch: Batch) -> DecoderState:
        """The decoder's states (batch, layers, hidden), what was read (batch, time, hidden), what of it is text."""
        state, read, inside = self.read(batch)
        return (*(one.transpose(0, 1) for one in state), read, inside)

    def step(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor | None]:
        """The last symbols (batch) -> log-probabilities (batch, symbols), the state, where it looked (batch, time)."""
        *cells, read, inside = state
        before = tuple(one.transpose(0, 1).contiguous() for one in cells)
        scores, after, a = self.write(symbols.unsqueeze(1), before, read, inside)
        following = (*(one.transpose(0, 1) for one in after), read, inside)
        return scores[:, 0].log_softmax(-1), following, None if a is None else a[:, 0]


class FeedingTranslator(Translator):
    """The same, whose decoder also reads what the attention found at the place before (Luong et al., section 3.3)."""

    def read(self, batch: Batch) -> tuple[DecoderState, Tensor, Tensor]:
        """The same; the last part of the state is what was found last, (1, batch, hidden), at first nothing."""
        state, read, inside = super().read(batch)
        nothing = read.new_zeros((1, len(read), read.shape[2]))
        return (*state, nothing), read, inside

    def write(
        self, symbols: Tensor, state: DecoderState, read: Tensor, inside: Tensor
    ) -> tuple[Tensor, DecoderState, Tensor | None]:
        """The same, place by place: each of ``symbols`` (batch, places) is read with what was found before it."""
        attended, weights = [], []
        *cells, found = state
        for symbol in symbols.unbind(1):
            h, cells = self.decoder(symbol.unsqueeze(1), tuple(cells), found.transpose(0, 1))  # (batch, 1, hidden)
            context, a = self.attention(h, read, inside)
            attended.append(context)
            weights += [] if a is None else [a]
            found = context.transpose(0, 1)  # (1, batch, hidden)
        scores = self.output(self.dropout(torch.cat(attended, 1)))  # (batch, places, symbols)
        return scores, (*cells, found), torch.cat(weights, 1) if weights else None


class Encoder(nn.Module):
    """States of every character, of both directions added up, and the last of them; padding is never read."""

    as_one_layer = True

    def __init__(
        self, cell: Cell, symbols: int, embedding: int, hidden: int, layers: int, both_ways: bool
    ) -> None:  # fmt: skip
        super().__init__()
        self.label = f"{cell}, both ways" if both_ways else cell
        self.embedding = nn.Embedding(symbols, embedding)
        self.forwards = LAYERS[cell](embedding, hidden, layers, batch_first=True)
        self.backwards = LAYERS[cell](embedding, hidden, layers, batch_first=True) if both_ways else None
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

    def __init__(self, cell: Cell, symbols: int, embedding: int, fed: int, hidden: int, layers: int) -> None:
        super().__init__()
        self.label = cell
        self.embedding = nn.Embedding(symbols, embedding)
        self.cell = LAYERS[cell](embedding + fed, hidden, layers, batch_first=True)

    def forward(
        self, symbols: Tensor, state: DecoderState, fed: Tensor | None = None
    ) -> tuple[Tensor, DecoderState]:  # fmt: skip
        """Symbols (batch, places) and what is fed besides (batch, places, fed) -> states (batch, places, hidden), and
        the state after them, each (layers, batch, hidden).
        """
        inputs = self.embedding(symbols)  # (batch, places, embedding)
        inputs = inputs if fed is None else torch.cat([inputs, fed], -1)
        states, last = self.cell(inputs, state if len(state) > 1 else state[0])
        return states, last if isinstance(last, tuple) else (last,)
