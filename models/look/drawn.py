"""What several kinds of picture are made of: marks, sheets of images, arrays of numbers, fields, choices."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from models.sentences import NO_TEXT, Label, Text


class Drawn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Checked as a new one is: a person's own name of a class, a plain string, has to become a text in a copy too.

        Raises pydantic.ValidationError if ``update`` does not fit.
        """
        return type(self).model_validate({**dict(super().model_copy(deep=deep)), **(update or {})})


class Mark(Drawn):
    """One answered example. ``right`` is null where nobody knows the right answer."""

    given: str = ""
    answer: Label
    expected: Label = NO_TEXT
    right: bool | None = None
    sure: float | None = None
    """Probability of the answer, 0 to 1."""
    truth: float | None = None
    """Probability of what was expected, where that is known and there is one."""
    question: str = ""
    """What asks for this very example in other views; empty where it cannot be asked for."""


class Knob(Drawn):
    """A number by which a picture is asked for: as ``name=value``, joined by &."""

    name: str
    title: Text
    value: float
    lowest: float
    highest: float
    step: float
    names: list[Text] = Field(default_factory=list)
    """What each value is called, from the lowest, where it is no number."""
    shaded: list[float] = Field(default_factory=list)
    """The first and the last of the values that its title tells something of; none, where it does not."""


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
    labels: list[Label] = []
    """The classes, where each picture was given to one of them."""
    chances: str = ""
    """base64 of len(marks) x len(labels) whole numbers of 16 bits, the least byte first; 65535 is 1."""
    aligned: bool = False
    """Whether the pictures of a row belong together: then they stay one, however narrow the page is."""
    remarks: list[Text] = []
    """What is to be seen, in sentences."""
    knobs: list[Knob] = []


class Numbers(Drawn):
    """An array of any shape: base64 of whole numbers of 16 bits with a sign, the least byte first; 32767 is ``scale``.

    The last dimension comes quickest.
    """

    shape: list[int]
    scale: float
    values: str


class FieldAxis(Drawn):
    """Down or across, place p of a map has seen ``size`` pixels of the picture from ``start`` + p * ``stride`` on."""

    start: int
    stride: int
    size: int


class Choice(Drawn):
    """One of several that a picture can be asked for: by its name, in the place of a part of the picture."""

    name: str
    title: Text


class Handle(Drawn):
    """A line through a chart that is dragged. All handles of a picture ask together, as "clip=0.5&cut=3", in place of a
    part.
    """

    name: str
    title: Text
    axis: Literal["across", "up"]
    """What it is a value of. Across values are whole, and the line is there again after as many."""
    value: float
    """0 where it is off."""
    lowest: float
    highest: float
    """Dragged beyond it, it is off."""
    start: float = 0.0
    step: float = 1.0
    """It lies at ``start`` + ``step`` * value."""
    off: Text


class MapChoice(Drawn):
    """Which map or unit of a layer a picture is about; another is asked for by "layer#number", counted from 1.

    "layer#" asks for the one that answers most.
    """

    layers: list["LayerChoice"]
    layer: str
    """Empty where the picture is about no map."""
    map: int
    """Counted from 0."""
    levels: list[float]
    """How strongly the first maps of the layer answer, as shares of the strongest."""


class LayerChoice(Drawn):
    """One of the layers that can be looked at."""

    name: str
    kind: Text
    shape: list[int]
    """Of what it gives for one example."""
    level: float | None
    """The mean size of what it gave, as a share of the largest; null where nothing was asked."""
