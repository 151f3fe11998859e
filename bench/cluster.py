"""Runs on a cluster

Many short runs, queued at once, on machines of this computer with an address and two places each: how long all of them
take, and how evenly they are spread. They share its processors, so it is the queue that is measured.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator

from bench.figures import Figure, Json
from bench.serving import LAST, served
from scripts.cluster import running

RUNS, MACHINES, PLACES = 200, 4, 2
AT_ONCE = 50
SMALL: Json = {
    "task": {"name": "addition", "digits": 1, "examples": 50},
    "architecture": {"name": "recurrent", "hidden": 4},
    "training": {"epochs": 2},
}


def measure() -> Iterator[Figure]:
    with running(MACHINES, PLACES) as cluster:
        os.environ.update(cluster.own)
        with served("--executor", "ray", "--ray-address", cluster.address) as server:
            runs = list[str]()
            began = time.perf_counter()
            while len(runs) < RUNS:
                seeds = range(len(runs), min(RUNS, len(runs) + AT_ONCE))
                runs += server.post(*({**SMALL, "training": {**SMALL["training"], "seed": seed}} for seed in seeds))
            while any(run["state"] not in LAST for run in server.http.get("/api/runs").json()["runs"]):
                time.sleep(0.5)
            seconds = time.perf_counter() - began
            found = [server.http.get(f"/api/runs/{run}").json()["attempts"] for run in runs]
    on = Counter(attempts[-1]["device"].partition(" on ")[2] for attempts in found)
    again = sum(len(attempts) > 1 for attempts in found)
    words = f"{seconds:.0f} s, {RUNS / seconds:.1f} a second; by machine {', '.join(map(str, sorted(on.values())))}"
    numbers = {"s": seconds, "most on one": max(on.values())}
    yield Figure(
        f"{RUNS} runs on {MACHINES} machines of {PLACES} places", f"{words}; begun again: {again}", "spread", numbers
    )
