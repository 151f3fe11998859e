"""Language model: a recurrent network reads a text symbol by symbol and says at each how likely every next one is.

Mikolov et al., "Recurrent neural network based language model", 2010; letters: Sutskever, Martens and Hinton 2011.
The probability of a sentence is the product of what it says of each of its words. What to watch: with its state carried
on it knows who speaks and how long the line is; without, every window begins in the middle of nothing.
"""

import math
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.cells import Cell
from models.layers.dropout import Dropout
from models.layers.settings import cell_setting, dropout_setting, hidden_setting
from models.layers.stacks import fast_torch_stack
from models.layers.symbols import OneHot
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Carried, Kind, Series, Shapes, Split, State
from models.spec.metrics import ROWS, score
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.spec.task import Task
from models.texts.next_symbol import NextSymbol

LARGEST = 700.0
"""Of what e is raised to: beyond, there are no numbers."""
MOST_SCORES = 4_000_000
"""Of all symbols at all places that are scored at once."""


class LanguageModel(Architecture):
    """SimpleRNN, GRU, LSTM or peephole LSTM between an embedding and a score for every symbol."""

    title: ClassVar[str] = "Language model"
    text: ClassVar[str] = "Reads a text into a memory and says after each symbol what comes next: so it can write, too."
    place: ClassVar[Place] = Place(
        "language",
        chapters=("equations",),
        effects=("temperature", "unknown-words", "long-memory"),
        sources=(
            Source("Mikolov and others", 2010, "Recurrent neural network based language model"),
            Source("Sutskever, Martens and Hinton", 2011, "Generating text with recurrent neural networks"),
        ),
        after=("architecture/recurrent",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.SYMBOLS_TO_NEXT})
    family: ClassVar[Family] = "recurrent"
    smallest: ClassVar[dict[str, Any]] = {"hidden": 4, "embedding": 3}
    series: ClassVar[dict[str, Series] | None] = {
        **NextSymbol.series,
        "perplexity": Series(
            "Perplexity",
            text="As uncertain as between so many symbols that are all alike. Of words: perplexity a word.",
        ),
    }

    cell: Cell = cell_setting(
        "GRU",
        ["memory"],
        colours={"SimpleRNN": "orange", "GRU": "green", "LSTM": "blue", "PeepholeLSTM": "purple"},
    )
    hidden: int = hidden_setting(128, ["memory", "narrow", "output"], most=512)
    layers: int = setting(
        1,
        "Layers",
        "Each further layer reads the states of the one below it, and takes as long again.",
        between=(1, 4),
        layer=["memory"],
        group="Network",
    )
    shown: Literal["one-hot", "embedding"] = setting(
        "embedding",
        "Symbols are shown",
        "One-hot, all symbols are equally unlike; as an embedding, each has numbers that are learnt, and may come to "
        "lie beside others that are used alike.",
        layer=["symbols"],
        group="Network",
    )
    embedding: int = setting(
        32,
        "Numbers for each symbol",
        "More numbers tell more of its habits. Words need more than characters.",
        between=(1, 512),
        scale="log",
        when={"shown": ["embedding"]},
        layer=["symbols", "memory", "narrow"],
        group="Network",
    )
    tied: bool = setting(
        False,
        "Tied output",
        "The output says how near the state is to each symbol's own numbers: one table instead of two (Press and Wolf "
        "2017).",
        when={"shown": ["embedding"]},
        layer=["narrow", "output"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of what the output is given at random while training.", ["dropout"]
    )
    stateful: bool = setting(
        True,
        "Keep the state",
        "Each window begins with the state in which the one before it ended. Off, every window is read from nothing.",
        group="Network",
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)

    def at_once(self, task: Task) -> int:
        """Of a text that is read in order as many windows as it is read at places: each goes on with the next.

        Of shuffled windows so many that their scores fill no memory.
        """
        side_by_side = getattr(task, "side_by_side", None)
        if side_by_side and self.stateful and task.order == "ordered":
            return int(side_by_side(1))
        symbols = len(task.shapes().source or ())
        return max(1, min(ROWS, MOST_SCORES // (task.shapes().inputs[0] * symbols)))

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """The task's own measures, and the perplexity, which is a power of their mean and no mean itself."""
        scores = score(network, task, split, self.at_once(task))
        return scores | {"perplexity": math.exp(min(scores["loss"], LARGEST))}


class Network(nn.Module):
    """Symbols -> numbers -> states -> a score for every next symbol."""

    def __init__(self, settings: LanguageModel, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        count, hidden, embeds = len(shapes.source), settings.hidden, settings.shown == "embedding"
        width = settings.embedding if embeds else count
        tied = embeds and settings.tied
        self.stateful = settings.stateful
        self.symbols = nn.Embedding(count, width) if embeds else OneHot(count)
        self.memory = fast_torch_stack(settings.cell, width, hidden, settings.layers, False)
        self.dropout = Dropout(settings.dropout)
        self.narrow = nn.Linear(hidden, width) if tied and width != hidden else nn.Identity()
        self.output = TiedOutput(self.symbols) if tied else nn.Linear(hidden, count)

    def forward(self, batch: Batch) -> Carried | Tensor:
        """Symbols (batch, time) -> scores (batch, time, symbols), with the state where it is carried."""
        streams = batch.more.get("stream") if self.stateful else None  # (batch)
        first = None if streams is None or batch.continues is None else states_of(batch.continues, streams)
        states, last = self.memory(self.symbols(batch.inputs), first)  # (batch, time, hidden)
        scores: Tensor = self.output(self.narrow(self.dropout(states)))  # (batch, time, symbols)
        return scores if streams is None else Carried(scores, with_states(batch.continues, streams, last))


class TiedOutput(nn.Module):
    """Scores by the very numbers with which symbols are shown (Press and Wolf 2017), and a bias for each."""

    label = "Tied output"

    def __init__(self, symbols: nn.Module) -> None:
        super().__init__()
        self.table = (symbols,)  # in a tuple it stays a part of the network alone
        assert isinstance(symbols, nn.Embedding)
        nn.init.normal_(symbols.weight, std=1 / math.sqrt(symbols.embedding_dim))  # so that first scores are small
        self.bias = nn.Parameter(torch.zeros(symbols.num_embeddings))

    def forward(self, values: Tensor) -> Tensor:
        """(batch, time, width) -> (batch, time, symbols)."""
        return functional.linear(values, self.table[0].get_parameter("weight"), self.bias)


def states_of(carried: State, streams: Tensor) -> Any:
    """The states of the places ``streams`` (batch), as PyTorch wants them: (layers, batch, hidden), an LSTM's two."""
    found = tuple(one[:, streams] for one in long_enough(carried, streams))
    return found if len(found) > 1 else found[0]


def with_states(carried: State | None, streams: Tensor, last: Tensor | tuple[Tensor, ...]) -> State:
    """States of all places (layers, places, hidden) with the ``last`` ones of the places ``streams`` (batch)."""
    new = last if isinstance(last, tuple) else (last,)
    before = carried or tuple(one[:, :0] for one in new)
    states = zip(long_enough(before, streams), new, strict=True)
    return tuple(old.index_copy(1, streams, one) for old, one in states)


def long_enough(carried: State, streams: Tensor) -> State:
    """States (layers, places, hidden) with a row for each of ``streams`` (batch): where there was none, of noughts."""
    missing = int(streams.max()) + 1 - carried[0].shape[1]
    if missing <= 0:
        return carried
    return tuple(torch.cat([one, one.new_zeros(one.shape[0], missing, one.shape[2])], 1) for one in carried)
