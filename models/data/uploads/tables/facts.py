"""What the page shows of a table before it is learnt from, small enough for the note beside the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.data.uploads.tables.numbers import Style, numbers_of
from models.data.uploads.tables.reading import Column, Table

FIRST_ROWS = 5
SAMPLES = 3
POINTS = 60
"""Of a curve."""
LONGEST_CELL = 24
HIGH = 100


@dataclass(frozen=True)
class Sample:
    """A cell, and the number that it is."""

    cell: str
    number: float


@dataclass(frozen=True)
class Way:
    """One way to read a column."""

    answer: str
    """By which it is chosen: "decimals" or "thousands"."""
    decimal: str
    group: str
    """What parts thousands; empty for nothing."""
    unit: str
    samples: list[Sample]
    curve: list[int]
    """The column from 0, its least, to 100, its most, in the order of the file."""
    least: float
    most: float


@dataclass(frozen=True)
class ColumnFacts:
    name: str
    place: int
    """In the file, from 0."""
    kind: str
    """"number", or what is not worth foretelling: "index", "year", "constant"."""
    ways: list[Way]
    """More than one where only a person knows."""


@dataclass(frozen=True)
class TableFacts:
    answers: list[str]
    """Answers for which the file is cut into these columns; the first is the one to give."""
    encoding: str
    separator: str
    names: list[str]
    """Of all columns of the file."""
    head: list[list[str]]
    """The first rows below the heading."""
    columns: list[ColumnFacts]
    """Those with numbers, in the order of their numbers."""
    first: int
    """The column that is chosen first, from 1."""
    falls: str
    """The column by which the file goes from the newest to the oldest; empty where it does not."""


def facts(tables: Sequence[Table]) -> list[TableFacts]:
    """Of each way to cut the file."""
    several = len(tables) > 1
    return [
        TableFacts(
            answers_of(table, place) if several else [],
            table.encoding,
            table.separator,
            list(table.names),
            first_rows(table),
            [column_facts(column) for column in table.details],
            table.first,
            table.falls,
        )
        for place, table in enumerate(tables)
    ]


def answers_of(table: Table, place: int) -> list[str]:
    if place:
        return ["columns"]
    return ["thousands" if style.group else "decimals" for style in table.details[0].judged.styles]


def first_rows(table: Table) -> list[list[str]]:
    last = table.headings + FIRST_ROWS
    columns = [column.split("\n", last)[table.headings : last] for column in table.grid.columns]
    return [[cell[:LONGEST_CELL] for cell in row] for row in zip(*columns, strict=True)]


def column_facts(column: Column) -> ColumnFacts:
    cells = telling(column)
    return ColumnFacts(
        column.name, column.place, column.kind, [way(column, one, cells) for one in column.judged.styles]
    )


def telling(column: Column) -> list[str]:
    """Cells that show how the column is read: those that can be read in two ways, or else the first ones."""
    cells = column.cells.split("\n", 1000)[:1000]
    styles = column.judged.styles
    if len(styles) > 1:
        cells = [cell for cell in cells if len({numbers_of(cell, style)[0] for style in styles}) > 1]
    return list(dict.fromkeys(cells))[:SAMPLES]


def way(column: Column, style: Style, cells: Sequence[str]) -> Way:
    numbers = numbers_of(column.cells, style)
    least, most = min(numbers), max(numbers)
    each = max(1, len(numbers) // POINTS)
    high = HIGH / (most - least) if most > least else 0.0
    samples = [Sample(cell[:LONGEST_CELL], numbers_of(cell, style)[0]) for cell in cells]
    curve = [round((number - least) * high) for number in numbers[::each]]
    answer = "thousands" if style.group else "decimals"
    return Way(answer, style.decimal, style.group, " ".join(style.units), samples, curve, least, most)
