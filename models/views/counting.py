"""How far one gets by counting what followed before, without a network (Shannon 1951; Witten and Bell 1991)."""

import math

import torch
from torch import Tensor, nn

from models.look.arrays import line
from models.look.pictures import Lines, Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Form, Split, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task
from models.texts.counting import bits

ALIKE = Sentence("counting-all-alike", "all alike")
HOW_OFTEN = Sentence("counting-how-often", "how often each comes")
AFTER_SO_MANY = Sentence("counting-after-symbols", "after {count} symbols", one="after {count} symbol")
HELD_OUT = Sentence("counting-on-held-out-text", "held-out text")
LEARNT = Sentence("counting-on-learnt-text", "the text that was counted")
BITS = Sentence("counting-bits-a-symbol", "bits a symbol")
WHAT_IS_KNOWN = Sentence("counting-what-is-known", "What is known")
BEST = Sentence(
    "counting-best",
    "By counting alone the held-out text takes {bits:figure} bits a symbol at best. The more symbols one looks back "
    "at, the better one knows the text that was counted, and the fewer of the contexts come up again in another.",
)

MOST = 5
"""Symbols that are looked back at."""
BITS_OF_CODE = 62
"""Of the number that stands for a symbol with all that is looked back at."""
WINDOWS = 4_000
"""Windows that are counted: enough to see it, and soon done."""


class Counting(View):
    """Bits a symbol by what is known of the symbols before, for the text that was counted and for held-out text."""

    title = "What counting gives"
    text = (
        "Before a network learns: guess the next symbol by counting what followed so many symbols in the text that is "
        "learnt from. On the left all symbols are alike, then one knows how often each comes, then what follows what. "
        "A network has learnt something where it needs fewer bits than the lowest point of the held-out text."
    )
    of_data = True
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.targets is Form.NEXT

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        symbols = len(spec.task.shapes().source or ())
        learnt, held_out = (windows_of(spec.task, split) for split in (splits.train, splits.validation))
        uniform = math.log2(symbols)
        farthest = min(MOST, learnt.shape[1] - 1, int(BITS_OF_CODE / uniform) - 1)
        looked_back = range(farthest + 1)
        found = [
            torch.tensor([uniform, *(bits([learnt, text], before, symbols) for before in looked_back)])
            for text in (held_out, learnt)
        ]
        names = [ALIKE(), HOW_OFTEN(), *(AFTER_SO_MANY(count=count) for count in looked_back if count)]
        return Lines(
            start=0.0,
            step=1.0,
            count=len(names),
            lowest=0.0,
            highest=uniform,
            unit=BITS(),
            across=WHAT_IS_KNOWN(),
            names=names,
            remarks=[BEST(bits=float(found[0].min()))],
            lines=[line(HELD_OUT(), found[0]), line(LEARNT(), found[1])],
        )


def windows_of(task: Task, split: Split) -> Tensor:
    """The first windows of a split with the symbol after each, (count, window + 1), on the host."""
    parts = list(batches(task, split.rows(0, WINDOWS)))
    return torch.cat([torch.cat([one.inputs, one.targets[:, -1:]], 1) for one in parts]).cpu()
