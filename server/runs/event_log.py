"""Every event of a run goes through here: checked, stored, and only then sent to pages."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import anyio.to_thread

from models.commands import Extend
from models.events import LAST, Event, Notice, RunState, State
from models.sentences import NO_TEXT
from server.executors.protocol import EncodedEvent
from server.runs import projection
from server.runs.listener import Listener
from server.runs.records import Record
from server.schema.refusal import impossible_now
from server.schema.runs import Attempt, Run
from server.store.protocol import Store
from server.store.pyramid import lists, table
from server.store.rows import AttemptRow, Entry
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

    async def append(self, record: Record, event: Event, attempt: int) -> bool:
        """An event of the server's own about an attempt. False where the attempt was over already.

        Raises ``IllegalTransition`` where its state cannot follow, and what the store raises.
        """
        return await self._append(record, attempt, event.type, event.model_dump_json().encode())

    async def append_from_worker(self, record: Record, event: EncodedEvent, attempt: int) -> bool:
        """An event of an attempt's worker, in its own bytes. False where the attempt was over already.

        Raises ``ProtocolError`` where no worker may send it, and what the store raises.
        """
        try:
            return await self._append(record, attempt, event.type, event.body)
        except (ValueError, KeyError, TypeError, projection.IllegalTransition) as error:
            raise ProtocolError(f"{type(error).__name__}: {error}") from error

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

    async def _append(self, record: Record, attempt: int, type: str, body: bytes) -> bool:
        event: dict[str, Any] = json.loads(body)
        at = now()
        async with record.writing:
            # Where the run was continued meanwhile, its state is that of another attempt.
            if record.run.state in LAST or record.attempt != attempt:
                return False
            run = projection.reduce(record.run, event, at, record.headline)
            # A worker that was killed may have stored more weights than it reported.
            if type == "checkpoint" or run.state in LAST:
                run = await self._counted(run)
                self._grew(record.id)
            record.seq = await self._store.append(entry(run, event, body, at))
            record.run = run.model_copy(update=not_of_events(record.run, run.state))
            self._listener.on_event(record, event, at, body)
            self._listener.on_change(record, at_once=type != "points" or event["clock"] == "test")
        return True

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
