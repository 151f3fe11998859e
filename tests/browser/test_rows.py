"""Pictures that are read row by row: the race of two cells, what their gates do, and both class by class."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.test_layers import draw_a_seven
from tests.browser.visit import Visit, link

SMALL = {
    "task__examples": 500,
    "task__validation": 200,
    "architecture__hidden": 16,
    "training__epochs": 6,
    "training__learning_rate": 0.01,
}


def test_two_cells_that_read_digits_are_seen_row_by_row_and_class_by_class(visit: Visit, artefacts: Path) -> None:
    visit.open(link("digits", "rows", "SimpleRNN", "GRU", **SMALL))
    expect(visit.page.locator(".Network_network")).to_contain_text("recurrent1")
    visit.race()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Classes").click()
    together = inside.locator(".Together_together")
    moment = r".*epoch 6, step [\d,]+, seed 0$"
    heads = [re.compile("SimpleRNN" + moment), re.compile("GRU" + moment), re.compile("^Difference$")]
    expect(together.locator("thead th")).to_have_text(heads)
    expect(together.locator("tbody tr")).to_have_count(10)
    inside.screenshot(path=artefacts / "class-by-class.png")
    keeps_the_rules(visit)
    inside.get_by_role("tab", name="Gates", exact=True).click()
    draw_a_seven(visit.page)
    expect(inside.locator("figcaption")).to_have_count(2 + 1 + 4)
    expect(inside.locator("figcaption").nth(1)).to_contain_text("recurrent1 · state")
    inside.screenshot(path=artefacts / "gates-of-rows.png")
    inside.get_by_role("tab", name="Before the bend").click()
    expect(inside).to_contain_text("recurrent1 · update · Sigmoid")
    expect(inside).to_contain_text("The gate is as good as closed (below 0.1) at")
    inside.screenshot(path=artefacts / "gates-before-the-bend.png")
    inside.get_by_role("tab", name="So far").click()
    expect(inside).to_contain_text("answer after each step")
    inside.screenshot(path=artefacts / "answer-so-far.png")
    visit.look("phone", "light")
    visit.place("Inside")
    visit.view("classes")
    expect(together.locator("tbody tr")).to_have_count(10)
    inside.screenshot(path=artefacts / "class-by-class-phone.png")
    visit.view("before_the_bend")
    numbers = inside.locator(".Lines_line-numbers")
    expect(numbers.first).to_be_visible()
    assert all(numbers.evaluate_all("all => all.map((one) => one.getBoundingClientRect().right <= innerWidth)"))
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
