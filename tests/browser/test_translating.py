"""A lesson on translation: a little training, then the tree of the beam, in both languages."""

import re

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link


def test_a_lesson_shows_the_tree_of_its_beam_in_both_languages(visit: Visit) -> None:
    page = visit.page
    visit.open("#lesson=greedy-or-beam")
    lesson = page.locator(".Lesson_lesson")
    expect(lesson).to_contain_text("Greedy, or a beam?")
    page.locator('.Lesson_prose a[href="#start"]').first.click()
    expect(page.get_by_role("tab", name="Beam", exact=True)).to_have_attribute("aria-selected", "true", timeout=60_000)
    nodes = page.locator(".BeamTree_node")
    expect(nodes.first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(lesson).to_contain_text("贪心，还是一束？")
    expect(page.get_by_role("tab", name="束搜索", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox", name="束宽")).to_be_visible()


def test_a_dropped_branch_is_gone_on_from_and_a_symbol_is_forced(visit: Visit) -> None:
    page = visit.page
    visit.open(link("translation", "seq2seq", task__examples=200, architecture__hidden=16, training__epochs=1))
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="Beam", exact=True).click()
    letter = re.compile("^[A-Za-z0-9]")
    dropped = page.locator(".BeamTree_node.BeamTree_rejected").filter(has_text=letter).first
    expect(dropped).to_be_visible(timeout=60_000)
    symbol = dropped.locator("span").first.inner_text()
    dropped.click()
    expect(page.get_by_text(re.compile(r"^You made it begin with “" + re.escape(symbol)))).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_text(re.compile("^You made it begin"))).to_have_count(0)
    page.locator(".BeamTree_node").first.focus()
    page.get_by_role("textbox", name=re.compile("^Write after")).fill("7")
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_text(re.compile(r"^You made it begin with “.7”"))).to_be_visible()
    page.get_by_role("combobox", name="Width of the beam").select_option("1")
    expect(page.locator(".BeamTree_node.BeamTree_best")).not_to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="score")).to_be_visible()
    expect(page.locator(".Inside_one-run[aria-busy=true]")).to_have_count(0)
    keeps_the_rules(visit)
    visit.look("phone", "light")
    visit.place("Inside")
    visit.view("answers")
    expect(page.locator(".Answers_marks li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "long answers wrap"


def test_words_that_are_answered_can_be_read_on_a_phone(visit: Visit) -> None:
    page = visit.page
    visit.open(link("sentences", "seq2seq", architecture__hidden=8, training__epochs=1))
    visit.train()
    visit.await_end()
    visit.look("phone", "light")
    visit.place("Inside")
    visit.view("ask")
    words = page.locator(".Answers_bars th")
    expect(words.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert words.evaluate_all("all => all.every((one) => one.scrollWidth <= one.clientWidth)"), "no word is cut"
