"""When a training ends before its time, and why, in words."""

import math
from typing import TypeGuard

from models.spec.kinds import Series
from models.spec.training import Training


class StopRules:
    """Judges every scoring of the validation split; remembers the best."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self.best: float | None = None
        self.waited = 0
        self.since = 0.0
        """Seconds of training from which time is counted."""

    def begin_anew(self, seconds: float) -> None:
        """Whoever goes on after a rule ended the training, or forks it, has all of the patience and time again."""
        self.waited, self.since = 0, seconds

    def judged(self, value: float | None) -> bool:
        """Whether ``value`` is the best so far; what is no finite number never is, the first one neither."""
        better = finite(value) and (self.best is None or self.beats(value, self.best))
        self.best = value if better else self.best
        self.waited = 0 if better else self.waited + 1
        return better

    def beats(self, value: float, other: float) -> bool:
        return value > other if self.series.better == "higher" else value < other

    def reason(self, training: Training, value: float | None) -> str | None:
        """Why training should end after a scoring, or None."""
        title = self.series.title.lower()
        if training.target and finite(value) and not self.beats(training.target, value):
            return f"{title} reached {shown(self.series, value)}, the target was {shown(self.series, training.target)}"
        if training.patience and self.waited >= training.patience:
            return f"no progress in {title} for {counted(self.waited, 'scoring' if training.batches else 'epoch')}"
        return None

    def time_over(self, training: Training, seconds: float) -> str | None:
        """Why training should end after ``seconds`` of it, or None."""
        over = 0 < training.seconds <= seconds - self.since
        return f"trained for {counted(training.seconds, 'second')}" if over else None


def finite(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def shown(series: Series, value: float) -> str:
    return f"{100 * value:.1f} %" if series.percent else f"{value:.4g}"
