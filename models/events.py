"""Everything a run can say: one tagged union, stored before it is sent, read by the page through generated types.

The server adds the envelope (run, attempt, seq, at). Numbers that may be NaN are ``float | None``: at the border a
number that is not finite becomes null, because JSON has no word for it.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from models.sentences import NO_TEXT, Text

Number = float | None


class RunState(StrEnum):
    """Where an attempt is in its life."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


LAST = frozenset({RunState.FINISHED, RunState.STOPPED, RunState.FAILED, RunState.INTERRUPTED})
"""Exactly one of these ends an attempt."""

NEXT: dict[RunState, frozenset[RunState]] = {
    RunState.QUEUED: frozenset({RunState.STARTING, RunState.STOPPED, RunState.FAILED, RunState.INTERRUPTED}),
    RunState.STARTING: frozenset({RunState.RUNNING}) | LAST,
    RunState.RUNNING: frozenset({RunState.PAUSED}) | LAST,
    RunState.PAUSED: frozenset({RunState.RUNNING}) | LAST,
    **{last: frozenset({RunState.QUEUED}) for last in LAST},
}
"""Allowed transitions. A last state is left only by a new attempt, which begins queued."""


class EventBase(BaseModel):
    """Base of the events: immutable, nothing unknown, every field present in the schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class State(EventBase):
    """The attempt is now in ``state``; ``reason`` says why in words."""

    type: Literal["state"] = "state"
    state: RunState
    reason: Text = NO_TEXT
    step: int = 0
    epoch: float = 0.0
    device: str = ""
    threads: int = 0
    versions: dict[str, str] = {}
    baseline: dict[str, float] = {}
    """What guessing gives, by series; said once, with the first ``running``."""
    parameters: int = 0
    steps_per_epoch: int = 0
    steps: int = 0
    """Planned length in steps, as of now."""


class Points(EventBase):
    """Rows of one clock, by column. Columns: step, epoch (a fraction), examples, seconds, then ``split/series``.

    A column that was not measured is absent; null is a number that is not finite. Step 0 is the untrained network.
    ``seconds`` counts training only, over all attempts. Batch values are those before their update.
    """

    type: Literal["points"] = "points"
    clock: Literal["batch", "epoch", "test"]
    columns: dict[str, list[Number]]


class Changed(EventBase):
    """A live setting was changed, or a command took effect, after ``step`` steps."""

    type: Literal["changed"] = "changed"
    setting: str
    """JSON pointer into the spec, e.g. ``/training/learning_rate``."""
    before: bool | int | float | str
    after: bool | int | float | str
    step: int
    epoch: float


class Checkpoint(EventBase):
    """Weights were kept (``full`` false) or the whole resumable state (``full`` true)."""

    type: Literal["checkpoint"] = "checkpoint"
    step: int
    epoch: float
    bytes: int
    full: bool = False
    best: bool = False


class Notice(EventBase):
    """What a person should know, with what to try."""

    type: Literal["notice"] = "notice"
    code: Literal["diverged", "disk full", "let go", "worker", "settings", "alarm"]
    text: Text
    attempt_this: Text = NO_TEXT
    step: int = 0
    epoch: float = 0.0


Event = Annotated[State | Points | Changed | Checkpoint | Notice, Field(discriminator="type")]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
