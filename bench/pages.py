"""What pages cost that all look at the same runs

Six runs speak without learning, ten events a second in all or of each, five steps in an event, to so many pages on this
machine. Counted is the processor time of the server, less what it needs with no page, for each event and page. Waits go
from a worker's event to the page that reads it. Then all pages of a thousand break off and come back at once; and fifty
pages that read nothing join a hundred that do.
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

from bench.crowd import Crowd, deaf, open_files, ticks
from bench.figures import Figure, Json

RUNS, SECONDS, FILES = 6, 5.0, 4096
LOADS = ((100, 10.0), (300, 10.0), (1000, 10.0), (100, 60.0), (300, 60.0))
"""Pages, and events a second in all."""
GOALS = {(1000, 10.0): "a quarter of a core, p99 100 ms", (100, 10.0): "p99 20 ms"}
SPEC: Json = {
    "task": {"name": "addition", "digits": 1, "examples": 50},
    "architecture": {"name": "recurrent", "hidden": 4},
    "training": {"epochs": 1000},
}


@dataclass
class Stage:
    """A server at work, and what it needs with no page."""

    process: int
    port: int
    runs: list[str]
    idle: float = 0.0
    """Of a core."""


def measure() -> Iterator[Figure]:
    open_files(FILES)
    for hertz in sorted({hertz for _, hertz in LOADS}):
        with stage(hertz) as here:
            began, before = time.monotonic(), ticks(here.process)
            time.sleep(SECONDS)
            here.idle = (ticks(here.process) - before) / (time.monotonic() - began)
            for pages in (pages for pages, of in LOADS if of == hertz):
                yield told(here, pages, hertz)
            if hertz == min(of for _, of in LOADS):
                yield returned(here, 1000)
                yield beside_deaf(here, 100, 50)


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
                time.sleep(3)  # until what a server does once is done
                yield Stage(server.pid, port, runs)
            finally:
                server.terminate()


def told(here: Stage, pages: int, hertz: float) -> Figure:
    crowd = Crowd(here.port, here.runs)
    crowd.come(pages)
    crowd.settle()
    crowd.listen(1)
    events, began, before = sum(one.events for one in crowd.visitors), time.monotonic(), ticks(here.process)
    ages = crowd.listen(SECONDS)
    share = (ticks(here.process) - before) / (time.monotonic() - began)
    events = sum(one.events for one in crowd.visitors) - events
    gaps = sum(one.gaps for one in crowd.visitors)
    crowd.go()
    cost = 1e6 * (share - here.idle) * SECONDS / max(1, events)
    middle, late = waits(ages)
    words = (
        f"{cost:.1f} µs an event and page, {100 * share:.0f} % of a core ({100 * here.idle:.0f} % with no page); "
        f"{middle:.1f} ms median, {late:.1f} ms at the 99th percentile; {gaps} gaps"
    )
    numbers = {"µs an event and page": cost, "% of a core": 100 * share, "median ms": middle, "p99 ms": late}
    return Figure(f"{pages} pages, {hertz:.0f} events a second", words, GOALS.get((pages, hertz), ""), numbers)


def returned(here: Stage, pages: int) -> Figure:
    crowd = Crowd(here.port, here.runs)
    crowd.come(pages)
    crowd.settle()
    seen = crowd.go()
    time.sleep(1)
    again = Crowd(here.port, here.runs)
    before, began = ticks(here.process), time.monotonic()
    again.come(pages, seen)
    again.read(lambda: not any(one.left for one in again.visitors))
    seconds, busy = time.monotonic() - began, ticks(here.process) - before
    again.listen(1)
    gaps = sum(one.gaps for one in again.visitors)
    again.go()
    words = f"all live again after {seconds:.1f} s, {busy:.1f} s of a core; {gaps} gaps"
    return Figure(f"{pages} pages come back at once", words, "3.4 s", {"s": seconds, "s of a core": busy})


def beside_deaf(here: Stage, pages: int, others: int) -> Figure:
    crowd = Crowd(here.port, here.runs)
    crowd.come(pages)
    crowd.settle()
    alone = waits(crowd.listen(SECONDS))[1]
    quiet = [deaf(here.port, here.runs) for _ in range(others)]
    crowd.listen(1)
    beside = waits(crowd.listen(SECONDS))[1]
    gaps = sum(one.gaps for one in crowd.visitors)
    crowd.go()
    for one in quiet:
        one.close()
    words = f"{beside:.1f} ms at the 99th percentile, {alone:.1f} ms without them; {gaps} gaps"
    return Figure(f"{pages} pages beside {others} that read nothing", words, "twice at most", {"p99 ms": beside})


def waits(ages: list[float]) -> tuple[float, float]:
    """Milliseconds: median and 99th percentile."""
    ordered = sorted(ages)
    return 1000 * median(ordered), 1000 * ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
