"""Stretches of a curve in PostgreSQL: as readers ask for them, and as a transaction knows and changes them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from server.store.curves import CLOCKS, Stretch
from server.store.postgresql.opening import Connection

FIELDS = "place, first, last, columns, rows"
FINEST = """
WITH RECURSIVE down (level, rows) AS (
    (SELECT level, 0::bigint FROM stretches WHERE run = %(run)s AND clock = %(clock)s ORDER BY level DESC LIMIT 1)
    UNION ALL
    SELECT level - 1, (
        SELECT coalesce(sum(count), 0)::bigint FROM stretches WHERE run = %(run)s AND clock = %(clock)s
            AND stretches.level = down.level - 1 AND last >= %(first)s AND first <= %(last)s
    ) FROM down WHERE level > 0 AND rows <= %(most)s
)
SELECT min(level) FROM down WHERE rows <= %(most)s
"""
ENDS = f"""
SELECT levels.level, {FIELDS} FROM generate_series(0, (
    SELECT level FROM stretches WHERE run = %(run)s AND clock = %(clock)s ORDER BY level DESC LIMIT 1
)) AS levels (level), LATERAL (
    SELECT {FIELDS} FROM stretches WHERE run = %(run)s AND clock = %(clock)s AND stretches.level = levels.level
    ORDER BY place DESC LIMIT 1
) AS ends
"""
OUTERMOST = f"""
(SELECT {FIELDS} FROM stretches WHERE {{where}} ORDER BY place LIMIT 1)
UNION ALL
(SELECT {FIELDS} FROM stretches WHERE {{where}} ORDER BY place DESC LIMIT 1)
""".format(where="run = %(run)s AND clock = %(clock)s AND level = 0 AND last >= %(first)s AND first <= %(last)s")

JOINED = """
SELECT min(place), max(place), min(first), max(last), columns, string_agg(rows, ''::bytea ORDER BY place)
FROM stretches
WHERE run = %(run)s AND clock = %(clock)s AND level = %(level)s AND place >= %(from)s AND place <= %(to)s
    AND last >= %(first)s AND first <= %(last)s
GROUP BY columns, CASE WHEN first >= %(first)s AND last <= %(last)s THEN -1 ELSE place END
"""
"""Stretches that lie within these steps, one after another as one; those that stick out stay by themselves."""


class Stretches:
    """Those of one curve within one transaction that reads, a ``Shelf``: which run's, by its key, and of which clock.

    What SQLite asks for level by level comes in one answer here: each question is a trip to another process.
    """

    def __init__(self, connection: Connection, run: int, clock: str) -> None:
        self.connection, self.run, self.clock = connection, run, clock
        self._ends: dict[int, Stretch] | None = None
        self._asked: dict[str, Any] = {}
        """Answers that are on their way."""

    def finest(self, first: int, last: int, most: int) -> int:
        """Asks for what is needed next in the same trip."""
        self._asked = {"ends": self._ask(ENDS), f"{first} {last}": self._ask(OUTERMOST, first=first, last=last)}
        row: Any = self._ask(FINEST, first=first, last=last, most=most).fetchone()
        return 0 if row is None or row[0] is None else row[0]

    def at(self, level: int, place: int) -> Stretch | None:
        return next(self._select("level = %s AND place = %s", level, place), None)

    def end(self, level: int) -> Stretch | None:
        if self._ends is None:
            self._ends = {found: Stretch.read(*fields) for found, *fields in self._asked.pop("ends")}
        return self._ends.get(level)

    def beyond(self, step: int) -> Stretch | None:
        return next(self._select("level = 0 AND last > %s ORDER BY place LIMIT 1", step), None)

    def within(self, level: int, places: tuple[int, int], first: int, last: int) -> Iterator[Stretch]:
        end = self.end(level)
        if end is None or places[0] > end.place:
            return iter(())
        if places[0] == end.place:
            return iter([end] if end.last >= first and end.first <= last else [])
        return self._joined(level, places, first, last)

    def _joined(self, level: int, places: tuple[int, int], first: int, last: int) -> Iterator[Stretch]:
        """As few as tell the same: each row of an answer costs more here than what stands in it."""
        asked = {"from": places[0], "to": places[1], "first": first, "last": last}
        found = sorted(self._ask(JOINED, level=level, **asked))
        if all(one[1] < next_one[0] for one, next_one in pairwise(found)):
            return (Stretch.read(place, *fields) for place, _, *fields in found)
        # Columns came and went, and came again: what is of one form is not all side by side.
        where = "level = %s AND place >= %s AND place <= %s AND last >= %s AND first <= %s ORDER BY place"
        return self._select(where, level, *places, first, last)

    def outermost(self, first: int, last: int) -> list[Stretch]:
        return [Stretch.read(*row) for row in self._asked.pop(f"{first} {last}")]

    def put(self, level: int, stretch: Stretch) -> None:
        raise AssertionError("who reads changes nothing")

    def drop(self, step: int) -> None:
        raise AssertionError("who reads changes nothing")

    def _ask(self, query: str, **values: int) -> Any:
        return self.connection.execute(query, {"run": self.run, "clock": self.clock, **values}, binary=True)

    def _select(self, where: str, *values: int) -> Iterator[Stretch]:
        query = f"SELECT {FIELDS} FROM stretches WHERE run = %s AND clock = %s AND {where}"
        rows: Any = self.connection.execute(query, (self.run, self.clock, *values), binary=True)
        return (Stretch.read(*row) for row in rows)


class Written(Stretches):
    """The same within a transaction: the right edge of the tree is remembered, and changes are sent later, together."""

    def __init__(
        self,
        connection: Connection,
        run: int,
        clock: str,
        send: Callable[[], None],
        change: Callable[[], Connection],
    ) -> None:
        super().__init__(connection, run, clock)
        self._send, self._change = send, change
        self._edge: dict[tuple[int, int], Stretch] = {}
        self._last: dict[int, int | None] = {}
        """The last place of a level, where it is known; None where there is none."""
        self._new: dict[tuple[int, int], Stretch] = {}

    def at(self, level: int, place: int) -> Stretch | None:
        if (level, place) not in self._edge:
            self._told()
            found = super().at(level, place)
            if found is None:
                return None
            self._edge[level, place] = found
        return self._edge[level, place]

    def end(self, level: int) -> Stretch | None:
        if level not in self._last:
            self._told()
            found = next(self._select("level = %s ORDER BY place DESC LIMIT 1", level), None)
            self._last[level] = None if found is None else found.place
            if found is not None:
                self._edge[level, found.place] = found
        place = self._last[level]
        return None if place is None else self._edge[level, place]

    def beyond(self, step: int) -> Stretch | None:
        self._told()
        return super().beyond(step)

    def put(self, level: int, stretch: Stretch) -> None:
        self._edge[level, stretch.place] = self._new[level, stretch.place] = stretch
        self._last[level] = stretch.place
        self._edge.pop((level, stretch.place - 2), None)  # the tree grows from two neighbours

    def drop(self, step: int) -> None:
        self._told()
        self._change().execute(
            "DELETE FROM stretches WHERE run = %s AND clock = %s AND last > %s", (self.run, self.clock, step)
        )
        self._edge.clear()
        self._last.clear()

    def _told(self) -> None:
        """The database knows what was put here before it is asked."""
        if self._new:
            self._send()

    def new_rows(self) -> list[Sequence[object]]:
        """New rows of the table, which count as sent from now on."""
        rows: list[Sequence[object]] = [
            (self.run, self.clock, level, *stretch.written()) for (level, _), stretch in self._new.items()
        ]
        self._new.clear()
        return rows


def clocks(connection: Connection, run: int) -> list[str]:
    """Clocks of which there are rows."""
    one = "(SELECT clock FROM stretches WHERE run = %s AND clock = %s AND level = 0 LIMIT 1)"
    asked = [value for clock in CLOCKS for value in (run, clock)]
    found: Any = connection.execute(" UNION ALL ".join([one] * len(CLOCKS)), asked)
    there = {clock for (clock,) in found}
    return [clock for clock in CLOCKS if clock in there]
