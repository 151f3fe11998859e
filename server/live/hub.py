"""Tells every page what happens to runs. Nobody is waited for here: who cannot take it now fetches from the ring."""

import asyncio
import logging
from time import perf_counter, thread_time
from typing import Any

import anyio

from models.sentences import Text
from server.live import encoding
from server.live.batch import Batch
from server.live.client import Client
from server.live.feed import Feed, listed
from server.live.ring import Frame
from server.live.views import Views
from server.live.wire import encode_frame
from server.runs.records import Record
from server.schema.fetching import Fetch
from server.store.rows import StoredEvent

LAZY = 1.0
"""Seconds between frames of the list of runs that have nothing but progress in them."""
PROMPT = 0.05
"""Seconds in which changes are gathered into one frame."""
SHARE = 1 / 4
"""Of the server's time that sending to pages takes at most: the more pages, the more frames go out in one pass."""
LONGEST = 0.1
"""Seconds that a frame waits for others at most."""

log = logging.getLogger("schoolyard")


class Hub:
    """The ``Listener`` of all runs, and where pages come and go."""

    def __init__(self, feed: Feed, views: Views) -> None:
        self.feed, self.views = feed, views
        self.clients: set[Client] = set()
        self._changed: dict[str, Record] = {}
        self._sent_queue = feed.queue
        self._queue_sent_at = float("-inf")
        self._news = anyio.Event()
        self._pass: asyncio.Handle | None = None
        self._rested = self._next_beat = 0.0
        """The moment from which the next pass may begin."""

    def on_event(self, record: Record, event: dict[str, Any], at: str, body: bytes) -> None:
        text = encoding.event(record.id, StoredEvent(record.attempt, record.seq, at, body.decode()))
        self._publish(Frame(encode_frame(text), record.id, record.seq))
        self.views.after_event(record, event)

    def on_change(self, record: Record, at_once: bool) -> None:
        self.feed.version += 1
        record.version = self.feed.version
        self._changed[record.id] = record
        if at_once:
            self._news.set()

    def trouble(self, text: Text) -> None:
        """Tells all pages that a part of the server failed."""
        self._publish(Frame(encode_frame(encoding.trouble(text)), seq=self.feed.version))

    def fetching(self, fetches: list[Fetch]) -> None:
        """Tells all pages how far the fetching of data sets is; who comes later is told too."""
        self.feed.fetches = encode_frame(encoding.fetches(fetches))
        self._publish(Frame(self.feed.fetches, seq=self.feed.version))

    def on_queue(self, runs: list[str]) -> None:
        self.feed.queue = runs
        if self._queue_is_due():
            self._news.set()

    def _queue_is_due(self) -> bool:
        return self.feed.queue is not self._sent_queue and perf_counter() - self._queue_sent_at >= LAZY

    async def tell_of_changes(self) -> None:
        """Sends the list entries of changed runs, gathered, for as long as the server lives."""
        while True:
            with anyio.move_on_after(LAZY):
                await self._news.wait()
            self._news = anyio.Event()
            self._beat()
            changed, self._changed = self._changed, {}
            try:
                self._tell_changed(list(changed.values()))
            except Exception:
                self._changed = changed | self._changed  # whoever begins this again tells of them
                raise
            await anyio.sleep(PROMPT)

    def _beat(self) -> None:
        """Once a second, sends a beat to pages that got nothing for long."""
        now = perf_counter()
        if now >= self._next_beat:
            self._next_beat = now + LAZY
            for client in self.clients:
                client.beat(now)

    def _tell_changed(self, changed: list[Record]) -> None:
        owned: dict[str, list[Record]] = {}
        for record in changed:
            owned.setdefault(record.run.owner, []).append(record)
        due, places = self._queue_is_due(), dict[str, dict[str, int]]()
        if due:
            queue, places = self.feed.queue, self.feed.places()
        for owner in owned | places:
            text = listed(owned.get(owner, []), places.get(owner))
            self._publish(Frame(encode_frame(text), seq=self.feed.version, owner=owner))
        if due:
            self._sent_queue, self._queue_sent_at = queue, perf_counter()

    def _publish(self, frame: Frame) -> None:
        self.feed.ring.add(frame)
        if self._pass is None:
            wait = max(0.0, self._rested - perf_counter())
            self._pass = asyncio.get_running_loop().call_later(wait, self._tell)

    def _hand(self, client: Client, batch: Batch) -> None:
        try:
            client.take(batch)
        except Exception:
            # Its own task tries again, and the next page gets its frames.
            log.exception("a page could not be written to in the pass over all")
            client.wake()

    def _tell(self) -> None:
        """One pass: all that was published meanwhile, to every page."""
        began, self._pass = thread_time(), None  # of the processor: what other programs take is no work of ours
        ring = self.feed.ring
        ring.unsent = max(ring.unsent, ring.tail)
        while ring.unsent < ring.head:
            batch = Batch(ring, ring.unsent, self.feed.records)
            ring.unsent = batch.end
            for client in self.clients:
                self._hand(client, batch)
        self._rested = perf_counter() + min(LONGEST, (thread_time() - began) * (1 / SHARE - 1))
