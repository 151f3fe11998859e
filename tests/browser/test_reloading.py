"""Nothing is lost: not by a reload, not in another browser, not with the server killed."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewVisit
from tests.browser.serving import Server
from tests.browser.visit import CELLS, Visit, small

MISSING = "–"
LONG = {"training__epochs": 1000, "task__examples": 2000, "training__batch_size": 16}


def test_a_reload_in_the_middle_of_a_race_keeps_the_setup_and_every_point(visit: Visit) -> None:
    visit.open(small(*CELLS, **LONG))
    visit.race()
    before = visit.numbers(rows=5)
    address = visit.page.url
    visit.page.reload()
    expect(visit.rows).to_have_count(3)
    after = {row[0]: row[1:] for row in visit.numbers(rows=len(before))}
    assert visit.page.url == address
    assert visit.page.locator("tr[data-state=running]").count() == 3
    measured = [(epoch, place) for epoch, *values in before for place, one in enumerate(values) if one != MISSING]
    assert len(measured) >= 5
    kept = {row[0]: row[1:] for row in before}
    assert [kept[epoch][place] for epoch, place in measured] == [after[epoch][place] for epoch, place in measured]


def test_the_address_restores_the_setup_in_another_browser(visit: Visit, new_visit: NewVisit) -> None:
    visit.open(small(*CELLS[1:], task__reverse="true", training__epochs=17))
    visit.unfold("Training")
    visit.control("/training/batch_size").get_by_role("textbox").fill("32")
    visit.page.keyboard.press("Enter")
    expect(visit.page).to_have_url(re.compile("training.batch_size=32"))
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.button("^Share").click()
    expect(visit.page.locator(".Toasts_toast")).to_contain_text("in the clipboard")
    other = new_visit()
    other.open("#" + visit.page.evaluate("navigator.clipboard.readText()").partition("#")[2])
    expect(other.button("^Race")).to_have_text("Race GRU, LSTM")
    other.unfold("Training")
    expect(other.control("/training/batch_size").get_by_role("textbox")).to_have_value("32")
    expect(other.control("/training/epochs").get_by_role("textbox")).to_have_value("17")
    other.unfold("Data")
    expect(other.control("/task/reverse").get_by_role("switch")).to_be_checked()


def test_the_address_carries_how_the_charts_are_looked_at(visit: Visit, new_visit: NewVisit) -> None:
    visit.open(small(training__epochs=17))
    visit.page.get_by_role("radiogroup", name="x").get_by_role("radio", name="steps").check()
    visit.page.get_by_role("radio", name="log").check()
    expect(visit.page).to_have_url(re.compile("&x=step&y=log$"))
    other = new_visit()
    other.open("#" + visit.page.url.partition("#")[2])
    expect(other.page.get_by_role("radiogroup", name="x").get_by_role("radio", name="steps")).to_be_checked()
    expect(other.page.get_by_role("radio", name="log")).to_be_checked()


def test_a_killed_server_is_told_and_comes_back_with_the_curves(visit: Visit, server: Server) -> None:
    visit.open(small(**LONG))
    visit.train()
    before = visit.numbers(rows=4)
    server.kill()
    expect(visit.page.locator(".Top_link-state")).to_contain_text("reconnecting")
    server.start()
    expect(visit.page.locator("[data-link=live]")).to_be_visible()
    expect(visit.rows).to_contain_text("Interrupted")
    assert [run["state"] for run in visit.runs()] == ["interrupted"]
    assert visit.numbers(len(before))[: len(before)] == before
    expect(visit.button("^Train$")).to_be_enabled()
    visit.page.reload()
    expect(visit.rows).to_contain_text("Interrupted")
    assert visit.numbers(len(before))[: len(before)] == before
