"""What the server knows of specs, networks and new runs: plain values, as they come from the reader."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Base64Bytes

from models.events import Number
from models.sentences import Text
from server.schema.base import SpecJson
from server.store.rows import RaceRow, RunRow


@dataclass(frozen=True)
class Headline:
    """The series by which the best epoch is chosen."""

    name: str
    better: Literal["higher", "lower"]

    def beats(self, value: float, best: Number) -> bool:
        return best is None or (value > best if self.better == "higher" else value < best)


@dataclass(frozen=True)
class CheckedSpec:
    """A spec that can be trained, with all its settings."""

    json: SpecJson
    steps: int
    steps_per_epoch: int
    headline: Headline | None
    memory: int | None = None
    """Bytes that training it takes; None where others of the same race promise to need more."""


@dataclass(frozen=True)
class PreparedRun:
    """A run that can be stored."""

    row: RunRow
    spec: CheckedSpec


@dataclass(frozen=True)
class Prepared:
    """Runs that were asked for, in the order of the request, and where they begin."""

    race: RaceRow | None
    runs: list[PreparedRun]
    step: int = 0
    epoch: float = 0.0


@dataclass(frozen=True)
class PlannedSpec:
    """``plan`` has the fields of the schema ``Plan`` that follow from the spec alone."""

    plan: dict[str, Any]
    spec: SpecJson
    memory: int
    multiply_adds: int
    examples: int
    """Of an epoch."""


@dataclass(frozen=True)
class DrawnCard:
    """``picture`` has those fields of the schema ``Drawing`` that are drawn; a laboratory has nothing else."""

    picture: dict[str, Any]
    spec: SpecJson | None = None
    """What is trained where somebody opens the card."""
    parameters: int | None = None
    multiply_adds: int = 0
    """Forward, until the first epoch is scored."""
    calls: int = 0
    """Of layers, until then."""
    epochs: float = 1.0
    """How much of an epoch that is: less where the training is shorter than one."""


@dataclass(frozen=True)
class Smaller:
    """What of a spec would fit into less memory: a setting and its value, where one is enough."""

    classroom: bool
    """Whether it is a published size that has one for a classroom."""
    pointer: str | None = None
    title: Text | None = None
    value: int | None = None


@dataclass(frozen=True)
class RestoredSpec:
    """A stored spec in today's settings: why it can no longer be used, or None; and how its best epoch is chosen."""

    spec: SpecJson
    varied: dict[str, Any]
    problem: Text | None
    headline: Headline | None


@dataclass(frozen=True)
class ExportedFile:
    """A file to take away: its content, or where it lies on the disk."""

    name: str
    media: str
    content: Base64Bytes | None = None
    path: str | None = None
    checked: Text | None = None
    """What was checked of it, and what came of that."""


@dataclass(frozen=True)
class FetchEnd:
    """How a fetch ended: why it failed, in words, and what the log is to say of it."""

    problem: Text | None = None
    traceback: str = ""
