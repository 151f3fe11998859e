"""A table of a person's own: lines of numbers, one for each moment, with or without names in the first line.

Cells are parted by tabs, semicolons, commas or blanks, whichever the first lines have. Where it is not the comma, a
comma within a number is its decimal point.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from models.data.left_out import LeftOut
from models.data.own import content
from models.data.unusable import Unusable

LEAST_ROWS, MOST_ROWS, MOST_COLUMNS = 20, 100_000, 50
LONGEST_LINE = 10_000
LARGEST = 1e12
NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)
LOOKED_AT = 20
"""Lines that tell what parts the cells."""


@dataclass(frozen=True)
class Table:
    """The columns that hold numbers."""

    columns: tuple[str, ...]
    values: Tensor
    """(rows, columns), 64 bits."""
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line that is not blank, and where it stands in the file."""

    number: int
    cells: list[str]


@lru_cache(8)
def table_of(data: str) -> Table:
    return read_table(content(data))


def read_table(written: bytes) -> Table:
    """The table; :class:`Unusable` names the line and the column of what is wrong."""
    lines = parted(text_of(written))
    if not lines:
        raise Unusable("The file is empty. Choose one with a line for each moment.")
    wide = len(lines[0].cells)
    uneven = next((line for line in lines if len(line.cells) != wide), None)
    if uneven is not None:
        raise Unusable(
            f"Line {uneven.number} has {len(uneven.cells)} cells and the first has {wide}. All need as many; a decimal "
            "comma goes with semicolons between the cells."
        )
    if wide > MOST_COLUMNS:
        raise Unusable(f"There are {wide} columns. At most {MOST_COLUMNS} would do.")
    names, rows = headed(lines)
    check_count(len(rows))
    numeric = [place for place in range(wide) if any(NUMBER.fullmatch(line.cells[place]) for line in rows)]
    if not numeric:
        raise Unusable("No column holds numbers. A table has a line for each moment, with a number in it.")
    values = [[number_in(line, place, names[place]) for place in numeric] for line in rows]
    columns = tuple(names[place] for place in numeric)
    left_out = (LeftOut(names[place], "It holds no numbers.") for place in range(wide) if place not in numeric)
    return Table(columns, torch.tensor(values, dtype=torch.double), tuple(left_out))


def check_count(rows: int) -> None:
    if rows < LEAST_ROWS:
        raise Unusable(f"The table has {rows} rows. At least {LEAST_ROWS} are needed to learn what follows what.")
    if rows > MOST_ROWS:
        raise Unusable(f"The table has {rows:,} rows. At most {MOST_ROWS:,} would do.")


def text_of(written: bytes) -> str:
    """Bytes as text: what says so is UTF-16, what can be is UTF-8, and the rest as Windows writes it."""
    try:
        if written.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = written.decode("utf-16")
        else:
            text = written.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = written.decode("latin-1")
    odd = next((one for one in text[:100_000] if one < " " and one not in "\t\r\n\f"), None)
    if odd is not None:
        raise Unusable("This is neither a ZIP of pictures nor a table in plain text. Save a table as CSV.")
    return text


def parted(text: str) -> list[Line]:
    """Lines that are neither blank nor remarks, cut into cells."""
    written = [(number, line.strip("\r\n\f")) for number, line in enumerate(text.splitlines(), 1)]
    written = [(number, line) for number, line in written if line.strip() and not line.startswith("#")]
    long = next((number for number, line in written if len(line) > LONGEST_LINE), None)
    if long is not None:
        raise Unusable(f"Line {long} is longer than {LONGEST_LINE:,} characters. A table has a line for each moment.")
    between = separator([line for _, line in written[:LOOKED_AT]])
    return [Line(number, cells_of(line, between)) for number, line in written]


def separator(lines: Sequence[str]) -> str:
    """What parts the cells of most lines; a blank for any number of them, nothing where there is one column."""
    for mark in ("\t", ";", ","):
        if 2 * sum(mark in line for line in lines) > len(lines):
            return mark
    return " " if 2 * sum(len(line.split()) > 1 for line in lines) > len(lines) else ""


def cells_of(line: str, between: str) -> list[str]:
    if between in ("", " "):
        cells = line.split() if between else [line]
    else:
        cells = next(csv.reader([line], delimiter=between))
    plain = [cell.strip().replace("\u2212", "-") for cell in cells]
    return plain if between == "," else [with_point(cell) for cell in plain]


def with_point(cell: str) -> str:
    """A number with a decimal comma as one with a point; what is none stays as it is."""
    changed = cell.replace(",", ".", 1)
    return changed if NUMBER.fullmatch(changed) else cell


def headed(lines: Sequence[Line]) -> tuple[list[str], Sequence[Line]]:
    """Names of the columns, and the lines of numbers: the first line is names where the second has numbers instead."""
    first = lines[0].cells
    numbered = [f"column {place + 1}" for place in range(len(first))]
    if len(lines) < 2:
        return numbered, lines
    pairs = zip(first, lines[1].cells, strict=True)
    if not any(NUMBER.fullmatch(below) and not NUMBER.fullmatch(above) for above, below in pairs):
        return numbered, lines
    shown = ["".join(one for one in cell if one.isprintable())[:60] for cell in first]
    return [name or number for name, number in zip(shown, numbered, strict=True)], lines[1:]


def number_in(line: Line, place: int, name: str) -> float:
    cell = line.cells[place]
    where = f"Line {line.number}, column {place + 1} ({name})"
    if not cell:
        raise Unusable(f"{where}: this cell is empty. Fill it in, or leave the line out.")
    if not NUMBER.fullmatch(cell):
        raise Unusable(f"{where}: {cell[:40]!r} is not a number. Correct it, or leave the line out.")
    value = float(cell)
    if abs(value) > LARGEST:
        raise Unusable(f"{where}: {cell[:40]} is too large. Count in a larger unit: at most {LARGEST:.0e} would do.")
    return value
