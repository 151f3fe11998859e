"""Makes the README's picture: the race that a first visit finds ready, run to its end and photographed."""

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.browser import find
from tests.browser.serving import Server
from tests.browser.visit import SIZES, Visit

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "race.png"
COLOURS = 128
"""As many as lines, letters and their soft edges need; a picture of more is three times as large."""


def photograph(address: str) -> None:
    width, height = SIZES["desk"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        visit = Visit(
            browser.new_page(
                viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
            ),
            address,
        )
        visit.open()
        visit.race()
        visit.await_end(minutes=5)
        visit.page.mouse.move(0, 0)
        visit.page.screenshot(path=PICTURE)
        browser.close()


def main() -> None:
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        try:
            photograph(server.address)
        finally:
            server.end()
    with Image.open(PICTURE) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
