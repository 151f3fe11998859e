"""Where the things of the catalogue stand on the map, as `models/spec/place.py` has it; and their drawings."""

from typing import Literal

from pydantic import Field

from models.events import Number
from models.spec.place import Chapter, Effect, Idea
from server.schema.base import Body

Sort = Literal["task", "architecture", "preset", "laboratory", "lesson"]


class Source(Body):
    """A publication."""

    authors: str
    year: int
    title: str


class MapPlace(Body):
    idea: Idea
    chapters: list[Chapter]
    effects: list[Effect]
    sources: list[Source]
    after: list[str]
    """What comes before it, as "architecture/lenet"."""
    order: int
    """Of a lesson, within its chapter; else 0."""


class Card(Body):
    """One thing on the map."""

    sort: Sort
    name: str = Field(max_length=200)


class Sheet(Body):
    """A layer of a small drawing: the shape of its output for one example, and whether it has weights."""

    output: list[int]
    weights: bool


class Drawing(Body):
    """The small drawing of a card, made of the thing itself, and what it takes on this machine."""

    sheets: list[Sheet]
    """Of a network: its input, then layers; of a long one some. Empty of a laboratory."""
    lines: list[list[tuple[float, float]]]
    """Of a laboratory: lines of its first picture, as shares of the frame from the left and from the bottom."""
    cells: list[list[int]]
    """Or its cells, as rows of bytes."""
    parameters: int | None
    """Of the network; null of a laboratory."""
    seconds: Number
    """Until the first epoch is scored, which is the first insight; null of a laboratory, which answers at once."""
    measured: bool
    """Whether a run of an equal spec took so long here; else it is worked out from how fast this machine is now."""


class Cards(Body):
    cards: list[Card] = Field(max_length=40)


class Drawings(Body):
    """In the order in which they were asked for; null of what is not here."""

    drawings: list[Drawing | None]
