"""A slice of a network's loss as a curve to go down: what steps by several rates and by its own optimiser come to.

Only the place along the slice moves, as the one weight of the laboratory does; what all other weights would do at the
second step is another slice.
"""

import torch
from torch import Tensor, nn

from models.look.arrays import floats
from models.look.descents import Curve
from models.look.pictures import Lines, NamedLine
from models.sentences import Sentence, Text
from models.spec.training import Training
from models.training.optimizers import optimizer

WAY = Sentence("slice-way-down", "The way down this slice")
PLACE, LOSS, STEP = (
    Sentence("slice-place", "way along the slope"), Sentence("slice-loss", "loss"), Sentence("slice-step", "step"),
)  # fmt: skip
CURVE = Sentence("slice-curve", "The loss")
AS_RUN = Sentence("slice-as-run", "{name} at {rate:figure}, as this run")
PLAIN = Sentence("slice-plain", "SGD at {rate:figure}")
AT = Sentence("slice-at", "SGD at {words} = {rate:figure}")
BEST = Sentence("slice-best", "SGD at {rate:figure}, measured as best")
LEAVES = Sentence("slice-leaves", "{name}: step {step} leads out of what was measured.")
COMES_TO = Sentence("slice-comes-to", "{name}: loss {loss:figure} after {steps} steps.")

STEPS = 20
SLACK = 0.01
"""So much of the slice may a step lead beyond its ends, and counts as at the end."""
OPTIMIZERS = {"sgd": "SGD", "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW"}


def way_down(rates: Tensor, losses: Tensor, slope: float, curvature: float, training: Training) -> Lines:
    """Of the ``losses`` (points) after one step by each of ``rates`` (points) from where the ``slope`` is so long."""
    sound = losses.isfinite()
    places, heights = rates[sound] * slope, losses[sound]
    curve = through(places, heights, -slope)
    last = float(places[-1])
    best = float(rates[sound][heights.argmin()])
    ways = [(name, way(curve, one)) for name, one in chosen(curvature, best, training)]
    top = float(heights[0]) + 2 * (float(heights[0]) - float(heights.min()))
    lowest, highest = float(heights.min()), max(float(heights[0]), min(float(heights.max()), top))
    room = (highest - lowest or 1.0) / 10
    step = last / (len(rates) - 1)
    x = torch.arange(len(rates), dtype=torch.float64) * step
    with torch.enable_grad():
        slopes = curve.slope(x)
    return Lines(
        title=WAY(), start=0.0, step=step, count=len(rates), lowest=lowest - room, highest=highest + room, unit=LOSS(),
        across=PLACE(), at=0.0, along=STEP(),
        lines=[
            NamedLine(name=CURVE(), values=floats(curve.value(x)), slopes=floats(slopes), hue=0),
            *(
                NamedLine(name=name, x=floats(at), values=floats(curve.value(at)), hue=place + 1)
                for place, (name, at) in enumerate(ways)
            ),
        ],
        remarks=[outcome(name, curve, at) for name, at in ways],
    )  # fmt: skip


def outcome(name: Text, curve: Curve, places: Tensor) -> Text:
    """What a way (steps + 1) comes to, or where it ends."""
    if len(places) <= STEPS:
        return LEAVES(name=name, step=len(places))
    return COMES_TO(name=name, loss=float(curve.value(places[-1:])), steps=STEPS)


def chosen(curvature: float, best: float, training: Training) -> list[tuple[Text, Training]]:
    """What each way is called, and by which optimiser with which settings it goes."""
    rule, rate = training.optimizer, training.learning_rate
    own = training.model_copy(update={"weight_decay": 0.0})  # of the weights, not of a place along the slope
    plain = own.model_copy(update={"optimizer": "sgd", "momentum": 0.0})
    found: list[tuple[Text, Training]] = []
    if curvature > 0:
        found = [
            (
                AT(words=f"{many} / λ", rate=many / curvature),
                plain.model_copy(update={"learning_rate": many / curvature}),
            )
            for many in (1, 2)
        ]
    if best > 0:
        found.append((BEST(rate=best), plain.model_copy(update={"learning_rate": best})))
    if rule != "sgd" or own.momentum:
        found.append((PLAIN(rate=rate), plain))
    return [*found, (AS_RUN(name=OPTIMIZERS[rule], rate=rate), own)]


def way(curve: Curve, training: Training) -> Tensor:
    """Places from the start on, (steps + 1) at most: as far as the curve was measured."""
    first, last = curve.across
    slack = SLACK * (last - first)
    place = nn.Parameter(torch.zeros(1, dtype=torch.float64))
    steps, found = optimizer(training, [place]), [0.0]
    for _ in range(STEPS):
        with torch.enable_grad():
            place.grad = curve.slope(place.detach())
        steps.step()
        if not first - slack <= place.item() <= last + slack:
            break
        found.append(min(last, max(first, place.item())))
    return torch.tensor(found, dtype=torch.float64)


def through(places: Tensor, heights: Tensor, slope: float) -> Curve:
    """A smooth curve through heights (points) at places (points), which begins with ``slope``: a cubic from each to the
    next.
    """
    slopes = torch.gradient(heights, spacing=(places,), edge_order=2)[0]  # (points)
    slopes[0] = slope

    def value(x: Tensor) -> Tensor:
        """Heights (…) at x (…)."""
        left = (torch.searchsorted(places, x.detach(), right=True) - 1).clamp(0, len(places) - 2)
        width = places[left + 1] - places[left]
        t = (x - places[left]) / width
        low, high = heights[left], heights[left + 1]
        return (
            (2 * t**3 - 3 * t**2 + 1) * low + (t**3 - 2 * t**2 + t) * width * slopes[left]
            + (3 * t**2 - 2 * t**3) * high + (t**3 - t**2) * width * slopes[left + 1]
        )  # fmt: skip

    low, high = float(heights.min()), float(heights.max())
    return Curve(value, (float(places[heights.argmin()]),), (float(places[0]), float(places[-1])), (low, high))
