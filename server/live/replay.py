"""What a page that comes, or comes back, has missed: from the store, read once for all who ask at the same time."""

import asyncio
import logging
from collections import OrderedDict

import anyio.to_thread

from models.sentences import Sentence, text_of
from server.live import encoding
from server.live.wire import encode_frame
from server.runs.records import Record
from server.store.protocol import ReadFailed, Store
from server.store.rows import History

MOST_ROWS = 2000
"""Of a clock in a history: more than a screen shows."""
MOST_EVENTS = 400
"""Missed events that are sent one by one; after more, or none seen at all, a history is shorter."""
REMEMBERED = 64
"""Histories in memory for the next who asks."""

log = logging.getLogger("schoolyard")

NOT_SHOWN = Sentence("run-unreadable", "{title} cannot be shown: {why}.")

Missed = tuple[list[bytes], int]
"""Frames for the socket, and the seq of the last event in them."""


class Replay:
    """Reads on behalf of clients."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._histories: OrderedDict[str, tuple[int, asyncio.Task[tuple[bytes, int]]]] = OrderedDict()

    async def missed(self, record: Record, seen: int) -> Missed:
        """The events after ``seen``; where that cannot be joined on, everything anew; or why it cannot be read."""
        try:
            return await self._missed(record, seen)
        except ReadFailed as error:
            log.error("run %s: %s", record.id, error)
            trouble = encoding.trouble(NOT_SHOWN(title=record.run.title, why=text_of(error)))
            begun = [encoding.reset(record.id)] if seen else []
            nothing = encoding.history(record.id, History(record.seq, [], []))  # so that what comes now follows on it
            return [encode_frame(one) for one in (trouble, *begun, nothing)], record.seq

    async def _missed(self, record: Record, seen: int) -> Missed:
        if seen == record.seq:
            return [], seen
        if record.reset <= seen < record.seq <= seen + MOST_EVENTS and seen > 0:
            events = await self._store.events(record.id, seen, MOST_EVENTS)
            return [encode_frame(encoding.event(record.id, one)) for one in events], events[-1].seq if events else seen
        history, seq = await self._history(record)
        return ([history] if seen == 0 else [encode_frame(encoding.reset(record.id)), history]), seq

    async def _history(self, record: Record) -> tuple[bytes, int]:
        known = self._histories.get(record.id)
        if known is None or known[0] != record.seq or _failed(known[1]):
            known = (record.seq, asyncio.create_task(self._read(record.id)))
            self._histories[record.id] = known
            while len(self._histories) > REMEMBERED:
                self._histories.popitem(last=False)
        self._histories.move_to_end(record.id)
        # Shielded: who goes away does not take the answer from the others.
        return await asyncio.shield(known[1])

    async def _read(self, run: str) -> tuple[bytes, int]:
        history = await self._store.history(run, MOST_ROWS)
        return await anyio.to_thread.run_sync(lambda: encode_frame(encoding.history(run, history))), history.seq


def _failed(task: asyncio.Task[tuple[bytes, int]]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
