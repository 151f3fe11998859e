"""Activations: what makes a layer more than a straight line, and what it does to an error on its way back.

Gradients vanish where slopes are small and layers many (Hochreiter 1991; Glorot and Bengio 2010). Functions are those
of torch.nn.functional, and slopes are what autograd says: at a corner it takes one side. Sources: ReLU (Nair and Hinton
2010), leaky ReLU (Maas, Hannun and Ng 2013), ELU (Clevert 2015), SELU (Klambauer 2017), GELU (Hendrycks and Gimpel
2016), SiLU or swish (Elfwing 2017; Ramachandran 2017), softplus (Dugas 2001), hard sigmoid (Howard 2019, MobileNetV3).
"""

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar

import torch
from pydantic import Field, model_validator
from torch import Tensor
from torch.nn import functional

from models.look.arrays import floats
from models.look.formulas import formula
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture, Stretch
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import refusal, setting

VALUES, SLOPES = Sentence("what-unit-gives", "What the unit gives"), Sentence("slope-of-unit", "The slope")
THROUGH = Sentence("slopes-leave-of-error", "What {layers} such slopes leave of an error")
MARKED = Sentence(
    "marked-where-slope-small",
    "Marked: where the slope is smaller than {limit}. A unit there is saturated; where the slope is exactly 0, it is "
    "dead.",
)
DEAD, SATURATED = Sentence("stretch-dead", "dead"), Sentence("stretch-saturated", "saturated")
FLAT = Sentence("stretch-nearly-flat", "nearly flat")

POINTS = 601
"""Odd, so that 0 is one of them."""
FRAME = (-2.0, 3.0)
"""Of what a unit gives: what grows without end leaves it, or all others would be flat beside it."""
AT = 2.0
FURTHEST = 1e6
"""Of the slopes of a formula of one's own: the frame grows no further."""
STRAIGHT, LIMITED, BENT, SHOWN = "Straight pieces", "Between two limits", "Smooth bends", "What is shown"
OWN = "Your own"
FORMULA = "x / (1 + abs(x))"
"""Softsign (Turian, Bergstra and Bengio 2009)."""


class Activations(Laboratory):
    """Functions and their slopes, one above the other; a unit that stands where the slope is 0 learns nothing."""

    title: ClassVar[str] = "Activations"
    text: ClassVar[str] = (
        "What a unit makes of the sum x that reaches it, and the slope there. Training sends the error back through "
        "these slopes: where a line is flat, hardly anything comes through. Point at a chart to read the numbers, then "
        "send the error through more layers."
    )
    place: ClassVar[Place] = Place(
        "layers",
        chapters=("equations", "classifiers"),
        effects=("saturation", "vanishing-gradient"),
        sources=(
            Source("Hochreiter", 1991, "Untersuchungen zu dynamischen neuronalen Netzen"),
            Source(
                "Glorot and Bengio", 2010, "Understanding the difficulty of training deep feedforward neural networks"
            ),
        ),
        after=("architecture/mlp",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/activation": "",
        "architecture/layer_activations": "",
        "architecture/code_activation": "",
        "architecture/leak": "negative_slope",
        "block/convolution/activation": "",
        "block/dense/activation": "",
        "block/activation/activation": "",
        "block/activation/leak": "negative_slope",
        "block/residual/activation": "",
    }

    relu: bool = setting(
        True, "ReLU", "max(0, x): its slope is 1 above 0, and 0 below, where a unit can die.", group=STRAIGHT
    )
    leaky_relu: bool = setting(
        False, "Leaky ReLU", "ReLU with a little slope below 0, so that no unit dies.", group=STRAIGHT
    )
    negative_slope: float = setting(
        0.01, "Slope below 0", "Of the leaky ReLU; at 0 it is the ReLU.", between=(0.0, 0.5), step=0.01,
        group=STRAIGHT, when={"leaky_relu": [True]},
    )  # fmt: skip
    hard_sigmoid: bool = setting(
        False, "Hard sigmoid", "A sigmoid of three straight pieces, quick to compute.", group=STRAIGHT
    )
    heaviside: bool = setting(
        False, "Step", "1 from 0 on, else 0: its slope is 0 everywhere, so nothing is learnt.", group=STRAIGHT
    )
    linear: bool = setting(
        False, "Identity (linear)", "Gives what it gets: many such layers are no more than one.", group=STRAIGHT
    )

    sigmoid: bool = setting(
        True, "Sigmoid", "1 / (1 + exp(-x)), between 0 and 1: its slope is at most 0.25.", group=LIMITED
    )
    tanh: bool = setting(True, "tanh", "Between -1 and 1; its slope is 1 at 0 and falls on both sides.", group=LIMITED)
    softmax: bool = setting(
        False, "Softmax", "The share of the score x beside other scores, which are 0 here.", group=LIMITED
    )
    rivals: int = setting(
        1, "Other scores", "Of the softmax; with one other it is the sigmoid.", between=(1, 9),
        group=LIMITED, when={"softmax": [True]},
    )  # fmt: skip

    softplus: bool = setting(
        False, "Softplus", "log(1 + exp(x)): ReLU without its corner; its slope is the sigmoid.", group=BENT
    )
    elu: bool = setting(False, "ELU", "x above 0, and α (exp(x) - 1) below.", group=BENT)
    alpha: float = setting(
        1.0, "α", "How far below 0 the ELU goes at most; only at 1 it has no corner.", between=(0.1, 3.0), step=0.1,
        group=BENT, when={"elu": [True]},
    )  # fmt: skip
    selu: bool = setting(False, "SELU", "An ELU scaled so that many layers keep mean 0 and variance 1.", group=BENT)
    gelu: bool = setting(False, "GELU", "x times the share of a normal distribution that lies below x.", group=BENT)
    silu: bool = setting(False, "SiLU (swish)", "x times its sigmoid: it dips below 0 and comes back.", group=BENT)

    typed: bool = setting(False, "A formula of your own", "Draws what you type, and its slope.", group=OWN)
    formula: Annotated[str, Field(max_length=200)] = setting(
        FORMULA, "f(x) =", "Of x, numbers, + - * / ^, brackets, and functions such as exp, abs, max, sigmoid.",
        group=OWN, when={"typed": [True]},
    )  # fmt: skip

    layers: int = setting(
        1, "Layers", "The error passes as many slopes: small ones leave nothing of it, those above 1 make it explode.",
        between=(1, 50), scale="log", group=SHOWN,
    )  # fmt: skip
    saturation: float = setting(
        0.05, "Saturated below", "A line is marked where its slope is smaller than this.",
        between=(0.001, 0.25), scale="log", group=SHOWN,
    )  # fmt: skip
    reach: float = setting(
        6.0, "Reach", "How far from 0 the axis goes on both sides.", between=(2.0, 12.0), step=1.0, group=SHOWN
    )

    @model_validator(mode="after")
    def refuse_what_is_no_formula(self) -> "Activations":
        """Raises a refusal that names what is not known."""
        try:
            formula(self.formula)
        except ValueError as error:
            raise refusal("formula", error.args[0], FORMULA) from error
        return self

    def pictures(self) -> list[Picture]:
        x = (torch.arange(POINTS, dtype=torch.float64) - POINTS // 2) * self.reach / (POINTS // 2)
        chosen = [Curve(name, hue, self, x) for hue, name in enumerate(FUNCTIONS) if getattr(self, name)]
        values = [curve.line(curve.values, slopes=floats(curve.slopes)) for curve in chosen]
        through = [curve.slopes**self.layers for curve in chosen]
        finite = [one[one.isfinite()].clamp(-FURTHEST, FURTHEST) for one in through]
        lowest = min([0.0, *(one.min().item() for one in finite if len(one))])
        highest = max([1.0, *(one.max().item() for one in finite if len(one))])
        margin = (highest - lowest) / 20
        left = [curve.line(one) for curve, one in zip(chosen, through, strict=True)]
        title, unit = SLOPES(), "f′(x)"
        if self.layers > 1:
            title, unit = THROUGH(layers=self.layers), f"f′(x)^{self.layers}"
        return [
            self.picture(VALUES(), "f(x)", values, FRAME, MARKED(limit=self.saturation)),
            self.picture(title, unit, left, (lowest - margin, highest + margin)),
        ]

    def picture(
        self, title: Text, unit: str, lines: list[NamedLine], ends: tuple[float, float], *remarks: Text
    ) -> Lines:
        return Lines(
            title=title, start=-self.reach, step=2 * self.reach / (POINTS - 1), count=POINTS, lowest=ends[0],
            highest=ends[1], unit=Text(unit), across=Text("x"), at=AT, lines=lines, remarks=list(remarks),
        )  # fmt: skip


class Curve:
    """A function over the axis x (points), with its slopes (points), and where those are small."""

    def __init__(self, name: str, hue: int, settings: Activations, x: Tensor) -> None:
        self.title, self.hue = Activations.title_of(name), hue
        at = x.clone().requires_grad_()
        self.values = FUNCTIONS[name](at, settings)
        (self.slopes,) = torch.autograd.grad(self.values.sum(), at)
        self.stretches = flat(x, self.slopes, settings.saturation)
        self.formula = (
            settings.formula
            if name == "typed"
            else WRITTEN[name].format(
                slope=f"{settings.negative_slope:g}", alpha=f"{settings.alpha:g}", rivals=settings.rivals
            )
        )

    def line(self, values: Tensor, slopes: str = "") -> NamedLine:
        return NamedLine(
            name=self.title, values=floats(values), slopes=slopes, stretches=self.stretches, hue=self.hue,
            formula=self.formula if slopes else "",
        )  # fmt: skip


def heaviside(x: Tensor, settings: Activations) -> Tensor:
    """1 where x (points) is at least 0, else 0, (points)."""
    return (x >= 0) + 0 * x  # so that autograd knows of a slope, which is 0


def softmax(x: Tensor, settings: Activations) -> Tensor:
    """The share (points) of a score x (points) among ``settings.rivals`` others, which are 0."""
    scores = torch.stack([x, *[torch.zeros_like(x)] * settings.rivals])  # (scores, POINTS)
    return scores.softmax(0)[0]


FUNCTIONS: dict[str, Callable[[Tensor, Activations], Tensor]] = {
    "linear": lambda x, _: 1 * x,
    "sigmoid": lambda x, _: x.sigmoid(),
    "relu": lambda x, _: x.relu(),
    "tanh": lambda x, _: x.tanh(),
    "leaky_relu": lambda x, chosen: functional.leaky_relu(x, chosen.negative_slope),
    "elu": lambda x, chosen: functional.elu(x, chosen.alpha),
    "softplus": lambda x, _: functional.softplus(x),
    "gelu": lambda x, _: functional.gelu(x),
    "heaviside": heaviside,
    "hard_sigmoid": lambda x, _: functional.hardsigmoid(x),
    "silu": lambda x, _: functional.silu(x),
    "selu": lambda x, _: functional.selu(x),
    "softmax": softmax,
    "typed": lambda x, chosen: formula(chosen.formula)(x),
}
"""In the order of their colours: those that are compared most have the most different ones."""


WRITTEN = {
    "linear": "x", "sigmoid": "1 / (1 + exp(-x))", "relu": "max(0, x)", "tanh": "tanh(x)",
    "leaky_relu": "max({slope} * x, x)", "elu": "max(0, x) + min(0, {alpha} * (exp(x) - 1))",
    "softplus": "log(1 + exp(x))", "gelu": "x * (1 + erf(x / sqrt(2))) / 2", "heaviside": "x < 0: 0, else 1",
    "hard_sigmoid": "min(1, max(0, x / 6 + 1/2))", "silu": "x / (1 + exp(-x))",
    "selu": "1.0507 * (max(0, x) + min(0, 1.67326 * (exp(x) - 1)))", "softmax": "exp(x) / (exp(x) + {rivals})",
}  # fmt: skip
"""How each is written, for the numbers at the pointer to be put in."""


def flat(x: Tensor, slopes: Tensor, below: float) -> list[Stretch]:
    """Where the slopes (points) over x (points) are smaller than ``below``, and what that is called."""
    small = slopes.abs() < below
    ends = torch.diff(small.int(), prepend=torch.zeros(1), append=torch.zeros(1))
    found = []
    for first, after in zip(
        ends.eq(1).nonzero().flatten().tolist(), ends.eq(-1).nonzero().flatten().tolist(), strict=True
    ):
        part = slopes[first:after]
        outside = first == 0 or after == len(x)
        words = DEAD if bool((part == 0).all()) else SATURATED if outside else FLAT
        found.append(Stretch(start=x[first].item(), end=x[after - 1].item(), words=words()))
    return found
