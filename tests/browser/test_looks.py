"""The page as people meet it: wide and narrow, light and dark, before, during and after a race."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import CELLS, SIZES, Visit, small

RACE = {"task__examples": 1200, "architecture__hidden": 48, "training__learning_rate": 0.01, "training__epochs": 30}


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
    for fold in visit.page.locator("details.advanced > summary").all():
        fold.click()
    visit.page.screenshot(path=artefacts / "settings.png")
    keeps_the_rules(visit, schemes=("dark",))
    visit.button("^Change race").click()
    expect(visit.page.get_by_role("dialog", name="Race")).to_be_visible()
    visit.page.screenshot(path=artefacts / "race-panel.png")
    keeps_the_rules(visit)
