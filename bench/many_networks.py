"""Fifty architectures and twenty tasks more

Stand-ins as files of a folder that `--with` names: networks from LeNet to ResNet-152, recurrent ones and transformers,
and tasks of their kinds. A server with them and one without are started in turn; a start goes from the command to the
line with the address. The first answer is the one that a page waits for which is open before the server is; what a view
fits is found out while nobody waits. Warm answers follow it.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import httpx2 as httpx

from bench.figures import Figure, milliseconds, ratio
from bench.serving import Server
from bench.stand_ins import write_stand_ins

ARCHITECTURES, TASKS = 50, 20
STARTS, ANSWERS = 5, 20


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="schoolyard-stand-ins-") as name:
        folder = Path(name)
        write_stand_ins(folder, ARCHITECTURES, TASKS)
        plain, many = list[Visit](), list[Visit]()
        for _ in range(STARTS):
            plain.append(Visit())
            many.append(Visit("--with", str(folder)))
    starts = [one.started for one in many]
    ratios = [one.started / other.started for one, other in zip(many, plain, strict=True)]
    yield Figure("start of the server, with and without", ratio(ratios), "at most 1.3", {"ratio": median(ratios)})
    yield Figure("the same in seconds", f"{median(starts):.2f}, without {median(one.started for one in plain):.2f}")
    firsts = [one.first for one in many]
    yield Figure("first answer of the catalogue", f"{1000 * median(firsts):.0f} ms", numbers={"s": median(firsts)})
    warm = [seconds for one in many for seconds in one.warm]
    yield Figure("warm answer of the catalogue", milliseconds(warm, 1), "below 150 ms", {"s": median(warm)})
    yield Figure("the same without stand-ins", milliseconds([seconds for one in plain for seconds in one.warm], 1))
    yield Figure("the catalogue", f"{many[0].size / 1000:.0f} kB, {many[0].travelled / 1000:.0f} kB on the wire", "",
                 {"kB": many[0].travelled / 1000})  # fmt: skip


class Visit:
    """A server from its start to its end: seconds until it says its address, of the first answer, and of warm ones."""

    def __init__(self, *options: str) -> None:
        with tempfile.TemporaryDirectory(prefix="schoolyard-bench-") as data:
            began = time.perf_counter()
            server = Server(Path(data), *options)
            self.started = time.perf_counter() - began
            try:
                self.first, *self.warm = [self.answer(server.http) for _ in range(ANSWERS + 1)]
            finally:
                server.end()

    def answer(self, http: httpx.Client) -> float:
        began = time.perf_counter()
        answer = http.get("/api/catalogue")
        answer.raise_for_status()
        seconds = time.perf_counter() - began
        self.size, self.travelled = len(answer.content), int(answer.headers["content-length"])
        if broken := answer.json()["broken"]:
            raise RuntimeError(f"a stand-in is broken: {broken[0]}")
        return seconds
