"""A network learns to write on the page, in a lesson of both languages."""

from playwright.sync_api import expect

from tests.browser.visit import Visit


def test_a_lesson_trains_a_network_that_writes_in_both_languages(visit: Visit) -> None:
    page = visit.page
    visit.open("#lesson=writes-like-a-play")
    lesson = page.locator(".Lesson_lesson")
    expect(lesson).to_contain_text("A network that writes like a play")
    page.locator('.Lesson_prose a[href="#start"]').first.click()
    expect(page.get_by_role("tab", name="Write", exact=True)).to_have_attribute("aria-selected", "true")
    written = page.locator(".Passage_pieces")
    expect(written).to_contain_text("Please let me know", timeout=60_000)
    expect(page.get_by_label("Temperature")).to_be_visible()
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(lesson).to_contain_text("像剧本一样写作的网络")
    expect(page.get_by_role("tab", name="往下写", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label("温度")).to_be_visible()
