"""Stretches of a curve in SQLite."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from server.store.curves import CLOCKS, Stretch

FIELDS = "place, first, last, columns, rows"


@dataclass(frozen=True)
class Stretches:
    """Those of one curve, a ``Shelf``: which run's, by its key, and of which clock."""

    connection: sqlite3.Connection
    run: int
    clock: str

    def finest(self, first: int, last: int, most: int) -> int:
        level = self._number("SELECT max(level) FROM stretches WHERE run = ? AND clock = ?")
        while level > 0 and self._count(level - 1, first, last) <= most:
            level -= 1
        return level

    def _count(self, level: int, first: int, last: int) -> int:
        return self._number(
            "SELECT sum(count) FROM stretches WHERE run = ? AND clock = ? AND level = ? AND last >= ? AND first <= ?",
            level,
            first,
            last,
        )

    def at(self, level: int, place: int) -> Stretch | None:
        return next(self._select("level = ? AND place = ?", level, place), None)

    def end(self, level: int) -> Stretch | None:
        return next(self._select("level = ? ORDER BY place DESC LIMIT 1", level), None)

    def beyond(self, step: int) -> Stretch | None:
        return next(self._select("level = 0 AND last > ? ORDER BY place LIMIT 1", step), None)

    def within(self, level: int, places: tuple[int, int], first: int, last: int) -> Iterator[Stretch]:
        where = "level = ? AND place >= ? AND place <= ? AND last >= ? AND first <= ? ORDER BY place"
        return self._select(where, level, *places, first, last)

    def outermost(self, first: int, last: int) -> list[Stretch]:
        where = "level = 0 AND last >= ? AND first <= ? ORDER BY place"
        return [*self._select(f"{where} LIMIT 1", first, last), *self._select(f"{where} DESC LIMIT 1", first, last)]

    def put(self, level: int, stretch: Stretch) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO stretches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self.run, self.clock, level, *stretch.written()),
        )

    def drop(self, step: int) -> None:
        self.connection.execute(
            "DELETE FROM stretches WHERE run = ? AND clock = ? AND last > ?", (self.run, self.clock, step)
        )

    def _number(self, query: str, *values: int) -> int:
        (found,) = self.connection.execute(query, (self.run, self.clock, *values)).fetchone()
        return found or 0

    def _select(self, where: str, *values: int) -> Iterator[Stretch]:
        query = f"SELECT {FIELDS} FROM stretches WHERE run = ? AND clock = ? AND {where}"
        return (Stretch.read(*row) for row in self.connection.execute(query, (self.run, self.clock, *values)))


def clocks(connection: sqlite3.Connection, run: int) -> list[str]:
    """Clocks of which there are rows."""
    query = "SELECT 1 FROM stretches WHERE run = ? AND clock = ? AND level = 0 LIMIT 1"
    return [clock for clock in CLOCKS if connection.execute(query, (run, clock)).fetchone()]
