"""The life of all runs: made, queued, started, commanded, ended, put away."""

import json
import logging
from functools import partial
from typing import Any, Literal

import anyio
import anyio.to_thread

from models.catalogue import Catalogue
from models.commands import Change, Command, Extend, Pause, Resume, Slow, Step, Stop
from models.events import LAST, RunState, State
from server.background import Background
from server.executors.protocol import Executor
from server.people.person import Person
from server.runs.admission import Needs
from server.runs.cost import count
from server.runs.create import Laid, lay_out
from server.runs.event_log import Journal, now
from server.runs.extend import nothing_left
from server.runs.fork import epoch_at, forkable, lay_out_fork, take_along
from server.runs.listener import Listener
from server.runs.queue import in_turn, moved
from server.runs.records import Record, Records, restored, standing, uses
from server.runs.supervisor import BEFORE_IT_BEGAN, Attempt
from server.schema.base import At
from server.schema.refusal import impossible_now
from server.schema.runs import Forkable, Forked, Made, NewRuns, Remarks
from server.store.sqlite.store import Store
from server.store.sqlite.writer import NotKept
from server.weights.folder import forget_beyond, last_start
from server.weights.imported import give

INTERRUPTED = "the server ended while this run was at work"
CLOSED = "the server was closed"
UNFINISHED = frozenset(RunState) - LAST

log = logging.getLogger("schoolyard")


class Runs:
    """Open it inside a task group; every attempt is a task of that group."""

    def __init__(
        self, catalogue: Catalogue, store: Store, executor: Executor, journal: Journal, listener: Listener
    ) -> None:
        self.catalogue, self.records, self.journal = catalogue, Records(), journal
        self.needs = Needs(catalogue, executor, lambda: list(self.records))
        self._store, self._executor, self._listener = store, executor, listener
        self._attempts: dict[str, Attempt] = {}
        self._queue: list[Record] = []
        self._wake = anyio.Event()
        self._making = anyio.Lock()
        self._closing = False
        self._background: Background

    async def load(self) -> None:
        """Everything from the store. What was at work when the server ended is interrupted; the queue stands."""
        kept = await self._store.load()
        self.records = await anyio.to_thread.run_sync(restored, kept, self.catalogue, self.journal.weights)
        for record in self.records:
            if record.active:
                await self._end(record, RunState.INTERRUPTED, INTERRUPTED)
            elif record.run.state == RunState.QUEUED and record.run.problem:
                await self._end(record, RunState.INTERRUPTED, record.run.problem)

    def open(self, background: Background) -> None:
        """From now on queued runs are started."""
        self._background = background
        background.always("starting queued runs", self._start_queued)
        room = self.journal.room
        background.always("keeping weights within their limit", room.stay_within, self.records, self.journal)
        self._count([one for one in self.records if not one.run.multiply_adds and not one.run.problem])

    async def close(self) -> None:
        """What is at work is interrupted, and said to be, before its workers are ended."""
        self._closing = True
        for attempt in list(self._attempts.values()):
            await self._try_to_end(attempt, RunState.INTERRUPTED, CLOSED)

    async def make(self, person: Person, asked: NewRuns) -> Made:
        """All of them, or none and the reason."""
        async with self._making:
            laid = await anyio.to_thread.run_sync(lay_out, self.catalogue, asked, person.name, self._last_place() + 1)
            await self.needs.reserve(laid.records)
            if asked.weights:
                await anyio.to_thread.run_sync(give, self.catalogue, asked.weights, laid, self.journal)
            return await self._keep(laid, asked.steps_per_second)

    async def fork(self, person: Person, record: Record, asked: Forked) -> Made:
        """A run of its own, and of whoever forks, from ``record``'s weights at a step."""
        folder, said = self.journal.folder(record.id), await self.journal.said(record.id)
        async with self._making, self.journal.room.still:
            make = partial(lay_out_fork, self.catalogue, record, folder, asked, said)
            laid = await anyio.to_thread.run_sync(make, person.name, self._last_place() + 1)
            await self.needs.reserve(laid.records)
            run = laid.records[0].run
            await anyio.to_thread.run_sync(take_along, folder, self.journal.folder(run.id), run.step)
            made = await self._keep(laid, asked.steps_per_second)
        self.journal.room.grew(run.id)
        return made

    async def forkable(self, record: Record, at: At) -> Forkable:
        """What ``record`` can be forked from, and what may then be different."""
        folder, said = self.journal.folder(record.id), await self.journal.said(record.id)
        return await anyio.to_thread.run_sync(forkable, self.catalogue, record, folder, said, at)

    async def changes(self, record: Record) -> list[dict[str, Any]]:
        """What was changed in a run, in order."""
        return [event for event in await self.journal.said(record.id) if event["type"] == "changed"]

    def _last_place(self) -> int:
        return max((record.order for record in self.records), default=0)

    async def _keep(self, laid: Laid, slowed: float | None) -> Made:
        """All of them stored, then told, then looked at by the queue."""
        try:
            await self._store.create(laid.race_row, laid.rows, laid.attempts, laid.entries)
        except NotKept:
            await anyio.to_thread.run_sync(self.journal.clear, [record.id for record in laid.records])
            raise
        for record, first in zip(laid.records, laid.entries, strict=True):
            record.seq = 1
            record.run = record.run.model_copy(update={"steps_per_second": slowed})
            self.records.add(record)
            self._listener.said(record, json.loads(first.body), record.run.created, first.body)
        if laid.race is not None:
            self.records.add_race(laid.race)
        for record in laid.records:
            self._listener.changed(record, at_once=True)
        self._count(laid.records)
        self._look_at_queue()
        return Made(race=laid.race.id if laid.race else None, runs=[record.id for record in laid.records])

    def _count(self, records: list[Record]) -> None:
        self._background.once("counting what runs cost", count, self.catalogue, records, self._listener)

    def command(self, record: Record, command: Command, done: str, when: frozenset[RunState]) -> None:
        """Give ``command`` to the run's worker; ``done`` is its participle, for the refusal."""
        attempt = self.attempt(record)
        if attempt is None or record.run.state not in when:
            raise impossible_now(done, record.run.state)
        attempt.send(command)

    def attempt(self, record: Record) -> Attempt | None:
        """The run's present attempt, where it has begun; the worker of the one before may still be leaving."""
        attempt = self._attempts.get(record.id)
        return attempt if attempt is not None and attempt.number == record.attempt else None

    async def stop(self, record: Record) -> None:
        """Kindly, then not. A queued run just leaves the queue."""
        if record.run.state == RunState.QUEUED and self.attempt(record) is None:
            await self._end(record, RunState.STOPPED, BEFORE_IT_BEGAN)
            self._look_at_queue()
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
        attempt = self.attempt(record)
        if attempt is not None:
            attempt.send(Slow(steps_per_second=steps_per_second))
        self._listener.changed(record, at_once=True)

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
            raise impossible_now("continued", "in the trash")
        if record.run.state == RunState.FINISHED and not (longer.epochs or longer.batches):
            raise nothing_left(record.run)
        await self.needs.reserve([record])
        async with self.journal.room.still:
            folder = self.journal.folder(record.id)
            step = await anyio.to_thread.run_sync(last_start, folder, record.run)
            epoch = epoch_at(record.run, await self.journal.said(record.id), step)
            await anyio.to_thread.run_sync(forget_beyond, folder, step)
            await self.journal.begin_again(record, step, epoch, longer)
        self._look_at_queue()

    def change(self, record: Record, change: Change) -> None:
        self.command(record, change, "changed", UNFINISHED)

    async def delete(self, record: Record) -> None:
        """To the trash; what is at work or waiting is stopped first."""
        if record.run.state not in LAST:
            await self.stop(record)
        await self._put(record, deleted=True)

    async def restore(self, record: Record) -> None:
        await self._put(record, deleted=False)

    async def judge_again(self, data: str) -> None:
        """Data came or went: what has learnt from them can be used again, or no more."""
        for record in [one for one in self.records if uses(one.run.spec, data)]:
            problem, record.headline = await anyio.to_thread.run_sync(standing, record.run.spec, self.catalogue)
            if problem != record.run.problem:
                record.run = record.run.model_copy(update={"problem": problem})
                self._listener.changed(record, at_once=True)

    async def remark(self, record: Record, said: Remarks) -> None:
        """A note beside a run, or a pin in it."""
        await self._store.set_remarks(record.id, said.note, said.pinned)
        record.run = record.run.model_copy(update=said.model_dump(exclude_none=True))
        self._listener.changed(record, at_once=True)

    async def move(self, record: Record, before: Record | None) -> None:
        """To another place among the waiting runs of its owner."""
        waiting = [one for one in in_turn(self.records, self._attempts) if one.run.owner == record.run.owner]
        for one in (record, before):
            if one is not None and one not in waiting:
                raise impossible_now("moved in the queue", one.run.state)
        places = {} if before is record else moved(waiting, record, before)
        await self._store.set_places(places)
        for one in waiting:
            one.order = places.get(one.id, one.order)
        self._look_at_queue()

    async def _put(self, record: Record, deleted: bool) -> None:
        await self._store.set_deleted(record.id, now() if deleted else None)
        record.run = record.run.model_copy(update={"deleted": deleted})
        self._listener.changed(record, at_once=True)

    async def _end(self, record: Record, state: RunState, reason: str) -> None:
        event = State(state=state, reason=reason, step=record.run.step, epoch=record.run.epoch)
        await self.journal.say(record, event, record.attempt)

    async def _try_to_end(self, attempt: Attempt, state: RunState, reason: str) -> None:
        run = attempt.record.run
        event = State(state=state, reason=reason, step=run.step, epoch=run.epoch)
        try:
            await self.journal.say(attempt.record, event, attempt.number)
        except NotKept as error:
            log.error("run %s: %s", run.id, error)
        except Exception:
            log.exception("run %s", run.id)

    async def _start_queued(self) -> None:
        while True:
            self._wake = anyio.Event()
            if not self._closing:
                self._fill_places()
            self._number()
            await self._wake.wait()

    def _fill_places(self) -> None:
        free = self._executor.places - len(self._attempts)
        for record in in_turn(self.records, self._attempts)[:free] if free > 0 else []:
            attempt = Attempt(record, self._executor, self.journal, self._listener, self.needs.allow)
            self._attempts[record.id] = attempt
            self._background.once("supervising a run", self._attend, attempt)

    async def _attend(self, attempt: Attempt) -> None:
        try:
            await attempt.run()
        except Exception:
            log.exception("run %s", attempt.record.id)
            reason = "the server made a mistake; its log says which"
            await self._try_to_end(attempt, RunState.FAILED, reason)
            attempt.lose(reason)  # where it could not be kept: a run that stays queued would be tried for ever
        finally:
            del self._attempts[attempt.record.id]
            attempt.ask_no_more()
            self._look_at_queue()

    def _look_at_queue(self) -> None:
        self._wake.set()

    def _number(self) -> None:
        """Gives every waiting run its place."""
        queue = in_turn(self.records, self._attempts)
        for record in self._queue:
            record.place = None
        for place, record in enumerate(queue, start=1):
            record.place = place
        if queue != self._queue:
            self._queue = queue
            self._listener.queued([record.id for record in queue])
