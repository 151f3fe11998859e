"""One recurrent neuron as a dynamical system: y' = f(w y + x), its own output read again at every step.

Where it can rest is where f(w y + x) = y, and whether it does is decided by the slope w f' there: below 1 in size the
neighbours are drawn in, above 1 they are pushed away (Strogatz, "Nonlinear dynamics and chaos", 1994). The product of
those slopes over the steps is what is left of a gradient on its way back (Bengio, Simard and Frasconi 1994).
"""

import math
from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from torch import Tensor

from models.look.arrays import floats
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

OVER_TIME = Sentence("neuron-over-time", "What it gives, step by step")
WEB = Sentence("neuron-web", "From y to the next")
BACK = Sentence("neuron-way-back", "What is left of the first step")
STEP = Sentence("neuron-step", "step")
NEXT_VALUE, SIZE = Sentence("neuron-next-value", "next y"), Sentence("neuron-derivative", "what is left")
SAME, WAY = Sentence("neuron-same-again", "next y = y"), Sentence("neuron-way", "The way it goes")
LEFT = Sentence("neuron-gradient", "Through its slopes")
POWER = Sentence("neuron-power", "|w| at each step")
SETTLES = Sentence("neuron-settles", "It settles at {value:figure} by step {step}.")
FLIPS = Sentence("neuron-flips", "It flips between {low:figure} and {high:figure} for ever.")
EXPLODES = Sentence("neuron-explodes", "It explodes: beyond a million at step {step}.")
UNDECIDED = Sentence("neuron-under-way", "After {steps} steps it is still on its way, at {value:figure}.")
NOISY = Sentence("neuron-noisy", "With noise it never rests; in the second half it is at {mean:figure} in the mean.")
ATTRACTS = Sentence(
    "neuron-attracts", "At {value:figure} it can rest: the slope there is {slope:figure}, so what is near comes nearer."
)
REPELS = Sentence(
    "neuron-repels",
    "At {value:figure} it could rest, but the slope is {slope:figure}: the least push drives it away.",
)
BORDER = Sentence(
    "neuron-border", "At {value:figure} the slope is {slope:figure}: between coming nearer and going away."
)
SHRINKS = Sentence(
    "neuron-gradient-left",
    "After {steps} steps {share:figure} of a small change of the start is left. A straight line on this scale is "
    "exponential: every step multiplies.",
)

FAR = 1e6
NEAR = 1e-4
FRAME = 100.0
"""What leaves it is far enough to be seen leaving."""
GRID = 2001
FUNCTIONS = {"linear": lambda sums: sums, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "ReLU": torch.relu}
"""By name, of sums (…) in float64."""


class OneNeuron(Laboratory):
    """A neuron that hears itself: over time, as a map of y to the next y, and the gradient back to its start."""

    title: ClassVar[str] = "One recurrent neuron"
    former: ClassVar[tuple[str, ...]] = ("one_neuron",)
    text: ClassVar[str] = (
        "A neuron that reads its own last output: y becomes f(w y + x). Turn w through 1, 2 and -2, and change f: see "
        "when it forgets its start, when it holds on to it, when it flips, and when it explodes."
    )
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("demos", "convolution"),
        effects=("exploding-gradient", "vanishing-gradient", "long-memory"),
        sources=(
            Source("Strogatz", 1994, "Nonlinear dynamics and chaos"),
            Source(
                "Bengio, Simard and Frasconi",
                1994,
                "Learning long-term dependencies with gradient descent is difficult",
            ),
        ),
        after=("laboratory/activations",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/cell": "",
        "architecture/recurrent/first_weights": "",
    }

    function: Literal["linear", "tanh", "sigmoid", "ReLU"] = setting(
        "tanh",
        "Activation",
        "Linear and ReLU have no upper limit; tanh and sigmoid flatten large sums.",
        group="Neuron",
    )
    w: float = setting(
        2.0, "w", "The weight with which it hears itself.", between=(-3.0, 3.0), step=0.05, group="Neuron"
    )
    start: float = setting(
        0.1, "Start", "The y before the first step.", between=(-2.0, 2.0), step=0.05, group="What it reads"
    )
    x: float = setting(
        0.0, "x", "What it reads besides: at the first step only, or at every one.",
        between=(-2.0, 2.0), step=0.05, group="What it reads",
    )  # fmt: skip
    every: bool = setting(
        False, "x at every step", "Off, x is read once, and what follows is its echo.", group="What it reads"
    )
    noise: float = setting(
        0.0, "Noise", "The deviation of what is added by chance at every step, the same chances each time.",
        between=(0.0, 0.5), step=0.01, group="What it reads",
    )  # fmt: skip
    steps: int = setting(30, "Steps", "How many are taken.", between=(2, 200), scale="log", group="What it reads")

    def pictures(self) -> list[Picture]:
        y, slopes = self.run()
        return [self.over_time(y), self.web(y), self.way_back(slopes)]

    def f(self, sums: Tensor) -> Tensor:
        """Sums (…) -> (…)."""
        found: Tensor = FUNCTIONS[self.function](sums)
        return found

    def run(self) -> tuple[Tensor, Tensor]:
        """y from the start on (steps + 1), and the slope dy' / dy of every step (steps), in float64."""
        chances = torch.randn(self.steps, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
        y = torch.tensor(self.start, dtype=torch.float64)
        given, slopes = [y], []
        for t in range(self.steps):
            at = y.clone().requires_grad_()
            after = self.f(self.w * at + (self.x if self.every or t == 0 else 0.0) + self.noise * chances[t])
            slopes.append(torch.autograd.grad(after, at)[0])
            y = after.detach()
            given.append(y)
        return torch.stack(given), torch.stack(slopes)

    def over_time(self, y: Tensor) -> Lines:
        """A line of y (steps + 1)."""
        shown = y[y.abs() <= FAR]
        low, high = (max(-FRAME, min(-1.0, shown.min().item())), min(FRAME, max(1.0, shown.max().item())))
        margin = (high - low) / 20
        return Lines(
            title=OVER_TIME(), start=0, step=1, count=len(y), lowest=low - margin, highest=high + margin,
            unit=Text("y"), across=STEP(), at=self.steps, lines=[NamedLine(name=Text("y"), values=floats(y), hue=0)],
            remarks=[self.outcome(y)],
        )  # fmt: skip

    def outcome(self, y: Tensor) -> Text:
        """What became of y (steps + 1), in a sentence."""
        far = (~(y.abs() <= FAR)).nonzero().flatten().tolist()
        last = y[-1].item()
        if far:
            return EXPLODES(step=far[0])
        if self.noise:
            return NOISY(mean=y[len(y) // 2 :].mean().item())
        if abs(last - y[-2].item()) < NEAR:
            late = ((y - last).abs() >= 10 * NEAR).nonzero().flatten().tolist()
            return SETTLES(value=round(last, 4) + 0.0, step=late[-1] + 1 if late else 0)
        if len(y) > 3 and abs(last - y[-3].item()) < NEAR:
            low, high = sorted((last, y[-2].item()))
            return FLIPS(low=low, high=high)
        return UNDECIDED(steps=self.steps, value=last)

    def web(self, y: Tensor) -> Lines:
        """The curve, the diagonal, and the way of y (steps + 1): up or down to the curve, across to the diagonal."""
        reach = min(max(1.5, 1.1 * y[y.abs() <= FAR].abs().max().item()), 20.0)
        grid = torch.linspace(-reach, reach, GRID, dtype=torch.float64)
        curve = self.f(self.w * grid + (self.x if self.every else 0.0))
        across = y[:-1].repeat_interleave(2)
        along = torch.stack([y[:-1], y[1:]], 1).flatten()
        along[0] = 0
        path = NamedLine(name=WAY(), x=floats(across), values=floats(along), hue=2)
        both = [
            NamedLine(name=Text("f(w y + x)"), values=floats(curve), hue=0),
            NamedLine(name=SAME(), values=floats(grid), hue=1),
        ]
        return Lines(
            title=WEB(), start=-reach, step=2 * reach / (GRID - 1), count=GRID, lowest=-reach, highest=reach,
            unit=NEXT_VALUE(), across=Text("y"), along=STEP(), at=self.start, lines=[*both, path],
            remarks=self.rests(grid, curve),
        )  # fmt: skip

    def rests(self, grid: Tensor, curve: Tensor) -> list[Text]:
        """Where it can rest: a sentence for each place where the curve (points) meets the diagonal (points)."""
        apart = curve - grid
        if bool((apart.abs() < 1e-12).all()):
            return []  # linear with w = 1: everywhere
        meets = ((apart[:-1] * apart[1:] < 0) | (apart[:-1].abs() < 1e-12)).nonzero().flatten().tolist()
        found = []
        for place in meets:
            value = self.meeting(grid[place].item(), grid[place + 1].item())
            at = torch.tensor(value, dtype=torch.float64, requires_grad=True)
            slope = torch.autograd.grad(self.f(self.w * at + (self.x if self.every else 0.0)), at)[0].item()
            words = BORDER if math.isclose(abs(slope), 1) else ATTRACTS if abs(slope) < 1 else REPELS
            found.append(words(value=round(value, 9) + 0.0, slope=slope))
        return found

    def meeting(self, low: float, high: float) -> float:
        """Where f(w y + x) = y between two y, by halving."""

        def apart(y: float) -> float:
            return self.f(torch.tensor(self.w * y + (self.x if self.every else 0.0), dtype=torch.float64)).item() - y

        if abs(apart(low)) < 1e-12:
            return low
        above = apart(low) > 0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (apart(middle) > 0) == above else (low, middle)
        return (low + high) / 2

    def way_back(self, slopes: Tensor) -> Lines:
        """What the product of the slopes (steps) leaves, and the power of w beside it."""
        left = torch.cat([torch.ones(1, dtype=torch.float64), slopes.abs().cumprod(0)])  # (steps + 1)
        power = abs(self.w) ** torch.arange(self.steps + 1, dtype=torch.float64)
        both = torch.cat([left, power])
        inside = both[(both > 1e-30) & (both < 1e30)]
        low = 10 ** math.floor(math.log10(min(0.1, inside.min().item())))
        high = 10 ** math.ceil(math.log10(max(10.0, inside.max().item())))
        drawn = [one.where(one > 0, torch.nan) for one in (left, power)]  # nothing has no logarithm
        return Lines(
            title=BACK(), start=0, step=1, count=self.steps + 1, lowest=low, highest=high, unit=SIZE(), across=STEP(),
            at=self.steps, log=True,
            lines=[
                NamedLine(name=LEFT(), values=floats(drawn[0]), hue=0),
                NamedLine(name=POWER(), values=floats(drawn[1]), hue=1),
            ],
            remarks=[SHRINKS(steps=self.steps, share=left[-1].item())],
        )  # fmt: skip
