"""What a training tells of itself: that it has diverged, what its settings will keep it from, what has gone wrong."""

from collections.abc import Iterable, Iterator

from models.events import Notice, Points
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.architecture import Architecture
from models.spec.spec import Spec

DIVERGED = Sentence("diverged", "diverged at step {step}")
LOSS_LOST = Sentence(
    "loss-lost",
    "The loss was no longer a number at step {step}: the steps were too large and the weights ran away.",
)
LOST_WHERE = Sentence("loss-lost-where", "The loss was no longer a number at step {step}. {where}")
SMALLER_RATE = Sentence("smaller-rate", "Try a learning rate of {rate:rough}, or clip the gradient.")

SPLITS = ("train", "validation", "test")


def diverged_at(points: Points, losses: Iterable[str]) -> int | None:
    """The first step of ``points`` at which one of the ``losses``, of any split, was not a finite number; or None."""
    names = set(losses)
    columns = [
        column for name, column in points.columns.items() if name.count("/") == 1 and name.split("/")[1] in names
    ]
    rows = [row for column in columns for row, value in enumerate(column) if value is None]
    return int(points.columns["step"][min(rows)] or 0) if rows else None


def notice(rate: float, step: int, epoch: float, where: Text = NO_TEXT) -> Notice:
    """What to tell of it, and what to try instead of the learning rate ``rate``; ``where`` it began, where known."""
    text = LOST_WHERE(step=step, where=where) if where else LOSS_LOST(step=step)
    advice = SMALLER_RATE(rate=rate / 3)
    return Notice(code="diverged", text=text, attempt_this=advice, step=step, epoch=epoch)


def settings_notices(spec: Spec, opened: Text = NO_TEXT) -> Iterator[Notice]:
    """What to tell of the settings when a run begins with them, and of weights that were ``opened`` for it."""
    for text in (spec.architecture.warning(), opened):
        if text:
            yield Notice(code="settings", text=text)


class Alarm:
    """What the architecture makes of the scorings, and what it remembers of them."""

    def __init__(self, architecture: Architecture) -> None:
        self.architecture, self.text = architecture, NO_TEXT
        self.memory: dict[str, float] = {}

    def update(self, scores: dict[str, float]) -> None:
        """One scoring of the validation split, by series."""
        self.text = self.architecture.alarm(scores, self.memory)

    def notices(self, step: int, epoch: float) -> Iterator[Notice]:
        """What there is to tell after the last scoring."""
        if self.text:
            yield Notice(code="alarm", text=self.text, step=step, epoch=epoch)
