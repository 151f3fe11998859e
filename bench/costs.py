"""What an example costs, by hidden size, batch and number of racing runs

The addition task's GRU. By size and batch: microseconds of the processor for each example learnt from, by the native
core and by PyTorch, in turn, with all that ``train()`` does. Races: so many equal runs posted at once to a server with
two workers, from the first one's start to the last one's end, against half as many times what two of them take.
"""

from collections.abc import Iterator
from datetime import datetime
from statistics import median
from typing import Any

from bench.engines import in_turn
from bench.figures import Figure, Json, ratio
from bench.lines import BRIEF, brief
from bench.serving import Page, Server, served

TIMES = 5
DEMO = BRIEF["addition, GRU"]
SIZES = (8, 16, 32, 64, 128, 256, 512)
BATCHES = (8, 16, 32, 64, 128, 256, 512)
RACES = (2, 6, 12, 24)


def measure() -> Iterator[Figure]:
    for hidden in SIZES:
        yield by_both(f"hidden {hidden}, batch 128", {"architecture": {"hidden": hidden}})
    for batch in BATCHES:
        yield by_both(f"hidden 128, batch {batch}", {"training": {"batch_size": batch}})
    yield from races()


def by_both(what: str, settings: dict[str, Any]) -> Figure:
    """An example by the core and by PyTorch: (core, PyTorch, PyTorch over core)."""
    demo = {**DEMO, **settings, "training": {"epochs": 3, **settings.get("training", {})}}
    native, plain = brief(demo, engine="native"), brief(demo, engine="torch")
    count = native.task.counts()[0] * native.epochs
    pairs = [in_turn(native, plain) for _ in range(TIMES + 1)][1:]
    own, other = (1e6 * median(side) / count for side in zip(*pairs, strict=True))
    words = f"{own:.1f} µs, PyTorch {other:.1f} µs: {ratio([theirs / ours for ours, theirs in pairs])}"
    return Figure(what, words, "", {"µs": own})


def races() -> Iterator[Figure]:
    """Wall seconds of whole races."""
    spec = brief({**DEMO, "training": {"epochs": 6}}).to_json()
    found: dict[int, list[float]] = {count: [] for count in RACES}
    with served("--workers", "2") as server:
        page = Page(server)
        for _ in range(TIMES + 1):
            for count in RACES:
                found[count].append(race(server, page, [spec] * count))
        page.close()
    for count, seconds in found.items():
        ratios = [one / (pair * count / 2) for one, pair in zip(seconds[1:], found[2][1:], strict=True)]
        words = f"{median(seconds[1:]):.2f} s, {ratio(ratios)} of {count // 2} times a pair"
        yield Figure(f"{count} runs at once on two workers", words, "", {"s": median(seconds[1:])})


def race(server: Server, page: Page, specs: list[Json]) -> float:
    """Seconds from the first start to the last end."""
    runs = server.post(*specs)
    page.until_over(*runs)
    attempts = [server.http.get(f"/api/runs/{run}").json()["attempts"][-1] for run in runs]
    for run in runs:
        server.http.delete(f"/api/runs/{run}")
    began, ended = (
        [datetime.fromisoformat(one[name]).timestamp() for one in attempts] for name in ("started", "ended")
    )
    return max(ended) - min(began)
