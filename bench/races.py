"""What racing runs cost each other

So many equal runs of the addition task's GRU, posted at once to a server with two workers: seconds by the clock from
the first one's start to the last one's end, against half as many times what two of them take.
"""

from collections.abc import Iterator
from datetime import datetime
from statistics import median

from bench.figures import Figure, Json, ratio
from bench.lines import BRIEF, brief
from bench.serving import Page, Server, served

TIMES = 5
RACES = (2, 6, 12, 24)


def measure() -> Iterator[Figure]:
    spec = brief({**BRIEF["addition, GRU"], "training": {"epochs": 6}}).to_json()
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
