"""End-to-end memory network: looks at all sentences softly, several times, and learns where from answers alone.

Sukhbaatar, Szlam, Weston and Fergus, "End-to-end memory networks", 2015; letters are theirs. Each hop compares what it
looks for, u, with every sentence, p = softmax(u m), and goes on with what it read: o = sum of p c, u + o. What to
watch: nobody says which sentences matter, yet the hops end on the true facts.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.dropout import Dropout
from models.layers.story_hops import Hop, Reading, ReadsStories, StoryReader
from models.layers.word_bag import WordBag
from models.spec.architecture import Family
from models.spec.kinds import Batch, Kind, Objective, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.spec.task import Task

DEVIATION = 0.1
"""Of the first weights."""
NEVER = -1e9
"""The score of a row that is no sentence."""


class MemN2N(ReadsStories):
    """Memories of all sentences, a few hops over them, and an answer."""

    title: ClassVar[str] = "End-to-end memory network"
    text: ClassVar[str] = "Looks at all sentences of a story, once or several times, and learns from answers alone."
    place: ClassVar[Place] = Place(
        "memory",
        chapters=("architectures",),
        effects=("several-looks", "attention"),
        sources=(Source("Sukhbaatar, Szlam, Weston and Fergus", 2015, "End-to-end memory networks"),),
        after=("architecture/memory_network",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.STORY_TO_ANSWER})
    family: ClassVar[Family] = "memory"
    year: ClassVar[int | None] = 2015
    smallest: ClassVar[dict[str, Any]] = {"hops": 2, "width": 8}

    hops: int = setting(
        3,
        "Hops",
        "How often it looks at the sentences. What has to be put together is easier with several looks.",
        between=(1, 6),
        layer=["hop{}"],
        group="Network",
    )
    width: int = setting(
        20,
        "Width",
        "Numbers that stand for a sentence; 20 in the paper. More tell more words apart.",
        between=(2, 128),
        scale="log",
        role="capacity",
        layer=["embedding{}"],
        group="Network",
    )
    weights: Literal["adjacent", "layer-wise"] = setting(
        "adjacent",
        "Tied weights",
        "Adjacent: what a hop reads by is what the next one compares by. Layer-wise: all hops are the same, as in a "
        "recurrent network.",
        group="Network",
    )
    position: bool = setting(
        True,
        "Position encoding",
        "Words weigh by where they stand. Without, a sentence is a bag of words: who gave and who got is the same.",
        group="Network",
    )
    temporal: bool = setting(
        True,
        "Temporal encoding",
        "Each sentence has a vector that says how long ago it was. Without, nobody can tell what came last.",
        layer=["embedding{}"],
        group="Network",
    )
    linear_start: bool = setting(
        False,
        "Linear start",
        "At first hops have no softmax, until the training loss falls no more; fewer runs then end in a bad place.",
        group="Training of hops",
    )
    random_noise: float = setting(
        0.1,
        "Random noise",
        "So many empty sentences are put in among the others while training, so that times are not learnt by heart.",
        between=(0.0, 0.5),
        live=True,
        role="regularisation",
        group="Training of hops",
        advanced=True,
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """The task's loss; a linear start goes by it."""
        assert isinstance(network, Network)
        outputs = network(batch)
        loss = task.loss(outputs, batch)
        network.start.update(loss)
        yield Objective("loss", loss, outputs=outputs)


class Network(StoryReader):
    """Story -> memories and question -> hops -> a score for every answer."""

    def __init__(self, settings: MemN2N, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        assert shapes.target is not None
        sentences, symbols = shapes.inputs[0] - 1, len(shapes.source)
        self.hops, self.adjacent = settings.hops, settings.weights == "adjacent"
        self.bag = WordBag(symbols, settings.position)
        self.times = Times(settings.random_noise)
        self.start = LinearStart(settings.linear_start)
        for number in range(1, self.tables + 1):  # A1, C1 = A2, …, C of the last hop; or B, A, C
            timed = settings.temporal and (self.adjacent or number > 1)
            self.add_module(f"embedding{number}", Embedding(symbols, settings.width, sentences if timed else 0))
        for number in range(1, self.hops + 1):
            self.add_module(f"hop{number}", SoftHop(0 if self.adjacent else settings.width))
        numbers = {symbol.lower(): number for number, symbol in enumerate(shapes.source.symbols)}
        answers = [numbers[answer.lower()] for answer in shapes.target.symbols]
        self.output = TiedOutput(answers) if self.adjacent else Output(settings.width, len(answers))

    @property
    def tables(self) -> int:
        """How many embeddings there are."""
        return self.hops + 1 if self.adjacent else 3

    def reading(self, batch: Batch) -> Reading:
        """Stories (batch, sentences + 1, words) -> scores (batch, classes) and hops (batch, hops, sentences)."""
        bag = self.bag(batch.inputs)  # (batch, sentences + 1, parts x symbols)
        story, question = bag[:, :-1], bag[:, -1:]
        empty = batch.inputs[:, :-1, 0] == 0  # (batch, sentences)
        ages = self.times(empty)
        tables = [self.get_submodule(f"embedding{number}") for number in range(1, self.tables + 1)]
        memories = [table(story, ages) for table in (tables if self.adjacent else tables[1:])]
        u = tables[0](question, None).squeeze(1)  # (batch, width)
        hops = []
        for number in range(self.hops):
            m, c = memories[number : number + 2] if self.adjacent else memories
            u, p = self.get_submodule(f"hop{number + 1}")(u, m, c, empty, self.start.linear)
            hops.append(p)
        scores = self.output(u, tables[-1])
        return Reading(scores, torch.stack(hops, 1))


class Embedding(nn.Module):
    """A vector for each word, and one for each age; a sentence is the sum of its words and its age."""

    ramp: Tensor

    def __init__(self, symbols: int, width: int, ages: int) -> None:
        super().__init__()
        self.words = nn.Parameter(torch.empty(symbols, width).normal_(0, DEVIATION))
        self.times = nn.Parameter(torch.empty(ages, width).normal_(0, DEVIATION)) if ages else None
        self.register_buffer("ramp", torch.arange(1, width + 1) / width, persistent=False)  # k / d

    def forward(self, bag: Tensor, ages: Tensor | None) -> Tensor:
        """Bags (batch, sentences, parts x symbols) and ages (batch, sentences) -> (batch, sentences, width)."""
        whole = torch.cat([self.words, self.words * self.ramp]) if bag.shape[2] > len(self.words) else self.words
        sentences = bag @ whole  # (batch, sentences, width)
        if ages is None or self.times is None:
            return sentences
        return sentences + functional.embedding(ages, self.times)


class Times(Dropout):
    """How many sentences came after each; while training a share of empty ones is put in among them."""

    def __init__(self, share: float) -> None:
        super().__init__(share, "random_noise")

    def forward(self, empty: Tensor) -> Tensor:
        """Which rows are no sentences (batch, sentences) -> ages (batch, sentences), 0 for the last."""
        most = empty.shape[1] - 1
        ages = torch.arange(most, -1, -1, device=empty.device).expand(empty.shape)
        if not self.training or self.share == 0:
            return ages
        drawn = torch.rand(empty.shape, generator=self.generator, device=empty.device) < self.share
        put_in = drawn.long().flip(1).cumsum(1).flip(1)  # after each sentence, and beside it
        return (ages + put_in).clamp_max(most)


class LinearStart(nn.Module):
    """Whether hops go without softmax still: until the loss of so many steps has not fallen."""

    STEPS, FALLEN = 100, 0.99
    linear_now: Tensor
    total: Tensor
    steps: Tensor
    before: Tensor

    def __init__(self, begins: bool) -> None:
        super().__init__()
        self.begins = begins
        if begins:
            for name, value in (("linear_now", 1.0), ("total", 0.0), ("steps", 0.0), ("before", float("inf"))):
                self.register_buffer(name, torch.tensor(value))

    @property
    def linear(self) -> Tensor | None:
        """A scalar (), more than 0 while hops are linear; None where they never were."""
        return self.linear_now if self.begins else None

    def update(self, loss: Tensor) -> None:
        """Counts the loss () of a step in."""
        if not self.begins:
            return
        self.total += loss.detach()
        self.steps += 1
        due = self.steps >= self.STEPS
        mean = self.total / self.steps
        self.linear_now *= ~(due & (mean > self.FALLEN * self.before))
        self.before.copy_(torch.where(due, mean, self.before))
        self.total *= ~due
        self.steps *= ~due


class SoftHop(Hop):
    """p = softmax(u m), o = sum of p c; what goes on is u + o, or H u + o where all hops are alike."""

    def __init__(self, width: int) -> None:
        """``width`` is H's; 0 where there is none."""
        super().__init__()
        self.h = nn.Parameter(torch.empty(width, width).normal_(0, DEVIATION)) if width else None

    def forward(self, u: Tensor, m: Tensor, c: Tensor, empty: Tensor, linear: Tensor | None) -> tuple[Tensor, Tensor]:
        """u (batch, width), m and c (batch, sentences, width), which sentences are ``empty`` (batch, sentences) ->
        the next u (batch, width) and p (batch, sentences), also where a linear start goes on without it.
        """
        scores = (m @ u.unsqueeze(2)).squeeze(2)  # (batch, sentences)
        p = scores.masked_fill(empty, NEVER).softmax(1)
        weights = p if linear is None else torch.where(linear > 0, scores.masked_fill(empty, 0), p)
        o = (weights.unsqueeze(1) @ c).squeeze(1)  # (batch, width)
        return (u if self.h is None else u @ self.h) + o, p


class TiedOutput(nn.Module):
    """Scores of the answers by the vectors that the last hop reads: W is C of the last hop."""

    answers: Tensor

    def __init__(self, answers: list[int]) -> None:
        """``answers`` are their numbers among the symbols."""
        super().__init__()
        self.register_buffer("answers", torch.tensor(answers), persistent=False)

    def forward(self, u: Tensor, last: Embedding) -> Tensor:
        """u (batch, width) and what the last hop reads by -> scores (batch, classes)."""
        return u @ last.words[self.answers].T


class Output(nn.Module):
    """Scores of the answers by a matrix W of their own."""

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width, classes).normal_(0, DEVIATION))

    def forward(self, u: Tensor, last: Embedding) -> Tensor:
        """u (batch, width) -> scores (batch, classes)."""
        return u @ self.weight
