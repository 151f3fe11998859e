"""PostgreSQL beside SQLite

The same calls of the store on both, in turn, medians of five: events with rows of a curve that so many runs append at
once, each waiting for its commit, and a run of 100,000 points made into the frame that a page gets which knows nothing
of it. PostgreSQL is one of the bench's own, as it comes. Neither waits for the disk with each commit of events:
SQLite's are handed to the system, PostgreSQL's are on the disk a fifth of a second later at most.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from bench.figures import Figure
from server.live.replay import Replay
from server.settings import Settings
from server.store.opening import store_of
from server.store.protocol import Store
from tests.postgresql import PostgreSQL, made, running, why_not
from tests.server.store.written import entry, make, points

TIMES = 5
AT_ONCE = (1, 16, 64, 256)
EVENTS = 4096
ROWS, IN_EVENT, OTHER_EVENTS = 100_000, 500, 300
TIMES_TO_TELL = 5
"""Times that a history is told, of which the median counts."""

Measure = Callable[[Store], Awaitable[float]]


def measure() -> Iterator[Figure]:
    if reason := why_not():
        yield Figure("PostgreSQL", reason)
        return
    with running(durable=True) as database:
        for runs in AT_ONCE:
            sqlite, postgresql = compared(database, partial(seconds_an_event, runs))
            words = f"SQLite {1 / sqlite:,.0f}, PostgreSQL {1 / postgresql:,.0f}: {sqlite / postgresql:.2f} of it"
            numbers = {"SQLite us": 1e6 * sqlite, "PostgreSQL us": 1e6 * postgresql}
            yield Figure(f"events a second, {runs} run{'s' * (runs > 1)} at once", words, "at least 0.5", numbers)
        sqlite, postgresql = compared(database, seconds_to_tell)
        words = f"SQLite {1000 * sqlite:.1f} ms, PostgreSQL {1000 * postgresql:.1f} ms: {postgresql / sqlite:.2f} times"
        numbers = {"SQLite ms": 1000 * sqlite, "PostgreSQL ms": 1000 * postgresql}
        yield Figure(f"a run of {ROWS:,} points told", words, "at most 2 times", numbers)


def compared(database: PostgreSQL, cost: Measure) -> tuple[float, float]:
    """Medians of both, each time in a store of its own."""
    found: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(TIMES):
        for postgresql, values in found.items():
            with tempfile.TemporaryDirectory() as folder, made(database) as url:
                settings = Settings(data=Path(folder), postgresql=url if postgresql else "")
                values.append(asyncio.run(measured(settings, cost)))
    return median(found[False]), median(found[True])


async def measured(settings: Settings, cost: Measure) -> float:
    async with store_of(settings) as store:
        return await cost(store)


async def seconds_an_event(runs: int, store: Store) -> float:
    names, each = [f"run{number}" for number in range(runs)], EVENTS // runs
    await make(store, *names)

    async def write(run: str) -> None:
        for turn in range(each):
            await store.append(points(run, 1 + 4 * turn, 5 + 4 * turn))

    began = time.perf_counter()
    await asyncio.gather(*map(write, names))
    return (time.perf_counter() - began) / (runs * each)


async def seconds_to_tell(store: Store) -> float:
    await make(store, "run")
    for first in range(1, ROWS + 1, IN_EVENT):
        await store.append(points("run", first, first + IN_EVENT))
    for _ in range(OTHER_EVENTS):
        await store.append(entry("run"))
    found = []
    for _ in range(TIMES_TO_TELL + 1):
        replay = Replay(store)
        began = time.perf_counter()
        await replay._read("run")
        found.append(time.perf_counter() - began)
    return median(found[1:])
