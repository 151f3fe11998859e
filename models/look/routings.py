"""What capsules do with a picture: two more kinds of picture, one of routing and one of a capsule's numbers."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Choice, Drawn, FieldAxis, ImageGrid, Mark, Numbers
from models.look.passages import Knob
from models.sentences import Label, Text


class Routing(Drawn):
    """Routing by agreement, all capsules and iterations: the page works out b and c from agreements, as the layer does.

    b is the sum of the agreements before, c its softmax over the classes.
    """

    type: Literal["routing"] = "routing"
    mark: Mark
    asked: ImageGrid
    labels: list[Label]
    """The classes."""
    grid: tuple[int, int, int]
    """How the primary capsules lie: maps, down, across."""
    strengths: Numbers
    """(capsules) how long each primary capsule is."""
    lengths: Numbers
    """(iterations, classes) how long each class's capsule is after each iteration."""
    agreements: Numbers
    """(iterations, capsules, classes) vote times v, which the iteration adds to b."""
    votes: Numbers
    """(capsules, classes) how long each vote is."""
    seen: tuple[FieldAxis, FieldAxis] | None
    """Which pixels a place of the primary capsules has seen, down and across; null where that is not known."""
    remarks: list[Text] = Field(default_factory=list)


class CapsuleNumbers(Drawn):
    """The numbers of one class's capsule, and what each of them does to the picture that is drawn from it.

    Other numbers are asked for as "class?1=0.25&7=-0.1", another class by its name alone.
    """

    type: Literal["capsule numbers"] = "capsule numbers"
    mark: Mark
    choices: list[Choice]
    chosen: str
    length: float
    """Of the capsule with the numbers that are asked for."""
    drawn: ImageGrid
    """The picture as the network was given it, and as it is drawn from these numbers."""
    knobs: list[Knob]
    strips: ImageGrid
    """A row for each number: what is drawn where it alone is less and less, and more and more."""
    spreads: list[float]
    """By number, its standard deviation over held-out pictures of the class; none where they were not asked."""
    does: list[Text]
    """By number, what changes most in its row, in words."""
    remarks: list[Text] = Field(default_factory=list)
