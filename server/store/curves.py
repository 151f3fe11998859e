"""Curves in a store: leaves of measured rows, and above them a binary tree of ever fewer extremes. No SQL.

Level 1 holds the extremes of one leaf each; a stretch of level k + 1 those of two neighbours of level k. So the rows
of a stretch hold the least and greatest value of every series over all measured rows that it stands for, and a reader
who wants about ``most`` rows touches about that many, however long the curve is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from server.store.pyramid import Table, extremes, joined

LEAF = 16
"""Measured rows in a full leaf."""

CLOCKS = ("batch", "epoch", "test")


@dataclass(frozen=True)
class Stretch:
    """One node of the tree: the steps it stands for, and the rows that it holds."""

    place: int
    first: int
    last: int
    table: Table

    @classmethod
    def read(cls, place: int, first: int, last: int, columns: str, rows: bytes) -> "Stretch":
        names = tuple(columns.split("\n"))
        return cls(place, first, last, Table(names, np.frombuffer(rows, np.float64).reshape(-1, len(names))))

    def written(self) -> tuple[int, int, int, int, str, bytes]:
        """Place, first, last, count, columns, rows, as all databases hold them."""
        held = self.table
        return self.place, self.first, self.last, len(held), "\n".join(held.columns), held.rows.tobytes()


class Shelf(Protocol):
    """Where a database keeps the stretches of one curve. All that are found come in the order of their places."""

    def finest(self, first: int, last: int, most: int) -> int:
        """The finest level that has no more than ``most`` rows there, asked from the coarsest down; 0 of no curve."""
        ...

    def at(self, level: int, place: int) -> Stretch | None: ...

    def end(self, level: int) -> Stretch | None:
        """The last of a level."""
        ...

    def beyond(self, step: int) -> Stretch | None:
        """The first leaf that has rows beyond a step."""
        ...

    def within(self, level: int, places: tuple[int, int], first: int, last: int) -> Iterator[Stretch]:
        """Those from the first to the last place that touch these steps."""
        ...

    def outermost(self, first: int, last: int) -> list[Stretch]:
        """The first and the last leaf that touch these steps, if any does."""
        ...

    def put(self, level: int, stretch: Stretch) -> None: ...

    def drop(self, step: int) -> None:
        """Deletes all, of any level, that reach beyond a step."""
        ...


LAST_PLACE = 2**62


@dataclass(frozen=True)
class Curve:
    """A curve on its shelf."""

    shelf: Shelf

    def write(self, rows: Table) -> None:
        """Append measured rows. Those of a step that was measured before take its place: it was scored once more."""
        tail = self.shelf.end(0)
        if tail is not None and tail.last >= rows.steps[0]:
            self.cut(int(rows.steps[0]) - 1)
            tail = self.shelf.end(0)
        place = 0
        if tail is not None:
            full = len(tail.table) == LEAF
            place = tail.place + full
            rows = rows if full else joined([tail.table, rows])
        for offset in range(0, len(rows), LEAF):
            leaf = rows[offset : offset + LEAF]
            self.shelf.put(0, Stretch(place, int(leaf.steps[0]), int(leaf.steps[-1]), leaf))
            if len(leaf) == LEAF:
                self._climb(place, leaf)
            place += 1

    def cut(self, step: int) -> None:
        """Forget what lies beyond ``step``."""
        edge = self.shelf.beyond(step)
        self.shelf.drop(step)
        if edge is not None and len(left := edge.table.between(-np.inf, step)):
            self.shelf.put(0, Stretch(edge.place, edge.first, int(left.steps[-1]), left))

    def read(self, first: int, last: int, most: int) -> tuple[Table, bool]:
        """Rows from ``first`` to ``last``; about ``most`` of them, and then True, where there are more."""
        level = self.shelf.finest(first, last, most)
        if level == 0:
            whole = joined(found.table for found in self.shelf.within(0, (0, LAST_PLACE), first, last))
            return whole.between(first, last), False
        inner = joined(self._cover(level, first, last)).between(first, last)
        return self._with_ends(inner, first, last), True

    def _climb(self, place: int, leaf: Table) -> None:
        node = Stretch(place, int(leaf.steps[0]), int(leaf.steps[-1]), extremes(leaf))
        level = 1
        self.shelf.put(level, node)
        while node.place % 2:
            left = self.shelf.at(level, node.place - 1)
            assert left is not None, f"level {level} has no place {node.place - 1}"
            both = extremes(joined([left.table, node.table]))
            node = Stretch(node.place // 2, left.first, node.last, both)
            level += 1
            self.shelf.put(level, node)

    def _cover(self, level: int, first: int, last: int) -> Iterator[Table]:
        """Stretches of ``level``; finer ones where it sticks out of the range, or has not grown to the end yet."""
        leaves = 0
        for finer in range(level, -1, -1):
            start = leaves if finer == 0 else leaves >> (finer - 1)
            for found in self.shelf.within(finer, (start, LAST_PLACE), first, last):
                yield from self._inside(finer, found, first, last)
            end = self.shelf.end(finer)
            if end is not None:
                leaves = max(leaves, end.place + 1 if finer == 0 else (end.place + 1) << (finer - 1))

    def _inside(self, level: int, found: Stretch, first: int, last: int) -> Iterator[Table]:
        if level == 0 or (first <= found.first and found.last <= last):
            yield found.table
            return
        lower = (found.place, found.place) if level == 1 else (2 * found.place, 2 * found.place + 1)
        for child in self.shelf.within(level - 1, lower, first, last):
            yield from self._inside(level - 1, child, first, last)

    def _with_ends(self, inner: Table, first: int, last: int) -> Table:
        """A thinned curve still begins and ends where the measured one does."""
        found = [leaf.table for leaf in self.shelf.outermost(first, last)]
        head, tail = joined(found[:1]), joined(found[-1:])
        begin, end = head.between(first, last)[:1], tail.between(first, last)[-1:]
        if len(begin) and len(inner) and begin.steps[0] >= inner.steps[0]:
            begin = begin[:0]
        if len(end) and len(inner) and end.steps[0] <= inner.steps[-1]:
            end = end[:0]
        return joined([begin, inner, end])
