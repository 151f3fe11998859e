"""What a beam search goes on with and what it drops (Lowerre 1976; for translation Graves 2012).

As a tree whose nodes have their scores: Seq2Seq-Vis (Strobelt et al. 2018).
"""

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.decoding import StepDecoder, beam_search, greedy
from models.look.arrays import shares
from models.look.beams import BeamTree
from models.look.drawn import Mark
from models.look.marks import image_grid
from models.look.pictures import Picture
from models.look.questions import input_symbols, question_or_example
from models.look.searching import tree_of
from models.look.view import View, parted
from models.sentences import Sentence
from models.spec.kinds import Alphabet, Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

SAME_AS_GREEDY = Sentence("beam-same-as-greedy", "Taking the likeliest symbol each time gives the same text here.")
OTHER_THAN_GREEDY = Sentence(
    "beam-other-than-greedy",
    "Taking the likeliest symbol each time gives “{text}”; by the network's own account the beam's text is "
    "{times:figure} times as likely.",
)
FORCED = Sentence("beam-forced", "You made it begin with “{text}”.")

WIDEST = 8
MOST_NORMALISED = 2.0


@dataclass(frozen=True)
class Asked:
    """A width, a length normalisation, and what a text has to begin with."""

    width: int = 3
    normalisation: float = 0.6
    forced: list[int] = field(default_factory=list)

    @staticmethod
    def of(part: str, symbols: int) -> "Asked":
        """From "3 0.6 4,17"; what is missing or makes no sense is as if nobody had asked."""
        try:
            width, normalisation, *rest = part.split(" ")
            forced = [int(number) for number in "".join(rest).split(",") if number]
            asked = Asked(min(max(1, int(width)), WIDEST), min(max(0.0, float(normalisation)), MOST_NORMALISED), forced)
        except ValueError:
            return Asked()
        return asked if all(0 <= number < symbols for number in forced) else Asked(asked.width, asked.normalisation)


class Beam(View):
    """The tree of a beam search for one's own question, or a held-out example."""

    title = "Beam"
    text = (
        "How it decides what to write. From left to right a column for each symbol: at every place the search goes on "
        "with the best few texts and drops the others. Press a symbol to go on from there, also from one that was "
        "dropped, or write another one instead: what would the network say then?"
    )
    group = "answers"
    asks = True
    has_example = True
    needs = StepDecoder
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and task.kind.targets is Form.SYMBOLS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, part = parted(question)
        alphabet = spec.task.shapes().target
        assert alphabet is not None
        assert isinstance(network, StepDecoder)
        batch = question_or_example(spec.task, splits, network, posed)
        asked = Asked.of(part, len(alphabet))
        end = alphabet.symbols.index(alphabet.end) if alphabet.end else None
        found = beam_search(network, batch, asked.width, end, asked.normalisation, asked.forced)
        tree = tree_of(found, asked.width, end, asked.normalisation, asked.forced)
        numbers = found.symbols[0, 0].tolist()
        plainly = greedy(network, batch)[0].tolist()
        texts = alphabet.decode(numbers), alphabet.decode(plainly)
        times = float(found.totals[0, 0]) - total(network, batch, plainly, end)
        remarks = [SAME_AS_GREEDY() if texts[0] == texts[1] else OTHER_THAN_GREEDY(text=texts[1], times=exp(times))]
        begun = alphabet.joint.join(alphabet.symbols[number] for number in asked.forced)
        return BeamTree(
            mark=mark_of(spec.task, batch, alphabet, texts[0], float(found.totals[0, 0])),
            nodes=tree.nodes,
            best=tree.best,
            symbols=list(alphabet.symbols),
            joint=alphabet.joint,
            **looked_at(spec.task, network, batch, tree.looks),
            width=asked.width,
            normalisation=asked.normalisation,
            forced=asked.forced,
            remarks=[FORCED(text=begun)] if asked.forced else remarks,
        )


def looked_at(task: Task, network: nn.Module, batch: Batch, looks: list[Tensor]) -> dict[str, Any]:
    """What was read or seen, and how much each node looked at each of its parts (parts), as the tree has it."""
    every = torch.stack(looks) if looks else torch.empty(0)  # (nodes, parts)
    if task.kind.inputs is Form.PICTURE:
        drawn: dict[str, Any] = {"read": [], "asked": image_grid(batch.inputs)}
        grid = {"grid": network.grid, "looks": shares(every / every.amax(1, keepdim=True))}
        return drawn | grid if looks else drawn
    read = input_symbols(task, batch)
    read = read[: int(batch.more["lengths"][0])] if "lengths" in batch.more else read
    return {"read": read, "looks": shares(every[:, : len(read)])} if looks else {"read": []}


def mark_of(task: Task, batch: Batch, alphabet: Alphabet, answer: str, total: float) -> Mark:
    """What was asked, and the answer with its probability."""
    known = int(batch.targets[0, 0]) >= 0
    wanted = alphabet.decode(batch.targets[0].tolist()) if known else ""
    (given,) = task.read(batch)
    return Mark(given=given, answer=answer, expected=wanted, right=answer == wanted if known else None, sure=exp(total))


def total(network: StepDecoder, batch: Batch, numbers: list[int], end: int | None) -> float:
    """The log-probability that the network gives to a text, up to its end."""
    return float(beam_search(network, batch, 1, end, 0.0, numbers).totals[0, 0])


def exp(logarithm: float) -> float:
    """e to its power."""
    return float(torch.tensor(logarithm, dtype=torch.double).exp())
