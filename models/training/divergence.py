"""When a training has diverged: a loss that is no number any more will not become one again."""

from collections.abc import Iterable

from models.events import Notice, Points

SPLITS = ("train", "validation", "test")


def diverged_at(points: Points, losses: Iterable[str]) -> int | None:
    """The first step of ``points`` at which one of the ``losses``, of any split, was not a finite number; or None."""
    names = set(losses)
    columns = [
        column for name, column in points.columns.items() if name.count("/") == 1 and name.split("/")[1] in names
    ]
    rows = [row for column in columns for row, value in enumerate(column) if value is None]
    return int(points.columns["step"][min(rows)] or 0) if rows else None


def notice(rate: float, step: int, epoch: float) -> Notice:
    """What to tell of it, and what to try instead of the learning rate ``rate``."""
    text = f"The loss was no longer a number at step {step}: the steps were too large and the weights ran away."
    advice = f"Try a learning rate of {rate / 3:.2g}, or clip the gradient."
    return Notice(code="diverged", text=text, attempt_this=advice, step=step, epoch=epoch)
