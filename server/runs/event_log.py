"""Everything a run says goes through here: understood, kept, and only then told."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio.to_thread

from models.commands import Extend
from models.events import LAST, Event, Notice, RunState, State
from server.executors.protocol import Said
from server.runs import projection
from server.runs.listener import Listener
from server.runs.records import Record
from server.schema.refusal import impossible_now
from server.schema.runs import Attempt, Run
from server.store.pyramid import lists, table
from server.store.rows import AttemptRow, Entry
from server.store.sqlite.store import Store
from server.weights.folder import kept_steps
from server.weights.quota import Room


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Nonsense(Exception):
    """A worker said what no worker may say."""


class Journal:
    """Writes what runs say into the store and tells the listener."""

    def __init__(self, store: Store, listener: Listener, weights: Path, room: Room) -> None:
        self._store, self._listener, self.weights, self.room = store, listener, weights, room

    @property
    def opened(self) -> Path:
        """Where weights lie that somebody opened from a file."""
        return self.weights.parent / "opened"

    def folder(self, run: str) -> Path:
        """Where the run's weights lie."""
        return self.weights / run

    def clear(self, runs: Sequence[str]) -> None:
        """Deletes the weights that lie ready for runs which cannot begin."""
        for run in runs:
            shutil.rmtree(self.folder(run), ignore_errors=True)

    async def say(self, record: Record, event: Event, attempt: int) -> bool:
        """What the server has to say about an attempt. False where it was over already."""
        return await self._keep(record, attempt, event.type, event.model_dump_json().encode())

    async def hear(self, record: Record, said: Said, attempt: int) -> bool:
        """What an attempt's worker says, in its own bytes. False where it was over already."""
        try:
            return await self._keep(record, attempt, said.type, said.body)
        except (ValueError, KeyError, TypeError, projection.Disorder) as error:
            raise Nonsense(f"{type(error).__name__}: {error}") from error

    async def said(self, run: str) -> list[dict[str, Any]]:
        """All that is still true of what was said of a run, but its points."""
        told = await self._store.told(run, most=2)
        return [json.loads(event) for event in told.events]

    async def begin_again(self, record: Record, step: int, epoch: float, longer: Extend) -> None:
        """Opens the next attempt, queued, from the checkpoint of ``step``; 0 is from nothing. Raises ``Refusal``."""
        async with record.writing:
            at, run = now(), record.run
            if run.state not in LAST:
                raise impossible_now("continued", run.state)
            run = await self._caught_up(record, run, at)
            event = State(state=RunState.QUEUED, step=step, epoch=epoch)
            attempt = Attempt(
                number=record.attempt + 1, state=run.state, reason="", from_step=step, extend=longer.epochs,
                extend_batches=longer.batches, device="", threads=0, started=None, ended=None,
            )  # fmt: skip
            run = run.model_copy(update={"attempts": [*run.attempts, attempt]})
            run = projection.after(run, event.model_dump(), at, record.headline)
            run = await self._counted(run.model_copy(update=await self._known(record, step)))
            body = event.model_dump_json().encode()
            record.seq = await self._store.begin(attempt_row(run), entry(run, event.model_dump(), body, at))
            record.run, record.reset = run.model_copy(update=not_of_events(record.run, run.state)), record.seq
            self._listener.said(record, event.model_dump(), at, body)
            self._listener.changed(record, at_once=True)

    async def _keep(self, record: Record, attempt: int, type: str, body: bytes) -> bool:
        event: dict[str, Any] = json.loads(body)
        at = now()
        async with record.writing:
            # Where the run was continued meanwhile, its state is that of another attempt.
            if record.run.state in LAST or record.attempt != attempt:
                return False
            run = projection.after(record.run, event, at, record.headline)
            if type == "checkpoint" or run.state in LAST:  # a worker that was killed may have kept more than it said
                run = await self._counted(run)
                self.room.grew(record.id)
            record.seq = await self._store.append(entry(run, event, body, at))
            record.run = run.model_copy(update=not_of_events(record.run, run.state))
            self._listener.said(record, event, at, body)
            self._listener.changed(record, at_once=type != "points" or event["clock"] == "test")
        return True

    async def let_go(self, record: Record, notice: Notice | None) -> None:
        """Weights of a run are no more; ``notice`` says so, also where the last state was long ago."""
        async with record.writing:
            run = await self._counted(record.run)
            if notice is not None:
                event, body, at = notice.model_dump(), notice.model_dump_json().encode(), now()
                run = projection.after(run, event, at, record.headline)
                record.seq = await self._store.append(replace(entry(run, event, body, at), late=True))
                self._listener.said(record, event, at, body)
            record.run = run.model_copy(update=not_of_events(record.run, run.state))
            self._listener.changed(record, at_once=notice is not None)

    async def _caught_up(self, record: Record, run: Run, at: str) -> Run:
        """Keeps the last state, where the store could not when it was said."""
        if record.unkept is None:
            return run
        event, body = record.unkept.model_dump(), record.unkept.model_dump_json().encode()
        ended = run.attempts[-1].model_copy(update={"state": run.state, "reason": run.reason, "ended": at})
        run = run.model_copy(update={"attempts": [*run.attempts[:-1], ended]})
        record.seq = await self._store.append(entry(run, event, body, at))
        record.run, record.unkept = run, None
        return run

    async def _known(self, record: Record, step: int) -> dict[str, Any]:
        """What of a run's facts can only be told from all of what it had said up to ``step``."""
        rows, _ = await self._store.curve(record.id, "epoch", 0, step, 2)
        said = [event for event in await self.said(record.id) if event.get("step", 0) <= step]
        best = projection.best_of(None, lists(rows), record.headline) if record.headline else None
        return {"best": best, "changes": sum(map(projection.steers, said))}

    async def _counted(self, run: Run) -> Run:
        steps = await anyio.to_thread.run_sync(kept_steps, self.folder(run.id))
        return run.model_copy(update={"snapshots": steps})


def not_of_events(run: Run, state: RunState) -> dict[str, Any]:
    """What may have changed otherwise while the event was being kept."""
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
    return AttemptRow(run.id, **run.attempts[-1].model_dump(mode="json"))
