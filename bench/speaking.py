"""A server whose workers only speak, at a set pace: for what it costs to tell pages, without a network that learns.

Run as ``python -m bench.speaking FOLDER RUNS EVENTS``: so many runs at once, so many events a second of each.
"""

import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import anyio

from models.commands import Command, Stop
from models.events import Event, Points, RunState, State
from models.sentences import Text
from server.executors.protocol import Answer, Assignment, Elsewhere, EncodedEvent, LookRequest, Outcome
from server.machine.usage import WorkerUsage
from server.process import serving
from server.settings import Settings
from server.weights.protocol import WeightStore

ROWS = 5
"""Steps that one event tells of."""


class Speaker:
    """One attempt that learns nothing and tells of it."""

    def __init__(self, hertz: float, late: float) -> None:
        self._pause, self._late = 1 / hertz, late
        self._stopped = anyio.Event()

    async def output(self) -> AsyncIterator[EncodedEvent | Answer]:
        yield encoded(
            State(state=RunState.RUNNING, steps=10**6, steps_per_epoch=1000, parameters=7, device="cpu", threads=1)
        )
        step, due = 0, anyio.current_time() + self._late
        while not self._stopped.is_set():
            due = max(due + self._pause, anyio.current_time() - 1)
            with anyio.move_on_at(due):
                await self._stopped.wait()
            yield encoded(points(step))
            step += ROWS
        yield encoded(State(state=RunState.STOPPED, reason="stopped by hand", step=step))

    def send(self, command: Command) -> None:
        if isinstance(command, Stop):
            self._stopped.set()

    async def ended(self) -> Outcome:
        return Outcome(0)

    async def kill(self) -> None:
        self._stopped.set()


def encoded(event: Event) -> EncodedEvent:
    state = event.state if isinstance(event, State) else None
    return EncodedEvent(event.type, event.model_dump_json().encode(), state)


def points(step: int) -> Points:
    """The last column says when they were said, by the clock that all processes share."""
    steps = [float(one) for one in range(step + 1, step + ROWS + 1)]
    return Points(
        clock="batch",
        columns={
            "step": list(steps),
            "epoch": [one / 1000 for one in steps],
            "examples": [one * 128 for one in steps],
            "seconds": [one / 100 for one in steps],
            "train/loss": [1 / one for one in steps],
            "train/exact": [1 - 1 / one for one in steps],
            "train/moment": [time.monotonic()] * ROWS,
        },
    )


class Nobody:
    """Reads no kept weights."""

    async def look(self, request: LookRequest) -> Answer:
        return Answer(0, 0, 0.0, refused=Text("Nothing is learnt here."))


class Speakers:
    """Starts runs that speak in turn, evenly."""

    def __init__(self, places: int, hertz: float) -> None:
        self.places, self.reader = places, Nobody()
        self._hertz, self._started = hertz, 0

    async def open(self, weights: WeightStore) -> None:
        """There are no processes to warm up."""

    async def close(self) -> None:
        """And none to end."""

    async def start(self, assignment: Assignment) -> Speaker:
        self._started += 1
        return Speaker(self._hertz, self._started % self.places / self.places / self._hertz)

    def abort(self) -> None:
        """Nor to end at once."""

    def elsewhere(self) -> list[Elsewhere]:
        return []

    def usage(self) -> list[WorkerUsage]:
        return []


def main() -> None:
    folder, runs, hertz = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    serving.serve(
        Settings(port=0, data=folder), lambda address: print(address, flush=True), executor=Speakers(runs, hertz)
    )


if __name__ == "__main__":
    main()
