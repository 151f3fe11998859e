"""Fetching data sets beside the requests: one fetch of a set at a time, however many pages ask for it."""

import asyncio
import logging
import time
from collections.abc import Callable

from models.sentences import NO_TEXT, Text
from server.library.library import Library
from server.schema.fetching import DataSet, Fetch
from server.schema.refusal import Refusal, unknown

EVERY = 0.25
"""Seconds between two words of progress."""

log = logging.getLogger("schoolyard")


class Fetching:
    """Of all sets that tasks learn from. ``tell`` is called, on the event loop, with all fetches."""

    def __init__(self, library: Library, tell: Callable[[list[Fetch]], None]) -> None:
        self._library, self._tell = library, tell
        self._fetches: dict[str, _Fetching] = {}
        """The last of each set."""

    @property
    def fetches(self) -> list[Fetch]:
        return [one.fetch for one in self._fetches.values()]

    async def start(self, name: str) -> Fetch:
        """Begins to fetch a set; where that is under way already it just goes on. Raises ``Refusal``."""
        dataset = await self._found(name)
        under_way = self._fetches.get(name)
        if under_way is None or under_way.fetch.state != "fetching":
            self._fetches[name] = _Fetching(dataset, self._library, self._changed)
            self._tell(self.fetches)
        return self._fetches[name].fetch

    async def cancel(self, name: str) -> Fetch:
        """What has come of a set as a whole file stays; nothing half fetched does. Raises ``Refusal``."""
        await self._found(name)
        found = self._fetches.get(name)
        if found is None:
            raise unknown("set", name)
        if found.fetch.state == "fetching":
            found.wanted = False
            self._changed(found, found.fetch.model_copy(update={"state": "cancelled"}))
        return found.fetch

    def close(self) -> None:
        """Nothing is fetched any more; whoever is in the middle of it is not waited for."""
        for one in self._fetches.values():
            one.wanted = False
            one.task.cancel()

    async def _found(self, name: str) -> DataSet:
        dataset = next((one for one in await self._library.sets() if one.name == name), None)
        if dataset is None:
            raise unknown("set", name)
        return dataset

    def _changed(self, fetching: "_Fetching", fetch: Fetch) -> None:
        if fetching.fetch.state == "fetching":  # what was cancelled says nothing more
            fetching.fetch = fetch
            if self._fetches.get(fetch.name) is fetching:
                self._tell(self.fetches)


class _Fetching:
    """Fetches one set, in the library's process."""

    def __init__(self, dataset: DataSet, library: Library, changed: Callable[["_Fetching", Fetch], None]) -> None:
        self._dataset, self._library, self._changed = dataset, library, changed
        self._next = 0.0
        """The moment from which progress is told again."""
        self.wanted = True
        self.fetch = Fetch(name=dataset.name, state="fetching", done=0, total=dataset.bytes, what=NO_TEXT, problem=None)
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        problem: Text | None
        try:
            end = await self._library.fetch(self._dataset.name, {"progress": self._progress})
            problem = end.problem
            if end.traceback:
                log.error("fetching %s: %s", self._dataset.name, end.traceback)
        except Refusal as refusal:
            problem = refusal.detail
        total = self.fetch.total
        ended = {"state": "failed", "problem": problem} if problem else {"state": "fetched", "done": total}
        self._changed(self, self.fetch.model_copy(update={**ended, "what": NO_TEXT}))

    async def _progress(self, done: int, total: int, what: str) -> bool:
        """Whether the set is still wanted."""
        if self.wanted and time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            now = {"done": done, "total": total or self._dataset.bytes, "what": Text.restored(what)}
            self._changed(self, self.fetch.model_copy(update=now))
        return self.wanted
