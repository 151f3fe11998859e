"""From an address to a page that answers

A fresh Chromium each time, its cache empty, on the machine of the server. Interactive: the Train button can be pressed,
the network is drawn with its parameters, and the browser has had an idle moment since. Travelled: bytes as they come
over the wire, and those of scripts and styles alone.
"""

from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from bench.browser import opened
from bench.figures import Figure
from bench.serving import served

TIMES = 7
READY = """() => new Promise(done => {
    const look = () => {
        const drawn = document.querySelector(".Network_network .Network_blocks .Network_block")
        if (drawn && document.querySelector("button.big:not([disabled])"))
            requestIdleCallback(() => done(performance.now()))
        else requestAnimationFrame(look)
    }
    look()
})"""
TRAVELLED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(({ name, transferSize }) => [name, transferSize])"""


def measure() -> Iterator[Figure]:
    with served() as server, sync_playwright() as playwright:
        first, *seen = [visit(playwright, server.address) for _ in range(TIMES + 1)]
    times = [ready for ready, _ in seen]
    sizes = seen[-1][1]
    page = sum(size for name, size in sizes if name.endswith((".js", ".css")))
    yield Figure("address to interactive", f"{median(times):.0f} ms median, {max(times):.0f} ms at most, of {TIMES}",
                 "below 1000 ms", {"median ms": median(times)})  # fmt: skip
    yield Figure("the same, as soon as the server says where it is", f"{first[0]:.0f} ms, once")
    yield Figure("scripts and styles", f"{page / 1000:.0f} kB", "below 150 kB", {"kB": page / 1000})
    yield Figure("everything of a first load", f"{sum(size for _, size in sizes) / 1000:.0f} kB")


def visit(playwright: Playwright, address: str) -> tuple[float, list[Any]]:
    """Milliseconds from the start of the navigation, and (name, bytes) of what came."""
    with opened(playwright) as page:
        page.goto(address, wait_until="commit")
        ready: float = page.evaluate(READY)
        page.wait_for_load_state("networkidle")
        return ready, page.evaluate(TRAVELLED)
