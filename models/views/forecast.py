"""Forecasts of months that the network never learnt from, beside its simplest rivals: autoregression (Yule 1927)."""

import torch
from torch import Tensor, nn

from models.look.arrays import line
from models.look.pictures import Lines, Picture
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Split, Splits, run
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

CAME, FORETOLD = Sentence("values-that-came", "What came"), Sentence("values-of-network", "Network")
REPEATED = Sentence("values-repeated", "Repeating the last value")
LINEAR = Sentence("values-of-linear-rule", "Linear rule")

WEAKEST, DIGITS = 1e-6, 6
"""Of the linear rule: the smallest singular value that counts, beside the largest; digits after the point."""


class Forecast(View):
    """What came, what the network said just before, and what two rules without a network would have said."""

    title = "Forecast"
    text = (
        "What came, and what the network said one step before. Repeating the last value runs one step late all along; "
        "the linear rule weighs the values of the window. Only what lies nearer than both has been learnt."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.forecasts

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        inputs, came, said, when = forecasts(network, spec, splits.validation)
        lines = {
            CAME(): came,
            FORETOLD(): said,
            REPEATED(): inputs[:, -1, 0],
            LINEAR(): linear(spec.task, splits.train, inputs),
        }
        values = {name: spec.task.in_units(one).double() for name, one in lines.items()}
        lowest = min(one.min().item() for one in values.values())
        highest = max(one.max().item() for one in values.values())
        step = (when[-1] - when[0]).item() / max(1, len(when) - 1)
        return Lines(
            start=when[0].item(),
            step=step,
            count=len(when),
            lowest=lowest,
            highest=highest,
            unit=Text.read(spec.task.unit),
            lines=[line(name, one) for name, one in values.items()],
        )


def forecasts(network: nn.Module, spec: Spec, split: Split) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Over a split, on the host: windows (count, time, features); and each (count) the values after them, the network's
    forecasts of these, and when.
    """
    parts, state, seen = [], None, 0
    for batch in batches(spec.task, split, spec.architecture.at_once(spec.task)):
        outputs, carried = run(network, batch.after(state))
        state = carried if spec.task.order == "ordered" else None
        when = batch.more.get("when", torch.arange(seen, seen + len(outputs), device=outputs.device))
        parts.append((batch.inputs, batch.targets[:, 0, 0], outputs[:, 0, 0], when.double()))
        seen += len(outputs)
    inputs, came, said, when = (torch.cat(one).cpu() for one in zip(*parts, strict=True))
    return inputs, came, said, when


def linear(task: Task, train: Split, inputs: Tensor) -> Tensor:
    """Least squares from the windows of ``train`` to the value after each (autoregression): its forecasts (count) of
    ``inputs`` (count, time, features).
    """
    seen = torch.cat([batch.inputs.flatten(1) for batch in batches(task, train)]).cpu().double()
    came = torch.cat([batch.targets[:, :1, 0] for batch in batches(task, train)]).cpu().double()
    # Values that repeat leave the rule undetermined: the smallest is taken, to digits that do not hang on rounding.
    found = torch.linalg.lstsq(with_one(seen), came, rcond=WEAKEST, driver="gelsd").solution
    rule = found.round(decimals=DIGITS)[:, 0]  # (values of a window + 1)
    foretold: Tensor = (with_one(inputs.flatten(1).double()) * rule).sum(1)
    return foretold


def with_one(windows: Tensor) -> Tensor:
    """(count, values) -> (count, values + 1): the last is 1, for the constant of a rule."""
    return torch.cat([windows, torch.ones_like(windows[:, :1])], 1)
