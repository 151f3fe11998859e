"""Memory network: four parts that read a story, keep it, choose sentences one by one, and answer; all are supervised.

Weston, Chopra and Bordes, "Memory networks", 2014 (published 2015); letters are theirs. I makes words of a sentence a
bag, G puts each sentence into the next free place, O chooses a supporting fact and, given that, the next one, and R the
answer. Each choice is trained to beat every other by a margin, so the true facts of each question have to be known.
What to watch: the first fact is found within an epoch, the second soon after; nothing is soft.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from models.layers.story_hops import Hop, Reading, ReadsStories, StoryReader
from models.layers.word_bag import WordBag
from models.spec.architecture import Family
from models.spec.kinds import Batch, Kind, Objective, Shapes
from models.spec.metrics import ROWS
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.spec.task import Task

COMPARED = 1_500_000
"""Pairs of sentences that are compared at once while scoring."""
DEVIATION = 0.1
"""Of the first weights."""
FEATURES = 3
"""Times that are compared: whether what is known is older than one memory, than the other, and one than the other.

1 if so, and -1 if not. The paper has 0 for that: of two sentences that differ in their time alone the newer one then
scores 0 against the older and can never win by a margin.
"""


class MemoryNetwork(ReadsStories):
    """I, G, O and R, with the true facts of each question for teachers."""

    title: ClassVar[str] = "Memory network"
    text: ClassVar[str] = "Chooses sentences one by one, each by what it has found so far, and is shown the true ones."
    place: ClassVar[Place] = Place(
        "memory",
        chapters=("architectures",),
        effects=("several-looks", "addressing"),
        sources=(Source("Weston, Chopra and Bordes", 2014, "Memory networks"),),
        after=("architecture/bag_of_words",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.STORY_TO_ANSWER})
    family: ClassVar[Family] = "memory"
    year: ClassVar[int | None] = 2014
    smallest: ClassVar[dict[str, Any]] = {"hops": 2, "width": 4}

    hops: int = setting(
        2,
        "Facts looked for",
        "k: so many sentences are chosen, one after the other; the paper has 2. Each choice is of one sentence alone.",
        between=(1, 6),
        group="Network",
    )
    width: int = setting(
        40,
        "Width",
        "Numbers that stand for a sentence, a question or an answer. More tell more words apart.",
        between=(2, 128),
        scale="log",
        role="capacity",
        layer=["question", "found", "memory", "hop", "asked", "known", "answer"],
        group="Network",
    )
    time: bool = setting(
        True,
        "Times of writing",
        "Two sentences are compared by which was written first, too. Without, nobody can tell what came last.",
        layer=["hop"],
        group="Network",
    )
    stops: bool = setting(
        True,
        "May stop",
        "One more memory says “enough”: where fewer facts are needed, fewer are looked for (Weston et al. 2015).",
        layer=["hop"],
        group="Network",
    )
    nonlinear: bool = setting(
        False,
        "Two layers answer",
        "What is known goes through two layers of tanh first. Without, what is asked and what is found only add up, "
        "and whether they agree cannot be told (Weston et al. 2015).",
        layer=["deeper"],
        group="Network",
    )
    margin: float = setting(
        0.1,
        "Margin",
        "By so much each right choice has to beat every other; 0.1 in the paper.",
        between=(0.01, 2.0),
        scale="log",
        live=True,
        group="Margin loss",
        advanced=True,
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)

    def at_once(self, task: Task) -> int:
        """Fewer where many sentences are remembered: each is compared with each, in several tables a hop."""
        sentences = task.shapes().inputs[0]
        return max(1, min(ROWS, COMPARED // sentences**2))

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """The margins of all choices; the answer is learnt from the true facts, and scored by them."""
        assert isinstance(network, Network)
        loss, outputs = network.margins(batch)
        yield Objective("loss", loss, outputs=outputs)

    def loss_of(self, network: nn.Module, reading: Reading, batch: Batch, task: Task) -> Tensor:
        """The margins of all choices, a scalar ()."""
        assert isinstance(network, Network)
        return network.margins(batch)[0]


class Network(StoryReader):
    """Story -> bags of words (I) -> memories (G) -> chosen sentences (O) -> a score for every answer (R)."""

    def __init__(self, settings: MemoryNetwork, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        symbols, width = len(shapes.source), settings.width
        self.hops, self.margin, self.stops = settings.hops, settings.margin, settings.stops
        self.bag = WordBag(symbols, position=False)
        self.question, self.found, self.memory = (Lookup(symbols, width) for _ in range(3))  # U_O, in three parts
        self.hop = PairwiseHop(width, settings.time, settings.stops)
        self.asked, self.known = (Lookup(symbols, width) for _ in range(2))  # U_R
        self.deeper = TwoLayers(width) if settings.nonlinear else nn.Identity()
        self.answer = AnswerScores(shapes.classes, width)

    def reading(self, batch: Batch) -> Reading:
        """Stories (batch, sentences + 1, words) -> scores (batch, classes) and hops (batch, hops, sentences)."""
        memory, empty = Memory(self, batch), batch.inputs[:, :-1, 0] == 0
        rows, sentences = empty.shape
        able = torch.cat([~empty, empty.new_full((rows, 1), self.stops)], 1)  # (batch, sentences + 1)
        chosen: list[Tensor] = []
        over = torch.zeros(rows, dtype=torch.bool, device=empty.device)
        for _ in range(self.hops):
            place = winner(memory.pairs(chosen), able).masked_fill(over, sentences)  # (batch)
            over = place == sentences
            chosen.append(place)
        hops = nn.functional.one_hot(torch.stack(chosen, 1), sentences + 1)[:, :, :-1]  # (batch, hops, sentences)
        return Reading(memory.scores(chosen), hops.to(memory.bags.dtype))

    def margins(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The mean of all margins that are missed (), and scores (batch, classes) of the answers by the true facts."""
        memory, empty = Memory(self, batch), batch.inputs[:, :-1, 0] == 0
        rows, sentences = empty.shape
        others = torch.cat([~empty, empty.new_full((rows, 1), self.stops)], 1)  # (batch, sentences + 1)
        facts = batch.more["facts"] if "facts" in batch.more else empty.new_zeros(rows, self.hops, dtype=torch.long)
        facts = nn.functional.pad(facts, (0, max(0, self.hops - facts.shape[1])), value=-1)[:, : self.hops]
        places = facts.where(facts >= 0, sentences)  # (batch, hops): beyond the last is "enough"
        chosen: list[Tensor] = []
        missed = memory.bags.new_zeros(())
        for place in places.unbind(1):
            pairs = memory.pairs(chosen)
            taught = others if self.stops else others & (place < sentences).unsqueeze(1)
            at = place.view(-1, 1, 1)
            wins = pairs.take_along_dim(at, 1).squeeze(1)  # s(x, m_o, m), (batch, sentences + 1)
            loses = pairs.take_along_dim(at, 2).squeeze(2)  # s(x, m, m_o)
            short = (self.margin - wins).relu() + (self.margin + loses).relu()
            missed = missed + (short * taught.scatter(1, place.unsqueeze(1), False)).sum() / rows
            chosen.append(place)
        scores = memory.scores(chosen)
        right = scores.gather(1, batch.targets.unsqueeze(1))
        answers = (self.margin - right + scores).relu().scatter(1, batch.targets.unsqueeze(1), 0)
        return missed + answers.sum() / rows, scores


class Memory:
    """A batch of stories in memory, and what a network makes of it by the places that are chosen so far."""

    def __init__(self, network: Network, batch: Batch) -> None:
        self.network = network
        bags = network.bag(batch.inputs)  # (batch, sentences + 1, symbols)
        self.question, self.bags = bags[:, -1], bags[:, :-1]
        self.memories = network.memory(self.bags)  # (batch, sentences, width)
        self.x = network.question(self.question)  # (batch, width)
        self.sentences = self.bags.shape[1]

    def read(self, chosen: list[Tensor]) -> Tensor:
        """The words of all sentences at the places ``chosen``, each (batch), together: (batch, symbols)."""
        extended = nn.functional.pad(self.bags, (0, 0, 0, 1))  # "enough" has no words
        places = torch.stack(chosen, 1).unsqueeze(2)  # (batch, chosen, 1)
        return extended.take_along_dim(places, 1).sum(1)

    def pairs(self, chosen: list[Tensor]) -> Tensor:
        """How much better each memory is than each other, (batch, sentences + 1, sentences + 1)."""
        x, when = self.x, torch.full_like(self.question[:, 0], self.sentences)
        if chosen:
            x = x + self.network.found(self.read(chosen))
            when = chosen[-1].to(when.dtype)
        pairs: Tensor = self.network.hop(x, self.memories, when)
        return pairs

    def scores(self, chosen: list[Tensor]) -> Tensor:
        """Of the answers, (batch, classes)."""
        known = self.network.asked(self.question) + self.network.known(self.read(chosen))  # (batch, width)
        scores: Tensor = self.network.answer(self.network.deeper(known))
        return scores


def winner(pairs: Tensor, able: Tensor) -> Tensor:
    """One memory after the other is compared with the best so far: pairs (batch, memories, memories), and which
    memories (batch, memories) there are -> the place of the last winner (batch).
    """
    best = torch.zeros(len(pairs), 1, dtype=torch.long, device=pairs.device)
    for place in range(1, pairs.shape[1]):
        better = (pairs[:, place].gather(1, best) > 0) | ~able.gather(1, best)
        best = torch.where(able[:, place : place + 1] & better, place, best)
    return best.squeeze(1)


class Lookup(nn.Module):
    """A vector for each word; a text is the sum of its words."""

    def __init__(self, symbols: int, width: int) -> None:
        super().__init__()
        self.words = nn.Parameter(torch.empty(symbols, width).normal_(0, DEVIATION))

    def forward(self, bags: Tensor) -> Tensor:
        """Bags (…, symbols) -> (…, width)."""
        return bags @ self.words


class PairwiseHop(Hop):
    """s(x, m, m') = x (m - m' + times): how much better one memory follows on what is known than another."""

    def __init__(self, width: int, time: bool, stops: bool) -> None:
        super().__init__()
        self.times = nn.Parameter(torch.empty(FEATURES, width).normal_(0, DEVIATION)) if time else None
        self.enough = nn.Parameter(torch.empty(width).normal_(0, DEVIATION)) if stops else None

    def forward(self, x: Tensor, memories: Tensor, when: Tensor) -> Tensor:
        """x (batch, width), memories (batch, sentences, width), and the place (batch) of what was found last ->
        (batch, sentences + 1, sentences + 1); the last memory is "enough", which has no time.
        """
        rows, sentences, width = memories.shape
        last = memories.new_zeros(width) if self.enough is None else self.enough
        whole = torch.cat([memories, last.expand(rows, 1, width)], 1)
        scores = (whole @ x.unsqueeze(2)).squeeze(2)  # (batch, sentences + 1)
        pairs = scores.unsqueeze(2) - scores.unsqueeze(1)
        if self.times is None:
            return pairs
        first, second, third = (x @ self.times.T).unbind(1)  # each (batch)
        place = torch.arange(sentences + 1, device=x.device)
        written = place < sentences
        older = (place - when.unsqueeze(1)).sign() * written  # x than a memory, (batch, sentences + 1)
        before = (place - place.unsqueeze(1)).sign() * (written & written.unsqueeze(1))  # one memory than another
        times = first.view(-1, 1, 1) * older.unsqueeze(2) + second.view(-1, 1, 1) * older.unsqueeze(1)
        return pairs + times + third.view(-1, 1, 1) * before


class TwoLayers(nn.Module):
    """tanh(W tanh(x)): what was added up can be told apart."""

    as_one_layer = True

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layer = nn.Linear(width, width)

    def forward(self, known: Tensor) -> Tensor:
        """(batch, width) -> (batch, width)."""
        deeper: Tensor = self.layer(known.tanh())
        return deeper.tanh()


class AnswerScores(nn.Module):
    """A vector for each answer: how well it follows on the question and what was found."""

    def __init__(self, classes: int, width: int) -> None:
        super().__init__()
        self.words = nn.Parameter(torch.empty(classes, width).normal_(0, DEVIATION))

    def forward(self, known: Tensor) -> Tensor:
        """(batch, width) -> scores (batch, classes)."""
        return known @ self.words.T
