"""Charts by hand and by keyboard: looked at closer, smoothed, read, and chosen from."""

import csv
import io
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import NewVisit
from tests.browser.rules import keeps_the_rules
from tests.browser.serving import Server
from tests.browser.visit import Visit, small

SETUP = small(
    task__examples=1000,
    architecture__hidden=32,
    training__learning_rate=0.02,
    training__batch_size=64,
    training__epochs=8,
)
"""As little as gives a right answer now and then."""


@pytest.fixture(scope="module", autouse=True)
def race(browser: Browser, server: Server) -> Iterator[None]:
    """Two seeds of one network, trained once for all that is done to their charts."""
    context = browser.new_context(reduced_motion="reduce")
    visit = Visit(context.new_page(), server.address)
    visit.open(f"{SETUP}&race.training.seed=0~1")
    visit.button("^Race").click()
    visit.await_end(minutes=2)
    yield
    visit.clear()
    context.close()


@pytest.fixture
def visit(new_visit: NewVisit) -> Visit:
    visit = new_visit()
    visit.open(SETUP)
    expect(visit.button("best at epoch")).to_have_count(1)
    return visit


def drag(visit: Visit, chart: Locator, start: float, end: float) -> None:
    """Across the chart, by parts of its width."""
    box = chart.bounding_box()
    assert box
    y = box["y"] + box["height"] / 3
    visit.page.mouse.move(box["x"] + start * box["width"], y)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + end * box["width"], y, steps=3)
    visit.page.mouse.up()


def test_a_part_of_the_training_is_looked_at_by_hand_and_by_keyboard(visit: Visit) -> None:
    chart, strip = visit.chart, visit.page.locator(".Charts_strip")
    drag(visit, chart, 0.4, 0.6)
    expect(strip).to_be_visible()
    edges = [float(edge.get_attribute("aria-valuenow") or "") for edge in strip.get_by_role("slider").all()]
    assert 0 < edges[0] < edges[1] < 8
    visit.page.mouse.dblclick(*centre(chart))
    expect(strip).to_have_count(0)
    chart.focus()
    visit.page.keyboard.press("+")
    visit.page.keyboard.press("Shift+ArrowRight")
    left = strip.get_by_role("slider", name="Shown from")
    expect(left).to_have_attribute("aria-valuenow", "2.4")
    left.focus()
    visit.page.keyboard.press("ArrowLeft")
    assert float(left.get_attribute("aria-valuenow") or "") < 2.4
    keeps_the_rules(visit, schemes=("light",))
    chart.focus()
    visit.page.keyboard.press("Escape")
    expect(strip).to_have_count(0)


def centre(chart: Locator) -> tuple[float, float]:
    box = chart.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_crosshair_says_epoch_and_step_and_how_the_seeds_lie(visit: Visit) -> None:
    chart = visit.chart
    visit.page.get_by_role("radio", name="examples").check()
    visit.page.locator(".Charts_more > summary").first.click()
    visit.page.get_by_role("radio", name="standard deviation").check()
    visit.page.keyboard.press("Escape")
    chart.focus()
    visit.page.keyboard.press("End")
    readout = visit.page.locator(".Charts_readout")
    # 1000 examples: 900 to learn from, in batches of 64.
    expect(readout.locator("th").first).to_have_text("7200 examples · epoch 8 · step 120")
    expect(readout.locator(".Charts_of-group")).to_contain_text(re.compile(r"×2.*±"))
    visit.page.keyboard.press("Escape")
    expect(readout).to_have_count(0)


def test_a_best_epoch_is_looked_into(visit: Visit) -> None:
    best = visit.button("best at epoch")
    name = best.get_attribute("aria-label") or ""
    epoch = re.findall(r"epoch ([\d.]+)", name)[0]
    best.press("Enter")
    expect(best).to_have_attribute("aria-pressed", "true")
    expect(visit.page.locator(".Inside_look-back output")).to_have_text(f"epoch {epoch}")
    best.press("Enter")
    expect(visit.page.locator(".Inside_look-back output")).to_have_text("now")


def test_smoothing_and_other_series_are_kept_for_the_next_visit(visit: Visit) -> None:
    expect(visit.page.locator(".Charts_chart")).to_have_count(2)
    visit.page.locator(".Charts_more > summary").first.click()
    visit.page.get_by_role("slider", name="Smoothing").fill("3")
    visit.page.get_by_role("checkbox", name="Examples a second").check()
    visit.page.get_by_role("checkbox", name="Gradients, layer by layer").check()
    expect(visit.page.locator(".Charts_chart")).to_have_count(4)
    keeps_the_rules(visit, schemes=("dark",))
    visit.page.reload()
    expect(visit.page.locator(".Charts_chart h2")).to_have_text(
        ["Exact answers", "Loss", "Examples a second", "Gradients, layer by layer"], ignore_case=True
    )
    expect(visit.page.get_by_text("More · smoothed over 5", exact=True)).to_be_visible()


def saved(visit: Visit, kind: str) -> bytes:
    """What the headline's chart gives to take away."""
    figure = visit.page.locator(".Charts_chart.Charts_headline")
    if figure.locator(".Charts_save[open]").count() == 0:
        figure.locator(".Charts_save > summary").click()
    with visit.page.expect_download() as download:
        figure.get_by_role("button", name=kind).click()
    return Path(download.value.path()).read_bytes()


class Stub(ModuleType):
    """Stands in for matplotlib: notes what is called, and with what."""

    def __init__(self, name: str, calls: list[tuple[str, tuple[Any, ...]]]) -> None:
        super().__init__(name)
        self.calls = calls

    def __getattr__(self, name: str) -> Any:
        return Stub(name, self.calls)

    def __getitem__(self, key: object) -> Any:
        return self

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.calls.append((self.__name__, given))
        if self.__name__ == "subplots":
            return self, self
        return ([], []) if self.__name__ == "get_legend_handles_labels" else self


def test_a_chart_is_saved_as_picture_drawing_numbers_and_script(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    run = visit.runs()[-1]
    measured = visit.call(f"/api/runs/{run['id']}/points?clock=epoch")["columns"]
    picture = saved(visit, "PNG")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1600, 960)
    drawing = ElementTree.fromstring(saved(visit, "SVG"))
    assert len(drawing.findall(".//{http://www.w3.org/2000/svg}path")) > 6
    rows = list(csv.DictReader(io.StringIO(saved(visit, "CSV").decode())))
    own = [float(row["exact"]) for row in rows if row["split"] == "validation" and row["run"].endswith("seed 0")]
    assert own == measured["validation/exact"]
    sums = [float(row["multiply_adds"]) for row in rows]
    assert max(sums) == 3 * run["multiply_adds"] * measured["examples"][-1] > 0
    calls: list[tuple[str, tuple[Any, ...]]] = []
    monkeypatch.setitem(sys.modules, "matplotlib", Stub("matplotlib", calls))
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", Stub("pyplot", calls))
    monkeypatch.setattr(sys, "argv", ["figure.py"])
    exec(compile(saved(visit, "Matplotlib"), "figure.py", "exec"), {})
    plotted = [given for name, given in calls if name == "plot"]
    assert (measured["epoch"], measured["validation/exact"]) in plotted
    assert [name for name, _ in calls].count("fill_between") == 1
    assert calls[-1][0] == "show"
