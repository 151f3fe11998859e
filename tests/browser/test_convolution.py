"""The laboratory of convolution: a pixel says what made it and what it makes; kernels come and go."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.data.sets import digits
from tests.browser.rules import keeps_the_rules
from tests.browser.test_languages import CUT_OFF, LEFT_IN_ENGLISH, STICKS_OUT, TOO_WIDE, WIDTHS
from tests.browser.visit import Visit, link


def opened(visit: Visit, settings: str) -> Page:
    visit.page.goto(f"{visit.address}/#laboratory/convolution{settings}")
    expect(visit.page.get_by_role("application")).not_to_have_count(0)
    return visit.page


def point(page: Page, picture: int, row: int, column: int, side: int) -> None:
    field = page.get_by_role("application").nth(picture)
    box = field.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * (column + 0.5) / side, box["y"] + box["height"] * (row + 0.5) / side)


def grid(page: Page, section: str, number: int) -> list[str]:
    return page.locator(f"[data-{section}] table").nth(number).locator("td").all_inner_texts()


def marks(page: Page, picture: int) -> int:
    return page.get_by_role("application").nth(picture).locator("rect").count()


def test_a_pixel_says_which_pixels_made_it_and_which_it_makes(visit: Visit) -> None:
    page = opened(visit, "&picture=black%20and%20white&kernel=Sobel%20across")
    point(page, 1, 5, 12, 26)
    assert grid(page, "made", 0) == ["0", "0", "1.0"] * 3
    assert grid(page, "made", 2) == ["0", "0", "1.0", "0", "0", "2.0", "0", "0", "1.0"]
    expect(page.get_by_text("The sum of these 9 products is 4.00.")).to_be_visible()
    assert (marks(page, 0), marks(page, 1)) == (9, 1)
    point(page, 0, 10, 20, 28)
    assert grid(page, "makes", 0) == ["1.0", "0", "−1.0", "2.0", "0", "−2.0", "1.0", "0", "−1.0"]  # turned by half
    assert (marks(page, 0), marks(page, 1)) == (1, 9)
    point(page, 0, 0, 0, 28)
    expect(page.get_by_text("It is a part of one number of the next picture.")).to_be_visible()

    output = page.get_by_role("application").nth(1)
    output.focus()
    point(page, 1, 5, 12, 26)
    output.press("ArrowRight")
    expect(output).to_have_attribute("aria-label", re.compile(r"Row 6, column 14: 4\.00\.$"))
    output.press("ArrowRight")
    expect(page.get_by_text("The sum of these 9 products is 0.")).to_be_visible()


def test_a_finger_chooses_a_pixel_and_strides_step_over_some(visit: Visit) -> None:
    page = opened(visit, "&picture=a%20seven&kernel=1&stride_down=2&stride_across=2")
    field = page.get_by_role("application").first
    box = field.bounding_box()
    assert box is not None
    spot = {"clientX": box["x"] + box["width"] * 1.5 / 28, "clientY": box["y"] + box["height"] * 1.5 / 28}
    field.dispatch_event("click", {**spot, "bubbles": True})
    expect(page.get_by_text("the stride steps over it")).to_be_visible()


def test_a_kernel_is_picked_typed_and_refused_in_a_sentence(visit: Visit) -> None:
    page = opened(visit, "")
    kernel = page.get_by_role("group", name="Kernel", exact=True)
    kernel.get_by_role("combobox").first.select_option("Laplacian")
    expect(page).to_have_url(re.compile("kernel=Laplacian$"))
    middle = kernel.get_by_role("textbox", name="Row 2, column 2")
    expect(middle).to_have_value("-4")
    middle.fill("1/2")
    middle.press("Enter")
    expect(page).to_have_url(re.compile(r"kernel=0%201%200%3B%201%201%2F2%201%3B%200%201%200$"))
    middle.fill("many")
    middle.press("Enter")
    expect(page.get_by_text('"many" is none')).to_be_visible()
    expect(middle).to_have_value("many")  # nothing is lost
    page.get_by_role("button", name="Use sharpen").click()
    expect(middle).to_have_value("5")
    kernel.get_by_role("combobox", name="Rows").select_option("5")
    expect(kernel.get_by_role("textbox", name="Row 3, column 2")).to_have_value("5")


def test_a_picture_of_one_s_own_slides_and_what_is_none_is_said(visit: Visit) -> None:
    page = opened(visit, "&picture=one%27s%20own&kernel=identity")
    expect(page.get_by_text("There is no picture of your own yet")).to_be_visible()
    picture = page.locator("input[type=file]")
    picture.set_input_files({"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_text("notes.png cannot be read as a picture")).to_be_visible()
    picture.set_input_files({"name": "red.png", "mimeType": "image/png", "buffer": red(page)})
    expect(page.get_by_role("img", name="Your picture")).to_be_visible()
    expect(page.get_by_text(re.compile("The sum of these 9 products is 0.30"))).to_be_visible()  # red, as eyes weigh it
    page.get_by_role("button", name="Draw instead").click()
    expect(page.get_by_role("application", name=re.compile("pad|draw", re.IGNORECASE)).first).to_be_visible()


def red(page: Page) -> bytes:
    """A red picture, twice as wide as high."""
    other = page.context.new_page()
    other.set_viewport_size({"width": 96, "height": 48})
    other.set_content("<body style='background: #f00'></body>")
    content = other.screenshot()
    other.close()
    return content


def test_a_kernel_goes_into_a_network_and_the_nearest_is_offered_where_it_cannot(visit: Visit) -> None:
    page = opened(visit, "&kernel=Sobel%20down")
    page.get_by_role("button", name="Begin a network with this kernel").click()
    expect(page.get_by_text("This network has no convolution")).to_be_visible()
    page.get_by_role("button", name=re.compile("Take another network")).click()
    expect(page.get_by_role("group", name=re.compile("weights", re.IGNORECASE)).first).to_contain_text(
        "kernel Sobel down"
    )
    expect(page.locator(".Charts_chart").first).to_be_visible()


@pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache of this machine")
def test_a_filter_of_a_run_is_dragged_into_the_laboratory(visit: Visit) -> None:
    page = visit.page
    few = {"task__examples": 200, "task__validation": 100, "training__epochs": 1}
    visit.open(link("digits", "convnet", architecture__blocks="4k3+max2", **few))
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="Filters").click()
    tile = page.locator(".Maps_map-tile").nth(1)
    tile.drag_to(page.get_by_role("button", name="Laboratories"))
    expect(page).to_have_url(re.compile(r"#laboratory/convolution&kernel="))
    numbers = page.locator(".Kernel_grid input")
    expect(numbers).to_have_count(9)
    dragged = page.evaluate_handle(
        "() => { const one = new DataTransfer(); one.setData('application/x-kernel', '1 2; 3 4'); return one; }"
    )
    page.locator(".Kernel_grid").dispatch_event("drop", {"dataTransfer": dragged})  # as from another window
    expect(numbers).to_have_count(4)


@pytest.mark.parametrize("language", ["zh", "en-XA"])
def test_the_laboratory_has_room_for_other_languages_and_keeps_the_rules(visit: Visit, language: str) -> None:
    page = visit.page
    visit.open()
    page.evaluate("one => localStorage.setItem('schoolyard.language', JSON.stringify(one))", language)
    found: list[str] = []
    for settings in ("&sort=depth-wise%20separable", "&sort=transposed&stride_down=2&picture=one%27s%20own"):
        page.goto(f"{visit.address}/#laboratory/convolution{settings}")
        page.reload()
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            expect(page.get_by_role("application")).not_to_have_count(0)
            found += [f"{settings}, {width}: {broken}" for broken in page.evaluate(CUT_OFF) + page.evaluate(STICKS_OUT)]
            found += [f"{settings}, {width}: too wide"] if page.evaluate(TOO_WIDE) else []
        if language == "zh":
            found += page.evaluate(LEFT_IN_ENGLISH)
            keeps_the_rules(visit)
    assert not found, "\n".join(found)
