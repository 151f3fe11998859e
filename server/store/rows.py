"""Plain values that go into the store and come out of it."""

from dataclasses import dataclass, field

from server.store.pyramid import Table


@dataclass(frozen=True)
class RaceRow:
    id: str
    owner: str
    title: str
    created: str


@dataclass(frozen=True)
class RunRow:
    """A run as stored: ``spec``, ``varied``, ``facts`` and ``parent`` are JSON."""

    id: str
    owner: str
    race: str | None
    title: str
    spec: str
    varied: str
    created: str
    place: int
    facts: str
    parent: str | None = None
    deleted: str | None = None
    attempt: int = 0
    open: bool = False
    seq: int = 0
    reset: int = 0
    note: str = ""
    pinned: bool = False


@dataclass(frozen=True)
class AttemptRow:
    """What is known of one attempt; the last of a run's is its present one."""

    run: str
    number: int
    state: str
    reason: str = ""
    from_step: int = 0
    extend: int = 0
    extend_batches: int = 0
    device: str = ""
    threads: int = 0
    started: str | None = None
    ended: str | None = None


@dataclass(frozen=True)
class Entry:
    """An event to be stored, with what it changes: the run's facts always, an attempt when its state changes."""

    run: str
    attempt: int
    type: str
    body: bytes
    at: str
    step: int
    facts: str
    rows: tuple[str, Table] | None = None
    """Clock and rows of ``points``."""
    state: AttemptRow | None = None
    last: bool = False
    """True for the last state of an attempt: it closes it."""
    late: bool = False
    """True for an event of the server's own about a run whose attempt may be over."""


@dataclass(frozen=True)
class StoredEvent:
    """An event as stored."""

    attempt: int
    seq: int
    at: str
    body: str


@dataclass(frozen=True)
class History:
    """A run up to ``seq``: its curves, by clock and form, and JSON of its other events."""

    seq: int
    curves: list[tuple[str, Table, bool]]
    """Clock, rows of one form, thinned."""
    events: list[str]


@dataclass
class StoredRuns:
    """Everything but events and curves."""

    races: list[RaceRow] = field(default_factory=list)
    runs: list[RunRow] = field(default_factory=list)
    attempts: list[AttemptRow] = field(default_factory=list)
