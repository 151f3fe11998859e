"""One page on the socket: a place in the ring, what it watches, and how far it was sent events."""

from collections.abc import AsyncIterator, Iterator
from time import perf_counter

import anyio

from server.live import encoding
from server.live.batch import MOST_BYTES, Batch
from server.live.feed import Feed
from server.live.wire import Wire, encode_frame
from server.people.person import Person
from server.people.roles import Visible
from server.schema.looks import ViewRequest

BEAT, BEAT_SECONDS = encode_frame(encoding.BEAT), 5.0
PATIENCE = 0.05
"""Seconds in which a page that comes may say what it watches, before it gets the list of older runs."""
UNHURRIED = 10.0
"""Hertz from which on nothing is held back: what a page that is seen asks for. It draws no more often by itself."""


class Client:
    """What is due to one page. One that has everything, and reads it, is written the next frames at once, in the pass
    over all pages; any other has a task that writes what is due, so a page that does not read holds up itself alone."""

    def __init__(self, feed: Feed, wire: Wire, person: Person, packed: bool = False) -> None:
        self._feed, self._wire, self._packed = feed, wire, packed
        self.visible = Visible(person)
        self._place = feed.ring.head
        self._version = feed.version
        self._sent: dict[str, int] = {}
        """Runs that are watched and caught up: the last seq sent."""
        self._behind: dict[str, int] = {}
        """Runs that are watched and not caught up: the last seq seen."""
        self._views: dict[ViewRequest, bytes] = {}
        """Answers that wait: the newest wins."""
        self._news = anyio.Event()
        self._idle = False
        """Whether nothing is due and the task waits for news, so that others may write in its place."""
        self._written_at = 0.0
        """When the page was sent something last."""
        self.hertz = UNHURRIED
        """Bursts a second that the page wants."""
        self._asked = anyio.Event()

    def wake(self) -> None:
        self._idle = False
        self._news.set()

    def take(self, batch: Batch) -> None:
        """What was just published: written at once, or left to the task. Neither waits for the page."""
        if self._place >= batch.end:
            return  # the task was there first
        if not (self._idle and self.hertz >= UNHURRIED and self._place == batch.start and self._written(batch)):
            self.wake()

    def _written(self, batch: Batch) -> bool:
        picks, sent = 0, dict[str, int]()
        if batch.listed:  # mostly nothing is, and each page would pay for the loop
            for owner, some in batch.listed.items():
                if self.visible[owner]:
                    picks |= some
        for run, stretch in batch.stretches.items():
            seen = self._sent.get(run)
            if seen == stretch.first - 1 and stretch.joined:
                picks |= stretch.picks
                sent[run] = stretch.last
            elif seen is not None and seen < stretch.last:
                return False
        if picks and not self._wire.write(batch.picked(picks)):
            return False
        self._place, self._written_at = batch.end, batch.at
        self._sent |= sent
        if batch.version is not None:
            self._version = batch.version
        return True

    def beat(self, now: float) -> None:
        """Something at least every few seconds. What still waits to be sent says as much."""
        if self._idle and now - self._written_at >= BEAT_SECONDS and self._wire.write(BEAT):
            self._written_at = now

    def watch(self, runs: dict[str, int]) -> None:
        """The whole set of runs that the page shows, each with the last seq it has of it.

        A run that was in the set before goes on where it is: what was sent is on its way, and comes in order.
        """
        self._sent = {run: seq for run, seq in self._sent.items() if run in runs}
        self._behind = {run: self._behind.get(run, seq) for run, seq in runs.items() if run not in self._sent}
        self._asked.set()
        self.wake()

    def at_pace(self, hertz: float) -> None:
        self.hertz = hertz
        self._asked.set()

    def show(self, request: ViewRequest, frame: bytes) -> None:
        """An answer: written at once, or left to the task."""
        if not (self._idle and self.hertz >= UNHURRIED and self._wire.write(frame)):
            self._views[request] = frame
            self.wake()

    async def frames(self) -> AsyncIterator[bytes]:
        """Everything that is due and was not written in passing, in order, for ever.

        The newest runs come first. The older wait for what is due meanwhile: a thousand runs delay no curve.
        """
        runs = self._feed.since(self.visible, -1, self._packed)
        yield next(runs)
        with anyio.move_on_after(PATIENCE):
            await self._asked.wait()
        while True:
            self._news, self._asked = anyio.Event(), anyio.Event()
            quiet = True
            async for burst in self._due():
                quiet = False
                yield burst
            if (older := next(runs, None)) is not None:
                yield older
                await anyio.sleep(0)  # lets the frames come in that the page sent meanwhile
            elif quiet:
                self._written_at = perf_counter()
                self._idle = not self._news.is_set()
                await self._news.wait()
                self._idle = False
            elif self.hertz < UNHURRIED:
                # A page that asks for something does not wait for its next turn.
                with anyio.move_on_after(1 / self.hertz):
                    await self._asked.wait()

    async def _due(self) -> AsyncIterator[bytes]:
        async for frame in self._missed():
            yield frame
        while self._place < self._feed.ring.head:
            if self._place < self._feed.ring.tail:
                for frame in self._overtaken():
                    yield frame
                return
            if burst := self._burst():
                yield burst
        while self._views:
            yield self._views.pop(next(iter(self._views)))

    def _burst(self) -> bytes:
        """What is next in the ring and wanted, as much as fits into one writing."""
        frames, size = list[bytes](), 0
        while self._place < self._feed.ring.head and size < MOST_BYTES:
            frame = self._feed.ring.get(self._place)
            self._place += 1
            if not frame.run:
                self._version = frame.seq
                if not self.visible[frame.owner]:
                    continue
            elif self._follows(frame.run, frame.seq):
                self._sent[frame.run] = frame.seq
            else:
                continue
            frames.append(frame.encoded)
            size += len(frame.encoded)
        return b"".join(frames)

    def _overtaken(self) -> Iterator[bytes]:
        """The ring has gone past this client: it starts from the store again, at the newest frame."""
        self._place = self._feed.ring.head
        self._behind |= self._sent
        self._sent = {}
        self.wake()
        since, self._version = self._version, self._feed.version
        return self._feed.since(self.visible, since)

    def _follows(self, run: str, seq: int) -> bool:
        """Whether an event is the next to be sent. One that leaves a gap, or voids curves, sends us to the store."""
        sent = self._sent.get(run)
        if sent is None or seq <= sent:
            return False
        record = self._feed.records.get(run)
        if seq == sent + 1 and (record is None or sent >= record.reset or seq < record.reset):
            return True
        self._behind[run] = self._sent.pop(run)
        self.wake()
        return False

    async def _missed(self) -> AsyncIterator[bytes]:
        while self._behind:
            run, seen = next(iter(self._behind.items()))
            record = self._feed.records.get(run)
            if record is None or record.run.deleted or not self.visible[record.run.owner]:
                self._behind.pop(run, None)
                continue
            frames, seq = await self._feed.replay.missed(record, seen)
            if self._behind.get(run) != seen:
                continue  # the page asked for something else meanwhile
            del self._behind[run]
            self._sent[run] = seq
            for frame in frames:
                yield frame
            yield encode_frame(encoding.caught_up(run, seq))
