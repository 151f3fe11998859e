"""Single steps can be watched, and the seeds of a race are commanded as one."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, small

LONG = {"training__epochs": 900, "task__examples": 2000, "training__batch_size": 16}


def pace(within: Locator, name: str) -> Locator:
    return within.get_by_role("group", name=re.compile("^Speed")).get_by_role("radio", name=name)


def press(row: Locator, command: str) -> None:
    row.get_by_role("button", name=re.compile(f"^{command}")).click()


def test_a_run_is_slowed_from_its_row_and_by_key(visit: Visit) -> None:
    visit.open(small(**LONG))
    visit.unfold("Training")
    pace(visit.page.locator(".Form_form"), "10 steps a second").check()
    visit.train()
    expect(visit.rows).to_contain_text("slowed to 10 steps a second")
    press(visit.rows, "Change")
    settings = visit.page.locator(".Runs_live-settings")
    pace(settings, "2 steps a second").click()
    expect(visit.rows).to_contain_text(re.compile(r"Epoch 1 of 900, \d+\.\d h left; slowed to 2 steps a second"))
    visit.page.reload()
    expect(visit.rows).to_contain_text("slowed to 2 steps a second")
    press(visit.rows, "Change")
    keeps_the_rules(visit, schemes=("light",))
    visit.page.keyboard.press("m")
    expect(visit.rows).to_contain_text("slowed to 1 step a second")
    visit.page.keyboard.press("m")
    expect(visit.rows).not_to_contain_text("slowed")
    expect(visit.rows).to_contain_text("left")


def test_the_seeds_of_a_variant_are_commanded_as_one(visit: Visit) -> None:
    visit.open(small(**{**LONG, "race.training.seed": "0~1"}))
    visit.button("^Race 2").click()
    group = visit.page.locator("tr[data-group]")
    expect(group).to_contain_text("2 running")
    press(group, "Pause")
    expect(group).to_contain_text("2 paused")
    press(group, "Go on with")
    expect(group).to_contain_text("2 running")
    press(group, "Change")
    pace(visit.page.locator(".Runs_live-settings"), "10 steps a second").click()
    expect(group).to_contain_text("slowed to 10 steps a second")
    assert [run["steps_per_second"] for run in visit.runs()] == [10, 10]
    press(group, "Stop")
    expect(group).to_contain_text("2 stopped")
    press(group, "Train .* for 90 epochs more")
    expect(group).to_contain_text("2 running")
    press(group, "Stop")
