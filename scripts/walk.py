"""Takes the walk of docs/decisions/2026-11-21-walk.md again, with a picture of each step: python -m scripts.walk FOLDER

The steps are those of somebody who sees the page for the first time: train, race, explain, change the rate, find a
mistake, draw, ask, find the filter that saw a stroke, race sizes, take weights and script home, share, shrink, break.
"""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from scripts.visiting import visiting
from tests.browser.visit import Visit

THREE = [
    (0.3, 0.25),
    (0.5, 0.2),
    (0.68, 0.3),
    (0.6, 0.45),
    (0.45, 0.5),
    (0.65, 0.55),
    (0.7, 0.7),
    (0.5, 0.82),
    (0.3, 0.75),
]
"""A digit, as parts of the pad's sides."""
SEVEN = [(0.28, 0.25), (0.72, 0.25), (0.42, 0.82), (0.55, 0.53), (0.36, 0.53), (0.7, 0.53)]
"""With a bar."""


def race(visit: Visit) -> None:
    visit.page.goto(visit.address)
    expect(visit.page.locator(".costs")).to_be_attached(timeout=60_000)  # the server has just been started
    visit.race()
    expect(visit.summary).to_contain_text("so far", timeout=60_000)


def explain(visit: Visit) -> None:
    expect(visit.page.locator(".card").filter(has_text="of the symbols")).to_be_visible(timeout=120_000)
    visit.await_end(minutes=8)


def ask(visit: Visit) -> None:
    look_into(visit, "Ask")
    visit.page.locator("#question").fill("77+73")
    expect(visit.page.locator(".one-run .bars").first).to_be_visible(timeout=30_000)
    visit.page.locator(".look-back input").fill("31")
    halfway = re.compile(r"epoch (29|3\d)$")  # which epochs were kept is the disk's affair
    expect(visit.page.locator(".one-run .when").first).to_have_text(halfway, timeout=30_000)


def change_the_rate(visit: Visit) -> None:
    visit.button("^Train only this$").click()
    row = visit.rows.first
    expect(row).to_contain_text("Epoch 17", timeout=300_000)  # where answers begin to be right, and can be lost
    row.get_by_role("button", name="Change").click()
    box = visit.page.locator(".runs").get_by_role("textbox").first
    box.fill("0.05")
    box.press("Enter")
    expect(visit.page.locator(".card").filter(has_text="just after")).to_be_visible(timeout=120_000)


def read_digits(visit: Visit) -> None:
    visit.page.get_by_label("Task").select_option(label="Digits")
    visit.train()
    visit.await_end(minutes=2)


def find_a_mistake(visit: Visit) -> None:
    look_into(visit, "Mistakes")
    visit.page.locator(".one-run .image button").first.click(timeout=30_000)
    expect(visit.page.get_by_role("dialog").locator(".chances")).to_be_visible()


def draw(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    look_into(visit, "Ask")
    trace(visit, visit.page.locator(".pad canvas"), THREE)
    expect(visit.page.locator(".one-run .bars").first).to_be_visible(timeout=30_000)


def find_the_filter(visit: Visit) -> None:
    """Which filter saw the bar of a 7?"""
    visit.button("^Clear$").click()
    trace(visit, visit.page.locator(".pad canvas"), SEVEN)
    look_into(visit, "Layers")
    field = visit.page.locator(".picture-field")
    box = field.bounding_box(timeout=30_000)
    assert box is not None
    field.click(position={"x": 0.5 * box["width"], "y": 0.53 * box["height"]})
    expect(visit.page.locator(".map-tile.marked")).to_be_visible()


def race_sizes(visit: Visit) -> None:
    """How many filters are enough?"""
    visit.button("^Race…$").click()
    panel = visit.page.get_by_role("dialog")
    panel.get_by_label("What differs").select_option(label="Filters")
    expect(panel.locator(".race-costs > .words")).to_contain_text("parameters in all", timeout=60_000)
    panel.get_by_role("button", name=re.compile(r"^Race \d")).click()
    visit.await_end(minutes=5)
    expect(visit.page.locator(".by-size .family")).to_be_visible()


def take_home(visit: Visit) -> None:
    for file in (r"^Download weights: .*last", "^Download script"):
        visit.button("^More for filters").first.click()
        with visit.page.expect_download():
            visit.page.get_by_role("menuitem", name=re.compile(file)).click()
    visit.button("^More for filters").first.click()


def trace(visit: Visit, pad: Locator, digit: list[tuple[float, float]]) -> None:
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in digit]
    visit.page.mouse.move(*points[0])
    visit.page.mouse.down()
    for point in points[1:]:
        visit.page.mouse.move(*point, steps=6)
    visit.page.mouse.up()


def share(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    visit.button("^Share$").click()
    expect(visit.page.locator(".toast")).to_be_visible()


def shrink(visit: Visit) -> None:
    visit.button("^Lessons$").click()
    visit.button("^How small can it be").click()
    visit.train()
    visit.await_end(minutes=3)


def go_too_far(visit: Visit) -> None:
    visit.button("^Close the lesson$").click()
    visit.open(
        "#digits/convnet&task.validation=1000&architecture.initialisation=Glorot&training.optimizer=sgd"
        "&training.learning_rate=1&training.batch_size=64&training.batches=150"
    )
    visit.train()
    expect(visit.page.locator(".card").filter(has_text="learnt nothing")).to_be_visible(timeout=120_000)


def look_into(visit: Visit, view: str) -> None:
    visit.page.get_by_role("tab", name=view, exact=True).click()


STEPS: tuple[Callable[[Visit], None], ...] = (
    race, explain, ask, change_the_rate, read_digits, find_a_mistake, draw, find_the_filter, race_sizes, take_home,
    share, shrink, go_too_far,
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.walk", description="A new user's ten minutes, in pictures."
    )
    parser.add_argument("folder", type=Path, help="where the pictures go")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with visiting(1440, 900) as visit:
        for number, step in enumerate(STEPS, 1):
            step(visit)
            picture = folder / f"{number:02}-{step.__name__.replace('_', '-')}.png"
            visit.page.screenshot(path=picture)
            print(picture, flush=True)


if __name__ == "__main__":
    main()
