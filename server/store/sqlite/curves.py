"""Curves in the store: leaves of measured rows, and above them a binary tree of ever fewer extremes.

Level 1 holds the extremes of one leaf each; a stretch of level k + 1 those of two neighbours of level k. So the rows
of a stretch hold the least and greatest value of every series over all measured rows that it stands for, and a reader
who wants about ``most`` rows touches about that many, however long the curve is.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from server.store.pyramid import Table, extremes, joined

LEAF = 16
"""Measured rows in a full leaf."""

FIELDS = "place, first, last, columns, rows"


@dataclass(frozen=True)
class Stretch:
    """One node of the tree: the steps it stands for, and the rows that it holds."""

    place: int
    first: int
    last: int
    table: Table


@dataclass(frozen=True)
class Curve:
    """Which curve: the run's key and the clock."""

    connection: sqlite3.Connection
    run: int
    clock: str

    def write(self, rows: Table) -> None:
        """Append measured rows. Those of a step that was measured before take its place: it was scored once more."""
        tail = self._last(0)
        if tail is not None and tail.last >= rows.steps[0]:
            self.cut(int(rows.steps[0]) - 1)
            tail = self._last(0)
        place = 0
        if tail is not None:
            full = len(tail.table) == LEAF
            place = tail.place + full
            rows = rows if full else joined([tail.table, rows])
        for offset in range(0, len(rows), LEAF):
            leaf = rows[offset : offset + LEAF]
            self._put(0, Stretch(place, int(leaf.steps[0]), int(leaf.steps[-1]), leaf))
            if len(leaf) == LEAF:
                self._climb(place, leaf)
            place += 1

    def cut(self, step: int) -> None:
        """Forget what lies beyond ``step``."""
        edge = next(iter(self._select("level = 0 AND last > ?", step)), None)
        self.connection.execute(
            "DELETE FROM stretches WHERE run = ? AND clock = ? AND last > ?", (self.run, self.clock, step)
        )
        if edge is not None and len(left := edge.table.between(-np.inf, step)):
            self._put(0, Stretch(edge.place, edge.first, int(left.steps[-1]), left))

    def read(self, first: int, last: int, most: int) -> tuple[Table, bool]:
        """Rows from ``first`` to ``last``; about ``most`` of them, and then True, where there are more."""
        level = self._level(first, last, most)
        if level == 0:
            whole = joined(found.table for found in self._within(0, 0, first, last))
            return whole.between(first, last), False
        inner = joined(self._cover(level, first, last)).between(first, last)
        return self._with_ends(inner, first, last), True

    def _climb(self, place: int, leaf: Table) -> None:
        node = Stretch(place, int(leaf.steps[0]), int(leaf.steps[-1]), extremes(leaf))
        level = 1
        self._put(level, node)
        while node.place % 2:
            left = next(iter(self._select("level = ? AND place = ?", level, node.place - 1)))
            both = extremes(joined([left.table, node.table]))
            node = Stretch(node.place // 2, left.first, node.last, both)
            level += 1
            self._put(level, node)

    def _level(self, first: int, last: int, most: int) -> int:
        """The finest level that has no more than ``most`` rows there, asked from the coarsest down."""
        top = self.connection.execute(
            "SELECT level FROM stretches WHERE run = ? AND clock = ? ORDER BY level DESC LIMIT 1",
            (self.run, self.clock),
        ).fetchone()
        level: int = top[0] if top else 0
        while level > 0 and self._count(level - 1, first, last) <= most:
            level -= 1
        return level

    def _count(self, level: int, first: int, last: int) -> int:
        row = self.connection.execute(
            "SELECT sum(count) FROM stretches WHERE run = ? AND clock = ? AND level = ? AND last >= ? AND first <= ?",
            (self.run, self.clock, level, first, last),
        ).fetchone()
        return row[0] or 0

    def _cover(self, level: int, first: int, last: int) -> Iterator[Table]:
        """Stretches of ``level``; finer ones where it sticks out of the range, or has not grown to the end yet."""
        leaves = 0
        for finer in range(level, -1, -1):
            start = leaves if finer == 0 else leaves >> (finer - 1)
            for found in self._within(finer, start, first, last):
                yield from self._inside(finer, found, first, last)
            end = self._last(finer)
            if end is not None:
                leaves = max(leaves, end.place + 1 if finer == 0 else (end.place + 1) << (finer - 1))

    def _inside(self, level: int, found: Stretch, first: int, last: int) -> Iterator[Table]:
        if level == 0 or (first <= found.first and found.last <= last):
            yield found.table
            return
        lower = (found.place,) if level == 1 else (2 * found.place, 2 * found.place + 1)
        where = "level = ? AND place >= ? AND place <= ? AND last >= ? AND first <= ?"
        for child in self._select(where, level - 1, lower[0], lower[-1], first, last):
            yield from self._inside(level - 1, child, first, last)

    def _with_ends(self, inner: Table, first: int, last: int) -> Table:
        """A thinned curve still begins and ends where the measured one does."""
        where = "level = 0 AND last >= ? AND first <= ?"
        head = joined(found.table for found in self._select(where + " ORDER BY place LIMIT 1", first, last))
        tail = joined(found.table for found in self._select(where + " ORDER BY place DESC LIMIT 1", first, last))
        begin, end = head.between(first, last)[:1], tail.between(first, last)[-1:]
        if len(begin) and len(inner) and begin.steps[0] >= inner.steps[0]:
            begin = begin[:0]
        if len(end) and len(inner) and end.steps[0] <= inner.steps[-1]:
            end = end[:0]
        return joined([begin, inner, end])

    def _within(self, level: int, start: int, first: int, last: int) -> Iterator[Stretch]:
        return self._select("level = ? AND place >= ? AND last >= ? AND first <= ?", level, start, first, last)

    def _last(self, level: int) -> Stretch | None:
        return next(iter(self._select("level = ? ORDER BY place DESC LIMIT 1", level)), None)

    def _select(self, where: str, *values: int) -> Iterator[Stretch]:
        ordered = where if "ORDER BY" in where else f"{where} ORDER BY place"
        query = f"SELECT {FIELDS} FROM stretches WHERE run = ? AND clock = ? AND {ordered}"
        for place, first, last, columns, rows in self.connection.execute(query, (self.run, self.clock, *values)):
            names = tuple(columns.split("\n"))
            yield Stretch(place, first, last, Table(names, np.frombuffer(rows, np.float64).reshape(-1, len(names))))

    def _put(self, level: int, stretch: Stretch) -> None:
        held = stretch.table
        place = (self.run, self.clock, level, stretch.place, stretch.first, stretch.last)
        self.connection.execute(
            "INSERT OR REPLACE INTO stretches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, len(held), "\n".join(held.columns), held.rows.tobytes()),
        )


def clocks(connection: sqlite3.Connection, run: int) -> list[str]:
    """Clocks of which there are rows."""
    found = [
        clock
        for clock in ("batch", "epoch", "test")
        if connection.execute(
            "SELECT 1 FROM stretches WHERE run = ? AND clock = ? AND level = 0 LIMIT 1", (run, clock)
        ).fetchone()
    ]
    return found
