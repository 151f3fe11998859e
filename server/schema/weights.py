"""Weights that a person opens from a file."""

from models.sentences import Text
from server.schema.base import Body


class Opened(Body):
    """``POST /api/weights``: a file of weights that was read and is kept for a while."""

    weights: str
    """SHA-256 of the content; what a run that is to begin with them names."""
    parameters: int
    bytes: int


class WeightsFit(Body):
    """``POST /api/weights/{weights}/fit``: whether a network can begin with a file of weights."""

    left: Text | None
    """Which layers are from the file and which are not, and why; null where all are and nothing is left over."""
