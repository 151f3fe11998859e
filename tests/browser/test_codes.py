"""A plane of codes is walked, a picture led to another, noise turned up: views of pictures that are made again."""

import pytest
from playwright.sync_api import Page, expect

from models.data.sets import digits
from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

pytestmark = pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache of this machine")

HERE = ".CodePlane_beside > figure canvas"
DRAWN = "([canvas, before]) => document.querySelector(canvas).toDataURL() !== before"


def test_codes_are_walked_and_mixed_and_noise_is_turned_up_in_both_languages(visit: Visit) -> None:
    page = visit.page
    settings = {"task__examples": 600, "task__validation": 200, "training__epochs": 2, "training__learning_rate": 0.003}
    visit.open(link("digits_again", "vae", **settings))
    visit.train()
    visit.await_end()
    expect(page.get_by_role("heading", name="Parts of the bound")).to_be_visible()
    expect(page.locator(".StackChart_stack path")).to_have_count(2)
    walked_by_keys(page)
    led_to_another(page)
    page.get_by_role("tab", name="How much noise").click()
    page.locator(".PictureRows_knob input").fill("1")
    expect(page.locator(".PictureRows_knob output")).to_have_text("1.00")
    expect(page.locator(".PictureRows_scroll tr")).to_have_count(3)
    keeps_the_rules(visit)
    page.get_by_role("button", name="中文 (Chinese)").click()
    for view in ("重画", "编码地图", "编码的用处", "异类"):
        page.get_by_role("tab", name=view, exact=True).click()
        expect(page.locator(".Inside_one-run .PictureRows_rows, .Inside_one-run .CodePlane_plane")).to_be_visible()


def walked_by_keys(page: Page) -> None:
    """What the network draws is another picture at another place."""
    page.get_by_role("tab", name="Map of codes").click()
    plane = page.locator(".CodePlane_plane > canvas")
    expect(page.locator(".CodePlane_samples canvas")).to_have_count(8)
    before = page.locator(HERE).evaluate("canvas => canvas.toDataURL()")
    plane.focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(DRAWN, arg=[HERE, before])
    expect(page.locator(".CodePlane_beside")).to_contain_text("Drawn here")


def led_to_another(page: Page) -> None:
    """To a picture of a class, and to a drawing."""
    page.get_by_role("tab", name="From one to another").click()
    page.get_by_role("button", name="3", exact=True).click()
    expect(page.get_by_role("button", name="3", exact=True)).to_have_attribute("aria-pressed", "true")
    other = page.get_by_role("button", name="My drawing as the other one")
    expect(other).to_be_disabled()
    box = page.locator(".Pad_pad canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 150, steps=4)
    page.mouse.up()
    other.click()
    expect(other).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".PictureRows_scroll canvas")).to_have_count(18)


def test_the_odd_one_is_told_and_a_dear_code_falls_asleep(visit: Visit) -> None:
    page = visit.page
    settings = {"task__examples": 600, "task__validation": 200, "training__epochs": 2, "training__learning_rate": 0.003}
    visit.open(link("digits_again", "vae", **settings, task__odd="0", architecture__codes=6, architecture__beta=10))
    visit.train()
    visit.await_end()
    panel = page.locator(".Inside_one-run")
    page.get_by_role("tab", name="Odd one out", exact=True).click()
    expect(panel).to_contain_text("By the error alone 0 is told in")
    page.get_by_role("tab", name="Use of the code", exact=True).click()
    expect(panel).to_contain_text("of 6 are asleep")
    expect(panel.locator(".PictureRows_bars tbody tr")).to_have_count(6)
    keeps_the_rules(visit)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(panel).to_contain_text("睡着")
