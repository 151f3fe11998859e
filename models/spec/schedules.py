"""Learning rates over time: the base rate of now, times what the schedule makes of it."""

import math

from models.spec.training import Training

POINTS = 60
"""Of a curve that is drawn before anything is trained."""


class Plateau:
    """Cuts the rate when validation has not improved for a while; remembers how often it did.

    ``schedule_every`` is Keras's ``patience`` as it stands there, and one more than torch's, which waits for one bad
    scoring beyond it. Keras's ``cooldown`` of 1 does nothing and of 2 is torch's 1; there is none here. Every gain
    counts, however small, and on either side of zero: a threshold in parts of the best turns round below it.
    """

    def __init__(self, factor: float = 1.0, scorings_without_improvement: int = 0) -> None:
        self.factor = factor
        self.scorings_without_improvement = scorings_without_improvement

    def update(self, training: Training, improved: bool) -> None:
        """Counts one scoring of the validation split; cuts the rate when there were enough without improvement."""
        if training.schedule != "plateau":
            return
        self.scorings_without_improvement = 0 if improved else self.scorings_without_improvement + 1
        if self.scorings_without_improvement >= training.schedule_every:
            self.factor *= training.schedule_factor
            self.scorings_without_improvement = 0


def rate(training: Training, step: int, epoch: float, epochs: float, plateau: float = 1.0) -> float:
    """The learning rate of the step that follows ``step`` steps and ``epoch`` epochs of ``epochs`` planned.

    Beyond the planned length, as after an extension, a cosine stays at its end.
    """
    base, factor = training.learning_rate, 1.0
    match training.schedule:
        case "step":
            factor = training.schedule_factor ** (epoch // training.schedule_every)
        case "exponential":
            factor = training.schedule_factor ** (epoch / training.schedule_every)
        case "inverse":  # Keras's decay: rate / (1 + decay x steps)
            factor = 1 / (1 + training.decay * step)
        case "cosine":  # Loshchilov and Hutter 2017, equation 5, one period
            factor = (1 + math.cos(math.pi * min(1.0, epoch / epochs))) / 2
        case "plateau":
            factor = plateau
    scheduled = max(base * factor, min(base, training.lowest_rate))
    # A thousandth of an epoch more, so that the very first step does something too.
    warm = min(1.0, (epoch + 1e-3) / training.warmup) if training.warmup else 1.0
    return scheduled * warm


def planned(training: Training, count: int) -> list[tuple[float, float]] | None:
    """The rates of a whole training over ``count`` examples: (epoch, rate), thinned, its first and last step included.

    None where nobody can know them ahead: a plateau is only found on the way.
    """
    if training.schedule == "plateau":
        return None
    in_epoch = -(-count // training.batch_size)
    steps = training.batches or training.epochs * in_epoch
    curve = []
    for step in sorted({round(place * (steps - 1) / (POINTS - 1)) for place in range(POINTS)}):
        whole, batches = divmod(step, in_epoch)
        epoch = whole + batches * training.batch_size / count
        curve.append((epoch, rate(training, step, epoch, steps / in_epoch)))
    return curve
