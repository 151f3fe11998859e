"""The limit on weights: those of all runs together stay within so many bytes, and the oldest go first."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import IntEnum

import anyio
import anyio.to_thread

from models.events import LAST, Notice
from models.sentences import Sentence
from server.schema.runs import Run
from server.weights.choice import LET_GO, chosen, evicted
from server.weights.protocol import Stored, WeightStore

OLDER_GONE = Sentence("older-weights-gone", "Older epochs of this run were let go: the data folder reached its {size}.")
ALL_GONE = Sentence("all-weights-gone", "All weights of this run were let go: the data folder reached its {size}.")
RAISE_LIMIT = Sentence("raise-limit", "Raise --snapshot-limit or delete runs.")

SLACK = 0.95
"""The part of the limit down to which weights go, so that not every new snapshot makes us count all of them."""

REST = 0.5
"""Seconds between two countings: a run of short epochs stores weights many times a second."""

Runs = Mapping[str, Run]
Evicted = Callable[[str, Notice | None], Awaitable[None]]
"""Takes a run that has lost weights, and what it is to be told where it was not told before."""

log = logging.getLogger("schoolyard")


class Priority(IntEnum):
    """In which order weights are evicted."""

    TRASH = 0
    PASSED = 1
    BEST = 2
    LAST = 3


class CheckpointQuota:
    """Counts what workers store, and evicts what is too much; a limit of 0 is none."""

    def __init__(self, weights: WeightStore, limit: int) -> None:
        self._weights, self._limit = weights, limit
        self._stored: dict[str, list[Stored]] = {}
        self._totals: dict[str, int] = {}
        """Bytes of each run, so that one new snapshot does not make us add up all of them."""
        self._grown: set[str] = set()
        self._news = anyio.Event()
        self.begin_lock = anyio.Lock()
        """Held by whoever is about to begin from weights: none are evicted meanwhile."""

    def grew(self, run: str) -> None:
        """Weights of ``run`` were written."""
        self._grown.add(run)
        self._news.set()

    async def enforce(self, runs: Callable[[], Runs], tell: Evicted) -> None:
        """As long as the server lives. ``runs`` gives all of them by id, as they are now."""
        self._grown |= set(runs())
        while self._limit:
            self._news = anyio.Event()
            grown, self._grown = self._grown, set()
            try:
                await anyio.to_thread.run_sync(self._count, grown)
                if sum(self._totals.values()) > self._limit:
                    await self._evict(runs, tell)
            except OSError as error:
                log.error("weights could not be counted: %s", error)
            await anyio.sleep(REST)
            await self._news.wait()

    def _count(self, grown: Iterable[str]) -> None:
        for run in grown:
            self._stored[run] = self._weights.stored(run)
            self._totals[run] = total(self._stored[run])

    async def _evict(self, runs: Callable[[], Runs], tell: Evicted) -> None:
        async with self.begin_lock:
            lost = await anyio.to_thread.run_sync(self._delete, runs())
        now = runs()
        for run in lost:
            await tell(run, None if evicted(now[run]) else self._notice(now[run]))

    def _delete(self, runs: Runs) -> list[str]:
        """The runs that lost weights."""
        lost = []
        for run, one in too_much(self._stored, runs, int(SLACK * self._limit)):
            try:
                self._weights.delete(run, one.step, one.full)
            except OSError as error:
                log.error("weights of run %s at step %d cannot be deleted: %s", run, one.step, error)
                continue
            lost.append(run)
            self._stored[run] = [other for other in self._stored[run] if other is not one]
            self._totals[run] -= one.bytes
        return list(dict.fromkeys(lost))

    def _notice(self, run: Run) -> Notice:
        gone = OLDER_GONE if self._stored[run.id] else ALL_GONE
        return Notice(
            code=LET_GO,
            text=gone(size=in_words(self._limit)),
            attempt_this=RAISE_LIMIT(),
            step=run.step,
            epoch=run.epoch,
        )


def total(stored: Iterable[Stored]) -> int:
    return sum(one.bytes for one in stored)


def too_much(stored: Mapping[str, list[Stored]], runs: Runs, limit: int) -> list[tuple[str, Stored]]:
    """What has to go, in its order, until ``limit`` bytes are left: the run, and what of it."""
    going = [
        ((priority, one.at, one.step), run, one)
        for run, own in stored.items()
        for one in own
        if (priority := priority_of(one, own, runs[run])) is not None
    ]
    over = sum(map(total, stored.values())) - limit
    found = []
    for _, run, one in sorted(going, key=lambda each: each[0]):
        if over <= 0:
            break
        found.append((run, one))
        over -= one.bytes
    return found


def priority_of(one: Stored, own: list[Stored], run: Run) -> Priority | None:
    """When ``one`` of what is stored of the run goes; None is never, as the run may need it to go on."""
    ended = run.state in LAST
    if run.deleted and ended:
        return Priority.TRASH
    whole = [each.step for each in own if each.full]
    weights = sorted(each.step for each in own if not each.full)
    if one.step == max(whole or weights):
        return Priority.LAST if ended else None
    best = run.best is not None and one.step == chosen(run, weights, "best")
    return Priority.BEST if best else Priority.PASSED


def in_words(size: int) -> str:
    return f"{size / 1e9:g} GB" if size >= 1e9 else f"{size / 1e6:g} MB"
