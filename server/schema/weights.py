"""Weights that a person opens from a file."""

from pydantic import Field

from models.sentences import Text
from server.schema.base import Body, SpecJson


class Opened(Body):
    """``POST /api/weights``: a file of weights that was read and is kept for a while."""

    weights: str
    """SHA-256 of the content; what a run that is to begin with them names."""
    parameters: int
    bytes: int


class KernelOfSpec(Body):
    """``POST /api/weights/kernel``: a kernel, by its name or as it is typed, for the network of a spec."""

    spec: SpecJson
    kernel: str = Field(max_length=2_000)


class WeightsFit(Body):
    """``POST /api/weights/{weights}/fit``: whether a network can begin with a file of weights."""

    left: Text | None
    """Which layers are from the file and which are not, and why; null where all are and nothing is left over."""
