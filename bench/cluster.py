"""Runs on a cluster

Short runs, queued at once, on machines of this computer with an address and two places each: how long all of them take,
how evenly they are spread, and what a run takes beside one of this machine's own workers. They share its processors, so
it is the queue and the way there that are measured. Then a machine with runs at work is cut off: how long until that is
noticed, and until its runs are at work elsewhere.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from statistics import median
from typing import Any

from bench.figures import Figure, Json
from bench.serving import LAST, Server, served
from scripts.cluster import Cluster, running

RUNS, MACHINES, PLACES = 200, 4, 2
AT_ONCE = 50
ALONE = 5
"""Runs one after another, whose median is what one takes."""
SMALL: Json = {
    "task": {"name": "addition", "digits": 1, "examples": 50},
    "architecture": {"name": "recurrent", "hidden": 4},
    "training": {"batches": 3},
}
LONG: Json = {**SMALL, "training": {"epochs": 1000, "batch_size": 2}}
PATIENCE = 180.0


def measure() -> Iterator[Figure]:
    if find_spec("ray") is None:
        yield Figure("Ray", "is not installed here: make test-extras does that")
        return
    with served("--workers", "1") as server:
        here = seconds_alone(server)
    with running(MACHINES, PLACES) as cluster:
        os.environ.update(cluster.own)
        with served("--executor", "ray", "--ray-address", cluster.address) as server:
            yield queued(server)
            there = seconds_alone(server)
            words = f"{there:.1f} s from the press to the end, by a worker of this machine {here:.1f} s"
            yield Figure("one such run on a machine of the cluster", words, "—", {"s": there, "here s": here})
            yield cut_off(server, cluster)


def small(seed: int) -> Json:
    return {**SMALL, "training": {**SMALL["training"], "seed": seed}}


def queued(server: Server) -> Figure:
    """All of them, as a class would queue them."""
    runs = list[str]()
    began = time.perf_counter()
    while len(runs) < RUNS:
        runs += server.post(*map(small, range(len(runs), min(RUNS, len(runs) + AT_ONCE))))
    # Asked seldom: to write a list of so many is work for the processors that the runs share.
    until(lambda: all(run["state"] in LAST for run in every_run(server)), 60 * PATIENCE, every=2.0)
    seconds = time.perf_counter() - began
    found = [attempts(server, run) for run in runs]
    on = Counter(machine_of(one) for one in found if one[-1]["state"] == "finished")
    again = sum(len(one) > 1 for one in found)
    spread = ", ".join(map(str, sorted(on.values())))
    words = f"{seconds:.0f} s, {RUNS / seconds:.2f} a second; finished: {on.total()}, by machine {spread}"
    numbers = {"s": seconds, "most on one": max(on.values())}
    return Figure(
        f"{RUNS} runs on {MACHINES} machines of {PLACES} places", f"{words}; begun again: {again}", "spread", numbers
    )


def seconds_alone(server: Server) -> float:
    """From asking for a run to its end, with nothing beside it."""
    found = []
    for seed in range(1000, 1000 + ALONE):
        began = time.perf_counter()
        (run,) = server.post(small(seed))
        until(lambda run=run: server.http.get(f"/api/runs/{run}").json()["state"] in LAST, PATIENCE)  # type: ignore[misc]
        found.append(time.perf_counter() - began)
    return median(found)


def cut_off(server: Server, cluster: Cluster) -> Figure:
    """As if the cable of a machine were pulled whose runs have a checkpoint."""
    runs = server.post(*({**LONG, "training": {**LONG["training"], "seed": seed}} for seed in range(MACHINES)))
    for run in runs:
        server.http.post(f"/api/runs/{run}/slow", json={"steps_per_second": 5})
        until(lambda run=run: server.http.get(f"/api/runs/{run}").json()["snapshots"], PATIENCE)  # type: ignore[misc]
    on = {machine_of(attempts(server, run)): run for run in runs}
    machine = cluster.machines[-1]
    run = on[machine.address]
    machine.cut()
    began = time.perf_counter()
    until(lambda: attempts(server, run)[0]["state"] == "interrupted", PATIENCE)
    noticed = time.perf_counter() - began
    until(lambda: attempts(server, run)[-1]["state"] == "running", PATIENCE)
    elsewhere = time.perf_counter() - began
    machine.heal()
    words = f"noticed after {noticed:.1f} s, its run at work elsewhere after {elsewhere:.1f} s"
    return Figure("a machine that is cut off", words, "at most 10 s", {"noticed s": noticed, "elsewhere s": elsewhere})


def every_run(server: Server) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.http.get("/api/runs", params={"most": RUNS}).json()
    return found


def attempts(server: Server, run: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.http.get(f"/api/runs/{run}").json()["attempts"]
    return found


def machine_of(attempts: list[dict[str, Any]]) -> str:
    return str(attempts[-1]["device"]).partition(" on ")[2]


def until(condition: Callable[[], object], seconds: float, every: float = 0.2) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(every)
