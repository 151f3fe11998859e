"""Runs beside each other whose names are long: what is drawn of them stays in its columns."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

BLOCKS = ["4k5 max2 4k5 max2", "6k3-same-bn max2 8k3-same-bn max2 8k3-same-bn drop0.25 dense24"]
SPEC = {
    "task": {"name": "pictures"},
    "architecture": {"name": "convnet", "blocks": BLOCKS[0]},
    "training": {"batches": 4, "epochs": 1},
}
VARY = {"/architecture/blocks": BLOCKS, "/architecture/initialisation": ["Glorot", "varianceScaling"]}


def boxes(found: Locator) -> list[dict[str, float]]:
    every: list[dict[str, float]] = found.evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    return every


def wider(found: Locator) -> list[Any]:
    """Those that hold more than they show."""
    hidden: list[Any] = found.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1)")
    return hidden


def test_long_names_leave_numbers_and_headings_in_their_columns(visit: Visit) -> None:
    page = visit.page
    visit.open(link("pictures", "convnet"))
    visit.call("/api/runs", {"spec": SPEC, "vary": VARY})
    expect(visit.rows).to_have_count(4)
    visit.await_end()
    inside = page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Norms").click()
    expect(inside.locator(".Lines_line-numbers")).to_have_count(4)
    first, second = boxes(inside.locator(".Inside_answer"))[:2]
    assert first["top"] == second["top"]
    assert not wider(inside.locator(".Inside_answer"))
    inside.get_by_role("tab", name="Ledger").click()
    expect(inside.locator(".Table_table")).to_have_count(4)
    assert not wider(inside.locator(".Table_scroll"))
    keeps_the_rules(visit, schemes=("light",))  # of several tables too
    inside.get_by_role("tab", name="Classes").click()
    heads = inside.locator(".Together_together thead th")
    expect(heads).to_have_count(4)
    for width in (900, 390):
        page.set_viewport_size({"width": width, "height": 800})
        if width == 390:
            visit.place("Inside")
        assert not wider(heads)
        assert not wider(inside.locator(".Together_together tbody td"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_long_names_are_told_apart_where_two_runs_are_compared(visit: Visit) -> None:
    page = visit.page
    visit.open(link("pictures", "convnet"))
    visit.call("/api/runs", {"spec": SPEC, "vary": VARY})
    expect(visit.rows).to_have_count(4)
    visit.await_end()
    long = page.locator(".Runs_run-name").filter(has_text="dense24")
    expect(long).to_have_count(2)
    for place in (0, 1):
        long.nth(place).click()
    page.locator(".Runs_runs").get_by_role("button", name="Compare", exact=True).click()
    names = page.get_by_role("dialog").locator(".Compare_whole > span")
    for width in (900, 390):
        page.set_viewport_size({"width": width, "height": 900})
        shown = names.all_inner_texts()
        assert sorted(word in one for one in shown for word in ("Glorot", "varianceScaling")) == [
            False,
            False,
            True,
            True,
        ]
        assert not wider(page.locator(".Compare_compare th"))
        assert all(box["height"] > 30 for box in boxes(names))  # in several lines, and nothing of them is cut
