"""A text with a number for each piece of it: one more kind of picture."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Choice, Drawn, Mark
from models.look.drawn import Knob as Knob
from models.sentences import Text


class Alternatives(Drawn):
    """At every piece ``each`` symbols that might have stood there, the likeliest first."""

    labels: list[str]
    """The symbols that come up, as they stand in the text."""
    numbers: list[int]
    """Their numbers in the alphabet, by which they are asked for."""
    each: int
    places: str
    """base64 of pieces x each whole numbers of 16 bits, the least byte first: places in ``labels``."""
    shares: str
    """base64 of as many whole numbers of 16 bits: probabilities, 65535 is 1."""


class Passage(Drawn):
    """A text piece by piece, each coloured by its value; the first ``prompt`` were not written by the network.

    A piece is asked for by ``take=PLACE:NUMBER``, the symbol that is to stand there; what is before it stays. Of
    ``groups`` and their ``members`` another is asked for by its name.
    """

    type: Literal["passage"] = "passage"
    mark: Mark | None = None
    """What was asked, and what came of it."""
    pieces: list[str]
    prompt: int = 0
    values: str
    """base64 of a floating-point number of 32 bits for each piece, the least byte first; not finite: no colour."""
    scale: float
    """The value that is drawn in full colour."""
    signed: bool = False
    unit: Text
    """What the values are."""
    alternatives: Alternatives | None = None
    takes: list[tuple[int, int]] = Field(default_factory=list)
    """Places where a person chose the symbol, and its number."""
    knobs: list[Knob] = Field(default_factory=list)
    groups: list[Choice] = Field(default_factory=list)
    group: str = ""
    members: list[Choice] = Field(default_factory=list)
    member: str = ""
    remarks: list[Text] = Field(default_factory=list)
    """What is to be seen, in sentences."""
