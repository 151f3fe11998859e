"""Tells every page what happens to runs. Nobody is waited for here: who cannot take it now fetches from the ring."""

import asyncio
import logging
from collections.abc import Iterator
from time import perf_counter, thread_time
from typing import Any

import anyio

from server.executors.protocol import Answer
from server.live import encoding
from server.live.batch import Batch
from server.live.client import Client
from server.live.looks import Looks
from server.live.replay import Replay
from server.live.ring import Frame, Ring
from server.live.wire import framed, pack
from server.runs.records import Record, Records
from server.store.rows import Kept

LAZY = 1.0
"""Seconds after which progress alone is told in the list of runs."""
PROMPT = 0.05
"""Seconds in which changes are gathered into one frame."""
SHARE = 1 / 4
"""Of the server's time that telling pages takes at most: the more pages, the more frames are told in one pass."""
LONGEST = 0.1
"""Seconds that a frame waits for others at most."""
AT_ONCE = 100
"""Runs in one frame: the newest are on the page before the oldest are encoded."""

log = logging.getLogger("schoolyard")


class Hub:
    """The ``Listener`` of all runs, and where pages come and go."""

    def __init__(self, replay: Replay, looks: Looks, ring: Ring | None = None) -> None:
        self.ring, self.replay, self.looks = ring or Ring(), replay, looks
        self.records = Records()
        self.version = 0
        self.clients: set[Client] = set()
        self._changed: dict[str, Record] = {}
        self._queue: list[str] = []
        self._sent_queue = self._queue
        self._queue_sent_at = float("-inf")
        self._news = anyio.Event()
        self._parts: dict[tuple[int, bool], tuple[tuple[int, int], bytes]] = {}
        """Of the list of all runs, by number and form: what it was made of, and the frame."""
        self._pass: asyncio.Handle | None = None
        self._rested = self._next_beat = 0.0
        """The moment from which the next pass may begin."""

    def said(self, record: Record, event: dict[str, Any], at: str, body: bytes) -> None:
        text = encoding.event(record.id, Kept(record.attempt, record.seq, at, body.decode()))
        self._publish(Frame(framed(text), record.id, record.seq))
        self.looks.said(record, event)

    def changed(self, record: Record, at_once: bool) -> None:
        self.version += 1
        record.version = self.version
        self._changed[record.id] = record
        self.looks.changed(record)
        if at_once:
            self._news.set()

    def trouble(self, text: str) -> None:
        """Tells all pages that a part of the server failed."""
        self._publish(Frame(framed(encoding.trouble(text)), seq=self.version))

    def queued(self, runs: list[str]) -> None:
        self._queue = runs
        if self._queue_is_due():
            self._news.set()

    def _queue_is_due(self) -> bool:
        return self._queue is not self._sent_queue and perf_counter() - self._queue_sent_at >= LAZY

    def answered(self, run: str, answer: Answer) -> None:
        self.looks.answered(answer)

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
        """Looks once a second who was told nothing for long."""
        now = perf_counter()
        if now >= self._next_beat:
            self._next_beat = now + LAZY
            for client in self.clients:
                client.beat(now)

    def _tell_changed(self, changed: list[Record]) -> None:
        queue = self._queue if self._queue_is_due() else None
        if changed or queue is not None:
            self._publish(Frame(framed(listed(changed, queue)), seq=self.version))
        if queue is not None:
            self._sent_queue, self._queue_sent_at = queue, perf_counter()

    def since(self, version: int, packed: bool = False) -> Iterator[bytes]:
        """Frames of ``runs`` that tell all that changed after ``version``, newest runs first, and the queue; each is
        made as it is taken, so that a thousand runs hold up nobody."""
        if version < 0:
            for number in range((len(self.records) - 1) // AT_ONCE, 0, -1):
                yield self._part(number, packed)
            yield self._part(0, packed)
        else:
            changed = [record for record in self.records if record.version > version][::-1]
            for start in range(0, len(changed), AT_ONCE):
                yield framed(listed(changed[start : start + AT_ONCE]))
        if self._queue:
            yield framed(listed([], self._queue))

    def _part(self, number: int, packed: bool) -> bytes:
        """A hundred of all runs, made once for all pages that come until one of these is changed."""
        records = self.records.part(number * AT_ONCE, AT_ONCE)
        state = len(records), max((record.version for record in records), default=0)
        known = self._parts.get((number, packed))
        if known is None or known[0] != state:
            known = self._parts[number, packed] = state, (pack if packed else framed)(listed(records[::-1]))
        return known[1]

    def _publish(self, frame: Frame) -> None:
        self.ring.add(frame)
        if self._pass is None:
            wait = max(0.0, self._rested - perf_counter())
            self._pass = asyncio.get_running_loop().call_later(wait, self._tell)

    def _hand(self, client: Client, batch: Batch) -> None:
        try:
            client.take(batch)
        except Exception:
            log.exception("a page could not be told in passing")  # its own task tries it, and the next page is told
            client.wake()

    def _tell(self) -> None:
        """One pass: all that was published meanwhile, to every page."""
        began, self._pass = thread_time(), None  # of the processor: what other programs take is no work of ours
        self.ring.untold = max(self.ring.untold, self.ring.tail)
        while self.ring.untold < self.ring.head:
            batch = Batch(self.ring, self.ring.untold, self.records)
            self.ring.untold = batch.end
            for client in self.clients:
                self._hand(client, batch)
        self._rested = perf_counter() + min(LONGEST, (thread_time() - began) * (1 / SHARE - 1))


def listed(records: list[Record], queue: list[str] | None = None) -> str:
    """What is in the trash is removed from pages that still have it."""
    present = [record.json() for record in records if not record.run.deleted]
    return encoding.runs(present, [record.id for record in records if record.run.deleted], queue)
