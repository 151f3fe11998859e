"""A picture through a chain of convolutions, of which the page computes every number: what follows the pointer.

Sent are the picture, the weights and how they are laid on; the maps are worked out where they are pointed at, and so is
which inputs made a number and which outputs it makes.
"""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn
from models.sentences import Text

Bend = Literal["", "relu", "size", "threshold"]
"""What becomes of a number after its layer: nothing, 0 where below 0, its size, 1 where above a threshold."""


class Floats(Drawn):
    """An array of any shape: base64 of floating-point numbers of 32 bits, least byte first. The last dimension comes
    quickest.
    """

    shape: list[int]
    values: str


class Stage(Drawn):
    """One convolution of the chain.

    An output (map, row, column) is the sum over all inputs and places of a kernel of its weight times the input at
    ``row * stride - top + y * dilation`` and so across; beyond the edge is nothing, or the picture in a mirror. A
    transposed one goes the other way: each input adds its kernel to the output, from ``row * stride - top`` on.
    """

    title: Text
    weights: Floats
    """(outputs, inputs of a group, height, width)."""
    groups: int = 1
    stride: tuple[int, int]
    """Down and across."""
    corner: tuple[int, int]
    """What is put before the first row and column; of a transposed one, what is cut off there. May be below 0."""
    size: tuple[int, int]
    """Of a map that it gives."""
    mirrored: bool = False
    dilation: int = 1
    transposed: bool = False
    bend: Bend = ""
    threshold: float = 0.0
    signed: bool = False
    """Whether its maps are drawn in two colours about 0, and not as pictures from 0 to 1."""


class Convolved(Drawn):
    """A picture, and what one convolution after another makes of it."""

    type: Literal["convolved"] = "convolved"
    title: Text
    picture: Floats
    """(colours, height, width), 0 to 1: one grey, or red, green and blue."""
    ink: bool = False
    """Whether 1 is ink on paper, and not light in the dark."""
    stages: list[Stage]
    remarks: list[Text] = Field(default_factory=list)
    kernel: str = ""
    """The kernel as it was typed, where a network can begin with it."""
