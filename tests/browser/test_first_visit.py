"""Somebody comes for the first time, and presses one button."""

import gzip
import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import NewVisit
from tests.browser.visit import CELLS, Visit, small

LEARNS = {
    "task__digits": 1,
    "task__examples": 55,
    "task__test": "false",
    "architecture__hidden": 32,
    "training__batch_size": 16,
    "training__epochs": 60,
}
"""As small as a race can be in which some answers come right."""

NOTHING_YET = "Nothing has been measured yet"

STOPWATCH = """
() => {
  const plot = document.querySelector('.Charts_chart.Charts_headline .Charts_plot');
  const painted = (act) => requestAnimationFrame(() => requestAnimationFrame(act));
  window.firstMark = new Promise((done) => {
    addEventListener('click', () => {
      const pressed = performance.now();
      new MutationObserver((_, watching) => {
        if (plot.getAttribute('aria-label').includes('%NOTHING%')) return;
        watching.disconnect();
        painted(() => done(performance.now() - pressed));
      }).observe(plot, { attributes: true });
    }, { capture: true, once: true });
  });
}
""".replace("%NOTHING%", NOTHING_YET)
"""From the press of a button to the frame in which the chart shows its first mark."""


def test_a_race_that_is_over_is_told_in_one_sentence_with_the_measured_scores(visit: Visit) -> None:
    visit.open(small(*CELLS, **LEARNS))
    visit.race()
    visit.await_end()
    runs = visit.runs()
    scores = {run["spec"]["architecture"]["cell"]: run["test"]["exact"] for run in runs}
    assert sorted(scores) == sorted(CELLS)
    assert max(scores.values()) > 0
    expect(visit.summary).to_contain_text("All 3 runs have finished.")
    # Until the scores of all three have come, the sentence has their best on held-out examples.
    expect(visit.summary).to_contain_text("on examples never seen in training")
    for cell, score in scores.items():
        expect(visit.summary).to_contain_text(f"{cell} {percent(score)}")
        expect(visit.row(cell)).to_contain_text("Finished all 60 epochs")
    expect(visit.summary).to_contain_text(f"Guessing gets {percent(runs[0]['baseline']['exact'])}")


def test_one_press_starts_the_race_that_a_first_visit_finds_ready(visit: Visit, artefacts: Path) -> None:
    visit.open()
    expect(visit.page.get_by_label("Preset").locator("option:checked")).to_have_text("Three memories")
    expect(visit.summary).to_contain_text("Press Race or Train")
    expect(visit.page.locator(".Runs_runs")).to_contain_text("Each run gets a row here")
    visit.page.evaluate(STOPWATCH)
    visit.race()
    milliseconds = visit.page.evaluate("window.firstMark")
    (artefacts / "first-mark.json").write_text(json.dumps({"milliseconds from press to mark": round(milliseconds)}))
    expect(visit.rows).to_have_count(3)
    for cell in CELLS:
        expect(visit.row(cell)).to_contain_text("left")
        expect(visit.chart).to_have_attribute("aria-label", re.compile(rf"\b{cell}: "))
    expect(visit.summary).to_contain_text(re.compile("exact answers .* so far. About .* left"))


def percent(value: float) -> str:
    """As the page writes it."""
    digits = 0 if value in (0, 1) else 1
    return f"{100 * value:.{digits}f}\u202f%"


def test_a_first_load_is_small_and_nothing_jumps(new_visit: NewVisit) -> None:
    visit = new_visit()
    visit.page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(one => one.value)))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    visit.open()
    expect(visit.chart.locator("canvas")).to_be_visible()
    loaded: list[str] = visit.page.evaluate(
        "performance.getEntriesByType('resource').map(one => one.name).filter(name => /[.](js|css)$/.test(name))"
    )
    compressed = [len(gzip.compress(visit.page.request.get(address).body())) for address in loaded]
    assert len(compressed) > 1
    assert sum(compressed) < 150_000
    assert visit.page.evaluate("shifts.reduce((sum, one) => sum + one, 0)") < 0.01
