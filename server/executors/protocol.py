"""What provides workers: start an attempt, an inbox, events out, kill, what became of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from models.commands import Command


@dataclass(frozen=True)
class Assignment:
    """One attempt at a run, in plain values. ``folder`` is where its snapshots lie and are to be written."""

    run: str
    attempt: int
    spec: dict[str, Any]
    folder: Path
    device: str = "auto"
    threads: int = 1
    start: Path | None = None
    """Checkpoint to start from."""
    forked: bool = False
    """True where the checkpoint is another run's: then the settings of this spec count, not the checkpoint's."""
    memory: int = 0
    """Bytes that it may take beyond what a worker has before it begins; 0 is no bound."""
    changed: dict[str, Any] = field(default_factory=dict)
    """Settings that were changed up to where it starts, by JSON pointer; some after the checkpoint was written."""


@dataclass(frozen=True)
class Outcome:
    """How a worker's process ended: exit code (negative: the signal; None: nobody knows) and the end of its stderr."""

    code: int | None
    stderr: str = ""

    def in_words(self) -> str:
        if self.code is None:
            return "the worker is gone, and nobody knows how: the process that started it has died"
        if self.code == -9:
            return "the worker was killed (signal 9); if nobody did that, the machine ran out of memory"
        if self.code < 0:
            return f"the worker was ended by signal {-self.code}"
        last = self.stderr.strip().splitlines()[-1:] or ["it left no last words"]
        return f"the worker ended with exit code {self.code}: {last[0]}"


@dataclass(frozen=True)
class Said:
    """An event as the worker encoded it: its type, its JSON, and for the last-state rule its state."""

    type: str
    body: bytes
    state: str | None = None


@dataclass(frozen=True)
class Answer:
    """A look answered: ``number`` of the look, where training stood, and the picture's JSON or what was wrong."""

    number: int
    step: int
    epoch: float
    picture: bytes = b""
    refused: str = ""


class Worker(Protocol):
    """One attempt in one process."""

    def says(self) -> AsyncIterator[Said | Answer]:
        """All the worker says, until end-of-file; must be read to the end."""
        ...

    def send(self, command: Command) -> None:
        """Put a command into the worker's inbox; a worker that is gone ignores it."""
        ...

    async def ended(self) -> Outcome:
        """What became of the process; after ``says`` ended it comes at once."""
        ...

    async def kill(self) -> None:
        """End the process now."""
        ...


class Reader(Protocol):
    """A warm process that answers looks at kept weights with the same code as a worker."""

    async def look(self, spec: dict[str, Any], weights: Path, view: str, question: str) -> Answer:
        """One after the other, in the order in which they are asked."""
        ...


class Executor(Protocol):
    """This machine, or a cluster."""

    @property
    def places(self) -> int:
        """How many attempts may run at once."""
        ...

    async def open(self) -> None: ...

    async def close(self) -> None:
        """End every worker, kindly within a deadline, then not."""
        ...

    async def start(self, assignment: Assignment) -> Worker: ...

    def abort(self) -> None:
        """End every process now, from any thread: the server is about to end without waiting for anything."""
        ...

    def processes(self) -> dict[int, str | None]:
        """Workers of this machine by process id, each with its run; None for those that wait for one."""
        ...

    @property
    def reader(self) -> Reader: ...
