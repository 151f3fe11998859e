"""From press to picture, from worker to page

The first: from `POST /api/runs` to the first point on the socket, with a warm worker waiting. The second: the age of
every row of batch points when a page has it, while two runs train; the worker writes the moment of each step into a
series of its own, by the clock that both processes share. Points are gathered for up to 50 ms before they are sent.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure, Json, milliseconds
from bench.serving import Page, Server, served

TIMES, ROWS = 20, 4000
SMALL: Json = {
    "task": {"name": "addition", "digits": 1, "examples": 50},
    "architecture": {"name": "recurrent", "hidden": 8},
    "training": {"epochs": 1},
}
TIMED: Json = {
    "task": {"name": "timed"},
    "architecture": {"name": "recurrent", "hidden": 64},
    "training": {"epochs": 1000},
}
TASK = '''
import time
import torch
from models.kinds import Series
from models.tasks import addition


class Timed(addition.Addition):
    """Addition that says when each batch was scored."""

    series = {**addition.Addition.series, "moment": Series("Moment")}

    def score(self, outputs, batch):
        moment = torch.tensor([time.monotonic(), 1.0], dtype=torch.float64)
        return {**super().score(outputs, batch), "moment": moment}
'''


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        tasks = Path(folder, "tasks")
        tasks.mkdir()
        tasks.joinpath("timed.py").write_text(TASK)
        with served("--workers", "2", "--with", folder) as server:
            page = Page(server)
            waits = [first_point(server, page) for _ in range(TIMES + 1)][1:]
            yield waited("POST to first point", waits, "150 ms median")
            ages = row_ages(server, page)
            yield waited("worker to page, every row, two runs", ages, "60 ms median, 200 ms at the 99th")
            page.close()


def waited(what: str, seconds: list[float], goal: str) -> Figure:
    return Figure(what, milliseconds(seconds), goal, {"median ms": 1000 * median(seconds)})


def first_point(server: Server, page: Page) -> float:
    began = time.monotonic()
    (run,) = server.post(SMALL)
    page.watch(run)
    found = next(at for at, frame in page.frames() if frame.get("run") == run and has_points(frame)) - began
    page.until_over(run)
    time.sleep(0.5)  # until another worker is warm
    return found


def has_points(frame: Json) -> bool:
    if frame["type"] == "history":
        return bool(frame["curves"])
    return bool(frame["type"] == "event" and frame["event"]["type"] == "points")


def row_ages(server: Server, page: Page) -> list[float]:
    """Seconds from a step's score to the page, for rows that came live from two runs at once."""
    runs = server.post(TIMED, TIMED)
    page.watch(*runs)
    at_work, ages = set[str](), list[float]()
    for at, frame in page.frames():
        if frame["type"] == "event" and frame["event"].get("clock") == "batch":
            at_work.add(frame["run"])
            if len(at_work) == len(runs):
                ages += [at - moment for moment in frame["event"]["columns"]["train/moment"]]
        if len(ages) >= ROWS:
            break
    for run in runs:
        server.http.post(f"/api/runs/{run}/stop")
    page.until_over(*runs, ending="stopped")
    return ages
