"""The list of blocks: what a person does to it, with keys, with fingers and as text, and what the link says then."""

import re

from playwright.sync_api import expect

from tests.browser.visit import Visit, link


def blocks_in(visit: Visit) -> str:
    """As the link has them; a plus stands for each space."""
    found = re.search(r"architecture\.blocks=([^&]*)", visit.page.url)
    return found[1].replace("+", " ") if found else ""


def opened(visit: Visit, blocks: str) -> None:
    visit.open(link("digits", "convnet", architecture__blocks=blocks.replace(" ", "+")))
    expect(visit.control("/architecture/blocks").locator("[data-block]")).to_have_count(len(blocks.split()))


def test_blocks_are_added_opened_moved_and_taken_out_with_the_keyboard_alone(visit: Visit) -> None:
    opened(visit, "8k5 max2 dense16")
    control = visit.control("/architecture/blocks")
    rows = control.locator("[data-block]")
    rows.nth(1).focus()
    visit.page.keyboard.press("Alt+ArrowUp")
    expect(rows.nth(0)).to_be_focused()
    expect(rows.nth(0)).to_contain_text("Pooling")
    visit.page.keyboard.press("Enter")
    settings = control.get_by_role("group", name="Block 1")
    settings.get_by_role("radio", name="average").check(force=True)
    expect(rows.nth(0)).to_contain_text("average, 2×2")
    control.get_by_role("button", name="+ Convolution").press("Enter")  # behind the open one
    expect(rows.nth(1)).to_be_focused()
    expect(rows.nth(1)).to_contain_text("16 filters, 3×3")
    visit.page.keyboard.press("Delete")
    expect(rows).to_have_count(3)
    visit.page.locator(".toast, [class*=Toasts]").get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(4)
    visit.page.wait_for_function("location.hash.includes('avg2+16k3+8k5+dense16')")
    assert blocks_in(visit) == "avg2 16k3 8k5 dense16"


def test_blocks_are_typed_in_one_line_and_a_refusal_stands_at_the_block(visit: Visit) -> None:
    opened(visit, "8k5 max2")
    control = visit.control("/architecture/blocks")
    line = control.get_by_label("As text")
    line.fill("8k5 what")
    expect(control.get_by_role("alert")).to_contain_text("what is no block")
    line.fill("8k5 max8 max8")
    line.press("Enter")
    expect(control.locator("[data-block]").nth(2)).to_have_attribute("aria-invalid", "true")
    expect(control.get_by_role("alert")).to_contain_text("Block 3, pooling, window: With 8 nothing is left")
    line.fill("8k5 max2 sep4k3 global")
    line.press("Enter")
    expect(control.get_by_role("alert")).to_have_count(0)
    expect(visit.page.locator(".Network_blocks")).to_contain_text("global1")


def test_a_link_of_version_0_1_0_opens_as_blocks(visit: Visit) -> None:
    old = {"architecture__filters": "4-6", "architecture__kernel": 3, "architecture__hidden": 8}
    visit.open(link("digits", "convnet", **old))
    control = visit.control("/architecture/blocks")
    expect(control.get_by_label("As text")).to_have_value("4k3 max2 drop 6k3 max2 drop dense8 drop")
    visit.page.wait_for_function("location.hash.includes('blocks=')")
    assert blocks_in(visit) == "4k3 max2 drop 6k3 max2 drop dense8 drop"
