"""Forecasts of values that the network never learnt from, beside its simplest rivals: autoregression (Yule 1927)."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.forecasts.rivals import CAME, FORETOLD, MOMENT, figures, rivals
from models.look.arrays import line
from models.look.pictures import Charts, Lines, Picture
from models.look.titles import dotted
from models.look.view import View
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.kinds import Split, Splits, run
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

AHEAD = Sentence("values-ahead", "{count} values ahead", one="{count} value ahead")
BEGUN_ANEW = Sentence(
    "view-begins-state-anew",
    "The state is never reset in training; here it begins anew with the first value, so the figures differ a little "
    "from those of the chart.",
)


class Forecast(View):
    """What came, what the network said just before, and what three rules without a network would have said."""

    title = "Forecast"
    text = (
        "What came, and what the network said one step before. Repeating the last value runs one step late all along; "
        "the linear rule weighs the values of the window. Only what lies nearer than both has been learnt. Below "
        "stands by how much each of them misses, on the network's own scale."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.forecasts

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        found = forecasts(network, spec, splits.validation)
        answers = {FORETOLD(): found.answers}
        answers |= {name: rule(found.inputs) for name, rule in rivals(spec.task, splits.train).items()}
        remarks = figures(answers, found.came)
        if getattr(spec.architecture, "never_resets", False):
            remarks.append(BEGUN_ANEW())
        lines = {name: spec.task.in_units(one).double() for name, one in {CAME(): found.came, **answers}.items()}
        charts = []
        for column, step, title in shown(spec.task):
            chosen = {name: one[:, step, column] for name, one in lines.items()}
            chart = lines_of(chosen, found.when, step, spec.task.unit)
            charts.append(chart.model_copy(update={"title": title}))
        charts[-1] = charts[-1].model_copy(update={"remarks": remarks})
        return charts[0] if len(charts) == 1 else Charts(charts=charts)


def shown(task: Task) -> list[tuple[int, int, Text]]:
    """Column, step ahead from 0, and title of each chart: every column one step ahead, and the first one as far ahead
    as it goes.
    """
    horizon, columns = task.shapes().targets
    names = [Text.read(name) for name in getattr(task, "column_names", list)()] or [NO_TEXT] * columns
    if horizon == 1:
        return [(column, 0, names[column]) for column in range(columns)]
    near = [(column, 0, dotted(names[column], AHEAD(count=1))) for column in range(columns)]
    return [*near, (0, horizon - 1, dotted(names[0], AHEAD(count=horizon)))]


def lines_of(lines: dict[Text, Tensor], when: Tensor, later: int, unit: str) -> Lines:
    """Lines (count) by name over the moments ``when`` (count), so many moments ``later``."""
    apart = (when[-1] - when[0]).item() / max(1, len(when) - 1)
    return Lines(
        start=when[0].item() + later * apart,
        step=apart,
        count=len(when),
        lowest=min(one.min().item() for one in lines.values()),
        highest=max(one.max().item() for one in lines.values()),
        unit=Text.read(unit),
        across=MOMENT(),
        lines=[line(name, one) for name, one in lines.items()],
    )


@dataclass(frozen=True)
class Forecasts:
    """Over a split, on the host: windows (count, time, features), what came after each and what the network said of it,
    both (count, horizon, columns), and when (count) the first of these was.
    """

    inputs: Tensor
    came: Tensor
    answers: Tensor
    when: Tensor


def forecasts(network: nn.Module, spec: Spec, split: Split) -> Forecasts:
    """The network's forecasts of a split, with its state carried on where it has one."""
    parts, state, seen = [], None, 0
    for batch in batches(spec.task, split, spec.architecture.at_once(spec.task)):
        outputs, carried = run(network, batch.after(state))
        state = carried if spec.task.order == "ordered" else None
        when = batch.more.get("when", torch.arange(seen, seen + len(outputs), device=outputs.device))
        parts.append((batch.inputs, batch.targets, outputs, when.double()))
        seen += len(outputs)
    return Forecasts(*(torch.cat(one).cpu() for one in zip(*parts, strict=True)))
