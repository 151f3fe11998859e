"""Memory

Megabytes of each process of a server on Linux; pages that processes share are divided among them.
"""

import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.serving import Page, Server, descendants, proportional, served

SETTLED = 5.0
"""Seconds until new workers wait in the places of used ones."""
SPECS = {
    "addition, LSTM": {
        "task": {"name": "addition"},
        "architecture": {"name": "recurrent", "cell": "LSTM"},
        "training": {"epochs": 1000},
    },
    "digits, ConvNet": {
        "task": {"name": "digits"},
        "architecture": {"name": "convnet"},
        "training": {"epochs": 1000},
    },
}


def measure() -> Iterator[Figure]:
    with served("--workers", "2") as server:
        page = Page(server)
        page.until_over(*server.post({**SPECS["addition, LSTM"], "training": {"epochs": 1}}))
        time.sleep(SETTLED)
        yield megabytes("server", proportional(server.process.pid), "at most 110 MB")
        sizes = sorted(filter(None, map(proportional, descendants(server.process.pid))))
        yield Figure("what waits beside it, each", f"{', '.join(f'{size:.0f}' for size in sizes)} MB")
        for name, spec in SPECS.items():
            yield megabytes(f"running worker, {name}", at_work(server, page, spec))
        page.close()


def megabytes(what: str, size: float, goal: str = "") -> Figure:
    return Figure(what, f"{size:.0f} MB", goal, {"MB": size})


def at_work(server: Server, page: Page, spec: dict[str, object]) -> float:
    """The largest process below the server once a run has told its second epoch."""
    (run,) = server.post(spec)
    page.watch(run)
    for _, frame in page.frames():
        if frame["type"] == "event" and frame["event"].get("clock") == "epoch":
            break
    size = max(proportional(process) for process in descendants(server.process.pid))
    server.http.post(f"/api/runs/{run}/stop")
    page.until_over(run, ending="stopped")
    return size
