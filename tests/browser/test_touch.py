"""A phone: charts, sliders and the drawing pad under real fingers, as the browser's own touch events bring them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, FloatRect, Locator, expect

from models.data.sets import digits
from tests.browser.serving import Server
from tests.browser.visit import SIZES, Visit, link, small

Point = tuple[float, float]


class Hand:
    """Fingers on the screen; all of a list move at once."""

    def __init__(self, page: CDPSession) -> None:
        self._page = page

    def drag(self, *fingers: tuple[Point, Point], steps: int = 5) -> None:
        """Each finger from its first point to its second, in a straight line, and off the screen."""
        for step in range(steps + 1):
            at = [between(begin, end, step / steps) for begin, end in fingers]
            self._send("touchMove" if step else "touchStart", at)
        self._send("touchEnd", [])

    def _send(self, kind: str, at: list[Point]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(at)]
        self._page.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def between(begin: Point, end: Point, part: float) -> Point:
    return begin[0] + part * (end[0] - begin[0]), begin[1] + part * (end[1] - begin[1])


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Visit]:
    width, height = SIZES["phone"]
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    visit = Visit(context.new_page(), server.address)
    yield visit
    visit.place("Runs")
    visit.clear()
    context.close()
    assert not visit.problems


@pytest.fixture
def hand(phone: Visit) -> Hand:
    return Hand(phone.page.context.new_cdp_session(phone.page))


def box_of(locator: Locator) -> FloatRect:
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box
    return box


def along(box: FloatRect, part: float) -> Point:
    return box["x"] + part * box["width"], box["y"] + box["height"] / 2


def shown(visit: Visit) -> tuple[float, float]:
    edges = visit.page.locator(".Charts_strip").get_by_role("slider").all()
    begin, end = (float(edge.get_attribute("aria-valuenow") or "") for edge in edges)
    return begin, end


def test_a_chart_is_pinched_and_moved_by_two_fingers(phone: Visit, hand: Hand) -> None:
    phone.open(small(training__epochs=8))
    phone.place("Charts")
    phone.train()
    phone.await_end()
    area = box_of(phone.chart.locator(".u-over"))
    hand.drag((along(area, 0.4), along(area, 0.2)), (along(area, 0.6), along(area, 0.8)))
    expect(phone.page.locator(".Charts_strip")).to_be_visible()
    begin, end = shown(phone)
    # What was under each finger, at 0.4 and 0.6 of 8 epochs, is under it still.
    assert begin + 0.2 * (end - begin) == pytest.approx(3.2, abs=0.12)
    assert begin + 0.8 * (end - begin) == pytest.approx(4.8, abs=0.12)
    area = box_of(phone.chart.locator(".u-over"))
    hand.drag((along(area, 0.3), along(area, 0.5)), (along(area, 0.6), along(area, 0.8)))
    moved = shown(phone)
    assert moved[1] - moved[0] == pytest.approx(end - begin, abs=0.02)
    assert moved[0] == pytest.approx(begin - 0.2 * (end - begin), abs=0.12)


def test_a_slider_is_moved_by_a_finger(phone: Visit, hand: Hand) -> None:
    phone.open(small())
    phone.place("Controls")
    slider = phone.control("/architecture/hidden").get_by_role("slider")
    before = phone.control("/architecture/hidden").get_by_role("textbox").input_value()
    assert before == "16"
    track = box_of(slider)
    part = slider.evaluate("({min, max, value}) => (value - min) / (max - min)")
    hand.drag((along(track, float(part)), along(track, 0.8)))
    expect(phone.page).to_have_url(re.compile(r"architecture\.hidden=\d{3}"))
    assert slider.evaluate("({min, max, value}) => (value - min) / (max - min)") == pytest.approx(0.8, abs=0.05)


def test_the_cut_of_a_gradient_is_dragged_by_a_finger(phone: Visit, hand: Hand) -> None:
    phone.open(small(training__epochs=1))
    phone.train()
    phone.await_end()
    phone.place("Inside")
    phone.view("gradient_over_time")
    cut = phone.page.get_by_role("slider", name=re.compile("encoder.*Steps back at most"))
    expect(cut).to_have_attribute("aria-valuetext", "no cut", timeout=60_000)
    grip = box_of(cut)
    assert grip["height"] >= 40, "too small for a finger"
    begin = along(grip, 0.5)
    hand.drag((begin, (begin[0] + 1000, begin[1])))
    expect(cut).to_have_attribute("aria-valuetext", "1")
    moved = box_of(cut)
    assert moved["x"] + moved["width"] <= SIZES["phone"][0]
    expect(phone.page.get_by_text("With this cut it has")).to_be_visible(timeout=60_000)


def test_a_block_and_one_that_it_holds_are_dragged_by_a_finger(phone: Visit, hand: Hand) -> None:
    page = phone.page
    phone.open(link("digits", "blocks", architecture__blocks="8k3-same+res(8k3-same_16k5-same_8k1)+max2+global"))
    phone.place("Controls")
    held = [page.locator(f"[data-inner='1/layers/{at}']") for at in range(3)]
    hand.drag((along(box_of(held[0]), 0.5), along(box_of(held[2]), 0.9)))
    expect(page).to_have_url(re.compile(re.escape("blocks=8k3-same+res(16k5-same_8k1_8k3-same)+max2+global")))
    expect(held[2]).to_be_focused()  # it is drawn where it was put, and has its settings below
    expect(held[0]).to_have_accessible_name(re.compile("16 filters"))
    page.wait_for_timeout(1500)  # a tap that follows a quick movement at once only stops what that has set in motion
    held[1].tap()
    expect(page.get_by_role("group", name="Inside block 2, block 2: Convolution", exact=True)).to_be_visible()
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(".Editor_settings")).to_have_count(0)
    expect(held[1]).to_be_focused()
    pieces = page.locator("[data-piece]")
    hand.drag((along(box_of(pieces.nth(2)), 0.5), along(box_of(pieces.nth(0)), 0.1)))
    expect(page).to_have_url(re.compile(re.escape("blocks=max2+8k3-same+res(16k5-same_8k1_8k3-same)+global")))


@pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache of this machine")
def test_a_digit_is_drawn_by_a_finger(phone: Visit, hand: Hand) -> None:
    phone.open(link("digits", "mlp", task__examples=500, task__validation=100, training__epochs=1))
    phone.train()
    phone.await_end()
    phone.place("Inside")
    phone.view("ask")
    pad = phone.page.locator(".Pad_pad canvas")
    paper = box_of(pad)
    middle = paper["y"] + paper["height"] / 2
    hand.drag(((paper["x"] + 20, middle), (paper["x"] + paper["width"] - 20, middle)))
    expect(pad).to_have_attribute("aria-label", re.compile("with a drawing"))
    expect(phone.page.locator(".Inside_one-run .Answers_bars")).to_be_visible()
    dark = pad.evaluate(DARK)
    assert dark["across"] > 0.6 * dark["width"]
    assert dark["down"] < 0.3 * dark["width"]


DARK = """
(canvas) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const found = [...Array(width * height).keys()].filter((pixel) => data[4 * pixel] < 128);
  const spread = (of) => Math.max(...found.map(of)) - Math.min(...found.map(of)) + 1;
  return { width, across: spread((one) => one % width), down: spread((one) => Math.floor(one / width)) };
}
"""
"""How far the ink reaches, in pixels of the pad."""


@pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache of this machine")
def test_a_cell_of_a_map_that_a_finger_presses_says_where_it_looked(phone: Visit) -> None:
    phone.open(link("digits", "lenet", task__examples=500, task__validation=100, training__epochs=1))
    phone.train()
    phone.await_end()
    phone.place("Inside")
    phone.view("answers")
    phone.page.locator(".Answers_image button").first.tap()
    phone.page.get_by_role("dialog").get_by_role("button", name="Layers").tap()
    tile = phone.page.locator(".Maps_map-tile").nth(1)
    box = box_of(tile.locator("canvas").first)
    tile.tap(position={"x": box["width"] * 0.3, "y": box["height"] * 0.7})
    expect(phone.page.get_by_role("button", name=re.compile(r"^Let go of row \d+, column \d+$"))).to_be_enabled()
    expect(phone.page.locator(".Maps_how-it-came h4")).to_contain_text("#2 of conv1")


def test_a_run_is_taken_away_as_a_notebook_by_a_finger(phone: Visit) -> None:
    phone.open(small(training__epochs=1))
    phone.train()
    phone.await_end()
    phone.place("Runs")
    phone.button("^More for Recurrent network$").tap()
    items = phone.page.get_by_role("menuitem")
    notebook = items.filter(has_text="Download notebook (Jupyter)")
    expect(notebook).to_be_visible()
    width, height = SIZES["phone"]
    for box in map(box_of, items.filter(visible=True).all()):
        assert box["height"] >= 40, "too small for a finger"
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert 0 <= box["y"] <= box["y"] + box["height"] <= height
    with phone.page.expect_download() as download:
        notebook.tap()
    assert download.value.suggested_filename.endswith(".ipynb")
    expect(phone.page.get_by_role("menu")).to_have_count(0)
