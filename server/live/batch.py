"""Frames that are sent to all pages in one pass: what each page wants of them is found by run, and joined once."""

from dataclasses import dataclass
from time import perf_counter

from server.live.ring import Frame, Ring
from server.runs.records import Records

MOST_BYTES = 2**16
"""About as much as a connection takes before it asks to wait."""


@dataclass(slots=True)
class Stretch:
    """Events of one run that follow each other. ``picks`` has a bit for each frame of the batch that is one of them."""

    first: int
    last: int
    picks: int
    joined: bool = True
    """Whether a page that knows all before ``first`` needs only these."""


class Batch:
    """The frames of the ring from ``start`` to before ``end``, and no more than fit into one writing."""

    def __init__(self, ring: Ring, start: int, records: Records) -> None:
        self.start = self.end = start
        self.at = perf_counter()
        self.stretches: dict[str, Stretch] = {}
        self.listed: dict[str, int] = {}
        """By owner: picks the frames that tell of the list of their runs; with no owner, those that go to everybody."""
        self.version: int | None = None
        """The version of the list of runs after these frames."""
        self._frames: list[bytes] = []
        self._joined: dict[int, bytes] = {}
        size = 0
        while self.end < ring.head and size < MOST_BYTES:
            frame = ring.get(self.end)
            size += len(frame.encoded)
            self._add(frame)
            self.end += 1
        for run, stretch in self.stretches.items():
            record = records.get(run)
            if record is not None and stretch.first <= record.reset <= stretch.last:
                stretch.joined = False

    def _add(self, frame: Frame) -> None:
        pick, run, seq = 1 << len(self._frames), frame.run, frame.seq
        self._frames.append(frame.encoded)
        if not run:
            self.listed[frame.owner] = self.listed.get(frame.owner, 0) | pick
            self.version = seq
        elif (stretch := self.stretches.get(run)) is None:
            self.stretches[run] = Stretch(seq, seq, pick)
        else:
            stretch.joined &= seq == stretch.last + 1
            stretch.last = seq
            stretch.picks |= pick

    def picked(self, picks: int) -> bytes:
        """The frames whose bits are set, in order; the same bytes for everybody who wants the same."""
        found = self._joined.get(picks)
        if found is None:
            found = b"".join(frame for at, frame in enumerate(self._frames) if picks >> at & 1)
            self._joined[picks] = found
        return found
