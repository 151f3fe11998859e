"""A visit to a server of its own, as a person has it: an empty folder, an empty browser, the system's Chromium."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.browser import find
from tests.browser.serving import Server
from tests.browser.visit import Visit


@contextmanager
def visiting(width: int, height: int) -> Iterator[Visit]:
    """The page is not opened yet; server and browser end with the visit."""
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data))
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        try:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
            )
            yield Visit(page, server.address)
        finally:
            browser.close()
            server.end()
