"""Is it reading the picture? The same captions asked for with the right picture, with another one, and with none.

A captioner is also a language model, and may write what is usual whatever it sees (Rohrbach et al., "Object
hallucination in image captioning", 2018); what a picture is worth shows when it is taken away (Madhyastha, Wang and
Specia 2018).
"""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor, nn

from models.layers.decoding import StepDecoder
from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Alphabet, Batch, Form, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

OWN = Sentence("captioned-own-picture", "its own picture")
SWAPPED = Sentence("captioned-other-picture", "the next one's picture")
BLANK = Sentence("captioned-blank-picture", "blank paper")
WHOLES = Sentence("captions-right", "whole captions right")
THINGS = Sentence("words-for-things-right", "words for things right")
OTHERS = Sentence("other-words-right", "other words right")
FOLLOWED = Sentence(
    "caption-follows-picture",
    "Given the next one's picture it writes the next one's caption for {share:percent} of {count} held-out pictures: "
    "so often it goes by what it sees.",
)
ON_BLANK = Sentence("caption-of-blank", "Of blank paper it says, {chance:percent} sure: “{text}”.")

MOST = 200
"""Held-out pictures, each captioned three times."""


class ReadsPicture(View):
    """Right captions and words with the right picture, a wrong one and none."""

    title = "Is it reading the picture?"
    text = (
        "A sentence can sound right because such sentences are usual. Here the network captions held-out pictures, "
        "then the picture of each is replaced by the next one's, then by blank paper; what was right before is still "
        "what counts as right. Words that stay right do not come from the picture."
    )
    group = "answers"
    needs = StepDecoder
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.PICTURE and task.kind.targets is Form.SYMBOLS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        alphabet = spec.task.shapes().target
        assert alphabet is not None
        some = splits.validation.rows(0, MOST)
        (batch,) = batches(spec.task, some, MOST)
        found: list[tuple[Text, Tensor]] = []
        for label, inputs in pictures(batch):
            found.append((label, network(replace(batch, inputs=inputs)).argmax(-1)))  # (batch, places)
        rows = [(label, right_parts(symbols, batch)) for label, symbols in found]
        groups = [[share(label, parts[part]) for label, parts in rows] for part in range(3)]
        following = replace(batch, targets=batch.targets.roll(-1, 0), mask=rolled(batch.mask))
        whole = right_parts(found[1][1], following)[0]
        return Shares(
            titles=[WHOLES(), THINGS(), OTHERS()],
            groups=groups,
            remarks=[FOLLOWED(share=whole[0] / whole[1], count=whole[1]), of_blank(network, batch, alphabet)],
        )


def pictures(batch: Batch) -> Iterator[tuple[Text, Tensor]]:
    """What the network is shown in place of each picture, (batch, channels, height, width)."""
    yield OWN(), batch.inputs
    yield SWAPPED(), batch.inputs.roll(-1, 0)
    yield BLANK(), torch.zeros_like(batch.inputs)


def rolled(mask: Tensor | None) -> Tensor | None:
    """(batch, places), each row in the place of the one before it."""
    return None if mask is None else mask.roll(-1, 0)


def right_parts(symbols: Tensor, batch: Batch) -> list[tuple[int, int]]:
    """Of ``symbols`` (batch, places) how many are right, of how many: whole captions, words for things, and others."""
    mask = torch.ones_like(symbols, dtype=torch.bool) if batch.mask is None else batch.mask
    things = batch.more.get("things", torch.zeros_like(mask)) & mask
    right = symbols == batch.targets  # (batch, places)
    whole = (right | ~mask).all(1)
    parts = [(int((right & some).sum()), int(some.sum())) for some in (things, mask & ~things)]
    return [(int(whole.sum()), len(whole)), *parts]


def share(label: Text, part: tuple[int, int]) -> Share:
    return Share(label=label, right=part[0], of=part[1])


def of_blank(network: nn.Module, batch: Batch, alphabet: Alphabet) -> Text:
    """What it says where there is nothing to be seen, and its probability."""
    first = Batch(torch.zeros_like(batch.inputs[:1]), batch.targets[:1])
    best = network(first).softmax(-1).max(-1)  # (1, places)
    sure = best.values.where(alphabet.counted(best.indices), 1).prod()
    return ON_BLANK(text=alphabet.decode(best.indices[0].tolist()), chance=float(sure))
