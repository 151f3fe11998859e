"""What pages can be sent: the ring of frames, the list of runs as it is now, and what a page has missed."""

from collections.abc import Iterator, Mapping

from server.live import encoding
from server.live.replay import Replay
from server.live.ring import Ring
from server.live.wire import encode_frame, pack
from server.people.roles import Visible
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
        self.fetches = b""
        """The frame of the data sets that were asked for; empty where none was."""
        self._parts: dict[tuple[int, bool], tuple[tuple[int, int], bytes]] = {}
        """Of the list of all runs, by number and form: what it was made of, and the frame."""

    def since(self, visible: Visible, version: int, packed: bool = False) -> Iterator[bytes]:
        """Frames of ``runs`` that tell all that changed after ``version``, newest runs first, places in the
        queue, and which data sets are fetched;
        each is made as it is taken, so that a thousand runs hold up nobody. Nothing is sent of what is not visible."""
        if version < 0:
            for number in range((len(self.records) - 1) // AT_ONCE, 0, -1):
                if part := self._part(visible, number, packed):
                    yield part
            yield self._part(visible, 0, packed) or encode_frame(listed([]))
        else:
            newer = (one for one in self.records if one.version > version and visible[one.run.owner])
            changed = list(newer)[::-1]
            for start in range(0, len(changed), AT_ONCE):
                yield encode_frame(listed(changed[start : start + AT_ONCE]))
        places = {run: place for owner, some in self.places().items() if visible[owner] for run, place in some.items()}
        if places:
            yield encode_frame(listed([], places))
        if self.fetches:
            yield self.fetches

    def places(self) -> dict[str, dict[str, int]]:
        """By owner, the places of their waiting runs in the queue of all."""
        found: dict[str, dict[str, int]] = {}
        for place, run in enumerate(self.queue, start=1):
            record = self.records.get(run)
            assert record is not None, run
            found.setdefault(record.run.owner, {})[run] = place
        return found

    def _part(self, visible: Visible, number: int, packed: bool) -> bytes | None:
        """What is visible of a hundred of all runs. All of them are made once for all pages that come until one of
        these is changed; None where there are none."""
        records = self.records.part(number * AT_ONCE, AT_ONCE)
        seen = [record for record in records if visible[record.run.owner]]
        made = pack if packed else encode_frame
        if len(seen) < len(records):
            return made(listed(seen[::-1])) if seen else None
        state = len(records), max((record.version for record in records), default=0)
        known = self._parts.get((number, packed))
        if known is None or known[0] != state:
            known = self._parts[number, packed] = state, made(listed(records[::-1]))
        return known[1]


def listed(records: list[Record], places: Mapping[str, int] | None = None) -> str:
    """What is in the trash is removed from pages that still have it."""
    present = [record.json() for record in records if not record.run.deleted]
    return encoding.runs(present, [record.id for record in records if record.run.deleted], places)
