"""Kinds of picture a view can compute: a closed list, so that the page needs no view's name.

Arrays travel as PNG sheets or base64 of small integers with a scale. What is said of a picture is a ``Text``, which the
page puts into its language (docs/languages.md); what is data, as a symbol, is a string.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from models.look.beams import BeamTree
from models.look.captions import Caption
from models.look.convolved import Convolved
from models.look.drawn import Choice as Choice
from models.look.drawn import Drawn, Handle
from models.look.drawn import FieldAxis as FieldAxis
from models.look.drawn import ImageGrid as ImageGrid
from models.look.drawn import Knob as Knob
from models.look.drawn import LayerChoice as LayerChoice
from models.look.drawn import MapChoice as MapChoice
from models.look.drawn import Mark as Mark
from models.look.drawn import Numbers as Numbers
from models.look.explained import ExplainedStep
from models.look.heat_maps import Cells as Cells
from models.look.heat_maps import HeatMap as HeatMap
from models.look.heat_maps import Panel as Panel
from models.look.hop_tables import HopTable
from models.look.passages import Passage
from models.look.patches import TopPatches
from models.look.picture_rows import BarList as BarList
from models.look.picture_rows import CodePlane as CodePlane
from models.look.picture_rows import PictureRow as PictureRow
from models.look.picture_rows import Strip
from models.look.planes import Planes
from models.look.right_shares import Share as Share
from models.look.right_shares import Shares as Shares
from models.look.routings import CapsuleNumbers, Routing
from models.look.tables import Table
from models.look.tapes import Tape
from models.sentences import NO_TEXT, Label, Text


class MarkedText(Drawn):
    """Rows of given text, answer and expected answer, compared character by character by the page."""

    type: Literal["marked text"] = "marked text"
    marks: list[Mark]
    right: int
    of: int


class Bars(Drawn):
    """Probabilities: one group of bars for each output position, each labelled. Values are bytes, 255 is 1."""

    type: Literal["bars"] = "bars"
    labels: list[Label]
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
    stretches: list[Stretch] = Field(default_factory=list)
    hue: int | None = None
    """Which colour, counted from 0, where the line has one of its own; else that of its place."""
    formula: str = ""
    """How it is written, of x: where it is read off the number at the pointer is put in."""


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
    log: bool = False
    """Whether y is drawn by its logarithm; both ends are more than 0 then."""
    names: list[Text] = Field(default_factory=list)
    """What each x is called, where it is no number."""
    shaded: Stretch | None = None
    """A part of x that has a ground and a name of its own."""
    remarks: list[Text] = Field(default_factory=list)
    """What is to be seen, in sentences."""
    handles: list[Handle] = Field(default_factory=list)
    """Where one is put the picture is asked for anew."""
    lines: list[NamedLine]


class Charts(Drawn):
    """Several pictures of lines, one below the other, each over an x of its own."""

    type: Literal["charts"] = "charts"
    charts: list[Lines]
    overlaid: bool = False
    """Whether the first lines of several runs are drawn into one picture too, chart by chart."""


class Dot(Drawn):
    """Where an example lies, as whole numbers of 0 to 1000, and what it is and was taken for."""

    x: int
    y: int
    label: str
    answer: str
    question: str = ""
    """What asks for this very example: of this picture as a part, and of other views."""


class Scatter(Drawn):
    """Examples in a plane; ``text`` says what the axes are. One is opened by its question."""

    type: Literal["scatter"] = "scatter"
    text: Text
    dots: list[Dot]
    names: dict[str, Text] = Field(default_factory=dict)
    """What labels are called, where that is not the same in every language."""
    opened: ImageGrid | None = None
    """The example that was asked for."""


class Count(Drawn):
    """How many there are of one thing."""

    label: Text
    count: int


class Counts(Drawn):
    type: Literal["counts"] = "counts"
    titles: list[Text]
    groups: list[list[Count]]


class Histogram(Drawn):
    """How many values lie in each of equally wide bins from ``lowest`` to ``highest``; ``words`` say the rest."""

    title: Text
    words: list[Text]
    lowest: float
    highest: float
    counts: str
    """base64 of a whole number of 32 bits for each bin, least byte first."""
    marked: float | None = None
    """A value with a line through it."""


class Histograms(Drawn):
    type: Literal["histograms"] = "histograms"
    histograms: list[Histogram]


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
    made: "LayerMaps | None" = None
    """What they make of a picture, without layers and kernels, which are here; null where no class is asked for."""


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


class PictureRows(Drawn):
    """Rows of pictures, column by column of the same thing; with what is measured of it, and knobs that can be turned.

    Turned knobs ask for the picture as "name=value"; of ``choices`` another is asked for by its name.
    """

    type: Literal["picture rows"] = "picture rows"
    rows: list[PictureRow]
    strip: Strip
    chart: Lines | None = None
    """What is measured of the same thing."""
    choices: list[Choice] = Field(default_factory=list)
    chosen: str = ""
    takes_drawing: bool = False
    """Whether a drawing, as "drawn:" and its question, is a choice too."""
    knobs: list[Knob] = Field(default_factory=list)
    remarks: list[Text] = Field(default_factory=list)
    played: bool = False
    """Whether the columns are frames of a clip, which can be played."""
    first: int = 1
    """The number of the first of these frames."""


Picture = Annotated[
    ImageGrid
    | MarkedText
    | Bars
    | Lines
    | Charts
    | HeatMap
    | Scatter
    | Shares
    | Counts
    | Histograms
    | Filters
    | LayerMaps
    | TopPatches
    | Table
    | BeamTree
    | Passage
    | Routing
    | CapsuleNumbers
    | PictureRows
    | BarList
    | HopTable
    | CodePlane
    | Caption
    | Convolved
    | ExplainedStep
    | Planes
    | Tape,
    Field(discriminator="type"),
]

PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)
