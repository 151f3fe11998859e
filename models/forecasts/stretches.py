"""Windows that lie within one stretch of a class, in three parts that share no row."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Begins:
    """The first rows of windows, each (windows) int64."""

    train: Tensor
    validation: Tensor
    test: Tensor


def begins_of(classes: Tensor, window: int, validation: float, test: float) -> Begins:
    """Where windows of ``classes`` (rows) begin: of each class the first are learnt from, and the last shares held out.

    Those that reach into the next part are left out.
    """
    if window > len(classes):
        return Begins(*(torch.empty(0, dtype=torch.long) for _ in range(3)))
    whole = (classes.unfold(0, window, 1) == classes[: len(classes) - window + 1].unsqueeze(1)).all(1)
    parts: list[tuple[Tensor, Tensor, Tensor]] = []
    for number in range(int(classes.max()) + 1):
        begins = (whole & (classes[: len(whole)] == number)).nonzero()[:, 0]
        before, tested = divided(begins, window, test * len(begins))
        learnt, chosen = divided(before, window, validation * len(begins))
        parts.append((learnt, chosen, tested))
    return Begins(*(torch.cat(one).sort().values for one in zip(*parts, strict=True)))


def divided(begins: Tensor, window: int, last: float) -> tuple[Tensor, Tensor]:
    """Of where windows begin (windows): those that end before the ``last`` of them, and these, at least one."""
    if not len(begins):
        return begins, begins
    end = begins[-max(1, round(last)) :]
    return begins[begins + window <= end[0]], end
