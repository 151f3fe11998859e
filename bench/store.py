"""Cost of many runs

A server with so many finished runs in its store: the newest runs listed, one of them opened with its curves, and a page
that connects and has one run told.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median

from bench.figures import Figure, Json
from bench.serving import Page, Server, served

STEPS = (1, 10, 100, 1000)
AT_ONCE = 30
TIMES = 9
SMALL: Json = {
    "task": {"name": "addition", "digits": 1, "examples": 50},
    "architecture": {"name": "recurrent", "hidden": 4},
    "training": {"epochs": 10},
}


def measure() -> Iterator[Figure]:
    with served() as server:
        page, made = Page(server), list[str]()
        for count in STEPS:
            while len(made) < count:
                some = server.post(*[seeded(len(made) + one) for one in range(min(AT_ONCE, count - len(made)))])
                page.until_over(*some)
                made += some
            numbers = {f"{name} ms": 1000 * timed(cost) for name, cost in costs(server, made[0]).items()}
            words = ", ".join(f"{name.removesuffix(' ms')} {value:.1f} ms" for name, value in numbers.items())
            yield Figure(f"{count} run{'s' * (count > 1)}", words, "flat", numbers)
        page.close()


def costs(server: Server, run: str) -> dict[str, Callable[[], object]]:
    return {
        "list": lambda: server.http.get("/api/runs").read(),
        "open": lambda: server.http.get(f"/api/runs/{run}/points", params={"clock": "epoch"}).read(),
        "subscribe": lambda: subscribe(server, run),
    }


def seeded(seed: int) -> Json:
    return {**SMALL, "training": {**SMALL["training"], "seed": seed}}


def timed(cost: Callable[[], object]) -> float:
    """Median seconds of several, after one that warms up."""
    found = []
    for _ in range(TIMES + 1):
        began = time.perf_counter()
        cost()
        found.append(time.perf_counter() - began)
    return median(found[1:])


def subscribe(server: Server, run: str) -> None:
    """Connects, and has one run told."""
    page = Page(server)
    page.watch(run)
    for _, frame in page.frames():
        if frame["type"] == "caught_up":
            break
    page.close()
