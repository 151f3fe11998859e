"""What can be said to a training while it runs. Each command is acknowledged by an event with its step.

But ``slow``: it changes nothing of the result, and so is no part of what is told of it.
"""

from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from models.sentences import Sentence, Text

BY_HAND = Sentence("stopped-by-hand", "stopped by hand")

SLOWEST, FASTEST = 0.1, 100.0
"""Steps a second of a run that is slowed."""


class CommandBase(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pause(CommandBase):
    type: Literal["pause"] = "pause"


class Resume(CommandBase):
    type: Literal["resume"] = "resume"


class Step(CommandBase):
    """One batch more, or to the end of the epoch; then pause."""

    type: Literal["step"] = "step"
    unit: Literal["batch", "epoch"] = "batch"


class Stop(CommandBase):
    """Stop after the present step and keep what was learnt."""

    type: Literal["stop"] = "stop"
    reason: Text = BY_HAND()


class Extend(CommandBase):
    """Train for so many epochs, or batches, longer than planned. A cosine stays at its end; other schedules go on.

    Whatever the unit of the plan, the other one is translated: batches into whole epochs, rounded up.
    """

    type: Literal["extend"] = "extend"
    epochs: int = Field(0, ge=0, le=1000)
    batches: int = Field(0, ge=0, le=1_000_000)


class Change(CommandBase):
    """Set a live setting, by JSON pointer, from the next step on."""

    type: Literal["change"] = "change"
    setting: str
    value: bool | int | float | str


class Slow(CommandBase):
    """At most so many steps a second, for people to watch; None is full speed. It changes nothing of the result."""

    type: Literal["slow"] = "slow"
    steps_per_second: float | None = Field(default=None, ge=SLOWEST, le=FASTEST)


class Look(CommandBase):
    """Compute a view once, between two steps; ``number`` comes back with the answer."""

    type: Literal["look"] = "look"
    view: str
    question: str = ""
    number: int = 0


Command = Annotated[Pause | Resume | Step | Stop | Extend | Change | Slow | Look, Field(discriminator="type")]

COMMAND: TypeAdapter[Command] = TypeAdapter(Command)


class Inbox(Protocol):
    """Where a training finds its commands."""

    def get(self, seconds: float) -> Command | None:
        """The next command, waiting so long for it: None when none came; infinity blocks. Closed means ``Stop``."""
        ...
