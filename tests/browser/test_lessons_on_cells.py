"""A lesson on recurrent cells, in both languages: it trains its network, and every number of a cell is a click away."""

import re
from pathlib import Path

from playwright.sync_api import expect

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


def test_turning_the_cut_ends_the_line_of_the_gradient_there_and_cells_lie_over_each_other(
    visit: Visit, artefacts: Path
) -> None:
    page = visit.page
    visit.open(
        link(
            "addition",
            "recurrent",
            "SimpleRNN",
            "LSTM",
            task__examples=500,
            architecture__hidden=16,
            training__epochs=2,
        )
    )
    visit.race()
    visit.await_end()
    page.get_by_role("tab", name="Gradient over time").click()
    cut = page.get_by_role("slider", name=re.compile("Steps back at most")).first
    expect(cut).to_have_attribute("aria-valuetext", "to the first step", timeout=60_000)
    cut.press("ArrowRight")
    cut.press("ArrowRight")
    expect(cut).to_have_attribute("aria-valuetext", "2")
    expect(page.get_by_text("With this cut it has")).to_have_count(2, timeout=60_000)
    both = page.locator(".Lines_line-numbers").last
    expect(both).to_contain_text("SimpleRNN")
    expect(both).to_contain_text("LSTM")
    page.locator(".Inside_inside").screenshot(path=artefacts / "gradient-over-time.png")
    keeps_the_rules(visit)
