"""The page in another language: chosen, kept, complete, and in texts half as long again."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import CELLS, Visit, small

WIDTHS = {390: 844, 900: 800, 1440: 900}

# Names of programs and cells stand alone; two words beside each other are a text that nobody translated.
LEFT_IN_ENGLISH = r"""() => [...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility() && !one.closest("[lang=en]"))
    .flatMap(one => [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data))
    .filter(words => /[a-z]{2,} [a-z]{2,}/i.test(words) && !/\p{Script=Han}/u.test(words))"""

SEEN = "one => one.checkVisibility({visibilityProperty: true})"
TEXTS = (
    "button, label, summary, legend, h1, h2, h3, h4, th, td, dt, dd, "
    ".Field_title, .words, .Summary_summary, .Runs_state-words, output"
)
# What is cut off on purpose, with three dots, or said only to those who do not see.
SHORTENED = ".unseen, .Charts_chart figcaption, .Top_top h1, .Network_layer-name, .Network_shape"
CUT_OFF = f"""() => [...document.querySelectorAll("{TEXTS}")].filter({SEEN})
    .filter(one => !one.closest("{SHORTENED}") && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
    .map(one => `${{one.tagName}}.${{one.className}} is cut off: ${{one.innerText}}`)"""

BOXES = "button, label, select, input, summary, h1, h2, p, .Top_link-state"
SCROLLED = ".unseen, .Charts_table-scroll, .Runs_table-scroll, .Inside_history-scroll, .Heat_heat-scroll"
STICKS_OUT = f"""() => [...document.querySelectorAll("{BOXES}")].filter({SEEN})
    .filter(one => !one.closest("{SCROLLED}"))
    .map(one => [one, one.closest("dialog, .Page_left, .Top_top, .Page_right, .Page_places") ?? document.body])
    .filter(([one, place]) => one.getBoundingClientRect().right > place.getBoundingClientRect().right + 1)
    .map(([one, place]) => `${{one.tagName}}.${{one.className}} out of ${{place.className}}: ${{one.innerText}}`)"""

TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


def speaks(visit: Visit, language: str) -> None:
    expect(visit.page.locator("html")).to_have_attribute("lang", language)


def unfold_all(visit: Visit) -> None:
    visit.page.evaluate("document.querySelectorAll('.Form_form details').forEach(one => { one.open = true; })")


@pytest.fixture
def raced(visit: Visit) -> Visit:
    """After a race that is over in no time."""
    visit.open(small(*CELLS, training__epochs=1))
    visit.race()
    visit.await_end()
    return visit


def test_the_page_becomes_chinese_stays_so_and_leaves_nothing_in_english(raced: Visit) -> None:
    page = raced.page
    speaks(raced, "en")
    page.get_by_role("button", name="中文 (Chinese)").click()
    speaks(raced, "zh-CN")
    page.reload()
    speaks(raced, "zh-CN")
    expect(raced.summary).to_contain_text("3 个运行都已完成")
    unfold_all(raced)
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(
            page.locator(".Inside_one-run p, .Inside_one-run ul, .Inside_one-run figure, .Inside_one-run table").first
        ).to_be_visible()
        assert page.evaluate(LEFT_IN_ENGLISH) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="帮助：按键与术语").locator("dd").nth(20)).to_be_visible()
    assert page.evaluate(LEFT_IN_ENGLISH) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English（英语）").click()
    speaks(raced, "en")
    expect(raced.summary).to_contain_text("All 3 runs have finished")


def test_texts_that_are_half_as_long_again_break_no_layout(raced: Visit) -> None:
    page = raced.page
    page.evaluate("localStorage.setItem('schoolyard.language', '\"en-XA\"')")
    page.reload()
    speaks(raced, "en-XA")
    expect(raced.rows).to_have_count(3)
    unfold_all(raced)
    found: list[str] = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        narrow, medium = page.locator(".Page_places nav button"), page.locator(".Top_drawer-button")
        places = narrow.all() if width == 390 else [medium] if width == 900 else [page.locator(".Summary_summary")]
        for place in places:
            place.click()
            found += [f"{width} px, {broken}" for broken in page.evaluate(CUT_OFF) + page.evaluate(STICKS_OUT)]
            found += [f"{width} px: wider than the screen"] if page.evaluate(TOO_WIDE) else []
    assert not found, "\n".join(found)
