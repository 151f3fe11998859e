"""A run through the server, against train()

The two demos as they are offered, in turn: by `train()` in this process; by a worker of a server to which a page of
another machine listens; and by a worker while a page in Chromium on this very machine draws the curves as they come,
without a GPU, which takes about a quarter of a core. Each side's seconds go from the worker's start to the last event,
with every scoring and with what the server keeps on disk.
"""

import time
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import sync_playwright

from bench.browser import opened
from bench.figures import Figure, Json, ratio
from bench.lines import BRIEF, brief
from bench.plain import by_train
from bench.serving import Page, Server, served
from models.spec.spec import Spec

TIMES = 7
DEMOS = ("ConvNet of today", "addition, GRU")


def measure() -> Iterator[Figure]:
    with served("--workers", "1") as server, sync_playwright() as playwright, opened(playwright) as tab:
        page = Page(server)
        for name in DEMOS:
            spec = brief({**BRIEF[name], "training": {}})
            own, elsewhere, here = list[float](), list[float](), list[float]()
            for _ in range(TIMES + 1):
                own.append(alone(spec))
                tab.goto("about:blank")
                elsewhere.append(by_server(server, page, spec.to_json()))
                tab.goto(server.address)
                here.append(by_server(server, page, spec.to_json()))
            yield figure(f"{name}, a page elsewhere", own, elsewhere)
            yield figure(f"{name}, Chromium on this machine", own, here)
        page.close()


def figure(what: str, own: list[float], through: list[float]) -> Figure:
    ratios = [one / other for one, other in zip(own[1:], through[1:], strict=True)]
    return Figure(what, f"{ratio(ratios)}; {median(through):.2f} s", "at least 0.97", {"s": median(through)})


def alone(spec: Spec) -> float:
    began = time.perf_counter()
    for _ in by_train(spec):
        pass
    return time.perf_counter() - began


def by_server(server: Server, page: Page, spec: Json) -> float:
    (run,) = server.post(spec)
    (found,) = page.until_over(run)
    server.http.delete(f"/api/runs/{run}")
    return found
