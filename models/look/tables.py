"""A table of numbers: one more kind of picture, sorted by whoever looks at it."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn
from models.sentences import NO_TEXT, Text


class Column(Drawn):
    """``form`` says how its numbers are written."""

    title: Text
    form: Literal["count", "share", "bytes", "milliseconds"]


class TableRow(Drawn):
    """``values`` stand in the order of the columns; null where there is none."""

    title: Text
    layer: str = ""
    """The row of the plan that it is about; empty where it is about none."""
    note: Text = NO_TEXT
    values: list[float | None]


class Table(Drawn):
    """Rows in their natural order, and what they come to together."""

    type: Literal["table"] = "table"
    order: Text = NO_TEXT
    """What the rows are; empty where they are layers."""
    columns: list[Column]
    rows: list[TableRow]
    total: TableRow
    remarks: list[Text] = Field(default_factory=list)
