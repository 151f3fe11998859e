"""Work that must not grow faster than its input: it is done at the largest size, within a time of the processor."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """Ends what is done inside once this process has worked so long, however busy the machine is.

    The bound is many times what is needed. What grows with the square of its input needs minutes at this size.
    """

    def end(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"more than {most:g} seconds of a processor: this grows faster than what it is given")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
