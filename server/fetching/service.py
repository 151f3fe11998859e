"""Fetching data sets beside the requests: one fetch of a set at a time, however many pages ask for it."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from models.catalogue import Catalogue
from models.sentences import NO_TEXT, Sentence, Text, text_of
from models.spec.fetchable import Fetchable
from server.schema.fetching import Fetch
from server.schema.refusal import unknown

FAILED = Sentence("fetching-failed", "{title} could not be fetched: {error}. The log of the server says more.")

EVERY = 0.25
"""Seconds between two words of progress."""

log = logging.getLogger("schoolyard")


class Cancelled(Exception):
    """Raised in the thread that fetches, once nobody wants the set any more."""


class Fetching:
    """Of all sets that tasks of ``catalogue`` learn from. ``tell`` is called, on the event loop, with all fetches."""

    def __init__(self, catalogue: Catalogue, tell: Callable[[list[Fetch]], None]) -> None:
        self._catalogue, self._tell = catalogue, tell
        self._threads: dict[str, _Thread] = {}
        """The last of each set."""

    @property
    def sets(self) -> dict[str, Fetchable]:
        """By name."""
        found = (task.dataset() for task in self._catalogue.tasks.values())
        return {one.name: one for one in found if one is not None}

    @property
    def fetches(self) -> list[Fetch]:
        return [thread.fetch for thread in self._threads.values()]

    def start(self, name: str) -> Fetch:
        """Begins to fetch a set; where that is under way already it just goes on. Raises ``Refusal``."""
        dataset = self._found(name)
        under_way = self._threads.get(name)
        if under_way is None or under_way.fetch.state != "fetching":
            self._threads[name] = thread = _Thread(dataset, self._changed)
            thread.start()
            self._tell(self.fetches)
        return self._threads[name].fetch

    def cancel(self, name: str) -> Fetch:
        """What has come of a set as a whole file stays; nothing half fetched does. Raises ``Refusal``."""
        self._found(name)
        thread = self._threads.get(name)
        if thread is None:
            raise unknown("set", name)
        if thread.fetch.state == "fetching":
            thread.cancelled.set()
            self._changed(thread, thread.fetch.model_copy(update={"state": "cancelled"}))
        return thread.fetch

    def close(self) -> None:
        """Nothing is fetched any more; whoever is in the middle of it is not waited for."""
        for thread in self._threads.values():
            thread.cancelled.set()

    def _found(self, name: str) -> Fetchable:
        dataset = self.sets.get(name)
        if dataset is None:
            raise unknown("set", name)
        return dataset

    def _changed(self, thread: "_Thread", fetch: Fetch) -> None:
        if thread.fetch.state == "fetching":  # what was cancelled says nothing more
            thread.fetch = fetch
            if self._threads.get(fetch.name) is thread:
                self._tell(self.fetches)


class _Thread(threading.Thread):
    """Fetches one set. A daemon: the server's end does not wait for a network that is silent."""

    def __init__(self, dataset: Fetchable, changed: Callable[["_Thread", Fetch], None]) -> None:
        super().__init__(name=f"fetching {dataset.name}", daemon=True)
        self._dataset, self._changed, self._loop = dataset, changed, asyncio.get_running_loop()
        self._next = 0.0
        """The moment from which progress is told again."""
        self.cancelled = threading.Event()
        self.fetch = Fetch(name=dataset.name, state="fetching", done=0, total=dataset.bytes, what=NO_TEXT, problem=None)

    def run(self) -> None:
        problem: Text | None = None
        try:
            self._dataset.fetch(self._progress)
        except Cancelled:
            return
        except Exception as error:
            problem = text_of(error)
            if not problem.code:
                log.exception("fetching %s", self._dataset.name)
                problem = FAILED(title=self._dataset.title, error=str(error) or type(error).__name__)
        total = self.fetch.total
        ended = {"state": "failed", "problem": problem} if problem else {"state": "fetched", "done": total}
        with suppress(Cancelled):
            self._report(self.fetch.model_copy(update={**ended, "what": NO_TEXT}))

    def _progress(self, done: int, total: int, what: str) -> None:
        if self.cancelled.is_set():
            raise Cancelled
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            now = {"done": done, "total": total or self._dataset.bytes, "what": Text.read(what)}
            self._report(self.fetch.model_copy(update=now))

    def _report(self, fetch: Fetch) -> None:
        try:
            self._loop.call_soon_threadsafe(self._changed, self, fetch)
        except RuntimeError:
            raise Cancelled from None  # the server has ended
