"""Two workers of one thread each, against one

As many examples a second as two runs at once get through, over what one run alone does, on a server with two workers. A
page listens.
"""

from collections.abc import Iterator

from bench.figures import Figure, ratio
from bench.plain import BRIEF, brief
from bench.serving import Page, served

TIMES = 5
DEMO = "addition, GRU"


def measure() -> Iterator[Figure]:
    spec = brief(BRIEF[DEMO]).to_json()
    with served("--workers", "2") as server:
        page = Page(server)
        ratios = []
        for _ in range(TIMES + 1):
            (alone,) = page.until_over(*server.post(spec))
            together = page.until_over(*server.post(spec, spec))
            ratios.append(2 * alone / max(together))
        yield Figure(DEMO, ratio(ratios[1:]), "at least 1.8 on two cores")
        page.close()
