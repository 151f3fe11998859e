"""A network learns to write on the page: a lesson, a few seconds of training, its text, a symbol chosen by hand."""

import re

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

QUICK = {
    "task__amount": 8000,
    "task__window": 16,
    "architecture__hidden": 24,
    "training__epochs": 2,
    "training__learning_rate": 0.01,
}
PASTED = "Der Mond ist aufgegangen, die goldnen Sternlein prangen am Himmel hell und klar. " * 30


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


def test_a_symbol_is_chosen_by_hand_and_the_network_goes_on_from_it(visit: Visit) -> None:
    page = visit.page
    visit.open(link("text", "language_model", **QUICK))
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="Write", exact=True).click()
    pieces = page.locator(".Passage_piece")
    page.get_by_label("A text to begin with").fill("Romeo")
    expect(page.locator(".Passage_prompt")).to_have_count(5)
    pieces.nth(9).click()
    others = page.locator(".Passage_others button")
    expect(others.first).to_be_enabled()
    before = [pieces.nth(place).inner_text() for place in range(9)]
    symbol = others.nth(3).locator(".Passage_symbol").inner_text()
    others.nth(3).click()
    expect(page.locator(".Passage_at")).to_contain_text("You chose 1 symbol.")
    plain = symbol.replace("␣", " ").replace("↵", "\n")
    expect(pieces.nth(9)).to_have_text(plain if plain.strip() else re.compile(r"^\s*$"))
    assert [pieces.nth(place).inner_text() for place in range(9)] == before
    page.get_by_role("slider", name="Symbols", exact=True).fill("12")
    expect(pieces).to_have_count(17)
    expect(page.locator(".Inside_history")).to_contain_text("epoch 0")
    keeps_the_rules(visit)
    page.get_by_role("tab", name="How likely?").click()
    expect(page.locator(".Passage_passage")).to_contain_text("10 to the power of")
    page.get_by_role("tab", name="Units").click()
    page.get_by_role("button", name="vowel").click()
    expect(page.locator(".Passage_passage")).to_contain_text("its correlation with “vowel” is")


def test_a_long_question_does_not_push_a_phone_s_page_sideways_and_what_was_written_keeps_its_lines(
    visit: Visit,
) -> None:
    page = visit.page
    visit.open(link("text", "language_model", **QUICK))
    visit.train()
    visit.await_end()
    visit.look("phone", "light")
    visit.place("Inside")
    for view, shown in (("write", ".Passage_pieces"), ("sentence", ".Passage_pieces"), ("gates", ".Heat_heat-canvas")):
        visit.view(view)
        expect(page.locator(shown).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        # A heading of nothing is worse than none: states of a text have no single answer.
        expect(page.get_by_role("heading", name="How the answer came about")).to_have_count(0 if view == "gates" else 1)


def test_a_text_is_pasted_and_learnt(visit: Visit) -> None:
    page = visit.page
    visit.open(link("text", "language_model", **QUICK | {"task__window": 8}))
    visit.unfold("Data")
    picker = visit.control("/task/data")
    picker.get_by_role("button", name="Paste…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Paste a text").fill(PASTED)
    keeps_the_rules(visit)
    dialog.get_by_role("button", name="Use this text").click()
    expect(picker.get_by_role("combobox").locator("option:checked")).to_have_text(re.compile("^Der Mond ist"))
    expect(picker).to_contain_text("2,430 characters.")
    visit.train()
    visit.await_end()
