"""One look at a view, and its answer."""

from pydantic import ConfigDict, Field

from models.look.pictures import Picture
from server.schema.base import At, Body, SpecJson


class LookRequest(Body):
    view: str
    question: str = Field("", max_length=100_000)
    at: At = "live"
    """``live``: the weights of now; ``best``; or the step of a snapshot."""


class ViewRequest(LookRequest):
    """What somebody looks at; equal requests are answered once for all who made them."""

    model_config = ConfigDict(frozen=True)

    run: str


class ViewAnswer(Body):
    run: str
    view: str
    question: str
    at: At
    step: int
    epoch: float
    picture: Picture


class DataLookRequest(Body):
    """A look at what a spec learns from, before anything is trained."""

    spec: SpecJson
    view: str
    question: str = Field("", max_length=1000)


class DataAnswer(Body):
    picture: Picture
