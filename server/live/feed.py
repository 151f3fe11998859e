"""What pages can be told: the ring of frames, the list of runs as it is now, and what a page has missed."""

from collections.abc import Iterable, Iterator

from server.live import encoding
from server.live.replay import Replay
from server.live.ring import Ring
from server.live.wire import framed, pack
from server.runs.records import Record, Records

AT_ONCE = 100
"""Runs in one frame: the newest are on the page before the oldest are encoded."""


class Feed:
    """Filled by the hub, read by every page."""

    def __init__(self, replay: Replay) -> None:
        self.ring, self.replay, self.records = Ring(), replay, Records()
        self.version = 0
        """Counts the changes of the list of runs."""
        self.queue: list[str] = []
        """The waiting runs, in the order in which they will start."""
        self._parts: dict[tuple[int, bool], tuple[tuple[int, int], bytes]] = {}
        """Of the list of all runs, by number and form: what it was made of, and the frame."""

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
        if self.queue:
            yield framed(listed([], self.queue))

    def _part(self, number: int, packed: bool) -> bytes:
        """A hundred of all runs, made once for all pages that come until one of these is changed."""
        records = self.records.part(number * AT_ONCE, AT_ONCE)
        state = len(records), max((record.version for record in records), default=0)
        known = self._parts.get((number, packed))
        if known is None or known[0] != state:
            known = self._parts[number, packed] = state, (pack if packed else framed)(listed(records[::-1]))
        return known[1]


def listed(records: Iterable[Record], queue: list[str] | None = None) -> str:
    """What is in the trash is removed from pages that still have it."""
    present = [record.json() for record in records if not record.run.deleted]
    return encoding.runs(present, [record.id for record in records if record.run.deleted], queue)
