"""Lessons on image classifiers, in both languages: of a demo, of a published table, of a famous network."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import Visit

LESSONS = {
    "demo-of-2018": (
        "A demo of 2018, and three mistakes about it",
        "2018 年的演示，和关于它的三个错误",
        "Filters",
        "卷积核",
    ),
    "locality": ("Does it find out what is near?", "它会发现什么挨得近吗？", "Filters", "卷积核"),
    "lenet": ("LeNet-5: the network that read cheques", "LeNet-5：读支票的网络", "Filters", "卷积核"),
}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_trains_its_network_and_shows_the_view_that_it_names_in_both_languages(
    visit: Visit, name: str
) -> None:
    page, (english, chinese, view, view_in_chinese) = visit.page, LESSONS[name]
    visit.open(f"#lesson={name}")
    lesson = page.locator(".Lesson_lesson")
    expect(lesson).to_contain_text(english)
    page.locator('.Lesson_prose a[href="#start"]').first.click()
    expect(page.get_by_role("tab", name=view, exact=True)).to_have_attribute("aria-selected", "true", timeout=60_000)
    expect(page.locator(".Inside_one-run figure, .Inside_one-run ul").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(lesson).to_contain_text(chinese)
    expect(page.get_by_role("tab", name=view_in_chinese, exact=True)).to_have_attribute("aria-selected", "true")


def test_a_lesson_opens_the_data_and_its_race_is_called_by_its_words(visit: Visit) -> None:
    page = visit.page
    visit.open("#lesson=data-first&step=2")
    page.locator('.Lesson_prose a[href="#inside/class_counts"]').click()
    expect(page.get_by_role("dialog").locator("h3").first).to_have_text("How many of each")
    page.keyboard.press("Escape")
    for _ in range(3):
        visit.button("^Next$").click()
    page.locator(".Lesson_predict").get_by_label("from 0 to 1", exact=True).click()
    visit.button("^Race from 0 to 1, from 0 to 255$").click()
    for name in ("from 0 to 1", "from 0 to 255"):
        expect(visit.row(name)).to_be_visible()
    page.get_by_role("button", name="中文 (Chinese)").click()
    for name in ("从 0 到 1", "从 0 到 255"):
        expect(visit.row(name)).to_be_visible()
