"""Makes the README's picture: the race that a first visit finds ready, run to its end and photographed."""

from pathlib import Path

from PIL import Image

from scripts.visiting import visiting
from tests.browser.visit import SIZES

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "race.png"
COLOURS = 128
"""As many as lines, letters and their soft edges need; a picture of more is three times as large."""


def main() -> None:
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with visiting(*SIZES["desk"]) as visit:
        visit.open()
        visit.race()
        visit.await_end(minutes=5)
        visit.page.mouse.move(0, 0)
        visit.page.screenshot(path=PICTURE)
    with Image.open(PICTURE) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
