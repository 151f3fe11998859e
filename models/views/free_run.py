"""A network on its own output: what it foretells is what it reads next (closed loop; Williams and Zipser 1989).

What to watch: one step ahead nearly everything looks right. Here each mistake is read as if it had come, so a network
that has only learnt to repeat stands still, and one that has learnt the wave goes on with it.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from models.forecasts.rivals import CAME, FORETOLD, MOMENT, figures, rivals
from models.look.arrays import line
from models.look.pictures import Charts, Lines, Picture
from models.look.view import View
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.kinds import Batch, Splits, run
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

ALONE = Sentence(
    "free-run-length", "{count:whole} values without seeing one that came. Over all of them each one misses by:"
)

MOST = 300
"""Values that are foretold at most: a network is called for each."""
MARGIN = 0.5
"""Of the height of what came, above and below it: what goes wild leaves the picture."""


class FreeRun(View):
    """From the first held-out window on, network and rules read what they said themselves."""

    title = "Free run"
    text = (
        "The first held-out window is the last thing that was shown. From there on the network reads what it said "
        "itself, and so do the rules beside it: nobody corrects a mistake. One step ahead many look right; only what "
        "has learnt how the series moves stays near it here."
    )
    group = "answers"
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        """Only where all that is read is foretold, it can be read again."""
        shapes = task.shapes()
        return task.kind.forecasts and shapes.inputs[-1] == shapes.targets[-1]

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task, split = spec.task, splits.validation
        parts = list(batches(task, split))
        window, came = parts[0].inputs[0], continued(parts)[:MOST]  # (time, features), (count, features)
        answers = {FORETOLD(): by_network(network, window, len(came)).cpu()}
        for name, rule in rivals(task, splits.train).items():
            answers[name] = by_rule(rule, window.cpu(), len(came))
        missed = figures(answers, came.cpu())
        lines = {name: task.in_units(one).double() for name, one in {CAME(): came.cpu(), **answers}.items()}
        names = [Text.read(name) for name in getattr(task, "column_names", list)()] or [NO_TEXT]
        charts = [
            chart({name: one[:, column] for name, one in lines.items()}, moments(parts), title, task.unit)
            for column, title in enumerate(names)
        ]
        charts[-1] = charts[-1].model_copy(update={"remarks": [ALONE(count=len(came)), *missed]})
        return charts[0] if len(charts) == 1 else Charts(charts=charts)


def continued(parts: list[Batch]) -> Tensor:
    """What came after the first window of a split, in ``parts``: (count, columns), in one row."""
    after = torch.cat([batch.targets for batch in parts])  # (windows, horizon, columns)
    return torch.cat([after[:, 0], after[-1, 1:]])


def moments(parts: list[Batch]) -> Tensor:
    """When the first value after each window came, (count); counted from 0 where nobody knows."""
    known = [batch.more["when"] for batch in parts if "when" in batch.more]
    return torch.cat(known).cpu().double() if known else torch.arange(sum(len(one.inputs) for one in parts)).double()


def chart(lines: dict[Text, Tensor], when: Tensor, title: Text, unit: str) -> Lines:
    """Lines (count) by name over moments that begin as ``when`` (count); what came is the first, and the frame is its
    own with a margin.
    """
    came = next(iter(lines.values()))
    least, most = came.min().item(), came.max().item()
    margin = MARGIN * (most - least)
    return Lines(
        title=title,
        start=when[0].item(),
        step=(when[-1] - when[0]).item() / max(1, len(when) - 1),
        count=len(came),
        lowest=least - margin,
        highest=most + margin,
        unit=Text.read(unit),
        across=MOMENT(),
        lines=[line(name, one) for name, one in lines.items()],
    )


def by_network(network: nn.Module, window: Tensor, count: int) -> Tensor:
    """What ``network`` says after ``window`` (time, features), fed with it, (count, features).

    A state is carried as it is in scoring: by the values that leave the window.
    """
    length, state, answers = len(window), None, list[Tensor]()
    while sum(map(len, answers)) < count:
        outputs: Any = run(network, one(window).after(state))
        answers.append(outputs[0][0])  # (horizon, features)
        whole = torch.cat([window, answers[-1]])
        if outputs[1] is not None:
            state = run(network, one(whole[:-length]).after(state))[1]
        window = whole[-length:]
    return torch.cat(answers)[:count]


def one(window: Tensor) -> Batch:
    """A window (time, features) as a batch of one; nobody knows what comes after it."""
    return Batch(window.unsqueeze(0), window.new_zeros(1, 0))


def by_rule(rule: Callable[[Tensor], Tensor], window: Tensor, count: int) -> Tensor:
    """The same of a rule: after ``window`` (time, features), (count, features)."""
    length, answers = len(window), list[Tensor]()
    while sum(map(len, answers)) < count:
        answers.append(rule(window.unsqueeze(0))[0])
        window = torch.cat([window, answers[-1]])[-length:]
    return torch.cat(answers)[:count]
