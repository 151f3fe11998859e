"""An executor whose workers say what the test makes them say."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import anyio

from models.commands import Command, Look
from models.events import Event, Points, RunState, State
from models.sentences import Text
from server.executors.protocol import Answer, Assignment, Elsewhere, EncodedEvent, LookRequest, Outcome
from server.machine.usage import WorkerUsage
from server.weights.folder import name_of
from server.weights.protocol import WeightStore

PICTURE = json.dumps({"type": "marked text", "marks": [], "right": 0, "of": 0}).encode()


async def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Waits for ``condition`` to hold."""
    with anyio.fail_after(seconds):
        while not condition():
            await anyio.sleep(0.005)


class FakeWorker:
    """One attempt, played by a test."""

    def __init__(self, assignment: Assignment, weights: WeightStore) -> None:
        self.assignment = assignment
        self.folder = Path(weights.place, assignment.run)
        """Where its weights lie."""
        self.commands: list[Command] = []
        self.killed = False
        self.deaf = False
        """A deaf worker does not end when it is killed either; the test ends it."""
        self._outcome = Outcome(0)
        self._put, self._take = anyio.create_memory_object_stream[EncodedEvent | Answer](100_000)

    def say(self, event: Event) -> None:
        state = event.state if isinstance(event, State) else None
        self._put.send_nowait(EncodedEvent(event.type, event.model_dump_json().encode(), state))

    def say_bytes(self, type: str, body: bytes) -> None:
        self._put.send_nowait(EncodedEvent(type, body))

    def answer(self, look: Look, step: int = 0, refused: str = "", picture: bytes = PICTURE) -> None:
        self._put.send_nowait(Answer(look.number, step, step / 10, picture, Text(refused)))

    def run(self, steps: int = 100) -> None:
        """Says that it runs."""
        self.say(State(state=RunState.RUNNING, steps=steps, steps_per_epoch=10, parameters=7, device="cpu", threads=1))

    def learn(self, first: int, last: int, loss: float | None = 0.5) -> None:
        """Says batch points of the steps from ``first`` to before ``last``."""
        steps = [float(step) for step in range(first, last)]
        columns: dict[str, list[float | None]] = {
            "step": list(steps),
            "epoch": [step / 10 for step in steps],
            "examples": [step * 128 for step in steps],
            "seconds": [step / 100 for step in steps],
            "train/loss": [None if loss is None else loss + 1 / (1 + step) for step in steps],
        }
        self.say(Points(clock="batch", columns=columns))

    def measure(self, step: int, exact: float, clock: str = "epoch") -> None:
        """Says how well it does."""
        split = "test" if clock == "test" else "validation"
        row: dict[str, list[float | None]] = {"step": [step], "epoch": [step / 10], "seconds": [step / 100]}
        self.say(Points.model_validate({"clock": clock, "columns": row | {f"{split}/exact": [exact]}}))

    def snapshot(self, step: int) -> Path:
        """Leaves weights behind, as a worker does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / name_of(step)
        file.write_bytes(b"weights of step %d" % step)
        return file

    def end(self, state: RunState = RunState.FINISHED, reason: str = "all is done") -> None:
        """Says its last, and leaves."""
        self.say(State(state=state, reason=reason, step=100))
        self.leave()

    def leave(self, code: int = 0, stderr: str = "") -> None:
        self._outcome = Outcome(code, stderr)
        self._put.close()

    def looks(self) -> list[Look]:
        return [command for command in self.commands if isinstance(command, Look)]

    async def output(self) -> AsyncIterator[EncodedEvent | Answer]:
        async with self._take:
            async for said in self._take:
                yield said

    def send(self, command: Command) -> None:
        self.commands.append(command)

    async def ended(self) -> Outcome:
        return self._outcome

    async def kill(self) -> None:
        self.killed = True
        if not self.deaf:
            self._put.close()


class FakeReader:
    """Answers every look with the same picture."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str, str]] = []
        """Step, view and question of each."""

    async def look(self, request: LookRequest) -> Answer:
        self.asked.append((request.step, request.view, request.question))
        if request.question == "nonsense":
            return Answer(0, 0, 0.0, refused=Text("That is no sum."))
        return Answer(0, request.step, request.step / 10, PICTURE)


class FakeExecutor:
    """Starts what the test then plays."""

    def __init__(self, places: int = 3) -> None:
        self.places = places
        self.workers: list[FakeWorker] = []
        self.reader = FakeReader()
        self.broken = ""
        self.used = 2**20
        """Bytes that the newest worker seems to have."""
        self.others: list[Elsewhere] = []
        self.measured = 0
        """How often it was asked what its workers use."""
        self.weights: WeightStore

    async def open(self, weights: WeightStore) -> None:
        self.weights = weights

    async def close(self) -> None:
        for worker in self.workers:
            await worker.kill()

    def abort(self) -> None:
        pass

    async def start(self, assignment: Assignment) -> FakeWorker:
        if self.broken:
            raise OSError(self.broken)
        self.workers.append(FakeWorker(assignment, self.weights))
        return self.workers[-1]

    def elsewhere(self) -> list[Elsewhere]:
        return self.others

    def usage(self) -> list[WorkerUsage]:
        """As if the newest worker were its only one."""
        self.measured += 1
        return [WorkerUsage("1", self.workers[-1].assignment.run, 1.0, self.used)] if self.workers else []

    async def worker(self, run: str) -> FakeWorker:
        """The run's newest worker, once it was started."""
        await until(lambda: any(one.assignment.run == run for one in self.workers))
        return next(one for one in reversed(self.workers) if one.assignment.run == run)
