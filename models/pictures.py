"""Kinds of picture a view can compute: a closed list, so that the page needs no view's name.

Arrays travel as PNG sheets or base64 of small integers with a scale, never as lists of floats.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Drawn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Mark(Drawn):
    """One answered example. ``right`` is null where nobody knows the right answer."""

    given: str = ""
    answer: str
    expected: str = ""
    right: bool | None = None
    sure: float | None = None
    """Probability of the answer, 0 to 1."""


class ImageGrid(Drawn):
    """Equal pictures in one PNG sheet, row by row, each with its mark; no marks where nothing was asked."""

    type: Literal["image grid"] = "image grid"
    sheet: str
    """base64 PNG, ``columns`` cells wide, each ``height`` x ``width`` pixels."""
    columns: int
    height: int
    width: int
    marks: list[Mark]
    right: int
    of: int


class MarkedText(Drawn):
    """Rows of given text, answer and expected answer, compared character by character by the page."""

    type: Literal["marked text"] = "marked text"
    marks: list[Mark]
    right: int
    of: int


class Bars(Drawn):
    """Probabilities: one group of bars for each output position, each labelled. Values are bytes, 255 is 1."""

    type: Literal["bars"] = "bars"
    labels: list[str]
    groups: list[str]
    values: str
    """base64 of len(groups) x len(labels) bytes."""
    mark: Mark


class NamedLine(Drawn):
    """One line: base64 of whole numbers of 16 bits, least byte first; 0 is the ``lowest``, 65535 the ``highest``."""

    name: str
    values: str


class Lines(Drawn):
    """Named lines over one x, whose values lie evenly from ``start``, ``step`` apart, ``count`` of them."""

    type: Literal["curves"] = "curves"
    start: float
    step: float
    count: int
    lowest: float
    highest: float
    unit: str
    lines: list[NamedLine]


class Panel(Drawn):
    """One heat map: base64 of len(rows) x len(columns) bytes, 0 for nothing and 255 for 1. Labels may be empty.

    Of a ``signed`` one 128 is nothing, 1 is -1 and 255 is 1, in units of ``scale``.
    """

    title: str
    layer: str = ""
    """The row of the plan whose outputs these are; empty where it is of none."""
    signed: bool = False
    scale: float = 1.0
    rows: list[str]
    columns: list[str]
    values: str


class Cells(Drawn):
    """What the cells of a heat map count, and the examples behind the one that was asked for.

    ``question`` asks for a cell, with {row} and {column} for its labels; ``words`` say what it counts, with {count} and
    {of}, which is all of its row, besides.
    """

    counts: str
    """base64 of a whole number of 32 bits for each cell, least byte first."""
    question: str
    words: str
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


class Dot(Drawn):
    """Where an example lies, as whole numbers of 0 to 1000, and what it is and was taken for."""

    x: int
    y: int
    label: str
    answer: str


class Scatter(Drawn):
    """Examples in a plane; ``text`` says what the axes are."""

    type: Literal["scatter"] = "scatter"
    text: str
    dots: list[Dot]


class Share(Drawn):
    """How many of how many are right."""

    label: str
    right: int
    of: int


class Shares(Drawn):
    """Groups of shares, each with a title."""

    type: Literal["shares"] = "shares"
    titles: list[str]
    groups: list[list[Share]]


class Histogram(Drawn):
    """How many values lie in each of equally wide bins from ``lowest`` to ``highest``; ``words`` say the rest."""

    title: str
    words: list[str]
    lowest: float
    highest: float
    counts: str
    """base64 of a whole number of 32 bits for each bin, least byte first."""


class Histograms(Drawn):
    """Several of them, each on a scale of its own."""

    type: Literal["histograms"] = "histograms"
    histograms: list[Histogram]


Picture = Annotated[
    ImageGrid | MarkedText | Bars | Lines | HeatMap | Scatter | Shares | Histograms, Field(discriminator="type")
]

PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)
