"""Curves of a run with all of its rows: steps, values, and when each was measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from models.sentences import Sentence
from server.exports.run.stored import Clock, StoredRun
from server.store.pyramid import PLACES, Table, joined

NO_CURVES = Sentence("export-no-curves", "Nothing was measured yet.")

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Rows of one clock, in order of rising steps, and when each was measured in seconds since 1970."""

    table: Table
    times: Numbers

    @property
    def steps(self) -> Numbers:
        return self.table.steps

    @property
    def series(self) -> list[str]:
        return [name for name in self.table.columns if name not in PLACES]

    def column(self, name: str) -> Numbers:
        """Its values (rows); NaN is no number, and infinity is not measured."""
        found: Numbers = self.table.rows[:, self.table.columns.index(name)]
        return found

    def measured(self, name: str) -> tuple[NDArray[np.bool_], Numbers]:
        """In which rows a series was measured, and its values there; NaN where it was no number."""
        values = self.column(name)
        rows = ~np.isinf(values)
        return rows, values[rows]


def curve_of(stored: StoredRun, clock: Clock) -> Curve:
    """All rows, and of a fork those of its parents before them, as far as whoever asks may see them."""
    own = stored.table(clock)
    tables, moments = [own], [times(stored, own)]
    first = own.steps.min(initial=np.inf)
    for parent, step in parents(stored):
        whole = parent.table(clock)
        kept = whole.steps <= min(step, first - 1)
        tables.insert(0, Table(whole.columns, whole.rows[kept]))
        moments.insert(0, times(parent, whole)[kept])
        first = min(first, tables[0].steps.min(initial=np.inf))
    return Curve(joined(tables), np.maximum.accumulate(np.concatenate(moments)))


def nothing_measured(runs: Sequence[StoredRun]) -> str | None:
    """Why there are no curves; None where there are."""
    return None if any(stored.run.step or stored.run.best for stored in runs) else NO_CURVES()


def parents(stored: StoredRun) -> Iterator[tuple[StoredRun, int]]:
    """From the nearest on, each with the step at which it was left."""
    seen = {stored.run.id}
    while (left := stored.run.parent) is not None and left.run not in seen:
        found = stored.other(left.run)
        if found is None:
            return
        seen.add(left.run)
        yield found, left.step
        stored = found


def times(stored: StoredRun, own: Table) -> Numbers:
    """Of each row of a run's own: the start of its attempt, and the seconds that were trained since."""
    steps = own.steps
    seconds = own.rows[:, own.columns.index("seconds")] if "seconds" in own.columns else np.zeros(len(steps))
    found = np.full(len(steps), seconds_of(stored.run.created))
    for attempt in stored.run.attempts:
        here = steps >= attempt.from_step
        before = seconds[~here].max(initial=0.0) if attempt.number > 1 else seconds.min(initial=np.inf)
        found = np.where(here, seconds_of(attempt.started or stored.run.created) + seconds - before, found)
    return found


def seconds_of(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
