"""A server that is told to end does so in time, whatever it is waiting for."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from server.process.startup import Exit

SECONDS = 6.5
"""From being told to end until the process is ended by force; what it has to say to pages and workers takes less."""
SECONDS_AT_START = 1.5
"""Before it could be reached there is nothing to keep, only torch to be imported."""


class Deadline:
    """A thread that waits to be told, and then ends the process with ``abort`` if that has not ended by itself."""

    def __init__(self, abort: Callable[[], None], leave: Callable[[int], object] = os._exit) -> None:
        self._abort, self._leave = abort, leave
        self._begun = threading.Event()
        self._seconds = SECONDS
        self.thread = threading.Thread(target=self._run, name="deadline", daemon=True)
        self.thread.start()

    def begin(self, started: bool) -> None:
        """From a signal's handler: the server was told to end."""
        self._seconds = SECONDS if started else SECONDS_AT_START
        self._begun.set()

    def _run(self) -> None:
        self._begun.wait()
        time.sleep(self._seconds)
        try:
            self._abort()
        finally:
            self._leave(Exit.ENDED_BY_FORCE)


class Terminated(BaseException):
    """The process was told to end."""


@contextmanager
def unwinding() -> Iterator[None]:
    """SIGTERM ends what is within, as Ctrl+C does, and only then the process: folders are deleted, locks opened."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except Terminated:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: object) -> None:
    raise Terminated
