"""The tree of a beam search: one more kind of picture."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn, ImageGrid, Mark
from models.sentences import Text


class BeamNode(Drawn):
    """One symbol that the search could write after all that stands before it."""

    parent: int
    """The place of the node before it; -1 where nothing is."""
    symbol: int
    """Its place among the tree's symbols."""
    chance: float
    """Its probability after what stands before, 0 to 1."""
    score: float
    """Log-probability of the text so far over the length penalty; the beam goes on with the largest."""
    state: Literal["in the beam", "rejected", "ended"]
    """Whether the search went on with it, dropped it at once, or had a whole text with it."""


class BeamTree(Drawn):
    """What a beam search wrote, and what it did not.

    Another is asked for by "width normalisation symbol,symbol,…": the width, the length normalisation, and the symbols
    that a text has to begin with, by their places among all that there are.
    """

    type: Literal["beam tree"] = "beam tree"
    mark: Mark
    """The question with the best text of the beam."""
    nodes: list[BeamNode]
    best: list[int]
    """The nodes of the best text, from its first symbol on."""
    symbols: list[str]
    joint: str
    """What stands between two symbols of a text."""
    read: list[str]
    """What was read, where the network looks at it; empty where it does not."""
    looks: str = ""
    """base64 of len(nodes) x len(read) bytes: how much each node looked at each, 255 is 1.

    Of a picture that is ``asked`` len(nodes) x down x across, and 255 is the most that a node looked at anything.
    """
    asked: ImageGrid | None = None
    """What was looked at, where that is a picture."""
    grid: tuple[int, int] = (0, 0)
    """Of how many parts it is, down and across; 0 where the network does not look at parts."""
    width: int
    normalisation: float
    forced: list[int]
    remarks: list[Text] = Field(default_factory=list)
