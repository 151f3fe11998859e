"""All rows of one store into another that is empty: counted, and compared row by row before the other counts.

Rows are plain values in one form for all databases: a run is named by its id, and yes and no are 1 and 0.
"""

from collections.abc import Generator, Iterable
from contextlib import closing
from itertools import zip_longest
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = tuple[Any, ...]

RUN = (
    "id", "owner", "race", "title", "spec", "varied", "created", "place", "deleted", "attempt", "open", "seq", "reset",
    "facts", "parent", "note", "pinned",
)  # fmt: skip
COLUMNS = {
    "races": ("id", "owner", "title", "created"),
    "runs": RUN,
    "attempts": (
        "run", "number", "state", "reason", "from_step", "extend", "extend_batches", "device", "threads", "started",
        "ended",
    ),
    "events": ("run", "seq", "attempt", "at", "type", "step", "void", "body"),
    "stretches": ("run", "clock", "level", "place", "first", "last", "count", "columns", "rows"),
}  # fmt: skip
"""Of each table; in this order none names what is not there yet."""
YES_OR_NO = {"open", "pinned", "void"}
ORDER = {
    "races": "races.id",
    "runs": "runs.key",
    "attempts": "runs.key, attempts.number",
    "events": "runs.key, events.seq",
    "stretches": "runs.key, stretches.clock, stretches.level, stretches.place",
}


class NotMoved(Exception):
    """Nothing was moved; the text says why. Both stores are as they were."""


class Rows(Protocol):
    """A store at one moment."""

    def rows(self, table: str) -> Generator[Row, None, None]:
        """Those of ``COLUMNS``, runs in the order of their making and all that is of runs in the order of runs."""
        ...


class Empty(Rows, Protocol):
    """A store that is filled, and holds nothing until it is left without an error."""

    def fill(self, table: str, rows: Iterable[Row]) -> None: ...


def move(source: Rows, target: Empty) -> dict[str, int]:
    """How many rows of each table are in both. Raises ``NotMoved``."""
    for table in COLUMNS:
        target.fill(table, source.rows(table))
    return {table: _compared(table, source, target) for table in COLUMNS}


def _compared(table: str, source: Rows, target: Rows) -> int:
    with closing(source.rows(table)) as theirs, closing(target.rows(table)) as ours:
        return _count_of_equals(table, theirs, ours)


def _count_of_equals(table: str, source: Iterable[Row], target: Iterable[Row]) -> int:
    count = 0
    for there, here in zip_longest(source, target):
        if there != here:
            row = there if there is not None else here
            named = zip(COLUMNS[table], there or (), here or (), strict=False)
            column = next((name for name, one, other in named if one != other), "all of it")
            raise NotMoved(f"row {count + 1} of {table}, of {row[0]}, came out otherwise ({column})")
        count += 1
    return count
