"""A table of a person's own, read: its columns, what each of them is, what is left out and why.

A table has a line for each moment. Everything is decided by whole columns; what a person has to decide is asked, and
their answer is one of ``ANSWERS``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from models.data.uploads.files import content, note_of, path_of
from models.data.uploads.left_out import LeftOut
from models.data.uploads.tables.agreeing import by_others
from models.data.uploads.tables.encodings import decoded, text_of
from models.data.uploads.tables.grid import Grid, grid_of, uneven
from models.data.uploads.tables.headings import headings
from models.data.uploads.tables.judging import Judged, Problem, judge
from models.data.uploads.tables.kinds import WORTHWHILE, kind_of
from models.data.uploads.tables.moments import newest_first
from models.data.uploads.tables.numbers import numbers_of
from models.data.uploads.tables.recipe import Recipe
from models.data.uploads.tables.separators import beginning, separators, width
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence, Text

if TYPE_CHECKING:
    from torch import Tensor

COLUMN_NOT_NUMBERS = Sentence("column-not-numbers", "Not numbers, e.g. {cell} in line {number}.")
CELL_EMPTY = Sentence(
    "cell-empty",
    "Line {number}, column {column} ({name}): this cell is empty. Fill it in, or leave the line out.",
)
CELL_TOO_LARGE = Sentence(
    "cell-too-large",
    "Line {number}, column {column} ({name}): {cell} is too large. Count in a larger unit: at most {most} would do.",
)
CELL_NOT_NUMBER = Sentence(
    "cell-not-number",
    "Line {number}, column {column} ({name}): {cell} is not a number. Correct it, or leave the line out.",
)
COLUMN_HAS_EMPTY_CELL = Sentence("column-has-empty-cell", "A cell is empty, in line {number}.")
COLUMN_TOO_LARGE = Sentence("column-too-large", "Too large, e.g. {cell} in line {number}.")
TABLE_EMPTY = Sentence("table-empty", "The file is empty. Choose one with a line for each moment.")
TOO_MANY_COLUMNS = Sentence("too-many-columns", "There are {count} columns. At most {most} would do.")
TOO_FEW_ROWS = Sentence(
    "too-few-rows", "The table has {count} rows. At least {least} are needed to learn what follows what."
)
TOO_MANY_ROWS = Sentence("too-many-rows", "The table has {count:whole} rows. At most {most:whole} would do.")
NO_COLUMN_OF_NUMBERS = Sentence(
    "no-column-of-numbers", "No column holds numbers. A table has a line for each moment, with a number in it."
)

LEAST_ROWS, MOST_ROWS, MOST_COLUMNS = 20, 100_000, 50
LARGEST = "1e+12"
FEWEST = 4
"""A column of which one cell in so many is a number was meant to hold numbers."""


@dataclass(frozen=True)
class Column:
    """A column that holds numbers."""

    name: str
    place: int
    """In the file, from 0."""
    judged: Judged
    cells: str
    """Below the heading, one a line."""
    kind: str
    """"number", or what is not worth foretelling: "index", "year", "constant"."""

    @property
    def asked(self) -> bool:
        return len(self.judged.styles) > 1

    def numbers(self, answer: str = "") -> list[float]:
        return numbers_of(self.cells, self.judged.style(answer))


@dataclass(frozen=True)
class Table:
    """What a file holds when it is cut by ``separator``."""

    encoding: str
    separator: str
    headings: int
    grid: Grid
    names: tuple[str, ...]
    """Of all columns of the file."""
    details: tuple[Column, ...]
    """Those with numbers."""
    left_out: tuple[LeftOut, ...]
    falls: str = ""
    """The column of dates or years by which it goes from the newest to the oldest; nothing where it does not."""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.details)

    @property
    def rows(self) -> int:
        return len(self.grid.lines) - self.headings

    @property
    def values(self) -> "Tensor":
        """(rows, columns), 64 bits, in the order of the file."""
        import torch  # only where a network learns: a server reads tables without

        return torch.tensor([column.numbers() for column in self.details], dtype=torch.double).T

    @property
    def first(self) -> int:
        """The first column that is worth foretelling, from 1."""
        kinds = [column.kind for column in self.details]
        return next((kinds.index(kind) + 1 for kind in WORTHWHILE if kind in kinds), 1)

    def recipe(self, column: int, answer: str, turn: bool) -> Recipe:
        """How column ``column`` (from 1) is read."""
        chosen = self.details[column - 1]
        wide = len(self.grid.columns)
        style = chosen.judged.style(answer)
        turned = turn and bool(self.falls)
        return Recipe(self.encoding, self.separator, wide, self.headings, chosen.place, style, turned)


@lru_cache(4)
def tables_of(data: str) -> tuple[Table, ...]:
    """What is kept under a hash, read as it was when it was kept: see :func:`read_tables`."""
    return read_tables(content(data), encoding=encoding_in_note(data))


def encoding_in_note(data: str) -> str:
    """In which encoding the file was found to be, also by its owner's languages; "" where that was not noted."""
    path = path_of(data)
    try:
        note = json.loads(note_of(data, path.parent).read_bytes()) if path else {}
        encoding = str(note["tables"][0]["encoding"])
        b"".decode(encoding)
    except (OSError, ValueError, LookupError, TypeError):
        return ""
    return encoding


@lru_cache(32)
def recipes_of(data: str, column: int, columns: str, numbers: str, oldest_first: bool) -> tuple[Recipe, ...]:
    """How the columns of a kept file are read, the chosen one first: 0 is the first that is worth foretelling.

    ``columns``: "one" is that alone; else all others that are worth it come after it.
    """
    table = tables_of(data)[-1 if numbers == "columns" else 0]
    first = column or table.first
    others = [place for place, one in enumerate(table.details, 1) if place != first and one.kind == "number"]
    return tuple(table.recipe(one, numbers, oldest_first) for one in [first, *(others if columns != "one" else [])])


def read_table(written: bytes, languages: Sequence[str] = ()) -> Table:
    """The table; where a line may be one number or several cells, the one of one column."""
    return read_tables(written, languages)[0]


def read_tables(written: bytes, languages: Sequence[str] = (), encoding: str = "") -> tuple[Table, ...]:
    """One table, or two where a line may be one number or several cells; the first has one column then.

    Where no ``encoding`` is known, ``languages`` help to find it. Raises :class:`Unusable`, which names the line and
    the column of what is wrong.
    """
    text, encoding = (decoded(written, encoding), encoding) if encoding else text_of(written, languages)
    if not text.strip():
        raise Unusable(TABLE_EMPTY())
    found: list[Table] = []
    ways = separators(text)
    for separator in ways:
        table = cut(text, separator, encoding)
        if len(ways) == 1 or table.details:
            found.append(table)
    return tuple(found)


def cut(text: str, separator: str, encoding: str) -> Table:
    """The table of a text whose cells this separator parts. Raises Unusable if nothing can be learnt from it."""
    wide = width(beginning(text, separator))
    grid = grid_of(text, separator, wide)
    if not grid.lines:
        raise Unusable(TABLE_EMPTY())
    count, names = headings(grid, separator)
    bodies = [column.split("\n", count)[-1] for column in grid.columns]
    used = [place for place, body in enumerate(bodies) if body.strip() or not names[place].startswith("column ")]
    if len(used) > MOST_COLUMNS:
        raise Unusable(TOO_MANY_COLUMNS(count=len(used), most=MOST_COLUMNS))
    judged = by_others({place: judge(bodies[place]) for place in used}, bodies)
    check_count(len(grid.lines) - count)
    details = tuple(
        Column(names[place], place, one, bodies[place], kind_of(numbers_of(bodies[place], one.styles[0]), names[place]))
        for place, one in judged.items()
        if one.styles
    )
    problems = {place: one.problem for place, one in judged.items() if one.problem is not None}
    check_numbers(details, problems, grid, count, names)
    left_out = tuple(
        LeftOut(names[place], reason(problem, grid.lines[count + problem.row])) for place, problem in problems.items()
    )
    table = Table(encoding, separator, count, grid, tuple(names), details, left_out)
    return replace(table, falls=falling(table, [names[place] for place in problems], [bodies[one] for one in problems]))


def check_count(rows: int) -> None:
    """Raises Unusable if there are too few rows to learn from, or too many."""
    if rows < LEAST_ROWS:
        raise Unusable(TOO_FEW_ROWS(count=rows, least=LEAST_ROWS))
    if rows > MOST_ROWS:
        raise Unusable(TOO_MANY_ROWS(count=rows, most=MOST_ROWS))


def check_numbers(
    details: Sequence[Column], problems: dict[int, Problem], grid: Grid, count: int, names: Sequence[str]
) -> None:
    """Raises Unusable if no column can be learnt from, and names the cell that keeps the likeliest one from it."""
    if any(column.kind == "number" for column in details):
        return
    place = max(problems, key=lambda one: problems[one].good, default=None)
    if place is not None and FEWEST * problems[place].good >= len(grid.lines) - count:
        problem = problems[place]
        row = count + problem.row
        if row in grid.short and problem.kind == "empty":
            raise uneven(grid.lines[row], grid.short[row], len(grid.columns), 0 in grid.short)
        raise Unusable(wrong_cell(problem, grid.lines[row], place, names[place]))
    if not details:
        raise Unusable(NO_COLUMN_OF_NUMBERS())


def wrong_cell(problem: Problem, line: int, place: int, name: str) -> Text:
    column, cell = place + 1, problem.cell[:40]
    if problem.kind == "empty":
        return CELL_EMPTY(number=line, column=column, name=name)
    if problem.kind == "large":
        return CELL_TOO_LARGE(number=line, column=column, name=name, cell=cell, most=str(LARGEST))
    return CELL_NOT_NUMBER(number=line, column=column, name=name, cell=repr(cell))


def reason(problem: Problem, line: int) -> Text:
    """Why a column is left out, by a cell of it."""
    if problem.kind == "empty":
        return COLUMN_HAS_EMPTY_CELL(number=line)
    if problem.kind == "large":
        return COLUMN_TOO_LARGE(cell=repr(problem.cell[:40]), number=line)
    return COLUMN_NOT_NUMBERS(cell=repr(problem.cell[:40]), number=line)


def falling(table: Table, names: Sequence[str], bodies: Sequence[str]) -> str:
    """The first column that tells moments, where they fall."""
    for name, body in zip(names, bodies, strict=True):
        falls = newest_first(body.split("\n"))
        if falls is not None:
            return name if falls else ""
    for column in table.details:
        if column.kind == "year":
            numbers = column.numbers()
            return column.name if numbers[0] > numbers[-1] else ""
    return ""
