"""A forger is told what to draw: sentences, sliders, the judge, digits that are counted, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

QUICK = {
    "task__examples": 400,
    "architecture__filters": 4,
    "architecture__noise": 4,
    "training__epochs": 2,
}


def test_a_sentence_is_typed_sliders_are_turned_and_the_judge_is_seen(visit: Visit) -> None:
    page = visit.page
    visit.open(link("described_digits", "conditional_gan", **QUICK))
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="Say what to draw", exact=True).click()
    tiles = page.locator(".Inside_one-run .Answers_image")
    expect(tiles).to_have_count(24)
    page.get_by_role("textbox", name="Say what to draw").fill("a thick tree")
    expect(page.locator(".Inside_one-run")).to_contain_text("“tree” is no word that this network has read")
    page.get_by_role("textbox", name="Say what to draw").fill("a thick three")
    expect(page.locator(".Inside_one-run")).not_to_contain_text("tree")
    expect(tiles).to_have_count(24)
    page.get_by_role("tab", name="One slider each", exact=True).click()
    width = page.get_by_role("slider", name="Width")
    expect(width).to_have_attribute("aria-valuetext", "thin")
    width.press("ArrowRight")
    expect(width).to_have_attribute("aria-valuetext", "medium")
    page.get_by_role("tab", name="The judge", exact=True).click()
    expect(page.locator(".Heat_marked")).to_have_count(2)
    back = page.get_by_role("slider", name="Look back")
    now = page.locator(".Inside_one-run").inner_text()
    back.press("Home")
    expect(page.locator(".Inside_one-run")).to_contain_text("epoch 0")
    assert page.locator(".Inside_one-run").inner_text() != now
    back.press("End")
    keeps_the_rules(visit)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(page.locator(".Inside_one-run")).to_contain_text("张真图")
    page.get_by_role("tab", name="每样一个滑块", exact=True).click()
    expect(page.get_by_role("slider", name="粗细")).to_have_attribute("aria-valuetext", "中")


def test_a_loss_that_need_not_fall_says_where_to_look_and_a_player_stands_still(visit: Visit) -> None:
    page = visit.page
    visit.open(link("drawing", "gan", **QUICK))
    visit.train()
    visit.await_end()
    page.locator(".Charts_more > summary").first.click()
    page.get_by_role("checkbox", name="Generator's loss").check()
    page.locator(".Charts_more > summary").first.click()
    figure = page.locator("figure", has=page.get_by_role("heading", name="Generator's loss"))
    expect(figure).to_contain_text("It need not fall")
    figure.get_by_role("button", name="Samples").click()
    expect(page.get_by_role("tab", name="Samples", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.locator(".Inside_one-run canvas")).to_be_visible()
    page.get_by_role("tab", name="Digits drawn", exact=True).click()
    expect(page.locator(".Inside_one-run")).to_contain_text("of 10 digits in 500 drawn pictures")
    page.get_by_role("tab", name="Morphs", exact=True).click()
    page.get_by_role("slider", name="From noise").fill("9")
    expect(page.locator(".Knobs_knobs output").first).to_have_text("9")


@pytest.mark.parametrize("name", ["forger-and-judge", "the-empty-lines"])
def test_a_lesson_on_forgers_is_there_in_both_languages(visit: Visit, name: str) -> None:
    page = visit.page
    titles = {
        "forger-and-judge": ("Two networks that teach each other", "互相教的两个网络"),
        "the-empty-lines": ("The algorithm with its lines back", "补上空行的算法"),
    }
    visit.open(f"#lesson={name}")
    expect(page.locator(".Lesson_lesson")).to_contain_text(titles[name][0])
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(page.locator(".Lesson_lesson")).to_contain_text(titles[name][1])
