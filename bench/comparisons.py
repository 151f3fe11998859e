"""Comparisons taken away

Two runs of 50,000 points each in one file: from asking the server to the last byte, median of five. Runs are told by a
stand-in of a worker; the server and the library are in this process, so that their work counts and no process's start.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure
from tests.server.fakes import FakeExecutor
from tests.server.world import World, served

TIMES = 5
RUNS, POINTS, IN_EVENT = 2, 50_000, 5_000
FILES = ("tensorboard.zip", "curves-long.csv", "curves-wide.csv")


def measure() -> Iterator[Figure]:
    for file, seconds in asyncio.run(seconds_by_file()).items():
        what = f"{RUNS * POINTS:,} points as {file}"
        yield Figure(what, f"{seconds:.2f} s", "at most 5 s", {"s": seconds})


async def seconds_by_file() -> dict[str, float]:
    executor = FakeExecutor()
    with tempfile.TemporaryDirectory() as folder:
        async with served(Path(folder), executor) as world:
            runs = [await run_of(world, executor) for _ in range(RUNS)]
            return {file: median([await seconds(world, file, runs) for _ in range(TIMES)]) for file in FILES}


async def run_of(world: World, executor: FakeExecutor) -> str:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run(POINTS)
    for first in range(1, POINTS + 1, IN_EVENT):
        worker.learn(first, first + IN_EVENT)
    worker.end()
    await world.state(run)
    return run


async def seconds(world: World, file: str, runs: list[str]) -> float:
    began = time.perf_counter()
    answer = await world.http.get(f"/api/export/{file}", params={"run": runs})
    answer.raise_for_status()
    return time.perf_counter() - began
