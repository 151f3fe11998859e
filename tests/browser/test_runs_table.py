"""The table of runs: sought in, written on, put in another order, and two of it side by side."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import NewVisit
from tests.browser.rules import keeps_the_rules
from tests.browser.serving import Server
from tests.browser.visit import Visit, small

SETUP = small(training__epochs=1000, task__examples=2000, training__batch_size=16)
WAITING = 4


def setting(seeds: int) -> str:
    return f"{SETUP}&race.training.seed={'~'.join(str(seed) for seed in range(seeds))}"


@pytest.fixture(scope="module", autouse=True)
def race(browser: Browser, server: Server) -> Iterator[None]:
    """More seeds than there are workers: some wait for as long as they are looked at."""
    context = browser.new_context(reduced_motion="reduce")
    visit = Visit(context.new_page(), server.address)
    visit.open(setting(visit.call("/api/catalogue")["workers"] + WAITING))
    visit.button("^Race").click()
    expect(visit.page.locator("tr[data-state=queued]")).to_have_count(WAITING)
    # What has begun folds into one row once it has left the queue.
    expect(visit.page.locator("tr[data-group], tr[data-state=running]").first).to_be_visible()
    yield
    visit.clear()
    context.close()


@pytest.fixture
def visit(new_visit: NewVisit) -> Visit:
    visit = new_visit()
    visit.open(SETUP)
    expect(visit.page.locator("tr[data-state=queued]")).to_have_count(WAITING)
    return visit


def waiting(visit: Visit, place: int) -> Locator:
    return visit.page.locator("tr[data-state=queued]").nth(place)


def seed(row: Locator) -> str:
    found = re.search(r"seed \d+", row.inner_text())
    assert found
    return found[0]


def choose(visit: Visit, row: Locator, words: str) -> None:
    row.get_by_role("button", name=re.compile("^More for")).click()
    visit.page.get_by_role("menuitem", name=words, exact=True).click()


def test_the_queue_is_put_in_another_order_by_keyboard_and_by_hand(visit: Visit) -> None:
    first, last = seed(waiting(visit, 0)), seed(waiting(visit, WAITING - 1))
    waiting(visit, WAITING - 1).get_by_role("button", name=re.compile("^Place of")).focus()
    for place in range(WAITING - 2, -1, -1):
        visit.page.keyboard.press("Alt+ArrowUp")
        expect(waiting(visit, place)).to_contain_text(last)
    expect(waiting(visit, 0)).to_contain_text("Waiting, number 1")
    expect(waiting(visit, 0).get_by_role("button", name=re.compile("^Place of"))).to_be_focused()
    expect(visit.page.locator(".Runs_runs")).to_contain_text(f"{last} is number 1 in the queue.")
    waiting(visit, 0).locator(".Runs_grip").drag_to(waiting(visit, 1), target_position={"x": 40, "y": 40})
    expect(waiting(visit, 0)).to_contain_text(first)
    expect(waiting(visit, 1)).to_contain_text(last)
    places = {f"seed {run['spec']['training']['seed']}": run["place"] for run in visit.runs() if run["place"]}
    assert (places[first], places[last]) == (1, 2)


def test_a_note_and_a_pin_survive_a_reload_and_are_found(visit: Visit) -> None:
    row = waiting(visit, 1)
    name = seed(row)
    # Of two presses the second may miss: what the curves say comes and goes above the table.
    row.locator(".Runs_run-name").dispatch_event("dblclick")
    line = visit.page.get_by_role("textbox", name=re.compile(f"^Note on .*{name}"))
    expect(line).to_be_focused()
    line.fill("looks slower")
    line.press("Enter")
    expect(visit.page.locator("tr.Runs_note")).to_contain_text("looks slower")
    choose(visit, waiting(visit, 1), "Pin")
    expect(waiting(visit, 1).get_by_role("img", name="Pinned")).to_be_visible()
    visit.page.reload()
    expect(visit.page.locator("tr.Runs_note")).to_contain_text("looks slower")
    sought = visit.page.get_by_role("searchbox", name="Filter the runs")
    sought.fill("pinned slower")
    expect(visit.rows).to_have_count(1)
    expect(visit.rows).to_contain_text(name)
    expect(visit.page.locator(".Runs_run-filter")).to_contain_text(f"1 of {len(visit.runs())} runs")
    keeps_the_rules(visit)
    sought.press("Escape")
    expect(visit.page.locator("tr[data-state=queued]")).to_have_count(WAITING)


def test_two_runs_stand_side_by_side_and_go_into_a_report(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one, other = seed(waiting(visit, 0)), seed(waiting(visit, 1))
    for place in (0, 1):
        waiting(visit, place).locator(".Runs_run-name").click()
    visit.page.locator(".Runs_runs").get_by_role("button", name="Compare", exact=True).click()
    dialog = visit.page.get_by_role("dialog", name="Two runs side by side")
    expect(dialog.get_by_role("row", name=re.compile("^Seed"))).to_have_count(1)
    expect(dialog.locator("option:checked")).to_have_text([re.compile(one), re.compile(other)])
    begun = next(run for run in visit.runs() if run["state"] == "running")
    dialog.get_by_role("combobox", name="Second run").select_option(begun["id"])
    expect(dialog.get_by_role("row", name=re.compile("^State"))).to_contain_text("left")
    expect(dialog.locator("canvas")).to_have_count(2)
    dialog.locator("summary").click()
    expect(dialog.get_by_role("row", name=re.compile("^Batch size"))).to_be_visible()
    keeps_the_rules(visit)
    dialog.get_by_role("button", name="Copy as Markdown").click()
    expect(dialog).to_contain_text("Copied.")
    lines = visit.page.evaluate("navigator.clipboard.readText()").splitlines()
    assert f"| Seed | {one.split()[1]} | {begun['spec']['training']['seed']} |" in lines
