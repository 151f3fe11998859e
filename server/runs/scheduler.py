"""Starts queued runs wherever the executor has a place, in the order of their fair shares."""

import logging
from collections.abc import Awaitable, Callable, Iterable

import anyio

from models.commands import Extend
from models.events import RunState, State
from models.sentences import Text
from server.background import Background, Work
from server.executors.protocol import CLOSED, Executor
from server.runs.queue import fair_share
from server.runs.records import Record
from server.runs.supervisor import MISTAKE, Attempt, Dependencies
from server.schema.refusal import Refusal
from server.store.protocol import StoreFailed

LOOK_AGAIN = 1.0
"""Seconds after which an executor is asked again how many places it has."""

log = logging.getLogger("schoolyard")


async def never(record: Record, longer: Extend) -> None:
    """Of an executor whose machines are not lost."""


class Scheduler:
    """Has all attempts that are at work. ``records`` gives all runs."""

    def __init__(self, records: Callable[[], Iterable[Record]], executor: Executor, dependencies: Dependencies) -> None:
        self._records, self._executor, self._dependencies = records, executor, dependencies
        self.attempts: dict[str, Attempt] = {}
        """By run."""
        self._queue: list[Record] = []
        self._wake = anyio.Event()
        self._closing = False
        self._background: Background
        self.go_on: Callable[[Record, Extend], Awaitable[None]] = never
        """Continues a run whose machine was lost."""

    def open(self, background: Background) -> None:
        self._background = background
        background.always(Work.STARTING_RUNS, self._start_queued)

    async def close(self) -> None:
        """What is at work is interrupted, and that is stored before its workers are ended."""
        self._closing = True
        for attempt in list(self.attempts.values()):
            await self._try_to_end(attempt, RunState.INTERRUPTED, CLOSED())

    def attempt_of(self, record: Record) -> Attempt | None:
        """The run's present attempt, where it has begun; the worker of the one before may still be leaving."""
        attempt = self.attempts.get(record.id)
        return attempt if attempt is not None and attempt.number == record.attempt else None

    def waiting(self) -> list[Record]:
        """Runs that wait for a place, in the order in which they will start."""
        return fair_share(self._records(), self.attempts)

    def wake(self) -> None:
        """Something about the queue is new."""
        self._wake.set()

    async def _start_queued(self) -> None:
        while True:
            self._wake = anyio.Event()
            if not self._closing:
                self._fill_places()
            self._number()
            await self._until_something_is_new(self._executor.places)

    async def _until_something_is_new(self, places: int) -> None:
        """Also where machines came or went."""
        while not self._wake.is_set() and self._executor.places == places:
            with anyio.move_on_after(LOOK_AGAIN):
                await self._wake.wait()

    def _fill_places(self) -> None:
        free = self._executor.places - len(self.attempts)
        for record in self.waiting()[:free] if free > 0 else []:
            attempt = Attempt(record, self._executor, self._dependencies)
            self.attempts[record.id] = attempt
            self._background.once(Work.SUPERVISING, self._attend, attempt)

    async def _attend(self, attempt: Attempt) -> None:
        try:
            await attempt.run()
        except Exception:
            log.exception("run %s", attempt.record.id)
            reason = MISTAKE()
            await self._try_to_end(attempt, RunState.FAILED, reason)
            attempt.lose(reason)  # where it could not be stored: a run that stays queued would be tried for ever
        finally:
            del self.attempts[attempt.record.id]
            attempt.ask_no_more()
            self.wake()
        if attempt.continues and not self._closing:
            await self._go_on_elsewhere(attempt.record)

    async def _go_on_elsewhere(self, record: Record) -> None:
        """From its last checkpoint, after its machine was lost; where that cannot be, it stays interrupted."""
        try:
            await self.go_on(record, Extend())
        except (Refusal, StoreFailed) as error:
            log.warning("run %s stays interrupted: %s", record.id, error)

    async def _try_to_end(self, attempt: Attempt, state: RunState, reason: Text) -> None:
        run = attempt.record.run
        event = State(state=state, reason=reason, step=run.step, epoch=run.epoch)
        try:
            await self._dependencies.events.append(attempt.record, event, attempt.number)
        except StoreFailed as error:
            log.error("run %s: %s", run.id, error)
        except Exception:
            log.exception("run %s", run.id)

    def _number(self) -> None:
        """Gives every waiting run its place."""
        queue = self.waiting()
        for record in self._queue:
            record.place = None
        for place, record in enumerate(queue, start=1):
            record.place = place
        if queue != self._queue:
            self._queue = queue
            self._dependencies.listener.on_queue([record.id for record in queue])
