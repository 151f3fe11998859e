"""Bag of words: how often each word comes, and nothing of where; weighed at once, or by a hidden layer.

So documents were told apart before networks read them (Maron, "Automatic indexing", 1961, by naive Bayes; here the
weights are learnt, as in logistic regression). What to watch: it learns in a moment and is hard to beat, until the
order of two words decides.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.dropout import Dropout
from models.layers.settings import dropout_setting
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting


class BagOfWords(Architecture):
    """Counts of symbols with a weight for each class."""

    title: ClassVar[str] = "Bag of words"
    text: ClassVar[str] = "Counts which words there are, throws away where they stood, and weighs them."
    place: ClassVar[Place] = Place(
        "language",
        chapters=("equations",),
        effects=("word-order", "rival"),
        sources=(Source("Maron", 1961, "Automatic indexing: an experimental inquiry"),),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.SYMBOLS_TO_CLASS})
    family: ClassVar[Family] = "dense"
    smallest: ClassVar[dict[str, Any]] = {"hidden": 3}

    tells: Literal["how often", "whether"] = setting(
        "how often",
        "Each word tells",
        "How often it comes; or only whether it comes at all, so that no word is made more of by being said twice.",
        layer=["bag"],
        group="Network",
    )
    hidden: int = setting(
        0,
        "Hidden units",
        "At 0 every word has one weight for each class. With some, words count together; their order is lost anyway.",
        between=(0, 512),
        layer=["hidden", "output"],
        group="Network",
    )
    dropout: float = dropout_setting("Leaves out this share of the words at random while training.", ["dropout"])

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)


class Network(nn.Module):
    """Symbols -> how often each comes -> a score for every class."""

    def __init__(self, settings: BagOfWords, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        symbols, filling = shapes.source.symbols, shapes.source.padding
        self.bag = Bag(len(symbols), symbols.index(filling) if filling else -1, settings.tells == "whether")
        self.dropout = Dropout(settings.dropout)
        self.hidden = nn.Linear(len(symbols), settings.hidden) if settings.hidden else nn.Identity()
        self.bend = nn.ReLU() if settings.hidden else nn.Identity()
        self.output = nn.Linear(settings.hidden or len(symbols), shapes.classes)

    def forward(self, batch: Batch) -> Tensor:
        """Symbols (batch, time) -> scores (batch, classes)."""
        counts = self.dropout(self.bag(batch.inputs))  # (batch, symbols)
        scores: Tensor = self.output(self.bend(self.hidden(counts)))
        return scores  # (batch, classes)


class Bag(nn.Module):
    """How often each symbol comes, or whether; what only fills up a row is not counted."""

    label = "Bag"

    def __init__(self, symbols: int, filling: int, whether: bool) -> None:
        super().__init__()
        self.symbols, self.filling, self.most = symbols, filling, 1.0 if whether else float("inf")

    def forward(self, numbers: Tensor) -> Tensor:
        """Numbers (batch, time) -> (batch, symbols)."""
        counted = (numbers != self.filling).to(torch.get_default_dtype())  # (batch, time)
        counts = counted.new_zeros(len(numbers), self.symbols)
        return counts.scatter_add(1, numbers, counted).clamp_max(self.most)
