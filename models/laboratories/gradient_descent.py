"""Gradient descent on a curve that can be drawn: four optimisers from one start, each step of theirs computed by torch.

On a parabola of curvature λ plain descent multiplies its distance from the minimum by 1 - rate λ at each step, and so
diverges above a rate of 2 / λ; with momentum m that limit is 2 (1 + m) / λ (Polyak 1964). RMSprop (Tieleman and Hinton
2012) and Adam (Kingma and Ba 2015) divide by the size of the slope: their steps are about as long as the rate.
"""

import math
from collections.abc import Callable, Mapping
from typing import ClassVar, Literal

import torch
from torch import Tensor

from models.look.arrays import floats, signed_panel
from models.look.descents import CURVES, Curve, walked
from models.look.heat_maps import SettingAxis
from models.look.laboratory import Laboratory, Limit
from models.look.pictures import HeatMap, Lines, NamedLine, Picture
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import amounts, setting

CURVE, WAY, LOSSES = (
    Sentence("curve-to-descend", "The curve"),
    Sentence("way-down", "The way down"),
    Sentence("loss-after-each-step", "Loss after each step"),
)
LOSS, STEP = Sentence("loss-of-descent", "loss"), Sentence("step-of-descent", "step")
AT_MINIMUM = Sentence("descent-at-minimum", "{name} is at the minimum {x:figure} from step {step} on.")
AT_OTHER_MINIMUM = Sentence(
    "descent-at-other-minimum", "{name} is at {x:figure} from step {step} on: a minimum, and not the lowest."
)
SWINGS = Sentence("descent-swings", "{name} swings for ever: the learning rate is {limit}, where λ is the curvature.")
AROUND_MINIMUM = Sentence(
    "descent-around-minimum", "{name} stays within {near:figure} of the minimum {x:figure} from step {step} on."
)
UNDER_WAY = Sentence("descent-under-way", "{name} is at {x:figure} after {steps} steps, {away:figure} from a minimum.")
FAR_AWAY = Sentence("descent-far-away", "{name} is far away after {steps} steps.")
DIVERGES = Sentence(
    "descent-diverges",
    "{name} diverges: at {x:figure} the curvature λ is {curvature:figure}, and a learning rate above {limit} = "
    "{rate:figure} climbs higher than it came down.",
)
BASINS = Sentence("basins-of-descent", "Where {name} ends, by start (across) and learning rate (down)")
BASINS_READ = Sentence(
    "basins-of-descent-read",
    "Blue: at the lowest minimum, {x:figure}, within {steps} steps; the stronger, the sooner. Orange: at another. "
    "Neither: still under way, swinging, or far away. Press a cell, and all begin there, at that learning rate.",
)
STEEPEST_RATE = Sentence("descent-limit-of-rate", "2 / λ = {rate:figure}, at the minimum {x:figure}")

GRAIN = 0.01
"""Of the x that can be pointed at."""
NEAR, NEAR_IN_NOISE = 0.01, 0.25
"""From the minimum: so near counts as there. Who is pushed about by chance never stands still."""
AWAY = 100.0
"""From 0: whoever was so far out is diverging."""


STARTS, RATES = 51, 24
"""Columns and rows of the map of where it ends."""


class GradientDescent(Laboratory):
    """The paths of several optimisers on a curve, and their losses step by step."""

    title: ClassVar[str] = "Gradient descent"
    text: ClassVar[str] = (
        "One weight x, and a curve that says how large the loss is for each x. Every optimiser sees nothing but the "
        "slope where it stands. Point at the second chart to go through the steps; then look for the rate at which "
        "each of them is quickest, and the one at which it fails."
    )
    place: ClassVar[Place] = Place(
        "learning",
        chapters=("classifiers",),
        effects=("optimiser", "learning-rate"),
        sources=(
            Source("Polyak", 1964, "Some methods of speeding up the convergence of iteration methods"),
            Source("Kingma and Ba", 2015, "Adam: a method for stochastic optimization"),
        ),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "training/optimizer": "",
        "training/learning_rate": "rate",
        "training/momentum": "keep",
    }

    curve: Literal["parabola", "two minima"] = setting(
        "parabola",
        "Curve",
        "The parabola x² - x - 1 is lowest at 0.5. The other curve has two minima, and only one is the lowest.",
        group="Curve",
    )
    start: float = setting(-0.5, "Start", "Where all of them begin.", between=(-2.5, 2.5), step=0.05, group="Curve")
    rate: float = setting(
        0.05, "Learning rate", "How far a step goes. Too small takes for ever; too large goes up on the other side.",
        between=(0.001, 3.0), scale="log", group="Steps",
    )  # fmt: skip
    steps: int = setting(40, "Steps", "How many are taken.", between=(1, 200), scale="log", group="Steps")
    noise: float = setting(
        0.0, "Noise of a batch", "Who sees a batch and not everything sees the slope, and so much chance with it.",
        between=(0.0, 5.0), step=0.1, group="Steps",
    )  # fmt: skip
    seed: int = setting(0, "Seed", "Another draw of the noise, for all optimisers the same.", between=(0, 99),
        group="Steps", advanced=True,
    )  # fmt: skip
    sgd: bool = setting(True, "SGD", "Each step is the rate times the slope, against it.", group="Optimisers")
    momentum: bool = setting(
        True, "Momentum", "SGD that keeps most of its last step: it rolls, and can roll too far.", group="Optimisers"
    )
    keep: float = setting(
        0.9, "Share kept", "How much of its last step momentum keeps.", between=(0.0, 0.99), step=0.01,
        group="Optimisers", when={"momentum": [True]},
    )  # fmt: skip
    rmsprop: bool = setting(
        True,
        "RMSprop",
        "Divides by the size of recent slopes, steep or not. It knows few at first: its first step is ten rates long.",
        group="Optimisers",
    )
    adam: bool = setting(
        True, "Adam", "Momentum, divided as in RMSprop: its first step is as long as the rate.", group="Optimisers"
    )

    by_hand: tuple[amounts(-2.5, 3.5), ...] = setting(  # type: ignore[valid-type]
        (), "Your own way", "Where you go next: + takes one more step. The table tells the slope where you stand.",
        length=(0, 12), step=0.05, group="By hand",
    )  # fmt: skip
    blind: bool = setting(
        False,
        "In the dark",
        "Hides the curve and the others: an optimiser sees no more than where it has been.",
        group="By hand",
    )
    mapped: Literal["SGD", "Momentum", "RMSprop", "Adam"] = setting(
        "SGD", "Map of", "Whose ends are drawn below, for every start and every learning rate.", group="Optimisers"
    )

    def pictures(self) -> list[Picture]:
        curve = CURVES[self.curve]
        low, high = curve.across
        x = low + GRAIN * torch.arange(round((high - low) / GRAIN) + 1, dtype=torch.float64)
        whole = NamedLine(name=CURVE(), values=floats(curve.value(x)), slopes=floats(curve.slope(x)), hue=0)
        chosen = [name for name in OPTIMIZERS if getattr(self, name) and not self.blind]
        paths = [Path(name, self, places) for name, places in zip(chosen, descended(self, chosen), strict=True)]
        if self.by_hand or self.blind:
            own = torch.tensor([self.start, *self.by_hand], dtype=torch.float64)  # (steps + 1)
            paths.append(Path("by_hand", self, own))
        lowest, highest = curve.height
        losses = torch.cat([path.losses for path in paths]) if paths else torch.tensor([highest])
        # Who climbs out of the frame of the curve leaves this one too; who begins outside it is seen all the same.
        inside = losses[losses <= max(highest, losses[0].item())]
        last = len(self.by_hand) if self.blind else self.steps
        bottom, top = inside.min().item(), inside.max().item()
        margin = (top - bottom or 1.0) / 10
        return [
            Lines(
                title=WAY(), start=low, step=GRAIN, count=len(x), lowest=lowest, highest=highest, unit=LOSS(),
                across=Text("x"), at=self.start, along=STEP(),
                lines=[*([] if self.blind else [whole]), *(path.on_the_curve() for path in paths)],
            ),
            Lines(
                title=LOSSES(), start=0, step=1, count=last + 1, lowest=bottom - margin,
                highest=top + margin, unit=LOSS(), across=STEP(), at=last,
                lines=[path.over_steps() for path in paths], remarks=[path.outcome() for path in paths],
            ),
            *([] if self.blind else [self.basins()]),
        ]  # fmt: skip

    def basins(self) -> HeatMap:
        """Which minimum is reached how soon from each start at each rate."""
        curve, name = CURVES[self.curve], self.mapped.lower()
        starts = torch.linspace(-2.5, 2.5, STARTS, dtype=torch.float64).mul(10).round().div(10)
        rates = torch.logspace(math.log10(0.001), math.log10(3), RATES, dtype=torch.float64).flip(0)
        rates = torch.tensor([float(f"{rate:.2g}") for rate in rates.tolist()], dtype=torch.float64)
        shades = self.shades(curve, walked(curve, name, self.keep, starts, rates, self.chance()))
        columns = [f"{start:.2g}" if place % 10 == 0 else "" for place, start in enumerate(starts.tolist())]
        rows = [
            f"{rate:.2g}" if place % 6 == 0 or place == RATES - 1 else "" for place, rate in enumerate(rates.tolist())
        ]
        title = BASINS(name=self.title_of(name))
        read = BASINS_READ(x=curve.minima[0], steps=self.steps)
        down = SettingAxis(setting="rate", title=self.title_of("rate"), values=rates.tolist())
        across = SettingAxis(setting="start", title=self.title_of("start"), values=starts.tolist())
        drawn = signed_panel(title, shades, rows, columns).model_copy(update={"sets": (down, across)})
        return HeatMap(panels=[drawn], mark=None, remarks=[read])

    def limits(self) -> list[Limit]:
        """Above which plain descent leaves a minimum again."""
        minima = torch.tensor(CURVES[self.curve].minima, dtype=torch.float64)
        rates = (2 / CURVES[self.curve].curvature(minima)).tolist()
        return [
            Limit(setting="rate", value=rate, words=STEEPEST_RATE(rate=rate, x=x))
            for rate, x in zip(rates, minima.tolist(), strict=True)
        ]

    @property
    def near(self) -> float:
        return NEAR_IN_NOISE if self.noise else NEAR

    def chance(self) -> Tensor:
        """(steps) what a batch adds to the slope, step by step."""
        drawn = torch.randn(self.steps, generator=torch.Generator().manual_seed(self.seed), dtype=torch.float64)
        return self.noise * drawn

    def shades(self, curve: Curve, places: Tensor) -> Tensor:
        """Of places (steps + 1, rates, starts) where it ends (rates, starts): 1 for the lowest minimum, -1 for another,
        nearer to 0 the later it is there; 0 for none.
        """
        found = torch.zeros(places.shape[1:], dtype=torch.float64)
        for sign, minimum in zip((1, -1), curve.minima, strict=False):
            away = ~((places - minimum).abs() < self.near)  # what is no number is not near
            order = torch.arange(1, len(places) + 1).view(-1, 1, 1)
            arrived = (away * order).amax(0)  # the step after the last on which it was elsewhere
            share = 1 - 0.8 * arrived / len(places)
            found = torch.where(arrived < len(places), sign * share, found)
        return found


OPTIMIZERS: dict[str, Callable[[list[Tensor], GradientDescent], torch.optim.Optimizer]] = {
    "sgd": lambda weights, chosen: torch.optim.SGD(weights, chosen.rate, foreach=False),
    "momentum": lambda weights, chosen: torch.optim.SGD(weights, chosen.rate, momentum=chosen.keep, foreach=False),
    "rmsprop": lambda weights, chosen: torch.optim.RMSprop(weights, chosen.rate, foreach=False),
    "adam": lambda weights, chosen: torch.optim.Adam(weights, chosen.rate, foreach=False),
}


def descended(settings: GradientDescent, names: list[str]) -> list[Tensor]:
    """(steps + 1) where each optimiser stood, from the start on."""
    weights = [torch.tensor([settings.start], dtype=torch.float64) for _ in names]
    optimizers = [OPTIMIZERS[name]([weight], settings) for name, weight in zip(names, weights, strict=True)]
    places = [[settings.start] for _ in names]
    for chance in settings.chance() if names else []:
        slopes = CURVES[settings.curve].slope(torch.cat(weights)) + chance
        for place, weight, slope, optimizer in zip(places, weights, slopes, optimizers, strict=True):
            weight.grad = slope[None]
            optimizer.step()
            place.append(weight.item())
    return [torch.tensor(place, dtype=torch.float64) for place in places]


class Path:
    """Where one optimiser went, the places (steps + 1) in float64, and what came of it."""

    def __init__(self, name: str, settings: GradientDescent, places: Tensor) -> None:
        self.title, self.hue = GradientDescent.title_of(name), 1 + [*OPTIMIZERS, "by_hand"].index(name)
        self.settings, self.curve, self.places = settings, CURVES[settings.curve], places
        self.losses, self.curvatures = self.curve.value(places), self.curve.curvature(places)
        self.limit, self.limit_words = {
            "sgd": (2.0, "2 / λ"),
            "momentum": (2 * (1 + settings.keep), f"2 (1 + {settings.keep:.4g}) / λ"),
            "by_hand": (math.inf, ""),
        }.get(name, (math.inf, ""))
        """Rate times curvature λ above which it climbs higher than it came down; none where steps are scaled."""

    def on_the_curve(self) -> NamedLine:
        return NamedLine(
            name=self.title,
            x=floats(self.places),
            values=floats(self.losses),
            slopes=floats(self.curve.slope(self.places)),
            hue=self.hue,
        )

    def over_steps(self) -> NamedLine:
        return NamedLine(name=self.title, values=floats(self.losses), hue=self.hue)

    def outcome(self) -> Text:
        """What came of it, in a sentence."""
        steps, last = len(self.places) - 1, self.places[-1].item()
        minimum = min(self.curve.minima, key=lambda one: abs(one - last))
        apart = (self.places - minimum).abs()
        late = (~(apart < self.settings.near)).nonzero().flatten().tolist()  # what is no number is not near
        arrived = late[-1] + 1 if late else 0
        noisy = self.settings.noise > 0
        if arrived < steps and noisy:
            return AROUND_MINIMUM(name=self.title, near=self.settings.near, x=minimum, step=arrived)
        if arrived <= steps and not noisy and minimum == self.curve.minima[0]:
            return AT_MINIMUM(name=self.title, x=minimum, step=arrived)
        if arrived <= steps and not noisy:
            return AT_OTHER_MINIMUM(name=self.title, x=minimum, step=arrived)
        straining = self.settings.rate * self.curvatures
        if self.settings.curve == "parabola" and math.isclose(straining[0].item(), self.limit):
            return SWINGS(name=self.title, limit=self.limit_words)
        if not apart.max() < AWAY or (self.settings.curve == "parabola" and straining[0] > self.limit):
            return self.divergence()
        return UNDER_WAY(name=self.title, x=last, steps=steps, away=apart[-1].item())

    def divergence(self) -> Text:
        """Why it goes ever further out."""
        beyond = (self.settings.rate * self.curvatures > self.limit).nonzero().flatten().tolist()
        if not beyond:
            return FAR_AWAY(name=self.title, steps=len(self.places) - 1)
        place, curvature = self.places[beyond[0]].item(), self.curvatures[beyond[0]].item()
        rate = self.limit / curvature
        return DIVERGES(name=self.title, x=place, curvature=curvature, limit=self.limit_words, rate=rate)
