"""Weights that a person opens from a file."""

from server.schema.base import Body


class Opened(Body):
    """``POST /api/weights``: a file of weights that was read and is kept for a while."""

    weights: str
    """SHA-256 of the content; what a run that is to begin with them names."""
    parameters: int
    bytes: int
