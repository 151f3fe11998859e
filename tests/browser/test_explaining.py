"""The page says why a curve is as it is, and leads to the control that would change it."""

import re

from playwright.sync_api import expect

from tests.browser.visit import Visit, small


def test_half_right_symbols_and_no_right_answer_are_explained_with_a_control_to_try(visit: Visit) -> None:
    visit.open(small(training__epochs=8))
    visit.train()
    visit.await_end()
    card = visit.page.get_by_role("region", name="What the curves say")
    expect(card).to_contain_text(re.compile(r"gets [\d.]+.% of the symbols right and only [\d.]+.% of the answers"))
    card.get_by_role("button", name="Try: Epochs").click()
    expect(visit.control("/training/epochs").get_by_role("slider")).to_be_focused()
    card.get_by_role("button", name="Put this away").click()
    expect(card).to_have_count(0)


def test_nothing_moves_from_under_the_pointer_for_an_explanation(visit: Visit) -> None:
    visit.open(small(training__epochs=8))
    # Low enough to be still on it when the row of the new run has moved it down.
    visit.page.locator(".Inside_inside > header").hover(position={"x": 400, "y": 110})
    visit.page.keyboard.press("Space")
    visit.await_end()
    card = visit.page.get_by_role("region", name="What the curves say")
    expect(card).to_have_count(0)
    visit.chart.hover()
    expect(card).to_be_visible()


def test_a_word_can_be_looked_up(visit: Visit) -> None:
    visit.open(small())
    visit.page.keyboard.press("?")
    card = visit.page.get_by_role("dialog")
    card.get_by_role("searchbox", name="Find a word").fill("gate")
    expect(card.locator(".Keys_glossary dt").first).to_have_text("Gate")
