"""Which of the first rows are headings, and what the columns are called."""

from collections.abc import Sequence

from models.data.uploads.tables.grid import Grid, uneven
from models.data.uploads.tables.judging import MISSING
from models.data.uploads.tables.separators import LOOKED_AT, MOST_HEADINGS, is_name, is_number

LONGEST_NAME = 60


def headings(grid: Grid, separator: str) -> tuple[int, list[str]]:
    """How many rows are headings, and a name for each column. Raises :class:`Unusable` where names are too few."""
    columns = [column.split("\n", LOOKED_AT)[:LOOKED_AT] for column in grid.columns]
    rows = list(zip(*columns, strict=True))
    numeric = [place for place, column in enumerate(columns) if holds_numbers(column)]
    count = 0
    while count < min(MOST_HEADINGS, len(rows) - 1) and is_heading(rows[count], numeric, count == 0):
        count += 1
    if count == 0:
        return 0, names_of([], len(columns))
    last = list(rows[count - 1])
    fewer = grid.short.get(count - 1, len(columns))
    wide = max((place + 1 for place, column in enumerate(columns) if any(column[count:])), default=0)
    if 1 < fewer < wide:
        if separator == "," or fewer < wide - 1:
            raise uneven(grid.lines[count - 1], fewer, wide, True)
        last = ["", *last[:-1]]  # numbers of rows have no name
    several = [list(row) for row in rows[: count - 1]]
    # A row with one cell is a title of the whole table.
    several = [row for row in several if len(columns) == 1 or sum(map(bool, row)) > 1]
    if len(columns) == 1:
        several = []
    return count, names_of([*several, last], len(columns))


def holds_numbers(cells: Sequence[str]) -> bool:
    """Whether most cells below the first ones are numbers."""
    below = cells[min(MOST_HEADINGS, len(cells) // 2) :]
    present = [cell for cell in below if cell.lower() not in MISSING]
    return 2 * sum(map(is_number, present)) > len(present)


def is_heading(row: Sequence[str], numeric: Sequence[int], first: bool) -> bool:
    """Text where the others have numbers; the first row may have numbers as names beside it."""
    cells = [row[place] for place in numeric]
    if not numeric:
        return first
    if any(map(is_number, cells)):
        return first and any(is_name(cell) for cell in cells)
    return any(is_name(cell) for cell in cells) or (not any(cells) and any(row))


def names_of(rows: Sequence[Sequence[str]], wide: int) -> list[str]:
    names = []
    for place in range(wide):
        parts = dict.fromkeys(" ".join(row[place].split()) for row in rows)
        name = "".join(one for one in " ".join(filter(None, parts)) if one.isprintable())[:LONGEST_NAME]
        names.append(name or f"column {place + 1}")
    return names
