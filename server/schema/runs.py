"""Runs, races, what is done with them, and their curves."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from models.commands import FASTEST, SLOWEST
from models.events import Notice, Number, RunState
from models.sentences import Text
from server.schema.base import At, Body, SpecJson
from server.schema.words import Line, Lines


class Slowed(Body):
    """How fast people watch: at most so many steps a second; null is full speed."""

    steps_per_second: float | None = Field(None, ge=SLOWEST, le=FASTEST)


class NewRuns(Slowed):
    """Either ``specs``, or ``spec`` with ``vary``: JSON pointer -> values; every combination becomes a run.

    With ``equal`` the networks get as nearly as many parameters as that of ``spec``, where their architecture allows.
    """

    specs: list[SpecJson] = Field([], max_length=64)
    spec: SpecJson | None = None
    vary: dict[str, list[Any]] = Field({})
    equal: bool = False
    title: Line = Field("", max_length=200)
    weights: str = Field("", max_length=64)
    """What ``POST /api/weights`` gave: all of them begin with these weights."""
    file: Line = Field("", max_length=200)
    """How the file was called."""


class Made(Body):
    race: str | None
    runs: list[str]


class Parent(Body):
    """The run and the step from which a fork went its own way."""

    run: str
    step: int
    epoch: Number = None
    """Null in runs that were forked before it was kept."""
    file: str = ""
    """The weights were opened from a file of this name, and ``run`` is empty."""
    weights: str = ""
    """SHA-256 of that file."""


class Attempt(Body):
    number: int
    state: RunState
    reason: Text
    from_step: int
    extend: int = 0
    """Epochs by which this attempt was to be longer than planned before."""
    extend_batches: int = 0
    """The same in batches, of a run whose length is counted so."""
    device: str
    threads: int
    started: str | None
    ended: str | None


class Best(Body):
    series: str
    value: Number
    step: int
    epoch: float


class Run(Body):
    """All of a run but its curves."""

    id: str
    owner: str
    race: str | None
    title: Text
    spec: SpecJson
    varied: dict[str, Any]
    """The settings in which it differs from the others of its race, by JSON pointer."""
    state: RunState
    reason: Text
    place: int | None
    """Place in the queue, from 1, while queued."""
    created: str
    attempts: list[Attempt]
    parameters: int
    multiply_adds: int
    """For one example, one pass forward; 0 until they are counted."""
    steps: int
    steps_per_epoch: int
    step: int
    epoch: float
    seconds: float
    examples: int
    """Learnt from so far, each as often as it came."""
    baseline: dict[str, float]
    best: Best | None
    """Best validation value of the task's headline series so far."""
    test: dict[str, Number]
    """Scores on the test split, once finished."""
    train: dict[str, Number] = Field({})
    """Running means of the last epoch, by series: over its batches, as they were before their updates, dropout on."""
    snapshots: list[int]
    """Steps whose weights are kept."""
    notices: list[Notice]
    deleted: bool
    parent: Parent | None
    """Where it was forked from, or null."""
    problem: Text | None
    """Why the spec can no longer be used with today's settings, or null."""
    note: str = ""
    """What a person wrote beside it."""
    pinned: bool = False
    """Kept at the top, and on the charts."""
    changes: int = 0
    """How often a setting was changed while it trained, its length aside."""
    steps_per_second: Number = None
    """What somebody slowed it to, to watch its steps; null is full speed. It ends with the attempt."""


class Race(Body):
    id: str
    owner: str
    title: Text
    created: str
    runs: list[str]


class Curves(Body):
    """Rows of one clock. In a history the columns are those measured, a curve for each set of them; in the answer to
    ``points`` there is one curve with all columns, and null also where a row did not measure one."""

    clock: Literal["batch", "epoch", "test"]
    columns: dict[str, list[Number]]
    thinned: bool
    """True where only extremes of each stretch are given."""


class Stepped(Body):
    """``POST /api/runs/{id}/step``."""

    unit: Literal["batch", "epoch"] = "batch"


class Longer(Body):
    """``POST /api/runs/{id}/extend`` and ``/continue``: by how many epochs, or batches, and not by both.

    Where neither is given, ``extend`` takes ten epochs, or of a run counted in batches its own length once more.
    """

    epochs: int = Field(0, ge=0, le=1000)
    """Also of a run counted in batches: so many times all of its examples."""
    batches: int = Field(0, ge=0, le=1_000_000)
    """Only of a run counted in batches."""


class Remarks(Body):
    """What a person says of a run; what is left out stays as it is."""

    note: Lines | None = Field(None, max_length=2000)
    pinned: bool | None = None


class Moved(Body):
    """Another place in the queue: before this waiting run; null is the end."""

    before: str | None


class Forked(Slowed):
    """``POST /api/runs/{id}/fork``: from which weights, and what is to be different (JSON pointer -> value)."""

    at: At = "live"
    changes: dict[str, Any] = Field({}, max_length=64)
    title: Line = Field("", max_length=200)


class Start(Body):
    """Weights that a fork can begin with; ``full`` with the optimiser's state, else it begins anew."""

    step: int
    epoch: float
    full: bool


class Forkable(Body):
    """``GET /api/runs/{id}/fork``: what a fork at ``at`` would be if nothing were different."""

    at: int
    spec: SpecJson
    settings: list[str]
    """JSON pointers of what may be different."""
    starts: list[Start]
    best: int | None
    """The step of the best weights that are kept."""


class LiveChange(Body):
    """``PATCH /api/runs/{id}/training``: any live setting of the training."""

    model_config = ConfigDict(extra="allow")
