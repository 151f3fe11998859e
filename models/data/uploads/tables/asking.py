"""What a table leaves open, as questions for people: a sentence that names both readings."""

from models.data.uploads.tables.numbers import numbers_of
from models.data.uploads.tables.reading import Column, Table
from models.sentences import Sentence

SEPARATOR_AMBIGUOUS = Sentence(
    "number-ambiguous",
    "{name}: {cell} may mean {decimals} (decimals) or {thousands} (thousands). Choose which.",
)
LINE_AMBIGUOUS = Sentence(
    "line-ambiguous",
    "A line such as {line} may be one number ({number}) or several cells ({cells}). Choose which.",
)


def question_of_marks(column: Column) -> str:
    """What a column leaves open, by a cell of it."""
    one, other = column.judged.styles
    cells = column.cells.split("\n")
    cell = next(cell for cell in cells if numbers_of(cell, one) != numbers_of(cell, other))
    decimals, thousands = (f"{read(cell, column, answer):.15g}" for answer in ("decimals", "thousands"))
    return SEPARATOR_AMBIGUOUS(name=column.name, cell=repr(cell), decimals=decimals, thousands=thousands)


def read(cell: str, column: Column, answer: str) -> float:
    return numbers_of(cell, column.judged.style(answer))[0]


def question_of_cells(tables: tuple[Table, ...]) -> str:
    """What the comma or the blank of a line leaves open."""
    whole, cut = tables
    line = whole.details[0].cells.split("\n", 1)[0]
    number = f"{whole.details[0].numbers()[0]:.15g}"
    cells = " | ".join(column.split("\n", 1)[0] for column in cut.grid.columns)
    return LINE_AMBIGUOUS(line=repr(line), number=number, cells=cells)
