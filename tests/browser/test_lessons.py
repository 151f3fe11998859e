"""Lessons work the page, ask before they show, and leave it as they found it."""

import base64
import re
import zlib
from typing import Any

from playwright.sync_api import Locator, Route, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, small

FRONT = """+++
title = "Sums in a hurry"
text = "A race and a challenge."
minutes = 2
[task]
name = "addition"
digits = 1
examples = 55
test = false
[architecture]
name = "recurrent"
hidden = 24
[training]
learning_rate = 0.01
batch_size = 8
epochs = 20
+++
"""
RACE = """## Who is first?
```step
race = { "/architecture/cell" = ["SimpleRNN", "GRU"] }
look = "answers"
hide = ["/task", "race"]
predict = { question = "Who gets half of the characters first?", series = "accuracy", by = "first", value = 0.5 }
```
Move [Units](#/architecture/hidden) if you like, then press [start](#start).
"""
BOARD = """## How small?
```step
set = { "/training/epochs" = 1 }
goal = { series = "accuracy", value = 0.3, fewest = "parameters" }
```
"""


def packed(text: str) -> str:
    """A lesson as a link carries it."""
    deflate = zlib.compressobj(wbits=-15)
    return base64.urlsafe_b64encode(deflate.compress(text.encode()) + deflate.flush()).decode().rstrip("=")


def first_to_reach(visit: Visit, run: dict[str, Any], series: str, value: float) -> float:
    curve = visit.call(f"/api/runs/{run['id']}/points?clock=epoch")["columns"]
    return float(next(at for at, y in zip(curve["epoch"], curve[f"validation/{series}"], strict=True) if y >= value))


def test_a_lesson_sets_the_page_up_and_gives_it_back(visit: Visit) -> None:
    page = visit.page
    visit.open(small(training__epochs=7))
    visit.button("^Lessons$").click()
    page.get_by_role("button", name=re.compile("^Your first network")).click()
    expect(page.get_by_text("Step 1 of")).to_be_visible()
    expect(page.locator(".Top_task option:checked")).to_have_text("Digits")
    expect(visit.control("/training/epochs")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_text("Step 2 of")).to_be_visible()
    assert page.url.endswith("&lesson=first-network&step=2")
    page.reload()
    expect(page.get_by_text("Step 2 of")).to_be_visible()
    visit.button("^Show all$").click()
    expect(visit.control("/training/epochs")).to_have_count(1)
    visit.button("^Close the lesson$").click()
    expect(visit.control("/training/epochs").locator("input.Field_number")).to_have_value("7")
    assert page.url.endswith(small(training__epochs=7))
    assert visit.runs() == []


def test_nothing_is_trained_before_a_lesson_that_was_opened_has_come(visit: Visit) -> None:
    page, held = visit.page, list[Route]()
    visit.open(small())
    page.route("**/api/lessons/first-network*", lambda route: held.append(route))
    visit.button("^Lessons$").click()
    with page.expect_request("**/api/lessons/first-network*"):
        page.get_by_role("button", name=re.compile("^Your first network")).click()
    expect(visit.button("^Train$")).to_be_disabled()
    page.keyboard.press(" ")
    held[0].continue_()
    expect(page.get_by_text("Step 1 of")).to_be_visible()
    expect(visit.button("^Train$")).to_be_enabled()
    assert visit.runs() == []
    visit.open(small() + "&lesson=nowhere")
    expect(page.get_by_text("nowhere")).to_be_visible()
    expect(visit.button("^Train$")).to_be_enabled()


def test_a_guess_comes_before_the_race_and_is_judged_by_its_curves(visit: Visit) -> None:
    page = visit.page
    visit.open(f"#text={packed(FRONT + RACE + BOARD)}")
    # The text calls the button what it is called just now, and brings what it starts into view.
    expect(page.locator('.Lesson_prose a[href="#start"]')).to_have_text("Race SimpleRNN, GRU")
    expect(visit.button("^Race SimpleRNN, GRU$")).to_be_disabled()
    expect(page.get_by_role("button", name="Change race…")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.locator(".Toasts_toast")).to_contain_text("First say what you expect.")
    page.locator(".Lesson_predict").get_by_label("GRU").click()
    keeps_the_rules(visit)
    visit.race()
    outcome = page.locator(".Lesson_lesson .Lesson_outcome")
    expect(outcome.locator("b")).to_be_visible(timeout=60_000)
    visit.await_end()
    runs = visit.runs()
    first = {run["varied"]["/architecture/cell"]: first_to_reach(visit, run, "accuracy", 0.5) for run in runs}
    earliest = min(first.values())
    expect(outcome).to_contain_text("You were right." if first["GRU"] == earliest else "It came otherwise.")
    for epoch in first.values():
        expect(outcome).to_contain_text(f"at {'epoch ' if epoch == earliest else ''}{epoch:g}")
    visit.button("^Next$").click()
    board = page.locator(".Lesson_challenge tbody tr")
    ranked = sorted(runs, key=lambda run: int(run["parameters"]))
    assert all(run["test"]["accuracy"] >= 0.3 for run in runs)
    for row, run in zip(board.all(), ranked, strict=True):
        expect(row).to_contain_text(run["varied"]["/architecture/cell"])
        expect(row).to_contain_text(f"{run['parameters']:,}")
    expect(board.first).to_contain_text("best so far")
    keeps_the_rules(visit, size="phone")


def test_a_link_that_is_not_whole_says_so(visit: Visit) -> None:
    visit.open(f"#text={packed(FRONT + RACE)[:-40]}")
    expect(visit.page.get_by_role("alert")).to_contain_text("This link is not whole")
    visit.page.goto(f"{visit.address}/#text={packed(FRONT + RACE.replace('answers', 'wonders'))}")
    expect(visit.page.get_by_role("alert")).to_contain_text("there is no view called wonders")
    visit.button("^Close the lesson$").click()
    expect(visit.page.get_by_role("alert")).to_have_count(0)


def test_who_wants_to_is_asked_before_every_race(visit: Visit) -> None:
    page = visit.page
    visit.open(small("SimpleRNN", "GRU", training__epochs=2))
    visit.button("^Change race…$").click()
    page.get_by_role("switch", name="Ask for a prediction first").click()
    keeps_the_rules(visit, schemes=("light",))
    visit.button("^Race 2$").click()
    page.locator(".Lesson_predict").get_by_label("SimpleRNN").click()
    assert visit.runs() == []
    page.get_by_role("dialog").get_by_role("button", name="Race", exact=True).click()
    expect(page.locator(".Foretold_said")).to_contain_text("You said SimpleRNN.")
    visit.await_end()
    best = {run["varied"]["/architecture/cell"]: run["best"]["value"] for run in visit.runs()}
    right = best["SimpleRNN"] == max(best.values())
    expect(page.locator(".Foretold_said")).to_contain_text("You were right." if right else "It came otherwise.")


def name_what_races(step: Locator) -> None:
    step.get_by_label("SimpleRNN", exact=True).fill("no gate")
    step.get_by_label("GRU", exact=True).fill("no gate")
    expect(step.get_by_role("alert")).to_have_text("Two are called “no gate”: give one of them another name.")
    step.get_by_label("GRU", exact=True).fill('"one" gate')
    expect(step.get_by_role("alert")).to_have_count(0)
    expect(step).to_contain_text('no gate, "one" gate')


def test_what_is_built_comes_back_from_its_link(visit: Visit) -> None:
    page = visit.page
    visit.open(small("SimpleRNN", "GRU"))
    visit.button("^Lessons$").click()
    visit.button("^Build a lesson").click()
    builder = page.locator(".Builder_builder")
    builder.get_by_label("Title").fill("Two memories")
    builder.get_by_label("In one sentence").fill("A race.")
    builder.get_by_text("Out of sight", exact=True).click()
    builder.get_by_label("Preset").check()
    expect(page.get_by_role("combobox", name="Preset", exact=True)).to_have_count(0)
    visit.button("^Add a step").click()
    step = builder.locator(".Builder_step-fields")
    step.get_by_label("Title").fill("Say who")
    step.get_by_label("What it says").fill("Mind the **units**.")
    step.get_by_label("Asks for a prediction").check()
    name_what_races(step)
    visit.unfold("Training")
    visit.control("/training/epochs").locator("input.Field_number").fill("9")
    page.keyboard.press("Enter")
    visit.button("^Add a step").click()
    expect(step).to_contain_text("Sets Epochs 9")
    page.reload()
    visit.button("^Lessons$").click()
    visit.button("^Build a lesson").click()
    expect(builder.get_by_role("button", name="1 Say who")).to_be_visible()
    keeps_the_rules(visit)
    visit.button("^Copy link$").click()
    link = builder.get_by_label("Link to the lesson").input_value()
    assert link.startswith(f"{visit.address}/#text=")
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_text("Step 1 of 2")).to_be_visible()
    expect(page.locator(".Lesson_prose strong")).to_have_text("units")
    expect(page.locator(".Lesson_predict").get_by_label('"one" gate')).to_be_visible()
    expect(page.get_by_role("combobox", name="Preset", exact=True)).to_have_count(0)
    page.keyboard.press("n")
    expect(visit.control("/training/epochs").locator("input.Field_number")).to_have_value("9")
