"""Text cut into rows and columns, in one pass, with every bound held while reading."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

MOST_LINES_HAVE = Sentence("most-lines-have", "most have {wide}")
FIRST_LINE_HAS = Sentence("first-line-has", "the first has {wide}")
LINES_UNEVEN = Sentence(
    "lines-uneven",
    "Line {number} has {count} cells and {others}. All need as many; a decimal comma goes with "
    "semicolons between the cells.",
)
LINE_TOO_LONG = Sentence(
    "line-too-long",
    "Line {number} is longer than {most:whole} characters. A table has a line for each moment.",
)
TOO_MANY_LINES = Sentence(
    "too-many-lines", "The file has more than {count:whole} lines. At most {most:whole} rows would do."
)
QUOTE_NOT_CLOSED = Sentence(
    "quote-not-closed", "A quote that opens in line {number} does not end. Remove it, or close it."
)
ROWS_BEYOND_LIMIT = Sentence(
    "rows-beyond-limit", "The table has more than {count:whole} rows. At most {most:whole} would do."
)

MOST_ROWS, MOST_COLUMNS = 100_000, 50
MOST_LINES = 1_000_000
"""With blank ones and remarks."""
LONGEST_LINE = 10_000
NOTHING = "\x1f"
"""What parts the cells of a table of one column: no text has it."""
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*(?:[\r\n]|$)', re.IGNORECASE)
"""A first line by which Excel is told what parts the cells."""
AT_ONCE = 4096
"""Rows that become columns together."""


@dataclass(frozen=True)
class Row:
    """A row that is not empty, and the line of the file on which it begins."""

    line: int
    cells: list[str]


@dataclass
class Grid:
    """All rows, as wide as each other, by columns. A cell has no line break."""

    lines: list[int]
    """Where each row begins."""
    columns: list[str]
    """Of each column the cells, one a line."""
    short: dict[int, int]
    """Rows that had fewer cells, and how many."""

    def column(self, place: int) -> list[str]:
        return self.columns[place].split("\n")


class Lines:
    """Lines for the reader of cells, without blank ones and remarks; one that is within quotes stays as it is."""

    def __init__(self, text: str, separator: str) -> None:
        self.text, self.separator = text, separator or NOTHING
        self.begun, self.length, self.several, self.inside = 0, 0, False, False

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(io.StringIO(self.text, newline=""), 1):
            self.several = self.inside
            if self.inside:
                self.length += len(line)
            line = line.strip("\r\n\f")
            if not self.inside:
                if not line.strip() or (line[0] == "#" and not line.startswith(self.separator, 1)):
                    continue
                if number == 1 and SEPARATOR_LINE.match(line):
                    continue
                self.begun, self.length = number, len(line)
            if self.length > LONGEST_LINE:
                raise self.too_long()
            self.inside = True
            blank = self.separator == " " and not self.several
            yield f"{' '.join(line.split()) if blank else line}\n"
        if self.inside:
            raise self.too_long()

    def too_long(self) -> Unusable:
        """What is wrong with a row that does not end."""
        if self.several or self.length <= LONGEST_LINE:
            return Unusable(QUOTE_NOT_CLOSED(number=self.begun))
        return Unusable(LINE_TOO_LONG(number=self.begun, most=LONGEST_LINE))


def rows_of(text: str, separator: str) -> Iterator[Row]:
    """Rows that hold something, with line breaks within a cell made blanks. Raises :class:`Unusable`."""
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise Unusable(TOO_MANY_LINES(count=MOST_LINES, most=MOST_ROWS))
    lines = Lines(text, separator)
    for cells in csv.reader(lines, delimiter=separator or NOTHING, skipinitialspace=separator == " "):
        lines.inside = False
        if lines.several:
            cells = [" ".join(cell.split()) for cell in cells]
        content = "".join(cells).strip()
        # Three dashes and more are a rule below the heading.
        if content and not (content[0] in "-=:+|" and len(content) > 2 and set(content) <= set("-=:+| ")):
            yield Row(lines.begun, cells)


def grid_of(text: str, separator: str, wide: int) -> Grid:
    """All rows. Raises :class:`Unusable` at the first that is wider, and where there are too many."""
    grid = Grid([], [], {})
    parts: list[list[str]] = [[] for _ in range(wide)]
    waiting: list[list[str]] = []
    for row in rows_of(text, separator):
        cells = row.cells
        if len(cells) != wide:
            if len(cells) < wide:
                grid.short[len(grid.lines)] = len(cells)
            cells = as_wide(row, wide, grid.lines[0] if grid.lines and 0 not in grid.short else 0)
        waiting.append(cells)
        grid.lines.append(row.line)
        if len(grid.lines) > MOST_ROWS + AT_ONCE:
            raise Unusable(ROWS_BEYOND_LIMIT(count=MOST_ROWS, most=MOST_ROWS))
        if len(waiting) == AT_ONCE:
            stack(waiting, parts)
    stack(waiting, parts)
    grid.columns = ["\n".join(part) for part in parts]
    return grid


def stack(waiting: list[list[str]], parts: list[list[str]]) -> None:
    """Rows that wait become a part of each column."""
    if waiting:
        for part, cells in zip(parts, zip(*waiting, strict=True), strict=True):
            part.append("\n".join([cell.strip() for cell in cells]))
        waiting.clear()


def as_wide(row: Row, wide: int, first: int) -> list[str]:
    """The cells of a row, filled up with empty ones to ``wide``. Raises Unusable if one beyond them is not empty."""
    cells = row.cells
    if len(cells) < wide:
        return [*cells, *[""] * (wide - len(cells))]
    if any(cell.strip() for cell in cells[wide:]):
        raise uneven(row.line, len(cells), wide, first == 0)
    return cells[:wide]


def uneven(line: int, cells: int, wide: int, most: bool) -> Unusable:
    others = MOST_LINES_HAVE(wide=wide) if most else FIRST_LINE_HAS(wide=wide)
    return Unusable(LINES_UNEVEN(number=line, count=cells, others=others))
