"""Looks that wait for their turn: while a network trains, all of them together take a tenth of its time."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from models.commands import Look

SHARE = 0.1
"""Largest part of a run's time that goes into looks, however many pages look."""
AT_ONCE = 0.5
"""Seconds that looks may take beyond that, after a time in which nobody looked: a page that opens is answered soon."""


def now() -> float:
    """In seconds."""
    return time.monotonic()


class LookBudget:
    """Queues looks in the order in which they were asked. Whoever looks again and again asks anew after each answer,
    so each look has its turn before any has its next."""

    def __init__(self) -> None:
        self.waiting: deque[Look] = deque()
        self.credit, self.counted = AT_ONCE, now()

    def next(self, free: bool) -> Look | None:
        """The look whose turn it is; ``free`` is where nothing else would be done with the time."""
        at = now()
        self.credit = min(AT_ONCE, self.credit + SHARE * (at - self.counted))
        self.counted = at
        return self.waiting.popleft() if self.waiting and (free or self.credit > 0) else None

    @contextmanager
    def charge(self, free: bool) -> Iterator[None]:
        """Charges the time for which a look is answered; those that follow wait until it is earned back."""
        began = now()
        yield
        if not free:
            self.credit -= now() - began
