"""A lesson's ten tasks as somebody does them who sees the page for the first time, with a picture of each:
python -m scripts.walk FOLDER

What was hard about them, and what was changed, is in docs/decisions/2026-11-28-ten-tasks.md.
"""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Download, Locator, expect

from scripts.visiting import visiting
from tests.browser.visit import Visit, link
from tests.own_files import drawings, packed, table

SEVEN = [[(0.28, 0.25), (0.72, 0.25), (0.42, 0.82)], [(0.36, 0.53), (0.7, 0.53)]]
"""Strokes, as parts of the pad's sides; the second is the bar."""
WIDE, CLASSROOM = (1440, 900), (1366, 768)


def race_three_memories(visit: Visit) -> None:
    """Who is first to 90 %?"""
    visit.race()
    visit.await_end(minutes=8)
    expect(visit.summary).to_contain_text("First to 90")


def repeat_with_other_seeds(visit: Visit) -> None:
    visit.race()
    expect(visit.page.locator(".toast").last).to_contain_text("next seed")
    visit.await_end(minutes=8)
    expect(visit.summary).to_contain_text("seed 1")


def find_the_filter(visit: Visit) -> None:
    """Which one saw the bar of one's own 7?"""
    visit.open(link("digits", "convnet", task__examples=5000, training__epochs=3))
    visit.train()
    visit.await_end(minutes=3)
    look_into(visit, "Ask")
    draw(visit, visit.page.locator(".pad canvas"))
    expect(visit.page.locator(".one-run .bars").first).to_be_visible(timeout=30_000)
    look_into(visit, "Layers")
    picture = visit.page.get_by_role("application", name=re.compile("The picture as the network sees it"))
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] * 0.55, "y": box["height"] * 0.53})
    expect(visit.page.locator(".how-it-came h4")).to_contain_text("#")


def open_the_surest_mistake(visit: Visit) -> None:
    look_into(visit, "Mistakes")
    mistake = visit.page.locator(".one-run button.image, .one-run .image button").first
    expect(mistake).to_be_visible(timeout=30_000)
    mistake.click()
    expect(visit.page.get_by_role("dialog")).to_be_visible()


def race_sizes(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    visit.open(link("digits", "mlp", task__examples=5000, training__epochs=3))
    visit.button("^Race…$").click()
    panel = visit.page.get_by_role("dialog")
    panel.get_by_label("What differs").select_option(label="Hidden units")
    panel.get_by_role("textbox", name=re.compile("the values$")).fill("4; 16; 64; 64, 64")
    panel.get_by_role("textbox", name=re.compile("the values$")).press("Enter")
    panel.get_by_role("button", name=re.compile("^Race 4")).click()
    visit.await_end(minutes=3)
    expect(visit.page.locator(".by-size .size-dot")).to_have_count(4)
    visit.page.locator(".by-size").scroll_into_view_if_needed()


def train_on_own_pictures(visit: Visit) -> None:
    visit.open(link("pictures", "mlp", task__side=16, training__batch_size=8, training__epochs=12))
    take(visit, "bars.zip", packed(drawings(12)))
    expect(visit.control("/task/data")).to_contain_text("lying")
    visit.train()
    visit.await_end()


def train_on_an_own_table(visit: Visit) -> None:
    visit.open(link("series", "forecaster", training__epochs=12))
    take(visit, "weather.csv", table(120))
    expect(visit.control("/task/data")).to_contain_text("120 rows")
    visit.train()
    visit.await_end()


def take_it_home(visit: Visit) -> None:
    """Weights and script of a run."""
    for words in (re.compile("weights", re.I), re.compile("script", re.I)):
        visit.button("^More for").first.click()
        with visit.page.expect_download() as download:
            visit.page.get_by_role("menu").get_by_role("menuitem", name=words).first.click()
        print(named(download.value), flush=True)


def give_a_lesson(visit: Visit) -> None:
    """On a class's projector."""
    width, height = CLASSROOM
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.button("^Lessons$").click()
    visit.button("^How small can it be").click()
    visit.page.locator('.prose a[href="#start"]').first.click()
    visit.await_end(minutes=3)
    expect(visit.page.locator(".chart.headline")).to_be_in_viewport()


def print_and_share(visit: Visit) -> None:
    visit.button("^Share$").click()
    expect(visit.page.locator(".toast").last).to_contain_text("this computer alone")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    expect(visit.page.locator(".paper dl")).to_be_visible()


def mend_a_diverged_run(visit: Visit) -> None:
    visit.page.emulate_media(media="screen")
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    visit.button("^Close the lesson$").click()
    width, height = WIDE
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open(link("series", "forecaster", training__optimizer="sgd", training__learning_rate=10, training__epochs=5))
    visit.train()
    expect(visit.rows.first).to_contain_text("iverged", timeout=60_000)
    visit.page.locator(".card .link").first.click()


STEPS: tuple[Callable[[Visit], None], ...] = (
    race_three_memories, repeat_with_other_seeds, find_the_filter, open_the_surest_mistake, race_sizes,
    train_on_own_pictures, train_on_an_own_table, take_it_home, give_a_lesson, print_and_share, mend_a_diverged_run,
)  # fmt: skip


def look_into(visit: Visit, view: str) -> None:
    visit.page.get_by_role("tab", name=view, exact=True).click()


def draw(visit: Visit, pad: Locator) -> None:
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for stroke in SEVEN:
        (x, y), *others = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        visit.page.mouse.move(x, y)
        visit.page.mouse.down()
        for point in others:
            visit.page.mouse.move(*point, steps=6)
        visit.page.mouse.up()


def take(visit: Visit, name: str, content: bytes) -> None:
    file = visit.control("/task/data").locator("input[type=file]")
    file.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def named(download: Download) -> str:
    return f"{download.suggested_filename}, {download.path().stat().st_size:,} bytes"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.walk", description="A lesson's ten tasks, in pictures.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--from", dest="first", type=int, default=1, metavar="N", help="begin with the Nth step")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with visiting(*WIDE) as visit:
        visit.page.goto(visit.address)
        expect(visit.page.locator(".costs")).to_be_attached(timeout=90_000)  # the server has just been started
        for number, step in enumerate(STEPS, 1):
            if number < asked.first:
                continue
            step(visit)
            picture = asked.folder / f"{number:02}-{step.__name__.replace('_', '-')}.png"
            visit.page.screenshot(path=picture)
            print(picture, flush=True)


if __name__ == "__main__":
    main()
