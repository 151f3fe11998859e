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
    """Equal pictures in one PNG sheet, row by row, each with its mark."""

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


Picture = Annotated[ImageGrid | MarkedText | Bars, Field(discriminator="type")]

PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)
