"""A caption and where each of its words looked: one more kind of picture."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn, ImageGrid, Knob
from models.sentences import Text


class Area(Drawn):
    """A box in a picture, in pixels."""

    left: float
    top: float
    width: float
    height: float


class CaptionWord(Drawn):
    """One word that was written."""

    word: str
    chance: float
    """Its probability, 0 to 1."""
    most: float = 0.0
    """The largest share of its attention that one part of the picture has."""
    right: bool | None = None
    """Whether that word belongs there; null where nobody knows."""
    thing: Area | None = None
    """Where the thing is that the right word at this place names."""
    hit: bool | None = None
    """Whether it looked most at that thing."""


class CaptionText(Drawn):
    """One way to write the caption."""

    how: Text
    text: str
    chance: float
    """Probability of the whole text."""
    score: float
    """Its logarithm over the length penalty."""
    right: bool | None = None


class Caption(Drawn):
    """A picture, the words that were written about it, and how much each looked at each part.

    Knobs ask for another held-out picture.
    """

    type: Literal["caption"] = "caption"
    asked: ImageGrid
    words: list[CaptionWord]
    grid: tuple[int, int]
    """How many parts it looks at, down and across; 0 of a network without attention."""
    looks: str = ""
    """base64 of len(words) x down x across whole numbers of 16 bits, the least byte first; 65535 is the word's most."""
    expected: str = ""
    """The right caption, where it is known."""
    texts: list[CaptionText]
    knobs: list[Knob] = Field(default_factory=list)
    remarks: list[Text] = Field(default_factory=list)
