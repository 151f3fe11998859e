"""Rows of small pictures that belong together column by column, numbers as bars, and codes laid out in a plane."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Choice, Drawn
from models.sentences import Label, Text


class PictureRow(Drawn):
    """One row: what its pictures are, and what is said of each, or nothing."""

    title: Text
    notes: list[Label] = Field(default_factory=list)


class Strip(Drawn):
    """Equal pictures in one PNG sheet, row by row, as many in each as there are columns."""

    sheet: str
    """base64 PNG, each cell ``height`` x ``width`` pixels."""
    columns: int
    height: int
    width: int


class Bar(Drawn):
    """A number with a name, grey where it is of something that is not used; ``value`` is a share of the longest."""

    label: Text
    value: float
    words: Text
    grey: bool = False


class Place(Drawn):
    """A place in a plane, as shares of its frame from the left and from the bottom."""

    x: float
    y: float


class Cloud(Drawn):
    """An ellipse round a place: one deviation to either side, as shares of the frame. A point has none."""

    place: Place
    across: float = 0.0
    up: float = 0.0


class BarList(Drawn):
    """Numbers by name, each a bar."""

    type: Literal["bar list"] = "bar list"
    title: Text
    bars: list[Bar]
    remarks: list[Text] = Field(default_factory=list)


class CodeDot(Drawn):
    """Where the code of a picture lies, and what it is."""

    place: Place
    label: str


class CodePlane(Drawn):
    """A plane of codes: what the network draws at each cell, where pictures lie, and where somebody has walked.

    A place is asked for as "at=x,y" in shares of the frame from the left and from the bottom, other axes as
    "axes=NAME", both joined by &.
    """

    type: Literal["code plane"] = "code plane"
    text: Text
    """What the axes are."""
    grid: Strip
    """Cells of the plane, from its top left."""
    dots: list[CodeDot]
    names: dict[str, Text] = Field(default_factory=dict)
    """What labels are called, where that is not the same in every language."""
    own: Cloud | None
    """Where the picture lies that was asked, or a held-out one."""
    samples: list[Place] = Field(default_factory=list)
    """Places drawn from its cloud."""
    asked: Strip
    """That picture, the one made of its code, and those of the samples."""
    at: Place
    """Where somebody has walked."""
    here: Strip
    """The picture that the network draws there."""
    choices: list[Choice] = Field(default_factory=list)
    chosen: str = ""
    remarks: list[Text] = Field(default_factory=list)
