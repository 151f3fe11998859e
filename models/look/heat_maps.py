"""Heat maps: panels of cells, what the cells count or compute, and what is behind the one that was asked for."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Choice, Drawn, FieldAxis, ImageGrid, MapChoice, Mark
from models.look.workings import Working
from models.sentences import NO_TEXT, Label, Text


class SettingAxis(Drawn):
    """A setting of the laboratory, and what it is in each row, or in each column."""

    setting: str
    title: Text
    values: list[float]


class Panel(Drawn):
    """One heat map: base64 of len(rows) x len(columns) bytes, 0 for nothing and 255 for 1. Labels may be empty.

    Of a ``signed`` one 128 is nothing, 1 is -1 and 255 is 1, in units of ``scale``.
    """

    title: Text
    layer: str = ""
    """The row of the plan whose outputs these are; empty where it is of none."""
    signed: bool = False
    scale: float = 1.0
    rows: list[Label]
    columns: list[Label]
    values: str
    notes: list[str] = Field(default_factory=list)
    """A number after each row; none where there is nothing to note."""
    noted: Text = NO_TEXT
    """What these numbers are."""
    seen: tuple[FieldAxis, FieldAxis] | None = None
    """Which pixels of the picture that was asked each cell stands for, down and across; null where it is not so."""
    asks: str = ""
    """What asks for a cell's numbers, with {row} and {column} for its place, counted from 1; empty: nothing does."""
    sets: tuple[SettingAxis, SettingAxis] | None = None
    """Settings that a cell which is pressed gives the values of its row and column; null where it gives none."""


class Cells(Drawn):
    """What the cells of a heat map count, and the examples behind the one that was asked for.

    ``question`` asks for a cell, with {row} and {column} for its labels; ``words``, a sentence ``unfilled``, say what
    it counts, with {count} and {of}, which is all of its row, besides.
    """

    counts: str
    """base64 of a whole number of 32 bits for each cell, least byte first."""
    question: str
    words: Text
    names: list[str] = Field(default_factory=list)
    """What rows and columns are called in a question, where that is not what their labels say in every language."""
    chosen: str
    """The question that is answered; empty for none."""
    examples: ImageGrid | None
    """Pictures behind the chosen cell, ``of`` them in all, perhaps fewer shown; None where there are none."""


class HeatMap(Drawn):
    """Heat maps one below the other. The mark tells what was given and answered, where that can be told."""

    type: Literal["heat map"] = "heat map"
    panels: list[Panel]
    mark: Mark | None
    cells: Cells | None = None
    """Of the first panel, where its cells count examples."""
    asked: ImageGrid | None = None
    """The question as the network was given it, where it is a picture."""
    choices: list[Choice] = Field(default_factory=list)
    """What else can be asked for, with what is shown."""
    chosen: str = ""
    """The name of the choice that is shown."""
    of_map: MapChoice | None = None
    """Of a picture that may be about a map of a layer: which; null where none can be asked for."""
    remarks: list[Text] = Field(default_factory=list)
    """What is to be seen, in sentences."""
    working: Working | None = None
    """All numbers of the cell that was asked for."""
