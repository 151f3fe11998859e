"""The life of all runs: made, queued, started, commanded, ended, put away."""

import json
import logging
from typing import Any, Literal

import anyio
import anyio.to_thread

from models.commands import Change, Command, Extend, Pause, Resume, Slow, Step, Stop
from models.events import LAST, Notice, RunState, State
from models.sentences import Sentence, Text
from server.background import Background, Work
from server.executors.protocol import Executor
from server.library.library import Library
from server.people.person import Person
from server.runs.admission import Needs
from server.runs.cost import count
from server.runs.create import RunBatch, batch_of, clear, copy_weights
from server.runs.epochs import epoch_at
from server.runs.event_log import EventLog, now
from server.runs.extend import nothing_left
from server.runs.listener import Listener
from server.runs.queue import moved
from server.runs.records import Record, Records, restored, uses
from server.runs.scheduler import Scheduler
from server.runs.supervisor import BEFORE_IT_BEGAN, Dependencies
from server.schema import titles
from server.schema.base import At
from server.schema.refusal import MISTAKE, TRASH, Refusal, impossible_now
from server.schema.runs import Forkable, Forked, Made, NewRuns, Remarks, Run
from server.store.protocol import Closed, Store, StoreFailed
from server.store.rows import StoredRuns
from server.weights.choice import last_start
from server.weights.weights import Weights

INTERRUPTED = Sentence("server-ended", "the server ended while this run was at work")
UNFINISHED = frozenset(RunState) - LAST

log = logging.getLogger("schoolyard")


class Runs:
    """Open it inside a task group; every attempt is a task of that group."""

    def __init__(
        self,
        library: Library,
        store: Store,
        executor: Executor,
        weights: Weights,
        listener: Listener,
    ) -> None:
        self.library, self.records, self.weights = library, Records(), weights
        self.events = EventLog(store, listener, weights.store, weights.quota.grew)
        self.needs = Needs(library, executor, lambda: list(self.records))
        dependencies = Dependencies(weights.store, self.events, listener, self.needs)
        self.scheduler = Scheduler(lambda: self.records, executor, dependencies)
        self.scheduler.go_on = self.go_on
        self._store, self._listener = store, listener
        self._making = anyio.Lock()
        self._background: Background
        self._stored: StoredRuns | None = None
        self._tried = anyio.Event()
        self._problem: Refusal | None = None

    async def read(self) -> None:
        """Everything from the store. Raises what the store raises."""
        self._stored = await self._store.load()

    @property
    def loaded(self) -> bool:
        """Whether all runs are known."""
        return self._tried.is_set() and self._problem is None

    async def ready(self) -> None:
        """Waits until all runs are known. Raises ``Refusal`` where that cannot be now."""
        await self._tried.wait()
        if self._problem is not None:
            raise self._problem.with_traceback(None)

    async def load(self) -> None:
        """All that was read, in today's settings: the library tells them, and a server starts before that can answer.

        It may fail, and be begun again.
        """
        try:
            await self._load(self._stored or await self._store.load())
            self._problem = None
        except Exception as error:
            self._problem = error if isinstance(error, Refusal) else Refusal(503, titles.NOT_NOW, MISTAKE())
            raise
        finally:
            self._stored = None
            self._tried.set()

    async def _load(self, stored: StoredRuns) -> None:
        """What was at work when the server ended is interrupted; the queue stands."""
        known = [(json.loads(row.spec), json.loads(row.varied)) for row in stored.runs]
        standings = await self.library.standings(known)
        self.records = await anyio.to_thread.run_sync(restored, stored, standings, self.weights.store)
        for record in self.records:
            if record.active:
                await self._end(record, RunState.INTERRUPTED, INTERRUPTED())
            elif record.run.state == RunState.QUEUED and record.run.problem:
                await self._end(record, RunState.INTERRUPTED, record.run.problem)

    def open(self, background: Background) -> None:
        """From now on queued runs are started."""
        self._background = background
        self.scheduler.open(background)
        enforce = self.weights.quota.enforce
        background.always(Work.LIMITING_WEIGHTS, enforce, self._by_id, self._weights_evicted)
        self._count([one for one in self.records if not one.run.multiply_adds and not one.run.problem])

    async def close(self) -> None:
        """What is at work is interrupted, and that is stored before its workers are ended."""
        await self.scheduler.close()

    async def make(self, person: Person, asked: NewRuns) -> Made:
        """All of them, or none and the reason."""
        async with self._making:
            place = self._last_place() + 1
            batch = batch_of(await self.library.prepare(person, asked, place))
            await self.needs.reserve(batch.records, batch.specs)
            if asked.weights:
                runs = {record.id: record.run.spec for record in batch.records}
                await self.library.give_weights(self.weights.imported.folder, person, asked.weights, runs)
            return await self._store_new(batch, asked.steps_per_second)

    async def fork(self, person: Person, record: Record, asked: Forked) -> Made:
        """A run of its own, and of whoever forks, from ``record``'s weights at a step."""
        weights, events = self.weights.store, await self.events.read(record.id)
        async with self._making, self.weights.quota.begin_lock:
            place = self._last_place() + 1
            batch = batch_of(await self.library.fork(record.run, asked, events, person.name, place))
            await self.needs.reserve(batch.records, batch.specs)
            await anyio.to_thread.run_sync(copy_weights, weights, record.id, batch)
            made = await self._store_new(batch, asked.steps_per_second)
        self.weights.quota.grew(batch.records[0].id)
        return made

    async def forkable(self, record: Record, at: At) -> Forkable:
        """What ``record`` can be forked from, and what may then be different."""
        events = await self.events.read(record.id)
        return await self.library.forkable(record.run, events, at)

    async def changes(self, record: Record) -> list[dict[str, Any]]:
        """What was changed in a run, in order."""
        return [event for event in await self.events.read(record.id) if event["type"] == "changed"]

    async def versions(self, record: Record) -> list[dict[str, str]]:
        """What a run was trained with, by name, one for each attempt that began: torch, and the engine of its steps."""
        return [event["versions"] for event in await self.events.read(record.id) if event.get("versions")]

    def _last_place(self) -> int:
        return max((record.order for record in self.records), default=0)

    async def _store_new(self, batch: RunBatch, slowed: float | None) -> Made:
        """All of them stored, then sent to pages, then seen by the queue."""
        try:
            await self._store.create(batch.race_row, batch.rows, batch.attempts, batch.entries)
        except StoreFailed:
            await anyio.to_thread.run_sync(clear, self.weights.store, batch)
            raise
        for record, first in zip(batch.records, batch.entries, strict=True):
            record.seq = 1
            record.run = record.run.model_copy(update={"steps_per_second": slowed})
            self.records.add(record)
            self._listener.on_event(record, json.loads(first.body), record.run.created, first.body)
        if batch.race is not None:
            self.records.add_race(batch.race)
        for record in batch.records:
            self._listener.on_change(record, at_once=True)
        self._count(batch.records)
        self.scheduler.wake()
        return Made(race=batch.race.id if batch.race else None, runs=[record.id for record in batch.records])

    def _count(self, records: list[Record]) -> None:
        self._background.once(Work.COUNTING, count, self.library, records, self._listener)

    def command(self, record: Record, command: Command, done: str, when: frozenset[RunState]) -> None:
        """Give ``command`` to the run's worker; ``done`` is its participle, for the refusal."""
        attempt = self.scheduler.attempt_of(record)
        if attempt is None or record.run.state not in when:
            raise impossible_now(done, record.run.state)
        attempt.send(command)

    async def stop(self, record: Record) -> None:
        """Kindly, then not. A queued run just leaves the queue."""
        if record.run.state == RunState.QUEUED and self.scheduler.attempt_of(record) is None:
            await self._end(record, RunState.STOPPED, BEFORE_IT_BEGAN())
            self.scheduler.wake()
        else:
            self.command(record, Stop(), "stopped", UNFINISHED)

    async def pause(self, record: Record) -> None:
        self.command(record, Pause(), "paused", frozenset({RunState.RUNNING}))

    async def resume(self, record: Record) -> None:
        self.command(record, Resume(), "resumed", frozenset({RunState.PAUSED}))

    async def step(self, record: Record, unit: Literal["batch", "epoch"]) -> None:
        self.command(record, Step(unit=unit), "stepped", frozenset({RunState.RUNNING, RunState.PAUSED}))

    async def slow(self, record: Record, steps_per_second: float | None) -> None:
        """So many steps a second, also of a run that has not begun; None is full speed."""
        if record.run.state in LAST:
            raise impossible_now("slowed", record.run.state)
        record.run = record.run.model_copy(update={"steps_per_second": steps_per_second})
        attempt = self.scheduler.attempt_of(record)
        if attempt is not None:
            attempt.send(Slow(steps_per_second=steps_per_second))
        self._listener.on_change(record, at_once=True)

    async def extend(self, record: Record, longer: Extend) -> None:
        """Longer than planned: at once while it is at work, else by a new attempt from its last checkpoint."""
        if record.run.state in LAST:
            await self.go_on(record, longer)
        else:
            self.command(record, longer, "extended", UNFINISHED)

    async def go_on(self, record: Record, longer: Extend) -> None:
        """A new attempt from the last checkpoint; what came after that is forgotten and learnt again."""
        if record.run.state not in LAST:
            raise impossible_now("continued", record.run.state)
        if record.run.deleted:
            raise impossible_now("continued", TRASH())
        if record.run.state == RunState.FINISHED and not (longer.epochs or longer.batches):
            raise nothing_left(record.run)
        await self.needs.reserve([record])
        async with self.weights.quota.begin_lock:
            step = await anyio.to_thread.run_sync(last_start, self.weights.store, record.run)
            epoch = epoch_at(record.run, await self.events.read(record.id), step)
            await anyio.to_thread.run_sync(self.weights.store.delete_after, record.id, step)
            await self.events.begin_again(record, step, epoch, longer)
        self.scheduler.wake()

    def change(self, record: Record, change: Change) -> None:
        self.command(record, change, "changed", UNFINISHED)

    async def delete(self, record: Record) -> None:
        """To the trash; what is at work or waiting is stopped first."""
        if record.run.state not in LAST:
            await self.stop(record)
        await self._put(record, deleted=True)

    async def restore(self, record: Record) -> None:
        await self._put(record, deleted=False)

    async def recheck(self, data: str) -> None:
        """Data came or went: what has learnt from them can be used again, or no more."""
        using = [one for one in self.records if uses(one.run.spec, data)]
        standings = await self.library.standings([(one.run.spec, {}) for one in using])
        for record, standing in zip(using, standings, strict=True):
            record.headline = standing.headline
            if standing.problem != record.run.problem:
                record.run = record.run.model_copy(update={"problem": standing.problem})
                self._listener.on_change(record, at_once=True)

    async def remark(self, record: Record, remarks: Remarks) -> None:
        """A note beside a run, or a pin in it."""
        await self._store.set_remarks(record.id, remarks.note, remarks.pinned)
        record.run = record.run.model_copy(update=remarks.model_dump(exclude_none=True))
        self._listener.on_change(record, at_once=True)

    async def move(self, record: Record, before: Record | None) -> None:
        """To another place among the waiting runs of its owner."""
        waiting = [one for one in self.scheduler.waiting() if one.run.owner == record.run.owner]
        for one in (record, before):
            if one is not None and one not in waiting:
                raise impossible_now("moved in the queue", one.run.state)
        places = {} if before is record else moved(waiting, record, before)
        await self._store.set_places(places)
        for one in waiting:
            one.order = places.get(one.id, one.order)
        self.scheduler.wake()

    def _by_id(self) -> dict[str, Run]:
        return {record.id: record.run for record in self.records}

    async def _weights_evicted(self, run: str, notice: Notice | None) -> None:
        record = self.records.get(run)
        assert record is not None
        try:
            await self.events.weights_evicted(record, notice)
        except (StoreFailed, Closed) as error:
            log.error("run %s: %s", run, error)

    async def _put(self, record: Record, deleted: bool) -> None:
        await self._store.set_deleted(record.id, now() if deleted else None)
        record.run = record.run.model_copy(update={"deleted": deleted})
        self._listener.on_change(record, at_once=True)

    async def _end(self, record: Record, state: RunState, reason: Text) -> None:
        event = State(state=state, reason=reason, step=record.run.step, epoch=record.run.epoch)
        await self.events.append(record, event, record.attempt)
