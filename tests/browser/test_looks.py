"""The page as people meet it: wide and narrow, light and dark, before, during and after a race."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import CELLS, SIZES, Visit, small

RACE = {
    "task__examples": 1200,
    "architecture__hidden": 48,
    "training__learning_rate": 0.01,
    "training__epochs": 30,
    "training__batch_size": 8,
}


def picture(visit: Visit, artefacts: Path, when: str) -> None:
    for size in SIZES:
        for scheme in ("light", "dark"):
            visit.look(size, scheme)
            visit.page.screenshot(path=artefacts / f"{when}-{size}-{scheme}.png")


def keep(visit: Visit, artefacts: Path, when: str) -> None:
    picture(visit, artefacts, when)
    for size in ("phone", "desk"):
        keeps_the_rules(visit, size=size)


def test_a_race_looks_right_and_breaks_no_rule_before_during_and_after(visit: Visit, artefacts: Path) -> None:
    visit.open(small(*CELLS, **RACE))
    keep(visit, artefacts, "before")
    visit.race()
    expect(visit.page.locator("tr[data-state=running]")).to_have_count(3)
    expect(visit.row("LSTM")).to_contain_text(re.compile(r"Epoch ([4-9]|\d\d) of 30"))
    keep(visit, artefacts, "during")
    visit.await_end()
    keep(visit, artefacts, "after")


def test_each_place_of_a_phone_breaks_no_rule(visit: Visit, artefacts: Path) -> None:
    visit.look("phone", "light")
    visit.open(small(*CELLS, training__epochs=2))
    visit.race()
    visit.await_end()
    for place in ("Controls", "Runs", "Inside", "Charts"):
        visit.page.get_by_role("navigation").get_by_role("button", name=place, exact=True).click()
        visit.page.screenshot(path=artefacts / f"phone-{place.lower()}.png")
        keeps_the_rules(visit, schemes=("light",), size="phone")
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is too wide"


def test_dialogs_and_open_settings_break_no_rule(visit: Visit, artefacts: Path) -> None:
    visit.open()
    for section in ("Data", "Training"):
        visit.unfold(section)
    for fold in visit.page.locator("details.Fold_advanced > summary").all():
        fold.click()
    visit.page.screenshot(path=artefacts / "settings.png")
    keeps_the_rules(visit, schemes=("dark",))
    visit.button("^Change race").click()
    expect(visit.page.get_by_role("dialog", name="Race")).to_be_visible()
    visit.page.screenshot(path=artefacts / "race-panel.png")
    keeps_the_rules(visit)


def test_whatever_opens_breaks_no_rule_on_a_desk_and_on_a_phone(visit: Visit) -> None:
    page = visit.page
    visit.open(small("SimpleRNN", "GRU", training__epochs=1))
    visit.race()
    visit.await_end()
    keeps_its_rules(visit, lambda: page.keyboard.press("?"), page.get_by_role("dialog", name="Help"))
    keeps_its_rules(visit, lambda: page.keyboard.press("/"), page.get_by_role("dialog", name="Jump"))
    keeps_its_rules(visit, visit.button("^Lessons$").click, page.get_by_role("dialog", name="Lessons"))
    save = page.locator(".Charts_chart.Charts_headline .Charts_save")
    keeps_its_rules(visit, save.locator("summary").click, save.get_by_role("button", name="Numbers"))
    menu = page.get_by_role("menu")
    keeps_its_rules(visit, visit.button("^More for SimpleRNN").click, menu)
    visit.button("^More for SimpleRNN").click()
    compared = page.get_by_role("dialog", name="Two runs side by side")
    keeps_its_rules(visit, menu.get_by_role("menuitem", name="Compare with…").click, compared)
    visit.button("^Fork GRU").click()
    expect(page.get_by_role("group", name="Fork")).to_be_visible()
    keeps_the_rules(visit)


def keeps_its_rules(visit: Visit, opened: Callable[[], None], seen: Locator) -> None:
    """What was opened on a desk stays open on a phone; Escape closes it."""
    opened()
    expect(seen).to_be_visible()
    keeps_the_rules(visit)
    keeps_the_rules(visit, schemes=("light",), size="phone")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.page.keyboard.press("Escape")
    expect(seen).to_be_hidden()
    visit.look("desk", "light")
