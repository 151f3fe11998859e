"""The arithmetic of the min/max pyramid: tables of rows, and which of their rows are extremes. No SQL.

Not finite is NaN here and null outside; not measured is infinity, which no measured number can be.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.events import Number

Rows: TypeAlias = NDArray[np.float64]

PLACES = frozenset({"step", "epoch", "examples", "seconds"})
"""Columns that say where a row lies; all others are series, whose extremes are stored."""

ABSENT = np.inf


@dataclass(frozen=True)
class Table:
    """Whole rows, in order of their steps."""

    columns: tuple[str, ...]
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, part: slice) -> "Table":
        return Table(self.columns, self.rows[part])

    @property
    def steps(self) -> Rows:
        steps: Rows = self.rows[:, self.columns.index("step")]
        return steps

    def between(self, first: float, last: float) -> "Table":
        return Table(self.columns, self.rows[(self.steps >= first) & (self.steps <= last)])


def table(columns: Mapping[str, Sequence[Number]]) -> Table:
    """The rows of a ``points`` event."""
    rows = np.array([[np.nan if v is None else v for v in values] for values in columns.values()], dtype=np.float64)
    if rows.ndim != 2 or "step" not in columns:
        raise ValueError(f"points need a column 'step', and columns of one length; came {list(columns)}")
    # A number that JSON could carry and a float cannot is as good as not finite.
    rows[np.isinf(rows)] = np.nan
    return Table(tuple(columns), np.ascontiguousarray(rows.T))


def joined(tables: Iterable[Table]) -> Table:
    """One after the other; a column that one of them lacks was not measured there."""
    parts = [part for part in tables if len(part)]
    if not parts:
        return Table(("step",), np.empty((0, 1)))
    columns = tuple(dict.fromkeys(name for part in parts for name in part.columns))
    return Table(columns, np.concatenate([_aligned(part, columns) for part in parts]))


def _aligned(part: Table, columns: tuple[str, ...]) -> Rows:
    if part.columns == columns:
        return part.rows
    rows = np.full((len(part), len(columns)), ABSENT)
    for index, name in enumerate(part.columns):
        rows[:, columns.index(name)] = part.rows[:, index]
    return rows


def extremes(part: Table) -> Table:
    """The rows in which any series has its least or greatest value, or first is not finite."""
    series = [index for index, name in enumerate(part.columns) if name not in PLACES]
    values = part.rows[:, series]
    finite = np.isfinite(values)
    lowest = np.where(finite, values, np.inf).argmin(axis=0)[finite.any(axis=0)]
    highest = np.where(finite, values, -np.inf).argmax(axis=0)[finite.any(axis=0)]
    gaps = np.isnan(values)
    broken = gaps.argmax(axis=0)[gaps.any(axis=0)]
    chosen = np.unique(np.concatenate([lowest, highest, broken]))
    return Table(part.columns, part.rows[chosen if len(chosen) else slice(0, 1)])


def stretches_of_one_form(whole: Table) -> list[Table]:
    """``whole`` cut where the set of measured columns changes, each part without what it did not measure."""
    absent = np.isposinf(whole.rows)
    cuts = 1 + np.flatnonzero((absent[1:] != absent[:-1]).any(axis=1))
    parts = []
    for first, last in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        if first < last:
            there = np.flatnonzero(~absent[first])
            parts.append(Table(tuple(whole.columns[index] for index in there), whole.rows[first:last, there]))
    return parts


def lists(part: Table) -> dict[str, list[Number]]:
    """Columns as JSON can carry them; what is not finite or was not measured is null."""
    return {name: _numbers(part.rows[:, index]) for index, name in enumerate(part.columns)}


def _numbers(values: Rows) -> list[Number]:
    if np.isfinite(values).all():
        whole = np.rint(values)
        exact = bool((whole == values).all()) and bool((np.abs(values) < 2**53).all())
        numbers: list[Number] = (whole.astype(np.int64) if exact else values).tolist()
        return numbers
    return [value if np.isfinite(value) else None for value in values.tolist()]
