"""What a training reported, in a form that two trainings can be compared by: everything but the seconds."""

from collections.abc import Iterable
from typing import Any

from models.events import Points


def without_seconds(points: Points) -> dict[str, Any]:
    return {name: column for name, column in points.columns.items() if name != "seconds"}


def rows(points: Iterable[Points]) -> list[tuple[Any, ...]]:
    """Batch rows, however they were cut into events."""
    batches = (without_seconds(one) for one in points if one.clock == "batch")
    return [row for columns in batches for row in zip(*columns.values(), strict=True)]


def curves(events: Iterable[Any]) -> list[Any]:
    """All rows of batches, and of epochs and the test."""
    points = [one for one in events if isinstance(one, Points)]
    return [rows(points), [without_seconds(one) for one in points if one.clock != "batch"]]
