"""Blocks in the drawing of the network: put, moved, changed and taken out by pointer and by key, with undo."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

BLOCKS = "16k3-same max2 8k3 dense16"


def opened(visit: Visit, blocks: str = BLOCKS) -> None:
    visit.open(link("digits", "blocks", architecture__blocks=blocks.replace(" ", "+")))
    expect(pieces(visit)).to_have_count(len(blocks.split()))


def pieces(visit: Visit) -> Locator:
    return visit.page.locator("[data-piece]")


def gap(visit: Visit, place: int) -> Locator:
    return visit.page.locator(f"[data-gap='{place}']")


def expect_blocks(visit: Visit, blocks: str) -> None:
    """As the address has them, once it does."""
    wanted = blocks.replace(" ", "+")
    visit.page.wait_for_function("blocks => location.hash.includes(`blocks=${blocks}`) ", arg=wanted)
    assert re.search(r"blocks=([^&]*)", visit.page.url), visit.page.url
    assert visit.page.url.split("blocks=")[1].split("&")[0] == wanted


def drag(visit: Visit, piece: Locator, to: Locator) -> None:
    box, target = piece.bounding_box(), to.bounding_box()
    assert box is not None
    assert target is not None
    mouse = visit.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(target["x"] + target["width"] / 2, target["y"] + target["height"] / 2, steps=5)
    mouse.up()


def test_a_block_is_dragged_elsewhere_added_in_a_gap_and_each_step_is_undone(visit: Visit) -> None:
    opened(visit)
    count = visit.page.locator(".Network_costs b")
    before = count.inner_text()
    drag(visit, pieces(visit).nth(2), gap(visit, 1))
    expect_blocks(visit, "16k3-same 8k3 max2 dense16")
    expect(count).not_to_have_text(before)
    gap(visit, 2).click()
    palette = visit.page.get_by_role("group", name="Add block 3")
    palette.get_by_role("button", name="Residual block").click()
    expect(pieces(visit)).to_have_count(5)
    expect(pieces(visit).nth(2)).to_be_focused()
    expect(visit.page.locator(".Network_lanes")).to_be_visible()
    undo = visit.page.locator(".Editor_bar").get_by_role("button", name="Undo")
    undo.click()
    undo.click()
    expect_blocks(visit, BLOCKS)
    expect(count).to_have_text(before)
    expect(undo).to_be_disabled()
    visit.page.locator(".Editor_bar").get_by_role("button", name="Redo").click()
    expect_blocks(visit, "16k3-same 8k3 max2 dense16")


def test_a_refused_drop_leaves_the_list_as_it_was_says_why_and_offers_what_fits(visit: Visit) -> None:
    opened(visit)
    drag(visit, pieces(visit).nth(3), gap(visit, 1))
    why = visit.page.locator(".Editor_editor").get_by_role("alert")
    expect(why).to_contain_text("Block 3, pooling: It reads a picture, and units come before it.")
    expect_blocks(visit, BLOCKS)
    expect(pieces(visit).nth(3)).to_have_accessible_name(re.compile("Dense"))
    why.get_by_role("button").click()
    expect(why).to_have_count(0)
    expect_blocks(visit, "16k3-same max2 8k3 dense16")
    drag(visit, pieces(visit).nth(3), gap(visit, 1))
    expect(why).to_have_count(1)
    visit.page.get_by_label("Architecture").select_option(label="Dense network")
    visit.page.go_back()
    expect(pieces(visit)).to_have_count(4)
    expect(why).to_have_count(0)  # what was refused was about another network


def test_by_keys_alone_blocks_are_reached_moved_added_changed_and_taken_out(visit: Visit) -> None:
    opened(visit)
    keyboard = visit.page.keyboard
    pieces(visit).nth(0).focus()
    keyboard.press("ArrowRight")
    expect(pieces(visit).nth(1)).to_be_focused()
    keyboard.press("Alt+ArrowRight")
    expect_blocks(visit, "16k3-same 8k3 max2 dense16")
    expect(pieces(visit).nth(2)).to_be_focused()
    keyboard.press("+")
    expect(visit.page.get_by_role("group", name="Add block 4").get_by_role("button").first).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect_blocks(visit, "16k3-same 8k3 max2*2 dense16")
    expect(pieces(visit).nth(3)).to_be_focused()
    settings = visit.page.get_by_role("group", name="Block 4: Pooling")
    settings.get_by_role("radio", name="average").check(force=True)
    expect_blocks(visit, "16k3-same 8k3 max2 avg2 dense16")
    pieces(visit).nth(3).focus()
    keyboard.press("Delete")
    expect_blocks(visit, "16k3-same 8k3 max2 dense16")
    expect(pieces(visit).nth(3)).to_be_focused()
    for _ in range(4):
        keyboard.press("Control+z")
    expect_blocks(visit, BLOCKS)
    keyboard.press("Control+Shift+z")
    expect_blocks(visit, "16k3-same 8k3 max2 dense16")


def test_resnet_opens_as_blocks_and_loses_a_skip(visit: Visit) -> None:
    visit.open(link("digits", "resnet", architecture__depth=8, architecture__width=4))
    costs = visit.page.locator(".Network_costs b")
    before = costs.inner_text()
    visit.page.get_by_role("button", name="Open as blocks").click()
    expect(pieces(visit)).to_have_count(5)
    expect(costs).to_have_text(before)
    expect(visit.page.locator(".Network_lanes")).to_have_count(3)
    pieces(visit).nth(1).press("Enter")  # its middle is a block that it holds
    visit.page.locator(".Editor_settings").get_by_role("radio", name="none", exact=True).first.check(force=True)
    expect(visit.page.locator(".Network_lanes")).to_have_count(2)
    expect(pieces(visit).nth(1)).to_have_accessible_name(re.compile("Skip none|none"))


def test_skips_race_from_a_preset_by_their_blocks(visit: Visit) -> None:
    visit.open(link("digits", "blocks"))
    visit.page.get_by_label("Preset").select_option(label="Take out a skip")
    expect(pieces(visit)).to_have_count(9)
    expect(visit.button("^Race 3")).to_be_visible()
    assert "race.architecture.blocks=" in visit.page.url


def test_what_a_block_holds_is_changed_in_its_own_list(visit: Visit) -> None:
    opened(visit, "8k3-same res(8k3-same) global")
    pieces(visit).nth(1).press("Enter")
    settings = visit.page.locator(".Editor_settings")
    settings.get_by_role("button", name="+ Convolution").click()
    expect_blocks(visit, "8k3-same res(8k3-same_16k3-same) global")


def inner(visit: Visit, spot: str) -> Locator:
    return visit.page.locator(f"[data-inner='{spot}']")


def test_what_a_block_holds_is_pressed_moved_added_and_taken_out_in_the_drawing(visit: Visit) -> None:
    opened(visit, "8k3-same res(8k3-same_16k5-same_8k1) global")
    second = inner(visit, "1/layers/1")
    expect(second).to_have_accessible_name(re.compile("^Inside block 2, block 2: Convolution 16 filters, 5×5, same"))
    second.click()
    settings = visit.page.get_by_role("group", name="Inside block 2, block 2: Convolution", exact=True)
    settings.get_by_role("button", name="Earlier").click()
    expect_blocks(visit, "8k3-same res(16k5-same_8k3-same_8k1) global")
    expect(inner(visit, "1/layers/0")).to_be_focused()
    drag(visit, inner(visit, "1/layers/0"), inner(visit, "1/layers/1"))
    expect_blocks(visit, "8k3-same res(8k3-same_16k5-same_8k1) global")
    keyboard = visit.page.keyboard
    inner(visit, "1/layers/1").focus()
    keyboard.press("ArrowRight")
    expect(inner(visit, "1/layers/2")).to_be_focused()
    keyboard.press("Alt+ArrowLeft")
    expect_blocks(visit, "8k3-same res(8k3-same_8k1_16k5-same) global")
    expect(inner(visit, "1/layers/1")).to_be_focused()
    visit.page.get_by_role("group", name="Inside block 2, block 2").get_by_role("button", name="+ Add").click()
    visit.page.get_by_role("group", name="Add block 3").get_by_role("button", name="Pooling").click()
    expect_blocks(visit, "8k3-same res(8k3-same_8k1_max3-s1-same_16k5-same) global")
    expect(inner(visit, "1/layers/2")).to_be_focused()
    keyboard.press("Delete")
    expect_blocks(visit, "8k3-same res(8k3-same_8k1_16k5-same) global")
    keyboard.press("Escape")
    expect(pieces(visit).nth(1)).to_be_focused()
    keyboard.press("Control+z")
    expect_blocks(visit, "8k3-same res(8k3-same_8k1_max3-s1-same_16k5-same) global")
    keeps_the_rules(visit)


def test_a_finger_drags_a_block_and_the_editor_has_no_faults(visit: Visit) -> None:
    visit.look("phone", "light")
    opened(visit)
    visit.place("Controls")
    piece = pieces(visit).nth(1)
    piece.scroll_into_view_if_needed()
    box, target = piece.bounding_box(), pieces(visit).nth(0).bounding_box()
    assert box is not None
    assert target is not None
    start = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    piece.dispatch_event(
        "pointerdown",
        {"button": 0, "clientX": start["x"], "clientY": start["y"], "pointerId": 1, "pointerType": "touch"},
    )
    for name in ("pointermove", "pointermove", "pointerup"):
        event = {
            "button": 0,
            "clientX": target["x"] + 2,
            "clientY": target["y"] + 20,
            "pointerId": 1,
            "pointerType": "touch",
        }
        piece.dispatch_event(name, event)
    expect_blocks(visit, "max2 16k3-same 8k3 dense16")
    gap(visit, 1).click()
    pieces(visit).nth(0).click()
    keeps_the_rules(visit, size="phone")
