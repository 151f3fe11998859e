"""Convolutions over time: filters slide along a sequence and look for one thing at every moment (Waibel et al. 1989).

Bai, Kolter and Koltun, "An empirical evaluation of generic convolutional and recurrent networks for sequence modeling",
2018; of words Kim 2014. What to watch: it has no memory. What lies further back than its filters reach it never sees,
and dilation doubles that reach with each layer; but all moments are worked out at once, where a recurrent network waits
for the step before.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.activations import ActivationName, activation, activation_setting, step_warning
from models.layers.dropout import Dropout
from models.layers.settings import dropout_setting
from models.layers.time_convolution import Edge, TimeConvolution
from models.sentences import Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting, sizes

POOLS = {"max": nn.MaxPool1d, "average": nn.AvgPool1d}


class ConvolutionOverTime(Architecture):
    """Causal or centred convolutions, dilated and pooled where wanted, and a dense output."""

    title: ClassVar[str] = "Convolutions over time"
    text: ClassVar[str] = "Small filters slide along a sequence, all moments at once; what they find gives the answer."
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("convolution",),
        effects=("receptive-field", "weight-sharing"),
        sources=(
            Source("Waibel and others", 1989, "Phoneme recognition using time-delay neural networks"),
            Source(
                "Bai, Kolter and Koltun",
                2018,
                "An empirical evaluation of generic convolutional and recurrent networks for sequence modeling",
            ),
        ),
        after=("laboratory/moving_average",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.WINDOW_TO_VALUES, Kind.WINDOW_TO_CLASS, Kind.SYMBOLS_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 1989
    smallest: ClassVar[dict[str, Any]] = {"filters": (3,), "embedding": 2}

    filters: tuple[sizes(1, 256), ...] = setting(  # type: ignore[valid-type]
        (16, 16),
        "Filters",
        "Each looks for one pattern at every moment; further layers look for patterns of patterns.",
        length=(1, 6),
        layer=["conv{}"],
        group="Network",
        role="capacity",
    )
    kernel: int = setting(
        3,
        "Filter size",
        "How many moments a filter sees at once. Larger ones reach further back and have more weights.",
        between=(1, 15),
        layer=["conv{}"],
        group="Network",
    )
    dilation: Literal["none", "doubling"] = setting(
        "doubling",
        "Dilation",
        "Doubling: the filters of each further layer leave out twice as many moments between those they read, so that "
        "the reach doubles with each layer and the weights stay as many.",
        layer=["conv{}"],
        group="Network",
    )
    padding: Edge = setting(
        "causal",
        "Padding",
        "Causal: what is found at a moment depends on it and on earlier ones alone. Same: on as many later ones too.",
        layer=["conv{}"],
        group="Network",
    )
    pool: Literal["none", "max", "average"] = setting(
        "none",
        "Pooling",
        "After each layer two moments become one: their larger value or their mean. Quicker, and less exact in time.",
        group="Network",
    )
    moments: Literal["last", "all", "mean", "max"] = setting(
        "last",
        "The answer sees",
        "What was found at the last moment; at all of them, each with weights of its own; their mean; or the largest "
        "value of each filter, whenever that was.",
        layer=["output"],
        group="Network",
    )
    difference: bool = setting(
        False,
        "Say the change",
        "What is said is added to the last value, so that saying nothing already repeats it.",
        layer=["output"],
        group="Network",
    )
    activation: ActivationName = activation_setting(
        "What bends the sums of each filter. Without one, all layers together are a single linear rule.",
        ["activation{}"],
        advanced=True,
    )
    dropout: float = dropout_setting(
        "Silences this share of what the output reads at random while training.", ["dropout"], advanced=True
    )
    embedding: int = setting(
        16,
        "Numbers for a symbol",
        "Where symbols are read, each becomes so many numbers, which are learnt.",
        between=(1, 128),
        group="Network",
        advanced=True,
    )

    def warning(self) -> Text:
        return step_warning([self.activation])

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)


class Network(nn.Module):
    """Sequence -> what filters find at each moment -> values, or a score for each class."""

    reads_padding = False

    def __init__(self, settings: ConvolutionOverTime, shapes: Shapes) -> None:
        super().__init__()
        self.depth, self.moments = len(settings.filters), settings.moments
        time, features = shapes.inputs[0], settings.embedding if shapes.source else shapes.inputs[1]
        self.embedding = nn.Embedding(len(shapes.source), features) if shapes.source else None
        padding = shapes.source.padding if shapes.source else ""
        self.time, self.filling = time, shapes.source.symbols.index(padding) if shapes.source and padding else -1
        pool = POOLS.get(settings.pool)
        self.halves = pool is not None
        for place, filters in enumerate(settings.filters, 1):
            dilation = 2 ** (place - 1) if settings.dilation == "doubling" else 1
            convolution = TimeConvolution(features, filters, settings.kernel, dilation, settings.padding)
            self.add_module(f"conv{place}", convolution)
            self.add_module(f"activation{place}", activation(settings.activation))
            if pool is not None:
                self.add_module(f"pool{place}", pool(2, ceil_mode=True))
                time = halved(time)
            features = filters
        self.dropout = Dropout(settings.dropout)
        self.targets = shapes.targets
        answers = shapes.targets[0] * shapes.targets[1] if shapes.targets else shapes.classes
        self.found = time
        self.output = nn.Linear(features * (time if settings.moments == "all" else 1), answers)
        self.adds_last = settings.difference and bool(shapes.targets)

    def forward(self, batch: Batch) -> Tensor:
        """Windows (batch, time, features) or symbols (batch, time) -> values (batch, horizon, columns), or scores
        (batch, classes).
        """
        lengths = batch.more.get("lengths")
        symbols = self.filled(batch.inputs) if lengths is None else batch.inputs
        sequence = batch.inputs if self.embedding is None else self.embedding(symbols)
        found = sequence.transpose(1, 2)  # (batch, features, time)
        for place in range(1, self.depth + 1):
            if lengths is not None:
                found = found * within(lengths, found)
            found = self.get_submodule(f"activation{place}")(self.get_submodule(f"conv{place}")(found))
            if self.halves:
                found = self.get_submodule(f"pool{place}")(found)
                lengths = None if lengths is None else halved(lengths)
        if self.moments == "all":  # each has weights of its own: of a longer sequence the last so many
            found = functional.pad(found, (self.found - found.shape[2], 0))
        answers: Tensor = self.output(self.dropout(read_out(found, lengths, self.moments)))
        if not self.targets:
            return answers  # (batch, classes)
        changes = answers.view(-1, *self.targets)  # (batch, horizon, columns)
        return changes + batch.inputs[:, -1:, : self.targets[1]] if self.adds_last else changes

    def filled(self, symbols: Tensor) -> Tensor:
        """Symbols (batch, time), of a text that is shorter than those of the set with the filling before it that they
        have too: a pooling then joins the same moments.
        """
        short = self.time - symbols.shape[1]
        return functional.pad(symbols, (short, 0), value=self.filling) if self.filling >= 0 and short > 0 else symbols


def halved(length: Any) -> Any:
    """A length, or lengths (batch), after a pooling of two."""
    return (length + 1) // 2


def within(lengths: Tensor, found: Tensor) -> Tensor:
    """Which moments of found (batch, features, time) are none of the padding, (batch, 1, time)."""
    moments = torch.arange(found.shape[2], device=found.device)
    return (moments < lengths.unsqueeze(1)).unsqueeze(1)


def read_out(found: Tensor, lengths: Tensor | None, moments: str) -> Tensor:
    """What the output reads of found (batch, filters, time): (batch, …), without padding beyond ``lengths`` (batch)."""
    if lengths is not None:
        found = found.masked_fill(~within(lengths, found), float("-inf") if moments == "max" else 0.0)
    match moments:
        case "all":
            return found.flatten(1)
        case "max":
            return found.amax(2)
        case "mean":
            return found.mean(2) if lengths is None else found.sum(2) / lengths.unsqueeze(1)
    if lengths is None:
        return found[:, :, -1]
    last = (lengths - 1).view(-1, 1, 1).expand(-1, found.shape[1], 1)
    return found.gather(2, last).squeeze(2)
