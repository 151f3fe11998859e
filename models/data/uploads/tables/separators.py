"""What parts the cells of a table. A line such as 10,25 may be one number or two: then both are possible."""

import re
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from itertools import islice

from models.data.uploads.tables.grid import SEPARATOR_LINE, Row, rows_of
from models.data.uploads.tables.judging import MISSING, judge
from models.data.uploads.unusable import Unusable

LOOKED_AT = 100
"""Rows that tell what parts the cells."""
MOST_HEADINGS = 12
NEARLY_ALL = 0.95
NOUGHT_AHEAD = re.compile(r"0\d")


def separators(text: str) -> tuple[str, ...]:
    """One, or "" (one column) and another where a whole line may be a number too. Raises :class:`Unusable`."""
    named = SEPARATOR_LINE.match(text)
    if named:
        return (named[1],)
    parted = {mark: beginning(text, mark) for mark in ", "}
    marks = {mark: rows for mark in "\t;|" if width(rows := beginning(text, mark)) > 1}
    if marks:
        # Within quotes of a table with commas any mark may stand, but not in its heading too.
        even = [mark for mark, rows in [*marks.items(), (",", parted[","])] if heads_all(rows)]
        return ([*even, *marks][0],)
    likely = [mark for mark, rows in parted.items() if width(rows) > 1]
    if not likely:
        return ("",)
    if whole_numbers(beginning(text, "")):
        even = [mark for mark in likely if is_even(parted[mark])]
        return ambiguous(text, even[0]) if even else ("",)
    return (max(likely, key=lambda mark: numeric_share(parted[mark])),)


def beginning(text: str, separator: str) -> list[Row]:
    """The first rows, as far as they can be cut so."""
    rows: list[Row] = []
    with suppress(Unusable):  # which is raised again where this separator is the one
        rows.extend(islice(rows_of(text, separator), LOOKED_AT))
    return rows


def width(rows: list[Row]) -> int:
    """How many cells most rows have; 1 where they do not agree."""
    if not rows:
        return 1
    wide, count = Counter(len(row.cells) for row in rows).most_common(1)[0]
    return wide if 2 * count > len(rows) else 1


@lru_cache(10_000)
def is_number(cell: str) -> bool:
    return bool(judge(cell).styles)


def is_name(cell: str) -> bool:
    """Whether it can head a column: neither a number nor a mark of what is missing."""
    return not is_number(cell.strip()) and cell.strip().lower() not in MISSING


def whole_numbers(rows: list[Row]) -> bool:
    """Whether nearly every line below the heading is one number."""
    numeric = [is_number(row.cells[0].strip()) for row in rows]
    below = numeric[numeric.index(True) :] if True in numeric[:MOST_HEADINGS] else []
    return sum(below) > NEARLY_ALL * len(below)


def is_even(rows: list[Row]) -> bool:
    """Whether all rows are equally wide, but for headings of one cell."""
    wide = width(rows)
    return all(len(row.cells) == wide for row in rows[1:]) and len(rows[0].cells) in (1, wide)


def heads_all(rows: list[Row]) -> bool:
    """Whether all rows are equally wide with the first one, which has a cell for each column."""
    return width(rows) > 1 and all(len(row.cells) == width(rows) for row in rows)


def numeric_share(rows: list[Row]) -> float:
    wide = width(rows)
    cells = [cell for row in rows for cell in row.cells if len(row.cells) == wide]
    return sum(is_number(cell.strip()) for cell in cells) / max(1, len(rows) * wide)


def ambiguous(text: str, separator: str) -> tuple[str, ...]:
    """A line may be one number, or several: what heads them, a nought ahead or an index tells which."""
    rows = [[cell.strip() for cell in row.cells] for row in rows_of(text, separator)]
    first = rows[0]
    if any(is_name(cell) for cell in first):
        return (separator,) if len(first) > 1 else ("",)
    if any(NOUGHT_AHEAD.match(cell) for row in rows for cell in row[1:]):
        return ("",)
    if any(cell[:1] in "+-" for row in rows for cell in row[1:]):
        return (separator,)
    begins = [int(row[0]) for row in rows if row[0].isascii() and row[0].isdigit() and len(row[0]) < 16]
    steps = {one - other for one, other in zip(begins[1:], begins, strict=False)}
    if len(begins) == len(rows) and steps <= {1}:
        return (separator,)
    return "", separator
