"""Where weights lie, for the server and for its workers: asked for and handed over by run and step, never by file.

A store holds two things of a step: the weights, which are what one looks at, takes away and may begin with, and the
whole state (``full``), from which training goes on as if nothing had happened. All calls block: make them in a thread.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.training.checkpoints import Saved


class NoWeights(Exception):
    """Nothing of this step is stored; the text says so to a person."""


class DamagedWeights(Exception):
    """What is stored cannot be read; the text says why."""


class NotWritten(Exception):
    """The weights could not be stored; the text is the system's reason."""


@dataclass(frozen=True)
class Stored:
    """What is stored of one step: its size in bytes, and when it was written, in nanoseconds."""

    step: int
    full: bool
    bytes: int
    at: int


class WeightStore(Protocol):
    """The weights of all runs."""

    @property
    def place(self) -> str:
        """Where it is, for a process of this machine, which opens the same store by it; empty where none can."""
        ...

    def prepare(self, run: str) -> None:
        """Makes ready for an attempt, and clears away what a killed worker left half written. Raises OSError."""
        ...

    def stored(self, run: str) -> list[Stored]:
        """All that is there of a run, in no order; nothing of a run that is not known."""
        ...

    def steps(self, run: str, full: bool = False) -> list[int]:
        """Steps of which the weights, or the whole state, are there, ascending."""
        ...

    def read(self, run: str, step: int, full: bool = False) -> Saved:
        """Raises ``NoWeights`` where there are none, ``DamagedWeights`` where they are torn, and OSError."""
        ...

    def read_start(self, run: str, step: int) -> Saved:
        """What to go on from at ``step``: the whole state where it is there, else the weights.

        Raises ``NoWeights`` where there is neither. Raises ``DamagedWeights`` where it cannot be read: then it is put
        aside, so that the run can go on from the step before.
        """
        ...

    def write(self, run: str, step: int, saved: Saved, full: bool = False) -> int:
        """Stores so that a reader finds all of it or nothing; gives the bytes. Raises ``NotWritten``."""
        ...

    def copy(self, run: str, step: int, to: str) -> None:
        """All that is there of one step, for another run to begin with. Raises ``NotWritten``."""
        ...

    def file(self, run: str, step: int) -> Path:
        """A safetensors file of this machine that holds the weights; it may be gone where they were deleted."""
        ...

    def delete(self, run: str, step: int, full: bool = False) -> None:
        """Nothing happens where nothing is there. Raises OSError."""
        ...

    def delete_after(self, run: str, step: int) -> None:
        """What no step leads to any more, where a run goes on from ``step``. Raises OSError."""
        ...

    def delete_run(self, run: str) -> None:
        """All of a run, also where something is in the way."""
        ...
