"""Runs that go on are changed, paused, stopped, and thrown away; and nothing is lost by it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import CELLS, Visit, link, small

LONG = {"training__epochs": 1000, "task__examples": 2000, "training__batch_size": 16}


@pytest.fixture
def running(visit: Visit) -> Visit:
    """A visitor who watches one run that has begun to learn."""
    visit.open(small(**LONG))
    visit.train()
    expect(visit.rows).to_contain_text("left")
    return visit


def press(visit: Visit, command: str) -> None:
    visit.rows.get_by_role("button", name=re.compile(f"^{command}")).click()


def live(visit: Visit) -> Locator:
    press(visit, "Change")
    return visit.page.locator(".Runs_live-settings")


def test_a_learning_rate_that_is_changed_in_a_run_is_flagged_on_the_chart(running: Visit) -> None:
    rate = live(running).get_by_role("textbox", name="Learning rate")
    expect(rate).to_have_value("0.01")
    rate.fill("0.002")
    rate.press("Enter")
    expect(running.chart).to_have_attribute("aria-label", re.compile(r"From epoch [\d.]+: learning rate 0\.002\."))
    expect(rate).to_have_value("0.002")
    flag = running.chart.screenshot()
    running.page.reload()
    expect(running.chart).to_have_attribute("aria-label", re.compile("learning rate 0.002"))
    assert flag


def test_what_else_may_change_waits_behind_the_learning_rate(running: Visit) -> None:
    settings = live(running)
    expect(settings.locator(".Field_field:visible")).to_have_count(1)
    settings.locator("summary").click()
    schedule = settings.get_by_role("combobox", name="Schedule")
    expect(settings.get_by_role("textbox", name="Decay")).to_have_count(0)
    schedule.select_option("inverse")
    expect(settings.get_by_role("textbox", name="Decay")).to_be_visible()
    expect(running.chart).to_have_attribute("aria-label", re.compile("From epoch .*inverse"))


def test_a_run_is_paused_goes_on_and_is_stopped_from_its_row(running: Visit) -> None:
    press(running, "Pause")
    expect(running.rows).to_contain_text(re.compile(r"Paused: Epoch \d+ of 1,000"))
    expect(running.summary).to_contain_text("Paused. Nothing is lost")
    press(running, "Go on with")
    expect(running.rows).to_contain_text("left")
    press(running, "Stop")
    expect(running.rows).to_contain_text("Stopped")
    expect(running.summary).to_contain_text("Training has ended")
    assert [run["state"] for run in running.runs()] == ["stopped"]


def test_a_new_attempt_is_marked_with_its_reason(running: Visit) -> None:
    press(running, "Stop")
    expect(running.rows).to_contain_text("Stopped")
    press(running, "Go on with")
    expect(running.rows).to_contain_text("left")
    words = re.compile(r"attempt 2, from step \d+: stopped by hand$")
    mark = running.page.locator(".Charts_chart.Charts_headline .Charts_joint")
    expect(mark).to_have_attribute("title", words)
    expect(mark).to_be_visible()
    expect(running.chart).to_have_attribute("aria-label", re.compile(r"attempt 2, from step \d+: stopped by hand\."))
    running.numbers()
    expect(running.page.locator(".Charts_chart.Charts_headline tfoot")).to_have_text(re.compile(words.pattern[:-1]))


def test_a_finished_run_goes_on_for_ten_epochs_more(visit: Visit) -> None:
    visit.open(small(training__epochs=3))
    visit.train()
    visit.await_end()
    before = visit.numbers(rows=4)
    visit.button("for 10 epochs more$").click()
    expect(visit.rows).to_contain_text("Finished all 13 epochs")
    assert visit.numbers(rows=14)[:4] == before


def test_a_deleted_run_comes_back_with_its_curve(visit: Visit) -> None:
    visit.open(small(training__epochs=3))
    visit.train()
    visit.await_end()
    before = visit.numbers()
    press(visit, "More for")
    visit.page.get_by_role("menuitem", name=re.compile("^Delete")).click()
    expect(visit.rows).to_have_count(0)
    expect(visit.page.locator(".Toasts_toast")).to_contain_text("is deleted")
    assert visit.runs() == []
    visit.page.locator(".Toasts_toast").get_by_role("button", name="Undo").click()
    expect(visit.rows).to_have_count(1)
    expect(visit.summary).to_contain_text("finished")
    assert len(before) == 4
    assert visit.numbers() == before
    visit.clear()
    visit.page.reload()
    # Runs of other tests may lie below it: the newest stands first.
    visit.button("in the trash$").click()
    keeps_the_rules(visit, schemes=("light",))
    visit.page.get_by_role("dialog", name="Trash").get_by_role("button", name="Bring back").first.click()
    expect(visit.rows).to_have_count(1)
    visit.page.keyboard.press("Escape")
    assert visit.numbers() == before


def test_keys_race_pause_jump_and_choose(visit: Visit) -> None:
    visit.open(small(*CELLS, **LONG))
    keyboard = visit.page.keyboard
    keyboard.press("r")
    expect(visit.rows).to_have_count(3)
    expect(visit.page.locator("tr[data-state=running]")).to_have_count(3)
    keyboard.press(" ")
    expect(visit.page.locator("tr[data-state=paused]")).to_have_count(3)
    keyboard.press(" ")
    expect(visit.page.locator("tr[data-state=running]")).to_have_count(3)
    keyboard.press("2")
    expect(visit.row("GRU").get_by_role("button", name="GRU", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(visit.page.locator(".Inside_one-run")).to_have_count(1)
    keyboard.press("?")
    card = visit.page.get_by_role("dialog", name="Help: keys and words")
    expect(card).to_contain_text("Look inside a run")
    # A dialog ends before the drawer behind it does.
    visit.page.set_viewport_size({"width": 900, "height": 768})
    keyboard.press("Escape")
    expect(card).to_have_count(0)
    visit.page.locator(".Top_drawer-button").click()
    keyboard.press("?")
    expect(card).to_be_visible()
    keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(visit.page.locator(".Page_page")).to_have_attribute("data-drawer", "true")


def test_a_control_is_found_by_its_name_and_the_focus_is_seen(visit: Visit) -> None:
    visit.open()
    visit.page.keyboard.press("/")
    expect(visit.page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    visit.page.keyboard.type("learning")
    visit.page.keyboard.press("Enter")
    slider = visit.control("/training/learning_rate").get_by_role("slider")
    expect(slider).to_be_focused()
    visit.page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", "0.003")
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate(OUTLINED), visit.page.evaluate("document.activeElement.outerHTML")


OUTLINED = """
() => {
  const outlined = (element) => element && parseFloat(getComputedStyle(element).outlineWidth) > 1
    && getComputedStyle(element).outlineStyle !== 'none';
  const focused = document.activeElement;
  return outlined(focused) || outlined(focused.closest('label'));
}
"""
"""Segments hide their radio button and outline the label around it."""


def test_a_run_is_forked_from_its_row_with_another_learning_rate(visit: Visit) -> None:
    visit.open(small(training__epochs=3))
    visit.train()
    visit.await_end()
    press(visit, "Fork")
    note = visit.page.get_by_role("group", name="Fork")
    expect(note).to_contain_text("Goes on from epoch 3 of")
    visit.unfold("Training")
    expect(visit.control("/training/epochs").get_by_role("textbox")).to_have_value("13")
    expect(visit.control("/architecture/hidden").get_by_role("slider")).to_be_disabled()
    rate = visit.control("/training/learning_rate").get_by_role("textbox")
    rate.fill("0.002")
    rate.press("Enter")
    note.get_by_role("combobox").select_option("0")
    expect(note).to_contain_text("from epoch 0 of")
    note.get_by_role("combobox").select_option(index=0)
    visit.button("^Train from epoch 3$").click()
    expect(visit.rows).to_have_count(2)
    expect(visit.rows.first).to_contain_text("from epoch 3")
    expect(visit.rows.first).to_contain_text("Finished")
    fork, parent = visit.runs()
    assert (fork["parent"]["run"], fork["parent"]["epoch"]) == (parent["id"], 3)
    assert fork["spec"]["training"]["learning_rate"] == 0.002
    note.get_by_role("button").click()
    expect(visit.button("^Train$")).to_be_enabled()
    expect(visit.control("/architecture/hidden").get_by_role("slider")).to_be_enabled()


def test_a_run_goes_on_with_another_activation_as_the_view_of_its_sums_says(visit: Visit) -> None:
    sizes = {"task__examples": 200, "task__validation": 100, "architecture__hidden": 8, "training__epochs": 2}
    visit.open(link("digits", "mlp", **sizes))
    visit.train()
    visit.await_end()
    seen = visit.page.locator(".Inside_inside")
    seen.get_by_role("tab", name="Before the bend").click()
    expect(seen).to_contain_text("Fork… in the row of this run")
    press(visit, "Fork")
    expect(visit.control("/architecture/hidden").get_by_role("slider")).to_be_disabled()
    visit.control("/architecture/activation").get_by_role("combobox").select_option("sigmoid")
    visit.button("^Train from epoch 2$").click()
    expect(visit.rows).to_have_count(2)
    expect(visit.rows.first).to_contain_text("Finished")
    fork, parent = visit.runs()
    assert (fork["parent"]["run"], fork["parent"]["epoch"]) == (parent["id"], 2)
    assert [run["spec"]["architecture"]["activation"] for run in (fork, parent)] == ["sigmoid", "ReLU"]
    expect(seen).to_contain_text("Sigmoid")


def test_weights_that_were_taken_away_are_opened_and_trained_on(visit: Visit, tmp_path: Path) -> None:
    visit.open(small(training__epochs=3))
    visit.train()
    visit.await_end()
    (run,) = visit.runs()
    visit.button("^More for Recurrent network$").click()
    with visit.page.expect_download() as taken:
        visit.page.get_by_role("menuitem", name=re.compile(r"^Download weights: (best and )?last, epoch 3$")).click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    assert re.fullmatch(r"addition-recurrent-GRU-seed-0(-best)?-last-step-\d+", file.stem)
    chosen = visit.page.get_by_label("Open weights…")
    chosen.set_input_files(file)
    note = visit.page.get_by_role("group", name="Weights from a file")
    expect(note).to_contain_text(f"Begins with the weights of {file.name}.")
    visit.train()
    expect(visit.rows).to_have_count(2)
    expect(visit.rows.first).to_contain_text(f"from {file.stem}")
    expect(visit.rows.first).to_contain_text("Finished")
    begun, _ = visit.runs()
    ends = [point["columns"]["validation/loss"] for point in (points(visit, run["id"]), points(visit, begun["id"]))]
    assert ends[1][0] == pytest.approx(ends[0][-1], rel=1e-6)
    note.get_by_role("button").click()
    expect(note).to_have_count(0)
    units = visit.control("/architecture/hidden").get_by_role("textbox")
    units.fill("17")
    units.press("Enter")
    chosen.set_input_files(file)
    wide = note.or_(visit.page.locator(".Toasts_toast"))
    expect(wide).to_contain_text(re.compile(r"Not from it: .* \(\d+ × \d+ in the file, \d+ × \d+ here\)"))


def test_a_run_is_taken_away_as_a_notebook_by_keyboard_alone(visit: Visit, tmp_path: Path) -> None:
    visit.open(small(training__epochs=1))
    visit.train()
    visit.await_end()
    keyboard, item = visit.page.keyboard, visit.page.get_by_role("menuitem")
    visit.button("^More for Recurrent network$").focus()
    keyboard.press("Enter")
    expect(item.first).to_be_focused()
    notebook = item.filter(has_text="Download notebook (Jupyter)")
    expect(notebook).to_be_visible()
    for _ in range(item.count()):
        if notebook.evaluate("item => item === document.activeElement"):
            break
        keyboard.press("ArrowDown")
    expect(notebook).to_be_focused()
    with visit.page.expect_download() as download:
        keyboard.press("Enter")
    assert download.value.suggested_filename == "addition-recurrent-GRU-seed-0.ipynb"
    download.value.save_as(tmp_path / "notebook.ipynb")
    assert json.loads((tmp_path / "notebook.ipynb").read_text("utf-8"))["nbformat"] == 4
    expect(visit.page.get_by_role("menu")).to_have_count(0)


def points(visit: Visit, run: str) -> Any:
    return visit.call(f"/api/runs/{run}/points?clock=epoch")
