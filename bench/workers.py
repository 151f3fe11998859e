"""Two workers of one thread each, against one

As many examples a second as two runs at once get through, over what one run alone does, on a server with two workers. A
page listens.
"""

from collections.abc import Iterator
from statistics import median

from bench.figures import Figure, ratio
from bench.lines import BRIEF, brief
from bench.serving import Page, served

TIMES = 9
DEMO = "addition, GRU"
EPOCHS = 60
"""Some seconds: what a run takes to begin is not what is asked."""


def measure() -> Iterator[Figure]:
    spec = brief({**BRIEF[DEMO], "training": {"epochs": EPOCHS}}).to_json()
    with served("--workers", "2") as server:
        page = Page(server)
        ratios, pairs = list[float](), list[float]()
        for _ in range(TIMES + 1):
            (alone,) = page.until_over(*server.post(spec))
            together = page.until_over(*server.post(spec, spec))
            ratios.append(2 * alone / max(together))
            pairs.append(max(together))
        numbers = {"s of two at once": median(pairs[1:])}
        yield Figure(DEMO, ratio(ratios[1:]), "at least 1.8 on two cores", numbers)
        page.close()
