"""A caption: its words show masks, its parts show words; a scene of one's own; in both languages."""

import re

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

QUICK = {
    "task__examples": 100,
    "architecture__blocks": "4k5-bn max4",
    "architecture__hidden": 8,
    "training__epochs": 1,
}


def test_words_of_a_caption_show_where_they_looked_and_parts_which_words_looked_there(visit: Visit) -> None:
    visit.open(link("captions", "captioner", **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Caption", exact=True).click()
    words = inside.get_by_role("group", name="Words of the caption").get_by_role("button")
    words.nth(1).focus()
    expect(words.nth(1)).to_have_attribute("aria-pressed", "true")
    said = inside.locator(".Caption_said [role=status]")
    expect(said).to_contain_text("The part it looked at most has")
    expect(inside.locator(".Masked_mask i")).to_have_count(81)
    picture = inside.get_by_role("application", name="Picture of 9 by 9 parts")
    picture.focus()
    visit.page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("Row 1, column 1:")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Row 2, column 2:")
    visit.page.keyboard.press("Escape")
    expect(said).to_contain_text("sure")
    first = inside.locator(".Caption_ways tbody tr")
    expect(first).to_have_count(4)
    keeps_the_rules(visit)
    inside.get_by_role("tab", name="Attention", exact=True).click()
    # Of a held-out picture, before anybody draws.
    expect(inside.get_by_role("img", name=re.compile("^Heat map .*, 9 by 9$")).first).to_be_visible()
    more = visit.page.locator(".Charts_more > summary").first
    more.click()
    visit.page.get_by_label("Attention hits").check()
    expect(visit.page.get_by_role("heading", name="Attention hits")).to_be_visible()
    more.click()
    inside.get_by_role("tab", name="Caption", exact=True).click()
    inside.get_by_role("slider", name="Held-out picture").fill("2")
    expect(inside.get_by_role("slider", name="Held-out picture")).to_have_value("2")
    visit.look("phone", "light")
    visit.place("Inside")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.page.get_by_role("button", name="中文 (Chinese)").click()
    expect(inside.get_by_role("group", name="描述里的词")).to_be_visible()


def test_a_scene_of_ones_own_is_captioned_and_the_picture_is_taken_away(visit: Visit) -> None:
    visit.open(link("captions", "captioner", **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Own scene", exact=True).click()
    expect(inside).to_contain_text("Right would be: a seven above a square")
    inside.get_by_role("slider", name="Digit: from the top").fill("38")
    expect(inside).to_contain_text("Right would be: a seven below a square")
    inside.get_by_role("tab", name="Is it reading the picture?").click()
    expect(inside).to_contain_text("blank paper")
    expect(inside).to_contain_text("Of blank paper it says")
    inside.get_by_role("tab", name="Beam", exact=True).click()
    expect(inside.locator(".Masked_mask")).to_be_visible()
    keeps_the_rules(visit)
