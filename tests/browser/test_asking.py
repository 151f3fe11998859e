"""Questions of one's own, answered by all networks side by side."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.data.sets import digits
from tests.browser.rules import keeps_the_rules
from tests.browser.visit import CELLS, Visit, link, small


def ask(visit: Visit, question: str) -> None:
    visit.page.get_by_role("tab", name="Ask").click()
    visit.page.get_by_label("A sum to be answered").fill(question)


def test_a_typed_sum_is_answered_by_all_three_and_pinned_epoch_by_epoch(visit: Visit) -> None:
    visit.open(small(*CELLS, training__epochs=6))
    ask(visit, "12+34")
    visit.race()
    visit.await_end()
    for cell in CELLS:
        answer = visit.page.get_by_role("article", name=cell)
        expect(answer.locator(".Answers_asked")).to_contain_text("12+34 →")
        expect(answer.locator(".Answers_bars")).to_have_count(3)
        # Of epochs between, those that were asked or kept while they lasted.
        expect(answer.locator(".Inside_history tr").first).to_contain_text("epoch 6")
        expect(answer.locator(".Inside_history tr").last).to_contain_text("epoch 0")
        rows, place = (
            answer.locator(one).bounding_box() for one in (".Inside_history table", ".Inside_history-scroll")
        )
        assert rows
        assert place
        assert place["height"] >= min(rows["height"], 200)
    keeps_the_rules(visit)


def test_looking_back_shows_the_answer_of_an_earlier_epoch(visit: Visit) -> None:
    visit.open(small(training__epochs=4))
    visit.train()
    visit.await_end()
    ask(visit, "12+34")
    expect(visit.page.locator(".Inside_one-run .Inside_when")).to_have_text("epoch 4")
    back = visit.page.get_by_role("slider", name="Look back")
    back.focus()
    visit.page.keyboard.press("Home")
    expect(visit.page.locator(".Inside_one-run .Inside_when")).to_have_text("epoch 0")


def test_long_answers_stand_beside_their_questions_and_on_a_phone_below(visit: Visit) -> None:
    visit.open(link("translation", "attention", task__examples=100, training__epochs=1))
    visit.train()
    visit.await_end()
    lines = visit.page.locator(".Answers_marks li")
    expect(lines).to_have_count(10)
    for size in ("desk", "phone"):
        visit.look(size, "light")
        if size == "phone":
            visit.place("Inside")
        expect(lines.first).to_be_visible()
        assert lines.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)"), size
        # Right or wrong stands in one column, whatever a row says.
        places = lines.evaluate_all(
            "all => all.map(one => one.querySelector('.Answers_verdict').offsetLeft - one.offsetLeft)"
        )
        assert len(set(places)) == 1, (size, places)


def test_nonsense_is_refused_in_words(visit: Visit) -> None:
    visit.open(small(training__epochs=1))
    visit.train()
    visit.await_end()
    ask(visit, "12+x")
    expect(visit.page.locator("#question-problem")).to_have_text("“x” is not known here; only 0123456789+")
    ask(visit, "12+")
    expect(visit.page.locator(".Inside_one-run")).to_contain_text("Ask a sum of two numbers of at most 2 digits")
    ask(visit, "12+3")
    expect(visit.page.locator(".Inside_one-run .Answers_asked")).to_contain_text("12+3 →")


@pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache of this machine")
def test_a_drawn_stroke_is_answered_with_ten_bars(visit: Visit) -> None:
    visit.open(link("digits", "mlp", task__examples=500, task__validation=100, training__epochs=2))
    visit.train()
    visit.await_end()
    visit.page.get_by_role("tab", name="Ask").click()
    draw_a_one(visit.page)
    expect(visit.page.locator(".Inside_one-run .Answers_bars tr")).to_have_count(10)
    expect(visit.page.locator(".Inside_one-run .Answers_sure")).to_contain_text(re.compile(r"\d"))
    expect(visit.page.locator(".Inside_history tr").last).to_contain_text("epoch 0")
    keeps_the_rules(visit)


@pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache of this machine")
def test_a_cell_shows_the_pictures_behind_it_and_the_keys_lead_to_the_next(visit: Visit) -> None:
    visit.open(link("digits", "mlp", task__examples=500, task__validation=300, training__epochs=1))
    visit.train()
    visit.await_end()
    visit.page.get_by_role("tab", name="Confusion").click()
    cell = visit.page.get_by_role("gridcell", name=re.compile(r"^1 taken for 1: \d+ of \d+$"))
    cell.click()
    words = cell.get_attribute("aria-label")
    assert words is not None
    expect(visit.page.locator(".Heat_cell-examples h4")).to_contain_text(words)
    expect(visit.page.locator(".Heat_cell-examples li")).to_have_count(min(24, int(words.split()[4])))
    keeps_the_rules(visit, schemes=("light",))
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".Heat_cell-examples h4")).to_contain_text("1 taken for 2:")
    expect(visit.page.locator("td[aria-selected=true]")).to_have_count(1)
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator(".Heat_cell-examples")).to_have_count(0)


def draw_a_one(page: Page) -> None:
    pad = page.locator(".Pad_pad canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(middle, box["y"] + box["height"] * 0.8, steps=8)
    page.mouse.up()
