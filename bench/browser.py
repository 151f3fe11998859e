"""A Chromium that looks at the page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Playwright

QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def opened(playwright: Playwright) -> Iterator[Page]:
    """An empty tab of the system's Chromium, or of the one that playwright brought."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
    try:
        yield browser.new_page(viewport={"width": 1280, "height": 800})
    finally:
        browser.close()
