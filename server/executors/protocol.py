"""What provides workers. Everything goes over in plain values, ids and encoded bytes, so that a worker may stand on
another machine: weights are asked for by run and step (``server.weights.protocol``), and nobody knows a process's id.
"""

from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from models.commands import Command
from models.sentences import NO_TEXT, Sentence, Text
from server.machine.memory import Memory
from server.machine.usage import WorkerUsage
from server.weights.protocol import WeightStore

CLOSED = Sentence("server-closed", "the server was closed")
LOST = Sentence("worker-lost", "the worker is gone, and nobody knows how: the process that started it has died")
KILLED = Sentence(
    "worker-killed", "the worker was killed (signal 9); if nobody did that, the machine ran out of memory"
)
MACHINE_LOST = Sentence(
    "machine-lost", "the machine {machine} does not answer any more; the run goes on elsewhere from its last checkpoint"
)
BY_SIGNAL = Sentence("worker-signalled", "the worker was ended by signal {signal}")
ENDED = Sentence("worker-ended", "the worker ended with exit code {code}: {error}")
WORDLESS = Sentence("no-last-words", "it left no last words")


@dataclass(frozen=True)
class Assignment:
    """One attempt at a run, in plain values. Its snapshots go into the executor's store of weights."""

    run: str
    attempt: int
    spec: dict[str, Any]
    device: str = "auto"
    threads: int = 1
    start: int | None = None
    """The step of the stored state, or else of the weights, to go on from."""
    forked: bool = False
    """True where what it starts from is another run's: then the settings of this spec count, not the checkpoint's."""
    memory: int = 0
    """Bytes that it may take beyond what a worker has before it begins; 0 is no bound."""
    changed: dict[str, Any] = field(default_factory=dict)
    """Settings that were changed up to where it starts, by JSON pointer; some after the checkpoint was written."""


@dataclass(frozen=True)
class Outcome:
    """How a worker ended: exit code (negative: the signal; None: nobody knows) and the end of its stderr."""

    code: int | None
    stderr: str = ""
    machine: str = ""
    """The machine that is gone, and the worker with it: the run is interrupted, and goes on on another."""

    def in_words(self) -> Text:
        if self.machine:
            return MACHINE_LOST(machine=self.machine)
        if self.code is None:
            return LOST()
        if self.code == -9:
            return KILLED()
        if self.code < 0:
            return BY_SIGNAL(signal=-self.code)
        last = self.stderr.strip().splitlines()[-1:] or [WORDLESS()]
        return ENDED(code=self.code, error=last[0])


@dataclass(frozen=True)
class EncodedEvent:
    """An event as the worker encoded it: its type, its JSON, and for the last-state rule its state."""

    type: str
    body: bytes
    state: str | None = None


PREDICTIONS = "predict"
"""In the place of a view: the question is a list of inputs as JSON, and so is what is answered to them."""


@dataclass(frozen=True)
class LookRequest:
    """A look at stored weights of a run; ``spec`` is the run's. Without a run it is a look at the data of ``spec``."""

    run: str
    step: int
    spec: dict[str, Any]
    view: str
    question: str


@dataclass(frozen=True)
class Answer:
    """A look answered: ``number`` of the look, where training stood, and the picture's JSON or what was wrong."""

    number: int
    step: int
    epoch: float
    picture: bytes = b""
    refused: Text = NO_TEXT


class Worker(Protocol):
    """One attempt, wherever it runs."""

    def output(self) -> AsyncIterator[EncodedEvent | Answer]:
        """All that the worker sends, in order, until it is gone; must be read to the end.

        It ends also where the worker dies in the middle. Raises nothing: :meth:`ended` says what became of it.
        """
        ...

    def send(self, command: Command) -> None:
        """Put a command into the worker's inbox, without waiting; a worker that is gone ignores it. Raises nothing."""
        ...

    async def ended(self) -> Outcome:
        """What became of the worker; after ``output`` ended it comes at once. Raises nothing."""
        ...

    async def kill(self) -> None:
        """End the worker now, so that ``output`` ends. One that is gone is no error. Raises nothing."""
        ...


class Reader(Protocol):
    """Answers looks at stored weights with the same code as a worker (``server.executors.model_cache``)."""

    async def look(self, request: LookRequest) -> Answer:
        """One after the other, in the order in which they are asked; what cannot be shown is refused in words.

        Raises OSError or RuntimeError where nobody could be started who answers.
        """
        ...


@dataclass(frozen=True)
class Elsewhere:
    """A machine of a cluster; ``memory.left`` is what all that we train there may take together."""

    name: str
    memory: Memory
    places: int


class Executor(Protocol):
    """This machine, or a cluster. Its coroutines are awaited in the server's event loop and must not block it.

    The server can be started with one that lies in a folder of its own: see ``server.executors.executor``.
    """

    @property
    @abstractmethod
    def places(self) -> int:
        """How many attempts may run at once. It may change as machines come and go, and is asked once a second."""
        ...

    @abstractmethod
    async def open(self, weights: WeightStore) -> None:
        """Before anything else, once. ``weights`` is where its workers read and write them. Raises OSError."""
        ...

    @abstractmethod
    async def close(self) -> None:
        """End every worker, kindly within two seconds, then not. Raises nothing."""
        ...

    @abstractmethod
    async def start(self, assignment: Assignment) -> Worker:
        """Begin an attempt. Raises OSError or RuntimeError, with a reason, where no worker could be started."""
        ...

    @abstractmethod
    def abort(self) -> None:
        """End every process now, from any thread: the server is about to end without waiting for anything."""
        ...

    def elsewhere(self) -> list[Elsewhere]:
        """The machines that train, where this one is not all there is: what runs need must fit on one of them."""
        return []

    @abstractmethod
    def usage(self) -> list[WorkerUsage]:
        """What each of its workers uses of this machine now. It may take a while: call it in a thread."""
        ...

    @property
    @abstractmethod
    def reader(self) -> Reader:
        """The same one each time, also before ``open``; it is asked nothing before that."""
        ...
