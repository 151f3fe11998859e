"""Learning rates over time: the base rate of now, times what the schedule makes of it."""

import math
from collections.abc import Mapping
from typing import Any

from models.spec.kinds import Series
from models.spec.training import Training

POINTS = 60
"""Of a curve that is drawn before anything is trained."""


PLATEAUS = ("plateau", "plateau-inverse")
"""Schedules that cut the rate where nothing improves."""


class Plateau:
    """Cuts the rate when validation has not improved for a while: ReduceLROnPlateau as Keras 2.2 to 3.15 have it.

    ``schedule_every`` is its ``patience`` and one more than torch's, which waits for one bad scoring beyond it.
    ``schedule_threshold`` is its ``min_delta``: what is gained has to be more, in the units of the series, on either
    side of zero. ``schedule_cooldown`` is its ``cooldown``, scorings after a cut that are not counted; the first of
    them ends before the next scoring is judged, so that 1 does nothing and 2 is torch's 1. Unlike Keras's, the best is
    never what is no number, and a training has to be better than the network was before it.
    """

    def __init__(self, headline: str, series: Series) -> None:
        """``headline`` is the name of the ``series`` that says how well the task is done."""
        self.headline, self.series = headline, series
        self.factor = 1.0
        self.scorings_without_improvement = self.cooldown = 0
        self.best: dict[str, float] = {}
        """By the name of what was watched."""

    def update(self, training: Training, scores: Mapping[str, float], begun: bool = True) -> None:
        """Counts one scoring of the validation split; cuts the rate when there were enough without improvement.

        Before a training has ``begun``, it only is what has to be improved.
        """
        improved = self.update_best(training, scores)
        if training.schedule not in PLATEAUS or not begun:
            return
        self.cooldown = max(0, self.cooldown - 1)
        self.scorings_without_improvement = 0 if improved or self.cooldown else self.scorings_without_improvement + 1
        if self.scorings_without_improvement >= training.schedule_every:
            self.factor *= training.schedule_factor
            self.scorings_without_improvement, self.cooldown = 0, training.schedule_cooldown

    def update_best(self, training: Training, scores: Mapping[str, float]) -> bool:
        """Whether ``scores`` are an improvement of what is watched."""
        watched = "loss" if training.schedule_watches == "loss" and "loss" in scores else self.headline
        sign = 1 if watched == self.headline and self.series.better == "higher" else -1
        value, best = sign * scores[watched], self.best.get(watched)
        improved = math.isfinite(value) and (best is None or value > sign * best + training.schedule_threshold)
        if improved:
            self.best[watched] = scores[watched]
        return improved

    def state(self) -> dict[str, Any]:
        """As plain JSON, for a checkpoint."""
        waited = self.scorings_without_improvement
        return {"factor": self.factor, "waited": waited, "cooldown": self.cooldown, "best": dict(self.best)}

    def restore(self, state: Mapping[str, Any], best: float | None) -> None:
        """Goes on from ``state``; checkpoints of earlier versions have the ``best`` of the headline beside it."""
        self.factor, self.scorings_without_improvement = state["factor"], state["waited"]
        self.cooldown = state.get("cooldown", 0)
        self.best = dict(state.get("best", {} if best is None else {self.headline: best}))


def rate(training: Training, step: int, epoch: float, epochs: float, plateau: float = 1.0) -> float:
    """The learning rate of the step that follows ``step`` steps and ``epoch`` epochs of ``epochs`` planned.

    Beyond the planned length, as after an extension, a cosine stays at its end.
    """
    base, factor = training.learning_rate, 1.0
    decayed = 1 / (1 + training.decay * step)  # Keras's decay
    match training.schedule:
        case "step":
            factor = training.schedule_factor ** (epoch // training.schedule_every)
        case "exponential":
            factor = training.schedule_factor ** (epoch / training.schedule_every)
        case "inverse":
            factor = decayed
        case "cosine":  # Loshchilov and Hutter 2017, equation 5, one period
            factor = (1 + math.cos(math.pi * min(1.0, epoch / epochs))) / 2
        case "plateau" | "plateau-inverse":
            factor = plateau
    scheduled = max(base * factor, min(base, training.lowest_rate))
    if training.schedule == "plateau-inverse":  # Keras's callback cuts the rate, down to its floor; decay divides it
        scheduled *= decayed
    # A thousandth of an epoch more, so that the very first step does something too.
    warm = min(1.0, (epoch + 1e-3) / training.warmup) if training.warmup else 1.0
    return scheduled * warm


def planned(training: Training, count: int) -> list[tuple[float, float]] | None:
    """The rates of a whole training over ``count`` examples: (epoch, rate), thinned, its first and last step included.

    None where nobody can know them ahead: a plateau is only found on the way.
    """
    if training.schedule in PLATEAUS:
        return None
    in_epoch = -(-count // training.batch_size)
    steps = training.batches or training.epochs * in_epoch
    curve = []
    for step in sorted({round(place * (steps - 1) / (POINTS - 1)) for place in range(POINTS)}):
        whole, batches = divmod(step, in_epoch)
        epoch = whole + batches * training.batch_size / count
        curve.append((epoch, rate(training, step, epoch, steps / in_epoch)))
    return curve
