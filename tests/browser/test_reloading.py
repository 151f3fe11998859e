"""Nothing is lost: not by a reload, not in another browser, not with the server killed."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewVisit
from tests.browser.serving import Server
from tests.browser.visit import CELLS, Visit, small

LONG = {"training__epochs": 1000, "task__examples": 2000}


def reached(visit: Visit, epoch: int) -> None:
    """The chart's table is that far in every run."""
    for cell in CELLS:
        expect(visit.row(cell)).to_contain_text(re.compile(rf"Epoch ([1-9]\d+|[{epoch}-9]) of|Batch"))


def test_a_reload_in_the_middle_of_a_race_keeps_the_setup_and_every_point(visit: Visit) -> None:
    visit.open(small(*CELLS, **LONG))
    visit.race()
    reached(visit, 4)
    before = visit.numbers()
    address = visit.page.url
    visit.page.reload()
    expect(visit.rows).to_have_count(3)
    reached(visit, 4)
    assert visit.page.url == address
    after = {row[0]: row[1:] for row in visit.numbers()}
    for epoch, *values in before:
        kept = [value for value in zip(values, after[epoch], strict=True) if value[0]]
        assert kept
        assert all(one == other for one, other in kept), f"epoch {epoch}"


def test_the_address_restores_the_setup_in_another_browser(visit: Visit, new_visit: NewVisit) -> None:
    visit.open(small(*CELLS[1:], task__reverse="true", training__epochs=17))
    visit.unfold("Training")
    visit.control("/training/batch_size").get_by_role("textbox").fill("32")
    visit.page.keyboard.press("Enter")
    expect(visit.page).to_have_url(re.compile("training.batch_size=32"))
    other = new_visit()
    other.open("#" + visit.page.url.partition("#")[2])
    expect(other.button("^Race")).to_have_text("Race GRU, LSTM")
    other.unfold("Training")
    expect(other.control("/training/batch_size").get_by_role("textbox")).to_have_value("32")
    expect(other.control("/training/epochs").get_by_role("textbox")).to_have_value("17")
    other.unfold("Data")
    expect(other.control("/task/reverse").get_by_role("switch")).to_be_checked()


def test_a_killed_server_is_told_and_comes_back_with_the_curves(visit: Visit, server: Server) -> None:
    visit.open(small(**LONG))
    visit.train()
    expect(visit.rows).to_contain_text(re.compile(r"Epoch ([1-9]\d+|[4-9]) of|Batch \d{2,}"))
    before = visit.numbers()[:4]
    server.kill()
    expect(visit.page.locator(".link-state")).to_contain_text("reconnecting")
    server.start()
    expect(visit.page.locator("[data-link=live]")).to_be_visible()
    expect(visit.rows).to_contain_text("Interrupted")
    assert [run["state"] for run in visit.runs()] == ["interrupted"]
    assert visit.numbers()[:4] == before
    expect(visit.button("^Train$")).to_be_enabled()
    visit.page.reload()
    expect(visit.rows).to_contain_text("Interrupted")
    assert visit.numbers()[:4] == before
