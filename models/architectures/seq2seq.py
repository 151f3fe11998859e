"""Sequence to sequence: one stack of recurrent layers reads a text, another writes a text from where the first ended.

Sutskever, Vinyals and Le, "Sequence to sequence learning with neural networks", 2014; Cho et al. 2014. All layers hand
their last state over, and nothing else: no attention. While learning, the decoder is told the right symbols so far
(teacher forcing, Williams and Zipser 1989); when it is scored it has only its own. What to watch: short texts come
right long before long ones, and a source that is read backwards or twice helps.
"""

from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from models.layers.cells import Cell
from models.layers.decoding import DecoderState, StepDecoder
from models.layers.dropout import Dropout
from models.layers.settings import cell_setting, dropout_setting, hidden_setting
from models.layers.stacks import fast_torch_stack
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting


class Seq2seq(Architecture):
    """Embedding and stacked layers on both sides; the states are all that passes between them."""

    title: ClassVar[str] = "Encoder-decoder"
    text: ClassVar[str] = "Reads a whole text into its state, then writes another from that state alone."
    place: ClassVar[Place] = Place(
        "language",
        chapters=("architectures",),
        effects=("bottleneck", "unknown-words", "beam", "teacher-forcing"),
        sources=(
            Source("Sutskever, Vinyals and Le", 2014, "Sequence to sequence learning with neural networks"),
            Source(
                "Cho and others",
                2014,
                "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
            ),
        ),
        after=("architecture/recurrent",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.SYMBOLS_TO_SYMBOLS})
    family: ClassVar[Family] = "recurrent"
    year: ClassVar[int | None] = 2014
    smallest: ClassVar[dict[str, Any]] = {"hidden": 4, "embedding": 4, "layers": 1}

    cell: Cell = cell_setting(
        "LSTM",
        ["encoder", "decoder"],
        colours={"SimpleRNN": "orange", "GRU": "green", "LSTM": "blue", "PeepholeLSTM": "purple"},
    )
    layers: int = setting(
        2,
        "Layers",
        "Of the encoder and of the decoder. Each further one reads the states of the one below it, and hands over a "
        "state of its own.",
        between=(1, 4),
        layer=["encoder", "decoder"],
        group="Network",
    )
    hidden: int = hidden_setting(128, ["encoder", "decoder", "output"], most=512)
    embedding: int = setting(
        32,
        "Numbers for each symbol",
        "As what a character or a word is shown to the network: more numbers tell more of its habits.",
        between=(1, 256),
        scale="log",
        layer=["encoder", "decoder"],
        group="Network",
    )
    forcing: bool = setting(
        True,
        "Teacher forcing",
        "While learning, the right symbols so far are told. Off, one early mistake spoils all that follows.",
        live=True,
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of what the output is given at random while training.", ["dropout"]
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return EncoderDecoder(self, shapes)


class EncoderDecoder(StepDecoder):
    """Source -> last states of all layers -> decoder -> scores of the symbols."""

    def __init__(self, settings: Seq2seq, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        assert shapes.target is not None
        sizes = (settings.embedding, settings.hidden, settings.layers)
        self.places, self.first_symbol, self.forcing = shapes.targets[0], len(shapes.target), settings.forcing
        self.encoder = Encoder(settings.cell, len(shapes.source), *sizes)
        self.decoder = Decoder(settings.cell, len(shapes.target) + 1, *sizes)
        self.dropout = Dropout(settings.dropout)
        self.output = nn.Linear(settings.hidden, len(shapes.target))

    def forward(self, batch: Batch) -> Tensor:
        """Symbols (batch, time) -> scores (batch, places, symbols)."""
        state = self.encoder(batch.inputs, batch.more.get("lengths"))
        symbol = batch.inputs.new_full((len(batch.inputs), 1), self.first_symbol)
        if self.training and self.forcing:
            right = torch.cat([symbol, batch.targets[:, :-1]], 1)  # (batch, places)
            return self.write(right, state)[0]
        scores = []
        for _ in range(self.places):
            score, state = self.write(symbol, state)
            symbol = score.detach().argmax(-1)  # (batch, 1), greedily: the likeliest comes next
            scores.append(score)
        return torch.cat(scores, 1)  # (batch, places, symbols)

    def write(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState]:
        """What follows each of ``symbols``, as scores (batch, places, symbols), and the state after them."""
        states, state = self.decoder(symbols, state)  # (batch, places, hidden)
        return self.output(self.dropout(states)), state

    def start(self, batch: Batch) -> DecoderState:
        """The last states of the encoder, each (batch, layers, hidden)."""
        state: DecoderState = self.encoder(batch.inputs, batch.more.get("lengths"))
        return tuple(one.transpose(0, 1) for one in state)

    def step(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, None]:
        """The last symbols (batch) -> log-probabilities of the next (batch, symbols), and the state."""
        scores, after = self.write(symbols.unsqueeze(1), tuple(one.transpose(0, 1).contiguous() for one in state))
        return scores[:, 0].log_softmax(-1), tuple(one.transpose(0, 1) for one in after), None


class Encoder(nn.Module):
    """Reads a text; what it returns is the last state of every layer, of an LSTM its memory too."""

    as_one_layer = True

    def __init__(self, cell: Cell, symbols: int, embedding: int, hidden: int, layers: int) -> None:
        super().__init__()
        self.label = cell
        self.embedding = nn.Embedding(symbols, embedding)
        self.cell = fast_torch_stack(cell, embedding, hidden, layers, False)

    def forward(self, symbols: Tensor, lengths: Tensor | None) -> DecoderState:
        """Symbols (batch, time), lengths (batch) -> states, each (layers, batch, hidden).

        Padding stands before a text that is shorter than others, so that the last thing read is the text's own end.
        """
        if lengths is not None:
            places = torch.arange(symbols.shape[1], device=symbols.device)
            symbols = symbols.gather(1, (places + lengths.unsqueeze(1)) % symbols.shape[1])  # (batch, time)
        _, last = self.cell(self.embedding(symbols))
        return last if isinstance(last, tuple) else (last,)


class Decoder(nn.Module):
    """Symbols so far -> states. One symbol more than there are stands for the start."""

    as_one_layer = True

    def __init__(self, cell: Cell, symbols: int, embedding: int, hidden: int, layers: int) -> None:
        super().__init__()
        self.label = cell
        self.embedding = nn.Embedding(symbols, embedding)
        self.cell = fast_torch_stack(cell, embedding, hidden, layers, False)

    def forward(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState]:
        """Symbols (batch, places) -> states (batch, places, hidden), and the state after them."""
        states, last = self.cell(self.embedding(symbols), state if len(state) > 1 else state[0])
        return states, last if isinstance(last, tuple) else (last,)
