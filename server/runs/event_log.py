"""Every event of a run goes through here: checked, stored, and only then sent to pages."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import anyio.to_thread

from models.commands import Extend
from models.events import LAST, Event, Notice, RunState, State
from models.sentences import NO_TEXT
from server.executors.protocol import EncodedEvent
from server.library.facts import Headline
from server.runs import projection
from server.runs.listener import Listener
from server.runs.records import Record
from server.schema.refusal import impossible_now
from server.schema.runs import Attempt, Run
from server.store.protocol import Store
from server.store.pyramid import lists, table
from server.store.rows import AttemptRow, Entry
from server.weights.keeper import MOST
from server.weights.protocol import WeightStore


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class ProtocolError(Exception):
    """A worker sent what no worker may send."""


class EventLog:
    """Appends events of runs to the store and hands them to the listener.

    ``grew`` is called with a run that may have more weights than before.
    """

    def __init__(self, store: Store, listener: Listener, weights: WeightStore, grew: Callable[[str], None]) -> None:
        self._store, self._listener, self._weights, self._grew = store, listener, weights, grew

    async def append(self, record: Record, event: Event, attempt: int) -> None:
        """An event of the server's own about an attempt; nothing where that was over already.

        Raises ``IllegalTransition`` where its state cannot follow, and what the store raises.
        """
        wrong = await self._append(record, attempt, [event.model_dump_json().encode()])
        if wrong is not None:
            raise wrong

    async def append_from_worker(self, record: Record, events: Sequence[EncodedEvent], attempt: int) -> None:
        """Events of an attempt's worker, in their own bytes and stored at once: what comes after its last is dropped.

        Raises ``ProtocolError`` where no worker may send one of them, once those before it are stored, and what the
        store raises.
        """
        wrong = await self._append(record, attempt, [event.body for event in events])
        if wrong is not None:
            raise ProtocolError(f"{type(wrong).__name__}: {wrong}") from wrong

    async def read(self, run: str) -> list[dict[str, Any]]:
        """All events of a run that still hold, but its points."""
        history = await self._store.history(run, most=2)
        return [json.loads(event) for event in history.events]

    async def begin_again(self, record: Record, step: int, epoch: float, longer: Extend) -> None:
        """Opens the next attempt, queued, from the checkpoint of ``step``; 0 is from nothing. Raises ``Refusal``."""
        async with record.writing:
            at, run = now(), record.run
            if run.state not in LAST:
                raise impossible_now("continued", run.state)
            run = await self._caught_up(record, run, at)
            event = State(state=RunState.QUEUED, step=step, epoch=epoch)
            attempt = Attempt(
                number=record.attempt + 1, state=run.state, reason=NO_TEXT, from_step=step, extend=longer.epochs,
                extend_batches=longer.batches, device="", threads=0, started=None, ended=None,
            )  # fmt: skip
            run = run.model_copy(update={"attempts": [*run.attempts, attempt]})
            run = projection.reduce(run, event.model_dump(), at, record.headline)
            run = await self._counted(run.model_copy(update=await self._known(record, step)))
            body = event.model_dump_json().encode()
            record.seq = await self._store.begin(attempt_row(run), entry(run, event.model_dump(), body, at))
            record.run, record.reset = run.model_copy(update=not_of_events(record.run, run.state)), record.seq
            self._listener.on_event(record, event.model_dump(), at, body)
            self._listener.on_change(record, at_once=True)

    async def _append(self, record: Record, attempt: int, bodies: Sequence[bytes]) -> Exception | None:
        """All of them in one write; what was wrong with the one at which it ended."""
        at = now()
        async with record.writing:
            # Where the run was continued meanwhile, its state is that of another attempt.
            if record.run.state in LAST or record.attempt != attempt:
                return None
            happened = Happened(record.run, at)
            wrong = happened.take(bodies, record.headline)
            run = happened.run
            if not happened.entries:
                return wrong
            # A worker that was killed may have stored more weights than it reported; one with many deletes some.
            if run.state in LAST or len(run.snapshots) > MOST:
                run = await self._counted(run)
                happened.entries[-1] = replace(happened.entries[-1], facts=projection.facts(run))
            if run.state in LAST or any(one.type == "checkpoint" for one in happened.entries):
                self._grew(record.id)
            last = await self._store.append(*happened.entries)
            record.run = run.model_copy(update=not_of_events(record.run, run.state))
            first = last - len(happened.entries) + 1
            for record.seq, event, one in zip(count(first), happened.events, happened.entries, strict=False):
                self._listener.on_event(record, event, at, one.body)
            self._listener.on_change(record, at_once=any(map(matters, happened.events)))
        return wrong

    async def weights_evicted(self, record: Record, notice: Notice | None) -> None:
        """Weights of a run are no more; ``notice`` says so, also where the last state was long ago."""
        async with record.writing:
            run = await self._counted(record.run)
            if notice is not None:
                event, body, at = notice.model_dump(), notice.model_dump_json().encode(), now()
                run = projection.reduce(run, event, at, record.headline)
                record.seq = await self._store.append(replace(entry(run, event, body, at), late=True))
                self._listener.on_event(record, event, at, body)
            record.run = run.model_copy(update=not_of_events(record.run, run.state))
            self._listener.on_change(record, at_once=notice is not None)

    async def _caught_up(self, record: Record, run: Run, at: str) -> Run:
        """Appends the last state of the attempt before, if the store failed when it came."""
        if record.unstored is None:
            return run
        event, body = record.unstored.model_dump(), record.unstored.model_dump_json().encode()
        ended = run.attempts[-1].model_copy(update={"state": run.state, "reason": run.reason, "ended": at})
        run = run.model_copy(update={"attempts": [*run.attempts[:-1], ended]})
        record.seq = await self._store.append(entry(run, event, body, at))
        record.run, record.unstored = run, None
        return run

    async def _known(self, record: Record, step: int) -> dict[str, Any]:
        """Facts of a run at ``step`` that only its events up to there can tell."""
        rows, _ = await self._store.curve(record.id, "epoch", 0, step, 2)
        events = [event for event in await self.read(record.id) if event.get("step", 0) <= step]
        best = projection.best_of(None, lists(rows), record.headline) if record.headline else None
        return {"best": best, "changes": sum(map(projection.steers, events))}

    async def _counted(self, run: Run) -> Run:
        steps = await anyio.to_thread.run_sync(self._weights.steps, run.id)
        return run.model_copy(update={"snapshots": steps})


class Happened:
    """A run, and the events that make it another one until they are stored."""

    def __init__(self, run: Run, at: str) -> None:
        self.run, self.at = run, at
        self.events: list[dict[str, Any]] = []
        self.entries: list[Entry] = []

    def take(self, bodies: Sequence[bytes], headline: Headline | None) -> Exception | None:
        """One after the other, up to a last state or to one that makes no sense: then why."""
        try:
            for body in bodies:
                if self.run.state in LAST:
                    break
                event: dict[str, Any] = json.loads(body)
                run = projection.reduce(self.run, event, self.at, headline)
                self.entries.append(entry(run, event, body, self.at))
                self.events.append(event)
                self.run = run
        except (ValueError, KeyError, TypeError, projection.IllegalTransition) as error:
            return error
        return None


def matters(event: dict[str, Any]) -> bool:
    """Whether the list of runs is to tell of it at once: progress and what is kept of it can wait."""
    return event["type"] not in ("points", "checkpoint") or event.get("clock") == "test"


def not_of_events(run: Run, state: RunState) -> dict[str, Any]:
    """What may have changed otherwise while the store wrote the event."""
    return {
        "deleted": run.deleted,
        "note": run.note,
        "pinned": run.pinned,
        "problem": run.problem,
        "steps_per_second": None if state in LAST else run.steps_per_second,
    }


def entry(run: Run, event: dict[str, Any], body: bytes, at: str) -> Entry:
    """What the store is to keep of an event that made ``run`` what it is."""
    state = attempt_row(run) if event["type"] == "state" else None
    rows = (event["clock"], table(event["columns"])) if event["type"] == "points" else None
    step = int(rows[1].steps[-1]) if rows else event.get("step", 0)
    last = state is not None and RunState(state.state) in LAST
    number = run.attempts[-1].number
    return Entry(run.id, number, event["type"], body, at, step, projection.facts(run), rows, state, last)


def attempt_row(run: Run) -> AttemptRow:
    """The present attempt as the store keeps it."""
    attempt = run.attempts[-1]
    return AttemptRow(run.id, **{**attempt.model_dump(mode="json"), "reason": attempt.reason.stored()})
