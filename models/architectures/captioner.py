"""Captioner: filters find what is in the picture, and an LSTM writes a sentence, looking at a part for each word.

Xu et al., "Show, attend and tell: neural image caption generation with visual attention", 2015: soft attention, with
the gate of section 4.2.1 and the output of equation 7. Without attention the LSTM gets one vector of the whole picture
before the first word, as in Vinyals et al., "Show and tell", 2015. While learning, the decoder is told the right words
so far (teacher forcing, Williams and Zipser 1989). What to watch: on which part it looks when it writes a noun.
"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.images.captioning import SERIES, attention_hits
from models.layers.blocks import Blocks, blocks_setting
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.fitting import misfit, stack_of
from models.layers.blocks.text import write
from models.layers.chain import Chain
from models.layers.decoding import DecoderState, StepDecoder
from models.layers.dropout import Dropout
from models.layers.settings import dropout_setting, hidden_setting
from models.layers.soft_attention import SoftAttention
from models.sentences import Sentence
from models.spec.architecture import Architecture, Family, Misfit
from models.spec.kinds import Batch, Kind, Objective, Series, Shapes, Split
from models.spec.metrics import MetricAccumulator, batches, weighted_sum
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.spec.task import Task

NO_MAP_LEFT = Sentence(
    "captioner-needs-map", "Block {number} leaves no map to look at: take convolutions, poolings and dropout only."
)


class Captioner(Architecture):
    """Convolutions whose map is looked at, word by word, by an LSTM."""

    title: ClassVar[str] = "Captioner"
    text: ClassVar[str] = "Filters make a map of the picture; an LSTM looks at a part of it for every word it writes."
    place: ClassVar[Place] = Place(
        "attention",
        chapters=("demos", "architectures"),
        effects=("attention", "localisation", "teacher-forcing"),
        sources=(
            Source(
                "Xu and others", 2015, "Show, attend and tell: neural image caption generation with visual attention"
            ),
            Source("Vinyals, Toshev, Bengio and Erhan", 2015, "Show and tell: a neural image caption generator"),
        ),
        after=("architecture/attention", "architecture/convnet"),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_SYMBOLS})
    family: ClassVar[Family] = "attention"
    year: ClassVar[int | None] = 2015
    smallest: ClassVar[dict[str, Any]] = {"blocks": "4k5 max4", "hidden": 6, "embedding": 4, "compared": 4}
    series: ClassVar[dict[str, Series] | None] = {
        **SERIES,
        "looked": Series(
            "Attention hits",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of the words for things at which the part that it looks at most is on that thing. Nobody tells "
            "it where to look: only the words are learnt.",
        ),
    }

    attention: Literal["soft", "none"] = setting(
        "soft",
        "Attention",
        "Soft: for each word a mixture of the parts of the map. None: one vector of the whole picture, given once "
        "before the first word.",
        colours={"soft": "orange", "none": "red"},
        layer=["attention", "whole"],
        group="Network",
    )
    blocks: Blocks = blocks_setting(
        "16k5-same-bn max2 32k5-same-bn max2",
        "Blocks",
        "What makes the map of the picture. Each pooling halves it: a coarser map has fewer parts to choose from, and "
        "each part sees more.",
        layer=[],
        group="Network",
        role="capacity",
    )
    hidden: int = hidden_setting(64, ["begin", "cell", "attention", "from_state"], most=512)
    embedding: int = setting(
        32,
        "Numbers for each word",
        "As what a word is shown to the network: more numbers tell more of how it is used.",
        between=(1, 256),
        scale="log",
        layer=["embedding", "cell", "output"],
        group="Network",
        advanced=True,
    )
    compared: int = setting(
        32,
        "Units of the attention",
        "Of the small network that compares each part of the map with the state.",
        between=(1, 256),
        scale="log",
        when={"attention": ["soft"]},
        layer=["compared", "attention"],
        group="Network",
        advanced=True,
    )
    glance: bool = setting(
        False,
        "A first glance",
        "The state begins with the mean of all parts, as in the paper: it then knows what is there before it looks "
        "anywhere. Off, it begins with nothing, and has to look at a thing to name it.",
        when={"attention": ["soft"]},
        layer=["begin"],
        group="Network",
    )
    places: bool = setting(
        True,
        "Parts know their place",
        "Each part of the map also says how far across and down it lies (Liu et al. 2018). Without that, what is left "
        "of what has to be seen in the part itself.",
        when={"attention": ["soft"]},
        layer=["begin", "compared", "cell", "from_part"],
        group="Network",
    )
    evenly: float = setting(
        0.0,
        "Look at everything",
        "The doubly stochastic penalty: over a sentence, every part of the picture should get as much attention as any "
        "other. 1 in the paper, for photographs.",
        between=(0.0, 2.0),
        step=0.1,
        live=True,
        when={"attention": ["soft"]},
        role="regularisation",
        group="Network",
    )
    forcing: bool = setting(
        True,
        "Teacher forcing",
        "While learning, the right words so far are told. Off, one early mistake spoils all that follows.",
        live=True,
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of what the output is given at random while training.", ["dropout"], advanced=True
    )

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        found = super().fits(kind, shapes) or misfit(self.blocks, shapes.inputs)
        dense = next((place for place, block in enumerate(self.blocks) if isinstance(block, DenseBlock)), None)
        if found is not None or dense is None:
            return found
        maps = [block for block in self.blocks if not isinstance(block, DenseBlock)]
        return Misfit(NO_MAP_LEFT(number=dense + 1), f"blocks/{dense}", write(maps))

    def network(self, shapes: Shapes) -> nn.Module:
        network = AttentiveCaptioner(self, shapes) if self.attention == "soft" else WholeCaptioner(self, shapes)
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """The task's loss, and what uneven looking costs: lambda times the sum over parts of (1 - sum of alpha)²."""
        assert isinstance(network, CaptionNetwork)
        outputs, alpha = network.written(batch)
        loss = task.loss(outputs, batch)
        if alpha is not None and batch.mask is not None and network.evenly:
            looked = (alpha * batch.mask.unsqueeze(-1)).sum(1)  # (batch, parts)
            loss = loss + network.evenly * ((1 - looked) ** 2).sum(1).mean()
        yield Objective("loss", loss, outputs=outputs)

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """The task's measure, and how often a word for a thing was written looking at it."""
        assert isinstance(network, CaptionNetwork)
        training = network.training
        network.eval()
        metrics = MetricAccumulator()
        with torch.no_grad():
            for batch in batches(task, split):
                outputs, alpha = network.written(batch)
                loss = weighted_sum(task.loss(outputs, batch), len(batch.inputs))
                metrics.add({"loss": loss, **task.score(outputs, batch)})
                if alpha is not None and "boxes" in batch.more:
                    metrics.add({"looked": attention_hits(alpha, network.grid, batch)})
        network.train(training)
        return metrics.means()


class CaptionNetwork(StepDecoder):
    """Picture -> map -> LSTM -> scores of the words, one after another."""

    def __init__(self, settings: Captioner, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.target is not None
        symbols = len(shapes.target)
        self.places, self.first_symbol = shapes.targets[0], symbols
        self.forcing, self.evenly = settings.forcing, settings.evenly
        stack = stack_of(settings.blocks, shapes.inputs, settings.dropout)
        self.encoder = Chain(stack.layers) if stack.layers else nn.Identity()
        self.maps, self.grid = stack.shape[0], (stack.shape[1], stack.shape[2])
        self.embedding = nn.Embedding(symbols + 1, settings.embedding)
        self.dropout = Dropout(settings.dropout)
        self.from_state = nn.Linear(settings.hidden, settings.embedding)
        self.output = nn.Linear(settings.embedding, symbols)

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> scores (batch, places, symbols)."""
        return self.written(batch)[0]

    def written(self, batch: Batch) -> tuple[Tensor, Tensor | None]:
        """Scores (batch, places, symbols), and where it looked (batch, places, parts), None without attention.

        Alone it takes the likeliest word each time, and sees no target.
        """
        state, scores, looked = self.start(batch), [], []
        forced = self.training and self.forcing
        symbol = torch.full((len(batch.inputs),), self.first_symbol, device=batch.inputs.device)
        for place in range(self.places):
            score, state, alpha = self.write(symbol, state)
            symbol = batch.targets[:, place] if forced else score.detach().argmax(-1)  # (batch,)
            scores.append(score)
            looked += [] if alpha is None else [alpha]
        return torch.stack(scores, 1), torch.stack(looked, 1) if looked else None

    @abstractmethod
    def write(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor | None]:
        """Symbols (batch) -> scores of the next (batch, symbols), the state, where it looked (batch, parts)."""

    def step(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor | None]:
        """The last symbols (batch) -> log-probabilities (batch, symbols), the state, where it looked (batch, parts)."""
        scores, state, alpha = self.write(symbols, state)
        return scores.log_softmax(-1), state, alpha


class AttentiveCaptioner(CaptionNetwork):
    """Looks at the map for every word; the state begins with nothing, or with the mean of all parts."""

    def __init__(self, settings: Captioner, shapes: Shapes) -> None:
        super().__init__(settings, shapes)
        hidden, features = settings.hidden, self.maps + 2 * settings.places
        down, across = (torch.linspace(-1, 1, side) for side in self.grid)
        places = torch.stack(torch.meshgrid(across, down, indexing="xy"), -1).flatten(0, 1)  # (parts, 2)
        self.lying: Tensor
        self.register_buffer("lying", places if settings.places else places[:, :0], persistent=False)
        self.begin = nn.Linear(features, 2 * hidden) if settings.glance else None
        self.attention = SoftAttention(hidden, settings.compared, self.grid)
        self.compared = nn.Linear(features, settings.compared)
        self.cell = nn.LSTMCell(settings.embedding + features, hidden)
        self.from_part = nn.Linear(features, settings.embedding, bias=False)

    def start(self, batch: Batch) -> DecoderState:
        """h and c, both (batch, hidden), the parts (batch, parts, features), and as what they are compared."""
        parts = self.encoder(batch.inputs).flatten(2).transpose(1, 2)  # (batch, parts, maps)
        parts = torch.cat([parts, self.lying.expand(len(parts), -1, -1)], -1)  # (batch, parts, features)
        if self.begin is None:
            begun = parts.new_zeros(len(parts), 2 * self.cell.hidden_size)
        else:
            begun = torch.tanh(self.begin(parts.mean(1)))
        h, c = begun.chunk(2, -1)
        return h, c, parts, self.compared(parts)

    def write(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor | None]:
        """Symbols (batch) -> scores (batch, symbols), the state, where it looked (batch, parts)."""
        h, c, parts, compared = state
        z, alpha = self.attention(h, parts, compared)  # (batch, features), (batch, 1, parts)
        word = self.embedding(symbols)  # (batch, embedding)
        h, c = self.cell(torch.cat([word, z], -1), (h, c))
        scores: Tensor = self.output(self.dropout(word + self.from_state(h) + self.from_part(z)))
        return scores, (h, c, parts, compared), alpha[:, 0]


class WholeCaptioner(CaptionNetwork):
    """Is given the whole picture once, as if it were a word before the first."""

    def __init__(self, settings: Captioner, shapes: Shapes) -> None:
        super().__init__(settings, shapes)
        self.whole = nn.Linear(self.maps * self.grid[0] * self.grid[1], settings.embedding)
        self.cell = nn.LSTMCell(settings.embedding, settings.hidden)

    def start(self, batch: Batch) -> DecoderState:
        """h and c, both (batch, hidden), after the picture."""
        h, c = self.cell(self.whole(self.encoder(batch.inputs).flatten(1)))
        return h, c

    def write(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor | None]:
        """Symbols (batch) -> scores (batch, symbols), the state, and None."""
        word = self.embedding(symbols)  # (batch, embedding)
        h, c = self.cell(word, state)
        scores: Tensor = self.output(self.dropout(word + self.from_state(h)))
        return scores, (h, c), None
