"""The first run after a start

`schoolyard serve` with an empty folder: how long until it says where it is, until a page has the catalogue, and from
`POST /api/runs`, sent as soon as the catalogue is there, to the first point of that run on the socket. Memory is that
of the process that serves, after all of this.
"""

import time
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure, milliseconds
from bench.latency import SMALL, has_points
from bench.serving import Page, proportional, served, status

TIMES = 7


def measure() -> Iterator[Figure]:
    starts = [start() for _ in range(TIMES)]
    whats = ("start to address", "start to the catalogue", "POST to first point", "start to first point")
    for what, seconds in zip(whats, zip(*(times for times, _ in starts), strict=True), strict=True):
        yield Figure(what, milliseconds(list(seconds)), numbers={"median ms": 1000 * median(seconds)})
    for place, what in enumerate(("server, shared pages divided", "server, all of it resident")):
        size = median(sizes[place] for _, sizes in starts)
        yield Figure(what, f"{size:.0f} MB", "at most 110 MB", numbers={"MB": size})


def start() -> tuple[tuple[float, float, float, float], tuple[float, float]]:
    """Seconds of each step of one start, and megabytes of the server."""
    began = time.monotonic()
    with served() as server:
        reached = time.monotonic()
        server.http.get("/api/catalogue").raise_for_status()
        known = time.monotonic()
        page = Page(server)
        asked = time.monotonic()
        (run,) = server.post(SMALL)
        page.watch(run)
        drawn = next(at for at, frame in page.frames() if frame.get("run") == run and has_points(frame))
        page.until_over(run)
        sizes = proportional(server.process.pid), status(server.process.pid, "VmRSS")
        page.close()
    return (reached - began, known - began, drawn - asked, drawn - began), sizes
