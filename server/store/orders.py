"""Pieces of work that wait for the one thread that writes, which does all that came meanwhile at once."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

Means = TypeVar("Means")

MOST_AT_ONCE = 256


@dataclass
class Order(Generic[Means]):
    """A piece of work, and where its result is waited for."""

    work: Callable[[Means], Any]
    on_disk: bool = True
    """Whether what it writes has to be on the disk when it is done."""
    future: Future[Any] = field(default_factory=Future)


class Orders(Generic[Means]):
    """A queue between the event loop and the writing thread."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Order[Means] | None] = SimpleQueue()

    def put(self, order: Order[Means]) -> None:
        self._queue.put(order)

    def end(self) -> None:
        """Nothing comes after what is there."""
        self._queue.put(None)

    def next(self, within: float | None = None) -> list[Order[Means]] | None:
        """Waits for the orders that are there: at least one, or none after so many seconds.

        None once all are done and there will be no more.
        """
        batch: list[Order[Means]] = []
        try:
            waiting = self._queue.get(timeout=within)
            while waiting is not None:
                batch.append(waiting)
                if len(batch) == MOST_AT_ONCE:
                    return batch
                waiting = self._queue.get_nowait()
        except Empty:
            return batch
        if not batch:
            return None
        self._queue.put(None)
        return batch
