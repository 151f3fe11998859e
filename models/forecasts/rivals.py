"""What a forecast has to beat: rules that nobody trains step by step (autoregression, Yule 1927; naive forecast).

Each reads a window and foretells what comes after it, as a network does.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from models.sentences import Sentence, Text
from models.spec.kinds import Split
from models.spec.metrics import batches
from models.spec.task import Task

CAME, FORETOLD = Sentence("values-that-came", "What came"), Sentence("values-of-network", "Network")
NOTHING, REPEATED = (
    Sentence("values-always-nothing", "Always 0"),
    Sentence("values-repeated", "Repeating the last value"),
)
LINEAR = Sentence("values-of-linear-rule", "Linear rule")
MOMENT = Sentence("moment-of-series", "moment")
"""What the forecasts of a series are drawn over."""
MISSED = Sentence("rival-mean-square", "{name}: mean square {square:figure}, root {root:figure}.")

WEAKEST, DIGITS = 1e-6, 6
"""Of the linear rule: the smallest singular value that counts, beside the largest; digits after the point."""

Rule = Callable[[Tensor], Tensor]
"""Windows (count, time, features) -> what comes after each (count, horizon, columns)."""


def rivals(task: Task, train: Split) -> dict[Text, Rule]:
    """By name; the linear rule is solved on ``train``, which is what the network learns from, and on nothing else."""
    horizon, columns = task.shapes().targets

    def nothing(windows: Tensor) -> Tensor:
        return windows.new_zeros(len(windows), horizon, columns)

    def repeated(windows: Tensor) -> Tensor:
        return windows[:, -1:, :columns].expand(-1, horizon, -1)

    return {NOTHING(): nothing, REPEATED(): repeated, LINEAR(): linear_rule(task, train)}


def linear_rule(task: Task, train: Split) -> Rule:
    """Least squares from the windows of ``train`` to all that comes after each."""
    parts = [(batch.inputs.flatten(1), batch.targets) for batch in batches(task, train)]
    seen, came = (torch.cat(one).cpu().double() for one in zip(*parts, strict=True))
    # Values that repeat leave the rule undetermined: the smallest is taken, to digits that do not hang on rounding.
    found = torch.linalg.lstsq(with_one(seen), came.flatten(1), rcond=WEAKEST, driver="gelsd").solution
    rule = found.round(decimals=DIGITS)  # (values of a window + 1, horizon x columns)

    def foretell(windows: Tensor) -> Tensor:
        answers: Tensor = with_one(windows.flatten(1).cpu().double()) @ rule
        return answers.view(-1, *came.shape[1:]).to(windows.dtype)

    return foretell


def with_one(windows: Tensor) -> Tensor:
    """(count, values) -> (count, values + 1): the last is 1, for the constant of a rule."""
    return torch.cat([windows, torch.ones_like(windows[:, :1])], 1)


def figures(answers: dict[Text, Tensor], came: Tensor) -> list[Text]:
    """By how much each of the ``answers`` misses what ``came``, all (…), on the network's scale: a sentence each."""
    squares = {name: (one.double() - came.double()).square().mean().item() for name, one in answers.items()}
    return [MISSED(name=name, square=square, root=square**0.5) for name, square in squares.items()]
