"""On paper and on a projector."""

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, small


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
    expect(visit.rows).to_be_visible()
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(visit.page.locator("html")).not_to_have_attribute("data-theme", "light")
