"""A pointer moves over a laboratory

In Chromium without a GPU, 1366 by 768, over every laboratory: a pointer crosses its largest picture in many small
moves. An answer is there when what changed for it has been painted, so that a frame of 16.7 ms is the least.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

from bench.browser import QUIET
from bench.figures import Figure, milliseconds
from bench.serving import served

MOVES = 60
FEWEST = 3
"""A drawing of boxes answers where a box begins and ends."""
PATIENCE = 120_000
PLAYED = ["[role=slider][class*=crosshair]", "[role=application]", "svg[role=group]"]
"""What follows a pointer: charts that are read off, pixels that tell where they come from, boxes that are one."""


def answers(page: Page, address: str, name: str) -> tuple[list[float], int]:
    """Milliseconds of every move that changed something, and how many moves there were."""
    page.goto(f"{address}/#laboratory/{name}")
    page.reload()
    expect(page.locator(", ".join(PLAYED)).first).to_be_visible(timeout=PATIENCE)
    page.wait_for_load_state("networkidle")
    found: list[float] = page.evaluate(
        "given => pointer.cross(given.played, given.moves)", {"played": PLAYED, "moves": MOVES}
    )
    return found, MOVES


def measure() -> Iterator[Figure]:
    with served() as server, sync_playwright() as playwright:
        names = [one["name"] for one in server.http.get("/api/catalogue").json()["laboratories"]]
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = chromium.new_page(viewport={"width": 1366, "height": 768})
        page.add_init_script(path=Path(__file__).with_suffix(".js"))
        for name in names:
            times, moves = answers(page, server.address, name)
            assert len(times) >= FEWEST, f"{name}: only {len(times)} of {moves} moves were answered"
            seconds = [time / 1000 for time in times]
            yield Figure(name, milliseconds(seconds, digits=1), "below 50 ms", {"median ms": median(times)})
        chromium.close()
