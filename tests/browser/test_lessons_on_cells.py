"""A lesson on recurrent cells, in both languages: it trains its network, and every number of a cell is a click away."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link


def test_the_lesson_on_gates_shows_the_numbers_of_a_cell_and_sets_a_gate_by_hand_in_both_languages(
    visit: Visit, artefacts: Path
) -> None:
    page = visit.page
    visit.open("#lesson=forgetting-is-a-gate")
    lesson = page.locator(".Lesson_lesson")
    expect(lesson).to_contain_text("Why forgetting is a gate")
    page.locator('.Lesson_prose a[href="#start"]').first.click()
    update = page.get_by_role("slider", name=re.compile("^encoder · update:"))
    expect(update).to_be_visible(timeout=60_000)
    update.press("ArrowRight")
    update.press("ArrowDown")
    expect(update).to_have_attribute("aria-valuetext", "unit 2, step 2")
    update.press("Enter")
    working = page.get_by_role("region", name=re.compile("^encoder · unit 2 · step 2"))
    expect(working.get_by_text("h′ = z · h + (1 − z) · n")).to_be_visible()
    expect(working.get_by_role("row")).to_have_count(6)
    working.get_by_text("U h: the old state").click()
    expect(working.get_by_role("region", name="U h: the old state").get_by_role("row")).to_have_count(65)
    page.locator(".Inside_inside").screenshot(path=artefacts / "working-of-a-cell.png")
    keeps_the_rules(visit)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(lesson).to_contain_text("遗忘为什么是一道门")
    expect(page.get_by_role("cell", name="h′ = z · h + (1 − z) · n")).to_be_visible()
    page.get_by_role("button", name="更新门关上", exact=True).click()
    expect(page.get_by_role("button", name="更新门关上", exact=True)).to_have_attribute(
        "aria-pressed", "true", timeout=60_000
    )


def test_the_cut_and_the_clip_are_dragged_in_the_chart_by_pointer_and_keys_and_cells_lie_over_each_other(
    visit: Visit, artefacts: Path
) -> None:
    page = visit.page
    quick: dict[str, Any] = {"task__examples": 500, "architecture__hidden": 16, "training__epochs": 2}
    visit.open(link("addition", "recurrent", "SimpleRNN", "LSTM", **quick))
    visit.race()
    visit.await_end()
    page.get_by_role("tab", name="Gradient over time").click()
    cut = page.get_by_role("slider", name=re.compile("encoder.*Steps back at most")).first
    clip = page.get_by_role("slider", name=re.compile("encoder.*Clip at a norm of")).first
    expect(cut).to_have_attribute("aria-valuetext", "no cut", timeout=60_000)
    plot = page.locator(".Lines_lines-plot").first
    plot.scroll_into_view_if_needed()
    wide = box_of(plot)
    dragged(page, cut, to=(wide["x"] + wide["width"] - 2, wide["y"]))
    expect(cut).to_have_attribute("aria-valuetext", "1")
    cut.press("ArrowLeft")
    expect(cut).to_have_attribute("aria-valuetext", "2")
    expect(page.get_by_text("With this cut it has")).to_have_count(2, timeout=60_000)
    dragged(page, clip, to=(wide["x"] + 60, wide["y"] + wide["height"] / 2))
    lower = float(clip.get_attribute("aria-valuenow") or "")
    expect(clip).not_to_have_attribute("aria-valuetext", "no clipping")
    clip.press("ArrowUp")
    expect(clip).not_to_have_attribute("aria-valuenow", str(lower))
    assert float(clip.get_attribute("aria-valuenow") or "") > lower
    # Both runs are asked the same, and all charts of a picture have the same handles.
    everywhere = page.get_by_role("slider", name=re.compile("Steps back at most"))
    expect(everywhere).to_have_count(4)
    for one in everywhere.all():
        expect(one).to_have_attribute("aria-valuetext", "2")
    both = page.locator(".Lines_line-numbers").last
    expect(both).to_contain_text("SimpleRNN")
    expect(both).to_contain_text("LSTM")
    page.locator(".Inside_inside").screenshot(path=artefacts / "gradient-over-time.png")
    keeps_the_rules(visit)
    page.get_by_role("tab", name="Gates by hand").click()
    expect(page.get_by_text("“Gates by hand” has nothing to show of this network.")).to_be_visible(timeout=60_000)


def dragged(page: Page, grip: Locator, to: tuple[float, float]) -> None:
    """From the middle of the grip to a point of the page, in a few steps."""
    box = box_of(grip)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(*to, steps=4)
    page.mouse.up()


def box_of(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box
    return box
