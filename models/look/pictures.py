"""Kinds of picture a view can compute: a closed list, so that the page needs no view's name.

Arrays travel as PNG sheets or base64 of small integers with a scale. What is said of a picture is a ``Text``, which the
page puts into its language (docs/languages.md); what is data, as a symbol, is a string.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from models.sentences import NO_TEXT, Text


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
    truth: float | None = None
    """Probability of what was expected, where that is known and there is one."""
    question: str = ""
    """What asks for this very example in other views; empty where it cannot be asked for."""


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
    labels: list[str] = []
    """The classes, where each picture was given to one of them."""
    chances: str = ""
    """base64 of len(marks) x len(labels) whole numbers of 16 bits, the least byte first; 65535 is 1."""


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
    asked: ImageGrid | None = None
    """The question as the network was given it, where it is a picture."""


class Stretch(Drawn):
    """A part of a line that has a name of its own, from one x to another."""

    start: float
    end: float
    words: Text


class NamedLine(Drawn):
    """One line: base64 of floating-point numbers of 32 bits, least byte first; what is not finite is a gap."""

    name: Text
    values: str
    x: str = ""
    """Where the points lie, in the order in which they came: a path. Empty: evenly, as the picture says."""
    slopes: str = ""
    """The slope at each point, where that is known."""
    stretches: list[Stretch] = []
    hue: int | None = None
    """Which colour, counted from 0, where the line has one of its own; else that of its place."""


class Lines(Drawn):
    """Named lines over one x, whose values lie evenly from ``start``, ``step`` apart, ``count`` of them.

    ``lowest`` and ``highest`` are the ends of the frame: lines may leave it.
    """

    type: Literal["curves"] = "curves"
    title: Text = NO_TEXT
    start: float
    step: float
    count: int
    lowest: float
    highest: float
    unit: Text
    across: Text = NO_TEXT
    """What x is: "step". Pictures of one page whose x is the same are pointed at together."""
    at: float | None = None
    """The x that is read off until somebody points at another."""
    along: Text = NO_TEXT
    """What counts the points of paths, from 0."""
    remarks: list[Text] = []
    """What is to be seen, in sentences."""
    lines: list[NamedLine]


class Panel(Drawn):
    """One heat map: base64 of len(rows) x len(columns) bytes, 0 for nothing and 255 for 1. Labels may be empty.

    Of a ``signed`` one 128 is nothing, 1 is -1 and 255 is 1, in units of ``scale``.
    """

    title: Text
    layer: str = ""
    """The row of the plan whose outputs these are; empty where it is of none."""
    signed: bool = False
    scale: float = 1.0
    rows: list[str]
    columns: list[str]
    values: str


class Cells(Drawn):
    """What the cells of a heat map count, and the examples behind the one that was asked for.

    ``question`` asks for a cell, with {row} and {column} for its labels; ``words``, a sentence ``unfilled``, say what
    it counts, with {count} and {of}, which is all of its row, besides.
    """

    counts: str
    """base64 of a whole number of 32 bits for each cell, least byte first."""
    question: str
    words: Text
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


class Dot(Drawn):
    """Where an example lies, as whole numbers of 0 to 1000, and what it is and was taken for."""

    x: int
    y: int
    label: str
    answer: str


class Scatter(Drawn):
    """Examples in a plane; ``text`` says what the axes are."""

    type: Literal["scatter"] = "scatter"
    text: Text
    dots: list[Dot]


class Share(Drawn):
    """How many of how many are right."""

    label: Text
    right: int
    of: int


class Shares(Drawn):
    type: Literal["shares"] = "shares"
    titles: list[Text]
    groups: list[list[Share]]


class Histogram(Drawn):
    """How many values lie in each of equally wide bins from ``lowest`` to ``highest``; ``words`` say the rest."""

    title: Text
    words: list[Text]
    lowest: float
    highest: float
    counts: str
    """base64 of a whole number of 32 bits for each bin, least byte first."""


class Histograms(Drawn):
    type: Literal["histograms"] = "histograms"
    histograms: list[Histogram]


class Numbers(Drawn):
    """An array of any shape: base64 of whole numbers of 16 bits with a sign, the least byte first; 32767 is ``scale``.

    The last dimension comes quickest.
    """

    shape: list[int]
    scale: float
    values: str


class LayerChoice(Drawn):
    """One of the layers that can be looked at."""

    name: str
    kind: Text
    shape: list[int]
    """Of what it gives for one example."""
    level: float | None
    """The mean size of what it gave, as a share of the largest; null where nothing was asked."""


class Kernels(Drawn):
    """What a layer with weights is looking for: its first filters, or units.

    What filter f gives at (row, column) is bias[f] plus the sum over all inputs i, y and x of weights[f, i, y, x] times
    input[i, row * stride - padding + y, column * stride - padding + x]; beyond the edge is nothing.
    """

    layer: str
    of: int
    """How many the layer has; the first of them are here."""
    weights: Numbers
    """(filters, inputs, height, width). A unit that reads a whole picture has a filter as large as that."""
    bias: Numbers | None
    """(filters)"""
    stride: tuple[int, int]
    padding: tuple[int, int]
    """Down and across."""
    reads: str
    """The layer whose maps are the inputs, number by number; empty where that is the picture, or is not known."""


class Filters(Drawn):
    """The filters of one layer. Another is asked for by its name."""

    type: Literal["filters"] = "filters"
    layers: list[LayerChoice]
    kernels: Kernels


class FieldAxis(Drawn):
    """Down or across, place p of a map has seen ``size`` pixels of the picture from ``start`` + p * ``stride`` on."""

    start: int
    stride: int
    size: int


class LayerMaps(Drawn):
    """What one layer made of a picture, map by map, and where it was found. Another is asked for by its name."""

    type: Literal["layer maps"] = "layer maps"
    mark: Mark
    asked: ImageGrid
    """The picture as the network was given it."""
    layers: list[LayerChoice]
    chosen: str
    of: int
    """How many maps or units the layer has; the first of them are here."""
    maps: Numbers
    """(maps, height, width); of units 1 x 1."""
    labels: list[str]
    """What the maps stand for, where they stand for classes."""
    seen: tuple[FieldAxis, FieldAxis] | None
    """Down and across; null where every place has seen the whole picture, or that is not known."""
    kernels: Kernels | None
    """Of the layer whose filters made these maps, number by number."""
    inputs: Numbers | None
    """(inputs, height, width) that the filters slid over, where these maps are what they gave, place by place."""


Picture = Annotated[
    ImageGrid | MarkedText | Bars | Lines | HeatMap | Scatter | Shares | Histograms | Filters | LayerMaps,
    Field(discriminator="type"),
]

PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)
