"""On paper and on a projector."""

import re

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, small

LETTER = "one => Number(one.getAttribute('font-size')) / Number(one.ownerSVGElement.getAttribute('width'))"


def test_large_letters_are_remembered_and_break_no_rule(visit: Visit) -> None:
    visit.open(small())
    before = visit.summary.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    visit.button("^Large letters$").click()
    visit.page.reload()
    expect(visit.button("^Large letters$")).to_have_attribute("aria-pressed", "true")
    assert visit.summary.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") == 1.875 * before
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keeps_the_rules(visit, ("light",))


def test_paper_gets_what_happened_in_light_and_the_dark_page_comes_back(visit: Visit) -> None:
    visit.open(small(training__epochs=2))
    visit.look("desk", "dark")
    visit.train()
    visit.await_end()
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    expect(visit.page.locator("html")).to_have_attribute("data-theme", "light")
    expect(visit.button("^Train$")).to_be_hidden()
    paper = visit.page.locator(".paper")
    expect(paper).to_contain_text(re.compile(r"printed on \w+ \d+, \d{4}"))
    expect(paper.locator("dl")).to_contain_text("Learning rate")
    expect(paper.locator("svg text").filter(has_text="epochs")).to_have_count(2)
    # Points of a printed letter: a line of the chart's words in the drawing's units, on a sheet of 182 mm.
    assert paper.locator("svg text").first.evaluate(LETTER) * 182 / 25.4 * 72 > 7
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper).to_have_count(0)
    expect(visit.page.locator("html")).not_to_have_attribute("data-theme", "light")
