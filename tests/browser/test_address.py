"""The page's address, its history, and a browser that translates the page."""

import re

from playwright.sync_api import expect

from tests.browser.visit import Visit, small

TRANSLATE = """() => {
  // As browsers' translators do: every text that may be translated gives way to elements with other words.
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walk.nextNode()) found.push(walk.currentNode)
  for (const text of found) {
    const near = text.parentElement.closest("[translate]")
    if (!text.data.trim() || near?.getAttribute("translate") === "no") continue
    const outer = document.createElement("font"), inner = document.createElement("font")
    inner.textContent = `«${text.data}»`
    outer.append(inner)
    text.replaceWith(outer)
  }
}"""


def test_back_takes_a_change_of_the_form_back_and_leaves_the_page_where_it_is(visit: Visit) -> None:
    visit.open(small())
    units = visit.control("/architecture/hidden").get_by_role("textbox")
    for wanted in ("24", "32"):
        units.fill(wanted)
        units.press("Enter")
    visit.page.get_by_label("Task").select_option(label="Sunspots")
    expect(visit.control("/task/window")).to_be_attached()
    visit.page.go_back()
    expect(units).to_have_value("32")
    visit.page.go_back()
    expect(units).to_have_value("16")
    visit.page.go_forward()
    expect(units).to_have_value("32")
    # Another spelling of a link is no step of its own, in which Back would be caught.
    visit.page.evaluate("location.hash = '#Addition/Attention'")
    expect(visit.page).to_have_url(re.compile("#addition/attention"))
    visit.page.go_back()
    expect(units).to_have_value("32")


def test_what_changes_goes_on_changing_in_a_page_that_a_browser_translated(visit: Visit) -> None:
    visit.open(small(training__epochs=2))
    visit.page.evaluate(TRANSLATE)
    expect(visit.page.locator(".Form_explanation")).to_contain_text("«")
    before = visit.page.locator(".Network_costs").inner_text()
    units = visit.control("/architecture/hidden").get_by_role("textbox")
    units.fill("20,5")
    units.press("Enter")
    expect(visit.control("/architecture/hidden").get_by_role("alert")).to_contain_text("20,5")
    expect(visit.page.locator(".Network_costs")).not_to_have_text(before)
    visit.train()
    visit.await_end()
    visit.page.get_by_label("Architecture").select_option("attention")
    expect(visit.control("/architecture/attention")).to_be_attached()
    assert "«" not in visit.page.locator(".Network_costs").inner_text()
    expect(visit.rows.first).to_contain_text("Finished")


def test_a_link_to_a_task_that_is_not_here_says_so(visit: Visit) -> None:
    visit.open("#tides/recurrent")
    expect(visit.page.locator(".Toasts_toast")).to_contain_text("tides")
