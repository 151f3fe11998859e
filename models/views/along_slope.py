"""One step of plain descent from where a run stands, by its rate: the curve of the laboratory, cut out of its own loss.

To the second order the loss along the slope is a parabola of curvature λ, whose steps climb above a rate of 2 / λ
(Polyak 1964; LeCun, Simard and Pearlmutter 1992). Networks are found to train near that edge (Cohen et al. 2021).
"""

import copy
import math

import torch
from torch import Tensor, nn

from models.look.arrays import floats
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.pictures import Charts, Lines, NamedLine, Picture, Stretch
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task
from models.training.explained.slices import way_down

TITLE = Sentence("along-slope-title", "Loss of {count} held-out examples after one step against the slope, by its rate")
RATE, LOSS, MEASURED, PARABOLA, CLIMBS = (
    Sentence("along-slope-rate", "learning rate of the step"), Sentence("along-slope-loss", "loss"),
    Sentence("along-slope-measured", "measured"), Sentence("along-slope-parabola", "parabola of slope and curvature"),
    Sentence("along-slope-climbs", "above 2 / λ"),
)  # fmt: skip
CURVED = Sentence(
    "along-slope-curved",
    "Along the slope the curvature λ is {curvature:figure}. Were the loss this parabola, a step would be best at 1 / "
    "λ = "
    "{best:figure}, and above 2 / λ = {limit:figure} it would climb higher than it came down. Measured, "
    "{lowest:figure} is "
    "best.",
)
HOLLOW = Sentence(
    "along-slope-hollow",
    "Along the slope the loss does not curve upwards here (λ = {curvature:figure}): no rate is the largest.",
)
OWN = Sentence("along-slope-own", "The learning rate of this run is {rate:figure}.")
FLAT = Sentence("along-slope-flat", "There is no slope here: every weight stands where nothing changes the loss.")
NOT_FINITE = Sentence(
    "along-slope-not-finite", "The loss or its slope is no finite number any more: the run has diverged."
)

POINTS = 41
NUDGE = 1e-2
"""So far along the slope, in weights, lie the two places whose slopes tell the curvature."""
FEWEST = 3
"""Points of a curve to go down."""
CLOSER = 4
"""So many times is looked closer at most."""
BEYOND = 1.5
"""The axis goes so many times as far as 2 / λ."""


class AlongSlope(View):
    """The loss at places along the slope; the weights of the run are left as they are."""

    title = "Along the slope"
    text = (
        "What one step of plain gradient descent would do from here, for every learning rate: the loss along the "
        "slope of this very network. Grey is what lies above 2 / λ, the limit of the laboratory of gradient descent, "
        "where λ is how much the loss curves along the slope. Below, the same slice as a curve to go down step by step."
    )
    group = "layers"
    rank = 2

    def fits(self, task: Task, architecture: object) -> bool:
        """Networks with one loss, whose examples carry no state."""
        plain = isinstance(architecture, Architecture) and type(architecture).objectives is Architecture.objectives
        return plain and task.order == "shuffled"

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where the loss or its slope is no finite number, or there is no slope."""
        count = affordable(network, one_example(spec.task, network, splits.validation, 0), 10, 3000) // (3 * POINTS)
        batch = next(batches(spec.task, splits.validation, max(5, min(64, count))))
        walk = Walk(copy.deepcopy(network), spec, batch)
        first, slope = walk.at(0.0), walk.square
        if not torch.isfinite(torch.tensor([first, slope])).all():
            raise ValueError(NOT_FINITE())
        if slope == 0:
            raise ValueError(FLAT())
        curvature = walk.curvature()
        own = spec.training.learning_rate
        reach = BEYOND * 2 / curvature if curvature > 0 else 10 * own
        rates, losses = measured(walk, reach)
        remarks = [OWN(rate=own)]
        shaded = None
        if curvature > 0:
            lowest = rates[losses.nan_to_num(torch.inf).argmin()].item()
            remarks.insert(0, CURVED(curvature=curvature, best=1 / curvature, limit=2 / curvature, lowest=lowest))
            if 2 / curvature < rates[-1]:
                shaded = Stretch(start=2 / curvature, end=float(rates[-1]), words=CLIMBS())
        else:
            remarks.insert(0, HOLLOW(curvature=curvature))
        parabola = first - rates * slope + rates**2 * curvature * slope / 2
        one = drawn(batch, rates, losses, parabola, own, remarks, shaded)
        if losses.isfinite().sum() < FEWEST:
            return Charts(charts=[one])
        return Charts(charts=[one, way_down(rates, losses, math.sqrt(slope), curvature, spec.training)])


def measured(walk: "Walk", reach: float) -> tuple[Tensor, Tensor]:
    """Rates from 0 to ``reach`` and the losses after a step with each (points); less far where the loss climbs above
    its start much sooner, or hardly a point would tell of what lies between.
    """
    for _ in range(CLOSER):
        rates = torch.linspace(0, reach, POINTS, dtype=torch.float64)
        losses = torch.tensor([walk.at(rate) for rate in rates.tolist()], dtype=torch.float64)
        above = (~(losses[1:] <= losses[0])).nonzero().flatten().tolist()
        if not above or above[0] + 1 > POINTS // 4:
            break
        reach = 2 * float(rates[above[0] + 1])
    return rates, losses


class Walk:
    """A network of its own that goes along the slope of a batch's loss, and tells the loss there."""

    def __init__(self, network: nn.Module, spec: Spec, batch: Batch) -> None:
        self.network, self.spec, self.batch = network, spec, batch
        self.weights = [one for one in network.parameters() if one.requires_grad]
        self.start = [one.detach().clone() for one in self.weights]
        self.slopes = self.slope()
        self.square = sum(float(one.double().square().sum()) for one in self.slopes)
        """Of the slope's length."""

    def loss(self) -> Tensor:
        """Of the batch, ()."""
        noise = generator(0, "views", self.batch.inputs.device)
        return next(iter(self.spec.architecture.objectives(self.network, self.batch, self.spec.task, noise))).loss

    def slope(self) -> list[Tensor]:
        """Of the loss by each weight (…), where the network stands; 0 where a weight has no part in it."""
        with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
            found = torch.autograd.grad(self.loss(), self.weights, allow_unused=True)
        return [
            torch.zeros_like(weight) if one is None else one for weight, one in zip(self.weights, found, strict=True)
        ]

    def go(self, rate: float) -> None:
        """To where one step with this rate leads."""
        with torch.no_grad():
            for weight, start, slope in zip(self.weights, self.start, self.slopes, strict=True):
                weight.copy_(start - rate * slope)

    def at(self, rate: float) -> float:
        """The loss after one step with this rate."""
        self.go(rate)
        with torch.no_grad():
            return float(self.loss())

    def curvature(self) -> float:
        """λ along the slope: how much the slope changes from a little above to a little below, for a unit of length."""
        rate = NUDGE / math.sqrt(self.square)
        above, below = (self._along(by) for by in (-rate, rate))
        return (above - below) / (2 * rate * self.square)

    def _along(self, rate: float) -> float:
        """The slope after one step with this rate, times the slope from which it was taken."""
        self.go(rate)
        return sum(float((a.double() * b.double()).sum()) for a, b in zip(self.slopes, self.slope(), strict=True))


def drawn(
    batch: Batch,
    rates: Tensor,
    losses: Tensor,
    parabola: Tensor,
    own: float,
    remarks: list[Text],
    shaded: Stretch | None,
) -> Lines:
    """Losses and the parabola over rates, (points) each."""
    finite = losses[losses.isfinite()]
    lowest = min(float(finite.min()), float(parabola.min()))
    highest = max(float(losses[0]), min(float(finite.max()), float(losses[0]) + 2 * (float(losses[0]) - lowest)))
    room = (highest - lowest or 1.0) / 10
    step = float(rates[1])
    return Lines(
        title=TITLE(count=len(batch.inputs)), start=0.0, step=step, count=POINTS, lowest=lowest - room,
        highest=highest + room, unit=LOSS(), across=RATE(), at=min(own, float(rates[-1])), remarks=remarks,
        shaded=shaded,
        lines=[
            NamedLine(name=MEASURED(), values=floats(losses), hue=0),
            NamedLine(name=PARABOLA(), values=floats(parabola), hue=1),
        ],
    )  # fmt: skip
