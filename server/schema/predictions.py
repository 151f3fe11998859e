"""Inputs of other programs, and what a network answers to them."""

from typing import Annotated, Any

from pydantic import Field

from models.events import Number
from server.schema.base import At, Body

MOST = 100

Input = Annotated[str, Field(max_length=100_000)] | list[Any]
"""A text as a person would type it, a drawing as base64 of its pixels, or nested lists of numbers: a picture of 0 to 1
(channels, height, width), a window (time, features) as the network is fed it."""


class PredictionRequest(Body):
    """``POST /api/runs/{run}/predict``."""

    inputs: list[Input] = Field(min_length=1, max_length=MOST)
    at: At = "live"
    """The newest weights that are kept, the ``best``, or those of a step."""


class Prediction(Body):
    """Of a class or a text the answer; of everything else the values."""

    answer: str | None
    sure: Number
    """The network's own probability of its answer."""
    chances: dict[str, Number] | None
    """Of all classes, by name, the likeliest first."""
    values: Any
    """Nested lists of numbers, in the unit of the data; null of classes and texts."""


class Predictions(Body):
    run: str
    step: int
    epoch: float
    answers: list[Prediction]
    """One for each input, in their order."""
