"""When a training ends before its time, and why, in words."""

import math
from typing import TypeGuard

from models.sentences import Sentence, Text
from models.spec.kinds import Series
from models.spec.training import Training

REACHED = Sentence("target-reached", "{title:within} reached {value:figure}, the target was {target:figure}")
REACHED_SHARE = Sentence("share-reached", "{title:within} reached {value:percent}, the target was {target:percent}")
NO_PROGRESS = Sentence(
    "no-progress",
    "no progress in {title:within} for {count} epochs",
    one="no progress in {title:within} for {count} epoch",
)
NO_BETTER_SCORING = Sentence(
    "no-better-scoring",
    "no progress in {title:within} for {count} scorings",
    one="no progress in {title:within} for {count} scoring",
)
TIME_OVER = Sentence("time-over", "trained for {count} seconds", one="trained for {count} second")


class EarlyStopping:
    """The best score of the validation split, and for how many scorings there was none better (Prechelt 1998)."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self.best: float | None = None
        self.scorings_without_improvement = 0
        self.since = 0.0
        """Seconds of training from which time is counted."""

    def reset(self, seconds: float) -> None:
        """Gives all of the patience and time again: to who goes on after a rule ended the training, and to a fork."""
        self.scorings_without_improvement, self.since = 0, seconds

    def update(self, value: float | None) -> bool:
        """Whether ``value`` is the best so far; what is no finite number never is, the first one neither."""
        better = finite(value) and (self.best is None or self.beats(value, self.best))
        self.best = value if better else self.best
        self.scorings_without_improvement = 0 if better else self.scorings_without_improvement + 1
        return better

    def beats(self, value: float, other: float) -> bool:
        return value > other if self.series.better == "higher" else value < other


def finite(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def reason_to_stop(rules: EarlyStopping, training: Training, value: float | None, title: Text) -> Text | None:
    """Why training should end after a scoring of the series with this ``title``, or None."""
    if training.target and finite(value) and not rules.beats(training.target, value):
        reached = REACHED_SHARE if rules.series.percent else REACHED
        return reached(title=title, value=value, target=training.target)
    if training.patience and rules.scorings_without_improvement >= training.patience:
        return (NO_BETTER_SCORING if training.batches else NO_PROGRESS)(
            title=title, count=rules.scorings_without_improvement
        )
    return None


def time_over(rules: EarlyStopping, training: Training, seconds: float) -> Text | None:
    """Why training should end after ``seconds`` of it, or None."""
    over = 0 < training.seconds <= seconds - rules.since
    return TIME_OVER(count=training.seconds) if over else None
