"""Frames of the socket ``/api/live``: JSON text, encoded once, the same bytes to every page that watches."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from models.events import Changed, Checkpoint, Event, Notice, State
from models.sentences import Text
from server.schema.fetching import Fetch
from server.schema.looks import ViewAnswer, ViewRequest
from server.schema.runs import Curves, Run


class Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Hello(Frame):
    """First frame. A page of another version reloads itself."""

    type: Literal["hello"] = "hello"
    version: str
    person: str
    may: list[str]
    """What the person may do with what is theirs, as "start" and "fetch"; see `server/people/roles.py`."""


class Runs(Frame):
    """Runs created or changed, in full, and ids of removed ones. After ``hello`` all runs come once.

    ``places`` are those of waiting runs in the queue of all, from 1, where there are others: once a second at most.
    What it does not name keeps its place.
    """

    type: Literal["runs"] = "runs"
    runs: list[Run]
    removed: list[str] = []
    places: dict[str, int] | None = None


class History(Frame):
    """What a run has said up to ``seq``: its curves (thinned to what a screen can show) and all other events."""

    type: Literal["history"] = "history"
    run: str
    seq: int
    curves: list[Curves]
    events: list[State | Changed | Checkpoint | Notice]


class EventFrame(Frame):
    """One event, as stored."""

    type: Literal["event"] = "event"
    run: str
    attempt: int
    seq: int
    at: str
    event: Event


class CaughtUp(Frame):
    """Replay is over; what follows is live."""

    type: Literal["caught_up"] = "caught_up"
    run: str
    seq: int


class Reset(Frame):
    """Forget the run's curves beyond what comes next: a history follows (a new attempt began from a checkpoint)."""

    type: Literal["reset"] = "reset"
    run: str


class ViewFrame(Frame):
    """The answer to a look."""

    type: Literal["view"] = "view"
    look: ViewAnswer


class ViewRefused(Frame):
    """A look that could not be answered, with a sentence for people."""

    type: Literal["refused"] = "refused"
    run: str
    view: str
    question: str
    detail: Text


class Fetches(Frame):
    """Data sets that were asked for since the server began, each with how far its last fetching is: all of them each
    time. What a task needs is here once its set is fetched: the catalogue says so then."""

    type: Literal["fetches"] = "fetches"
    fetches: list[Fetch]


class Trouble(Frame):
    """A part of the server failed; a sentence for people says which, and whether it goes on."""

    type: Literal["trouble"] = "trouble"
    text: Text


class Beat(Frame):
    """After five seconds in which there was nothing else, so that a dead link shows."""

    type: Literal["beat"] = "beat"


ServerFrame = Annotated[
    Hello | Runs | History | EventFrame | CaughtUp | Reset | ViewFrame | ViewRefused | Fetches | Trouble | Beat,
    Field(discriminator="type"),
]


class Watch(Frame):
    """The runs the page shows now, whole set each time: id -> last seq seen (0: none).

    A run that was in the set before goes on where it is; leave it out once to be told it anew.
    """

    type: Literal["watch"] = "watch"
    runs: dict[str, int] = Field(max_length=500)


class ViewRequests(Frame):
    """What the page looks at now, whole set each time; live looks are answered again as the network learns."""

    type: Literal["look"] = "look"
    looks: list[ViewRequest] = Field(max_length=64)


class Pace(Frame):
    """Views and points a second that the page wants (a hidden tab asks for less); from ten on they go as they come."""

    type: Literal["pace"] = "pace"
    hertz: float = Field(ge=0.1, le=20)


PageFrame = Annotated[Watch | ViewRequests | Pace, Field(discriminator="type")]

SERVER_FRAME: TypeAdapter[ServerFrame] = TypeAdapter(ServerFrame)
PAGE_FRAME: TypeAdapter[PageFrame] = TypeAdapter(PageFrame)
