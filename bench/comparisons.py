"""Comparisons taken away

Two runs of 50,000 points each in one file: median of five. Tables and event files are timed from asking the server to
the last byte, with the server and the library in this process, so that their work counts and no process's start. Charts
are timed from the press of the button to the file, in a Chromium that has just opened the page and must first ask for
every point. Runs are told by a stand-in of a worker.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

from bench.browser import opened
from bench.figures import Figure
from bench.serving import Server
from tests.server.fakes import FakeExecutor
from tests.server.world import World, served

TIMES = 5
RUNS, POINTS, IN_EVENT = 2, 50_000, 5_000
FILES = ("tensorboard.zip", "curves-long.csv", "curves-wide.csv")
CHARTS = {
    "SVG": "All charts as drawings (SVG)",
    "PNG": "All charts as pictures (PNG)",
    "PDF": "All charts as one PDF",
    "pgfplots": "All charts for LaTeX (pgfplots)",
}
"""What is pressed."""
PATIENCE = 120_000


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="schoolyard-bench-") as folder:
        for file, seconds in asyncio.run(by_server(Path(folder))).items():
            yield figure(f"{RUNS * POINTS:,} points as {file}", seconds)
        server = Server(Path(folder))
        try:
            with sync_playwright() as playwright, opened(playwright) as page:
                for kind, button in CHARTS.items():
                    seconds = median([in_page(server, page, button) for _ in range(TIMES)])
                    yield figure(f"{RUNS * POINTS:,} points as charts, {kind}", seconds)
        finally:
            server.end()


def figure(what: str, seconds: float) -> Figure:
    return Figure(what, f"{seconds:.2f} s", "at most 5 s", {"s": seconds})


async def by_server(folder: Path) -> dict[str, float]:
    """Makes the runs, which stay in the folder; seconds by file."""
    executor = FakeExecutor()
    async with served(folder, executor) as world:
        runs = [await run_of(world, executor) for _ in range(RUNS)]
        return {file: median([await seconds(world, file, runs) for _ in range(TIMES)]) for file in FILES}


async def run_of(world: World, executor: FakeExecutor) -> str:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run(POINTS)
    for first in range(1, POINTS + 1, IN_EVENT):
        worker.learn(first, first + IN_EVENT)
        worker.measure(first, first / POINTS)
    worker.end()
    await world.state(run)
    return run


async def seconds(world: World, file: str, runs: list[str]) -> float:
    began = time.perf_counter()
    answer = await world.http.get(f"/api/export/{file}", params={"run": runs})
    answer.raise_for_status()
    return time.perf_counter() - began


def in_page(server: Server, page: Page, button: str) -> float:
    """Of a page that has only the thinned curves, as each has that was just opened."""
    page.goto("about:blank")
    page.goto(f"{server.address}/#addition/recurrent")
    expect(page.locator(".Runs_runs tr.Runs_run")).to_have_count(RUNS, timeout=PATIENCE)
    expect(page.locator(".Charts_chart canvas").first).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Save all", exact=True).click()
    with page.expect_download(timeout=PATIENCE) as download:
        began = time.perf_counter()
        page.get_by_role("button", name=button).click()
    if Path(download.value.path()).stat().st_size < 1000:
        raise RuntimeError(f"{button}: an empty file")
    return time.perf_counter() - began
