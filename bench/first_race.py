"""The first visit's race

The three cells that a first visit offers, trained whole by a server with as many workers as it takes by itself: seconds
by the clock from the press to the end of the last.
"""

import time
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure
from bench.serving import Page, served
from models import catalogue
from models.spec.preset import with_settings

TIMES = 3


def measure() -> Iterator[Figure]:
    known = catalogue.find()
    preset = next(one for one in known.presets if one.name == "addition-race")
    specs = [known.parse(with_settings(preset.spec, where)).to_json() for _, where in preset.variants()]
    found = []
    with served() as server:
        page = Page(server)
        for _ in range(TIMES):
            began = time.monotonic()
            page.until_over(*server.post(*specs))
            found.append(time.monotonic() - began)
        page.close()
    words = f"{median(found):.1f} s median ({min(found):.1f} to {max(found):.1f}, {TIMES} times)"
    yield Figure("three cells", words, "0.4 of the build before the core", {"s": median(found)})
