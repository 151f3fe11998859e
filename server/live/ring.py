"""The last frames for everybody, encoded, in one ring: a client is a place in it and costs no copy."""

from dataclasses import dataclass

PLACES = 1024


@dataclass(frozen=True, slots=True)
class Frame:
    """An event of ``run``; or with no run, changes of the list of ``owner``'s runs, and ``seq`` is their version."""

    encoded: bytes
    run: str = ""
    seq: int = 0
    owner: str = ""
    """Of a frame without a run: whose runs it tells of; with no owner it is for everybody."""


class Ring:
    """Frames are numbered from 0; the newest ``places`` of them are there."""

    def __init__(self, places: int = PLACES) -> None:
        self._frames: list[Frame | None] = [None] * places
        self.head = 0
        """Number of the next frame."""
        self.unsent = 0
        """Number of the first frame that no pass over the pages has sent."""

    @property
    def tail(self) -> int:
        """Number of the oldest frame that is still there."""
        return max(0, self.head - len(self._frames))

    def add(self, frame: Frame) -> None:
        self._frames[self.head % len(self._frames)] = frame
        self.head += 1

    def get(self, number: int) -> Frame:
        frame = self._frames[number % len(self._frames)]
        assert self.tail <= number < self.head, number
        assert frame is not None
        return frame
