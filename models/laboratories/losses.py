"""Losses: what a prediction costs as it moves, and the slope that training gets of it.

Squared and absolute error of a number; cross-entropy of a class (Good 1952), and binary cross-entropy of a yes or no.
Behind a softmax the slope of cross-entropy is p - 1, however wrong the network is; that of squared error is multiplied
by p (1 - p) once more, which is next to nothing exactly where it is most wrong (Bishop 1995, section 6.9).
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from models.look.arrays import floats
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

COST, SLOPE, BEHIND = (
    Sentence("cost-of-prediction", "What a prediction costs"),
    Sentence("slope-of-loss", "The slope there"),
    Sentence("slope-behind-softmax", "What is left of the slope behind a softmax"),
)
LOSS, STEEP = Sentence("loss-of-prediction", "loss"), Sentence("slope-of-prediction", "slope")
PREDICTED, SCORE = Sentence("predicted-number", "prediction"), Sentence("score-of-right-class", "score (logit)")
SQUARED, ABSOLUTE, CROSS, BINARY = (
    Sentence("loss-mean-squared", "Squared error"),
    Sentence("loss-mean-absolute", "Absolute error"),
    Sentence("loss-cross-entropy", "Cross-entropy"),
    Sentence("loss-binary-cross-entropy", "Binary cross-entropy"),
)
NO_CLASS = Sentence(
    "cross-entropy-wants-right-class",
    "Cross-entropy counts the right class alone: with a wanted {wanted:figure} it is {wanted:figure} times -ln p.",
)
QUICKER = Sentence(
    "cross-entropy-is-quicker",
    "Behind a softmax over {classes} classes, at a score of {score:figure} the right class has p = {p:figure}: "
    "cross-entropy still has a slope of {cross:figure}, squared error one of {squared:figure}.",
)

GRAIN = 0.005
LOW, HIGH = -0.5, 1.5
"""Of the predictions that are drawn: a probability lies from 0 to 1, a number anywhere."""
FRAME, STEEPEST = 3.0, 4.0
"""What leaves these is large enough to be seen leaving."""
SCORES = 8.0
STEP = 0.02

Loss = Callable[[Tensor], Tensor]
"""Of predictions (points), (points)."""


class Losses(Laboratory):
    """Four losses over the prediction, their slopes, and two of them behind a softmax."""

    title: ClassVar[str] = "Losses"
    text: ClassVar[str] = (
        "Move the prediction and read what it costs. Then look at the slopes, which are all that training sees: which "
        "loss pushes hardest when the answer is quite wrong? Below, the same behind a softmax."
    )
    place: ClassVar[Place] = Place(
        "learning",
        chapters=("classifiers",),
        effects=("loss", "saturation"),
        sources=(
            Source("Good", 1952, "Rational decisions"),
            Source("Bishop", 1995, "Neural networks for pattern recognition"),
        ),
        after=("laboratory/gradient_descent",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/loss": "",
    }

    wanted: float = setting(
        1.0, "What is right", "The number that should come out; for a class, 1 is yes and 0 is no.",
        between=(0.0, 1.0), step=0.05, group="Right answer",
    )  # fmt: skip
    squared: bool = setting(
        True, "Squared error", "(prediction - right)²: a mistake twice as large costs four times as much.",
        group="What is shown",
    )  # fmt: skip
    absolute: bool = setting(
        True, "Absolute error", "|prediction - right|: its slope is the same however large the mistake.",
        group="What is shown",
    )  # fmt: skip
    cross_entropy: bool = setting(
        True, "Cross-entropy", "-right · ln(prediction): of a class, whatever the others get.", group="What is shown"
    )
    binary: bool = setting(
        True, "Binary cross-entropy", "Cross-entropy of a yes or no: what is said of the no counts too.",
        group="What is shown",
    )  # fmt: skip
    classes: int = setting(
        10, "Classes", "How many the softmax divides its answer among; all others have a score of 0.",
        between=(2, 1000), scale="log", group="Behind a softmax",
    )  # fmt: skip
    score: float = setting(
        -4.0, "Score of the right class", "What the network gives it before the softmax. Low: it is quite wrong.",
        between=(-SCORES, SCORES), step=0.1, group="Behind a softmax",
    )  # fmt: skip

    def pictures(self) -> list[Picture]:
        prediction = LOW + GRAIN * torch.arange(round((HIGH - LOW) / GRAIN) + 1, dtype=torch.float64)
        losses, slopes = self.drawn(prediction)
        shared: dict[str, Any] = {
            "start": LOW,
            "step": GRAIN,
            "count": len(prediction),
            "across": PREDICTED(),
            "at": 0.3,
        }
        return [
            Lines(
                title=COST(), lowest=-0.1, highest=FRAME, unit=LOSS(), lines=losses, remarks=self.remarks(), **shared
            ),
            Lines(title=SLOPE(), lowest=-STEEPEST, highest=STEEPEST, unit=STEEP(), lines=slopes, **shared),
            self.behind_softmax(),
        ]

    def drawn(self, prediction: Tensor) -> tuple[list[NamedLine], list[NamedLine]]:
        """Of each loss that is chosen, its values and its slopes at the predictions (points)."""
        losses, slopes = [], []
        for place, (name, setting_name, of) in enumerate(self.chosen()):
            if not getattr(self, setting_name):
                continue
            at = prediction.clone().requires_grad_()
            values = of(at)
            (slope,) = torch.autograd.grad(values.where(values.isfinite(), 0).sum(), at)
            slope = slope.where(values.isfinite(), torch.nan)
            losses.append(NamedLine(name=name, values=floats(values), slopes=floats(slope), hue=place))
            slopes.append(NamedLine(name=name, values=floats(slope), hue=place))
        return losses, slopes

    def chosen(self) -> list[tuple[Text, str, Loss]]:
        """Name, setting and formula of each loss; NaN where a prediction is no probability."""
        right = self.wanted
        return [
            (SQUARED(), "squared", lambda p: (p - right).square()),
            (ABSOLUTE(), "absolute", lambda p: (p - right).abs()),
            (CROSS(), "cross_entropy", lambda p: -right * probability(p).log()),
            (BINARY(), "binary", lambda p: binary(p, right)),
        ]

    def remarks(self) -> list[Text]:
        """Why cross-entropy is flat where nothing is wanted."""
        return [NO_CLASS(wanted=self.wanted)] if self.cross_entropy and self.wanted < 1 else []

    def behind_softmax(self) -> Lines:
        """Slopes of squared error and cross-entropy of the right class by its score, where all others have 0."""
        scores = torch.arange(-SCORES, SCORES + STEP / 2, STEP, dtype=torch.float64)
        cross, squared = (self.slopes_at(scores, name) for name in ("cross", "squared"))
        at = torch.tensor([self.score], dtype=torch.float64)
        here = {name: self.slopes_at(at, name).item() for name in ("cross", "squared")}
        return Lines(
            title=BEHIND(), start=-SCORES, step=STEP, count=len(scores), lowest=-1.05, highest=0.05, unit=STEEP(),
            across=SCORE(), at=self.score,
            lines=[
                NamedLine(name=SQUARED(), values=floats(squared), hue=0),
                NamedLine(name=CROSS(), values=floats(cross), hue=2),
            ],
            remarks=[QUICKER(classes=self.classes, score=self.score, p=self.share(at).item(), **here)],
        )  # fmt: skip

    def share(self, scores: Tensor) -> Tensor:
        """The probability (points) of the right class at scores (points)."""
        others = torch.zeros(len(scores), self.classes - 1, dtype=scores.dtype)
        return functional.softmax(torch.cat([scores.unsqueeze(1), others], 1), 1)[:, 0]

    def slopes_at(self, scores: Tensor, name: str) -> Tensor:
        """The slope (points) by the score of the right class, wanted 1, at scores (points)."""
        at = scores.clone().requires_grad_()
        p = self.share(at)
        loss = -p.log() if name == "cross" else (p - 1).square()
        (slope,) = torch.autograd.grad(loss.sum(), at)
        return slope


def probability(p: Tensor) -> Tensor:
    """Predictions (points), NaN outside 0 to 1."""
    return p.where((p >= 0) & (p <= 1), torch.nan)


def binary(p: Tensor, right: float) -> Tensor:
    """Binary cross-entropy of predictions (points); what is certainly right or wrong has one half of it only."""
    yes, no = -probability(p).log(), -(1 - probability(p)).log()  # (points)
    return yes if right == 1 else no if right == 0 else right * yes + (1 - right) * no
