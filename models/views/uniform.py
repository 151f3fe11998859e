"""What attention is worth to a trained network: every weight is made the same, and nothing else is changed.

Michel, Levy and Neubig, "Are sixteen heads really better than one?", 2019, take heads out; Jain and Wallace, "Attention
is not explanation", 2019, section 4.2, use uniform weights.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from models.layers.attention import SwitchableAttend
from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Form, Split, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

WHOLES = Sentence("whole-answers-right", "whole answers right")
SYMBOLS = Sentence("single-symbols-right", "single symbols right")
AS_LEARNT = Sentence("attention-as-learnt", "looks where it has learnt to")
UNIFORM = Sentence("attention-uniform", "looks everywhere alike")
MEASURED = Sentence("uniform-measured", "Measured on the first {count} held-out examples; no weight is changed.")

MOST = 200
"""Held-out examples that are answered twice."""


class Uniform(View):
    """Right answers of the trained network with its attention, and with the mean of all that it looks at instead."""

    title = "Uniform attention"
    text = (
        "Does it matter where the network looks? Here it is made to look at everything alike, with the weights that it "
        "has learnt. If it still answers as well, its map of attention has told you little; if it is lost, it needs to "
        "look at the right place."
    )
    group = "looks"
    needs = SwitchableAttend
    rank = 2

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.targets is Form.SYMBOLS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        some = splits.validation.rows(0, MOST)
        plain = right_answers(network, spec.task, some)
        with uniform_attention(network):
            uniform = right_answers(network, spec.task, some)
        rows = [(AS_LEARNT(), plain), (UNIFORM(), uniform)]
        return Shares(
            titles=[WHOLES(), SYMBOLS()],
            groups=[[Share(label=label, right=found[of], of=found[of + 2]) for label, found in rows] for of in (0, 1)],
            remarks=[MEASURED(count=len(some))],
        )


@contextmanager
def uniform_attention(network: nn.Module) -> Iterator[None]:
    """While it lasts, every layer of the network that can looks everywhere alike."""
    layers = [module for module in network.modules() if isinstance(module, SwitchableAttend)]
    for layer in layers:
        layer.uniform = True
    try:
        yield
    finally:
        for layer in layers:
            layer.uniform = False


def right_answers(network: nn.Module, task: Task, some: Split) -> tuple[int, int, int, int]:
    """Whole answers and single symbols that are right, then how many of each there are."""
    found = torch.zeros(4, dtype=torch.long)
    for batch in batches(task, some):
        mask = torch.ones_like(batch.targets, dtype=torch.bool) if batch.mask is None else batch.mask
        hits = network(batch).argmax(-1) == batch.targets  # (batch, places)
        right = [(hits | ~mask).all(1).sum(), (hits & mask).sum(), torch.tensor(len(mask)), mask.sum()]
        found += torch.tensor([int(one) for one in right])
    wholes, symbols, texts, places = found.tolist()
    return wholes, symbols, texts, places
