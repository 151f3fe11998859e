"""What pages cost that all look at the same runs

Six runs speak without learning, ten events a second in all or of each, five steps in an event, to so many pages on this
machine. Counted is the processor time of the server for each event and page, less what an event costs once. Waits go
from a worker's event to the page that reads it. Then all pages of a thousand break off and come back at once; and fifty
pages that read nothing join a hundred that do. A browser asks for ten bursts a second; pages here ask for what comes.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

import httpx2 as httpx

from bench.crowd import Crowd, open_files, pace, stalled, ticks
from bench.figures import Figure, Json

RUNS, SECONDS, FILES = 6, 5.0, 4096
CALM = 0.3
"""Seconds of processor in one second, for what goes on all the time."""
LOADS = ((100, 10.0), (300, 10.0), (1000, 10.0), (100, 60.0), (300, 60.0))
"""Pages, and events a second in all."""
SEEN = pace(10)
"""What a browser says of a tab that is seen."""
GOALS = {(1000, 10.0): "a quarter of a core, p99 100 ms", (100, 10.0): "p99 20 ms"}
SPEC: Json = {
    "task": {"name": "addition", "digits": 1, "examples": 50},
    "architecture": {"name": "recurrent", "hidden": 4},
    "training": {"epochs": 1000},
}


@dataclass
class Stage:
    """A server at work, and what an event costs it with one page that listens: training's side of the server."""

    process: int
    port: int
    runs: list[str]
    alone: float = 0.0
    """Seconds of processor."""


@dataclass
class Load:
    """What a crowd was sent in a while, and what that took of the server."""

    seconds: float
    busy: float
    """Seconds of processor."""
    events: int
    """Of all pages together."""
    ages: list[float]


def measure() -> Iterator[Figure]:
    open_files(FILES)
    for hertz in sorted({hertz for _, hertz in LOADS}):
        with stage(hertz) as here:
            slow = hertz == min(of for _, of in LOADS)
            one = connected(here, 1)
            # The least of several: what a server does now and then is no cost of an event.
            some = [measured(here, one, SECONDS) for _ in range(3)]
            here.alone = min(load.busy / max(1, load.events) for load in some)
            one.disconnect()
            for pages in (pages for pages, of in LOADS if of == hertz):
                yield of_crowd(here, pages, hertz)
            if slow:
                yield reconnected(here, 1000)
                yield beside_stalled(here, 100, 50)
            else:
                yield of_crowd(here, 300, hertz, SEEN)


@contextmanager
def stage(hertz: float) -> Iterator[Stage]:
    """A server whose six runs speak so often in all."""
    with tempfile.TemporaryDirectory(prefix="schoolyard-bench-") as folder:
        command = [sys.executable, "-m", "bench.speaking", folder, str(RUNS), str(hertz / RUNS)]
        with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            assert server.stdout is not None
            port = int(re.findall(r":(\d+)", server.stdout.readline())[-1])
            try:
                with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
                    made = http.post("/api/runs", json={"spec": SPEC, "vary": {"/training/seed": list(range(RUNS))}})
                    runs: list[str] = json.loads(made.raise_for_status().text)["runs"]
                wait_until_calm(server.pid)
                yield Stage(server.pid, port, runs)
            finally:
                server.terminate()


def wait_until_calm(process: int) -> None:
    """Until what a server does once is done."""
    before, calm = ticks(process), 0
    while calm < 3:
        time.sleep(1)
        now = ticks(process)
        calm = calm + 1 if now - before < CALM else 0
        before = now


def connected(here: Stage, pages: int, greeting: bytes = b"") -> Crowd:
    """Pages that are live with every run."""
    crowd = Crowd(here.port, here.runs)
    crowd.connect(pages, greeting=greeting)
    crowd.wait_until_live()
    crowd.listen(1)
    return crowd


def measured(here: Stage, crowd: Crowd, seconds: float) -> Load:
    events, began, before = crowd.events, time.monotonic(), ticks(here.process)
    ages = crowd.listen(seconds)
    return Load(time.monotonic() - began, ticks(here.process) - before, crowd.events - events, ages)


def of_crowd(here: Stage, pages: int, hertz: float, greeting: bytes = b"") -> Figure:
    crowd = connected(here, pages, greeting)
    load, gaps = measured(here, crowd, SECONDS), crowd.gaps
    crowd.disconnect()
    # An event costs something once, which one page has shown with its own share, and so much for each page.
    cost = 1e6 * (load.busy * pages / max(1, load.events) - here.alone) / (pages - 1)
    share = 100 * load.busy / load.seconds
    middle, late = waits(load.ages)
    words = (
        f"{cost:.1f} µs an event and page, {share:.0f} % of a core; "
        f"{middle:.1f} ms median, {late:.1f} ms at the 99th percentile; {gaps} gaps"
    )
    numbers = {"µs an event and page": cost, "median ms": middle, "p99 ms": late}
    what = f"{pages} {'browsers' if greeting else 'pages'}, {hertz:.0f} events a second"
    return Figure(what, words, GOALS.get((pages, hertz), ""), numbers)


def reconnected(here: Stage, pages: int) -> Figure:
    seen = connected(here, pages).disconnect()
    time.sleep(1)
    again = Crowd(here.port, here.runs)
    before, began = ticks(here.process), time.monotonic()
    again.connect(pages, seen)
    again.read(lambda: not any(one.left for one in again.visitors))
    seconds, busy = time.monotonic() - began, ticks(here.process) - before
    again.listen(1)
    gaps = again.gaps
    again.disconnect()
    words = f"all live again after {seconds:.1f} s, {busy:.1f} s of a core; {gaps} gaps"
    return Figure(f"{pages} pages come back at once", words, "3.4 s", {"s": seconds, "s of a core": busy})


def beside_stalled(here: Stage, pages: int, others: int) -> Figure:
    crowd = connected(here, pages)
    alone = waits(crowd.listen(SECONDS))[1]
    silent = [stalled(here.port, here.runs) for _ in range(others)]
    crowd.listen(1)
    beside = waits(crowd.listen(SECONDS))[1]
    gaps = crowd.gaps
    crowd.disconnect()
    for one in silent:
        one.close()
    words = f"{beside:.1f} ms at the 99th percentile, {alone:.1f} ms without them; {gaps} gaps"
    return Figure(f"{pages} pages beside {others} that read nothing", words, "twice at most", {"p99 ms": beside})


def waits(ages: list[float]) -> tuple[float, float]:
    """Milliseconds: median and 99th percentile."""
    ordered = sorted(ages)
    return 1000 * median(ordered), 1000 * ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
