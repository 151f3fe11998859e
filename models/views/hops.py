"""Where each hop looks in a story, and what is answered (Sukhbaatar et al. 2015, figure 2).

The sentences can be changed, moved and taken out.
"""

import torch
from torch import nn

from models.layers.story_hops import Hop, StoryReader
from models.look.arrays import fine_shares
from models.look.hop_tables import HopAnswer, HopTable
from models.look.marks import marks_of
from models.look.pictures import Picture
from models.look.questions import example_question, pose
from models.look.view import View, probabilities, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Splits
from models.spec.spec import Spec
from models.spec.task import Task

FOUND_ALL = Sentence("hops-found-all", "Every true fact is where some hop looks most.")
FOUND_SOME = Sentence("hops-found-some", "True facts where some hop looks most: {found} of {count}.")
SOFTMAX_NOT_YET = Sentence(
    "hops-without-softmax",
    "Linear start: until the loss falls no more, a hop goes on with the plain products, not with these shares.",
)

LIKELIEST = 3
MOST_EXAMPLES = 200
EXAMPLE = "#"
WORDS = 500
"""Words that are offered while a person types."""


class Hops(View):
    """Sentences by hops, of a held-out example or of a person's own story."""

    title = "Hops"
    text = (
        "Which sentences it looks at before it answers, a column for each look; the fuller, the more. A dot marks the "
        "sentences that really say so. Change, move or delete one, or the question, and see what becomes of the hops "
        "and of the answer."
    )
    group = "looks"
    needs = Hop
    rank = -1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Of the example "#3", or of a story that somebody wrote. Raises ValueError if that cannot be read."""
        assert isinstance(network, StoryReader)
        place = numbered(question, min(MOST_EXAMPLES, len(splits.validation)))
        asked = example_question(splits, "validation", place - 1) if place else question
        batch = to_device(pose(spec.task, splits, asked), network)
        reading = network.reading(batch)
        chances = probabilities(reading.scores, network)
        first = int((batch.inputs[0, :-1, 0] == 0).sum())
        sentences, asks = sentences_of(spec.task, batch, first)
        facts = [fact - first for fact in batch.more["facts"][0].tolist() if fact >= 0] if place else None
        names, best = spec.task.class_names(), chances[0].topk(min(LIKELIEST, chances.shape[1]))
        own = spec.task.question()
        source = spec.task.shapes().source
        return HopTable(
            mark=marks_of(spec.task, batch, chances)[0],
            sentences=sentences,
            question=asks,
            hops=reading.hops.shape[1],
            looks=fine_shares(reading.hops[0, :, first:]),
            facts=facts,
            answers=[
                HopAnswer(answer=names[number], chance=chance)
                for chance, number in zip(best.values.tolist(), best.indices.tolist(), strict=True)
            ],
            examples=min(MOST_EXAMPLES, len(splits.validation)),
            example=place,
            story=own.example if own and not getattr(spec.task, "data", "") else "",  # the textbook's is made up
            words=sorted((word for word in source.symbols[1:] if "," not in word), key=str.lower)[:WORDS]
            if source
            else [],
            most=batch.inputs.shape[1] - 1,
            longest=batch.inputs.shape[2],
            remarks=remarks(network, reading.hops[0, :, first:], facts),
        )


def numbered(asked: str, most: int) -> int:
    """Which example is asked for: that of "#3", the first where nothing is, and 0 of a story."""
    number = asked.removeprefix(EXAMPLE)
    if not asked:
        return 1
    return min(max(1, int(number)), most) if asked.startswith(EXAMPLE) and number.isdecimal() else 0


def sentences_of(task: Task, batch: Batch, first: int) -> tuple[list[str], str]:
    """The sentences of a story (1, sentences + 1, words), which begins at row ``first``, and its question."""
    source = task.shapes().source
    assert source is not None
    texts = [source.decode(row) for row in batch.inputs[0, first:].tolist()]
    return [f"{text}." for text in texts[:-1]], f"{texts[-1]}?"


def remarks(network: nn.Module, hops: torch.Tensor, facts: list[int] | None) -> list[Text]:
    """How many of the true facts are found by hops (hops, sentences); and whether softmax is left out still."""
    found: list[Text] = []
    if facts:
        looked = {int(hop.argmax()) for hop in hops if hop.sum() > 0}
        hits = sum(fact in looked for fact in facts)
        found.append(FOUND_ALL() if hits == len(facts) else FOUND_SOME(found=hits, count=len(facts)))
    linear = getattr(getattr(network, "start", None), "linear", None)
    if linear is not None and bool(linear > 0):
        found.append(SOFTMAX_NOT_YET())
    return found
