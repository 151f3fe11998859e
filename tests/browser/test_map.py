"""The map: one press from the first visit to everything there is, found by any of its names, and opened from there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.test_languages import CUT_OFF, LEFT_IN_ENGLISH, STICKS_OUT, TOO_WIDE, WIDTHS
from tests.browser.visit import Visit


def test_the_map_is_one_press_away_and_its_cards_are_drawn_from_the_networks_and_lead_to_them(visit: Visit) -> None:
    page = visit.page
    visit.open()
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page).to_have_url(re.compile(r"#map$"))
    lenet = page.locator("[data-card='architecture/lenet']")
    lenet.scroll_into_view_if_needed()
    expect(lenet).to_contain_text("60,000 parameters · first insight in about")
    expect(lenet).to_contain_text("LeCun, Bottou, Bengio and Haffner 1998")
    assert lenet.locator("svg rect").count() > 8
    expect(lenet.locator("p").filter(has_text="Before it")).to_contain_text("Convolutional network")
    expect(lenet.locator("p").filter(has_text="After it")).to_contain_text("AlexNet")
    keeps_the_rules(visit)

    lenet.locator("button").first.click()
    expect(page).to_have_url(re.compile(r"#digits/lenet"))
    expect(page.locator(".Network_costs")).to_contain_text("60,000 parameters")
    page.go_back()
    expect(page).to_have_url(re.compile(r"#map$"))
    page.get_by_role("button", name="Back to the networks").click()
    expect(page).to_have_url(re.compile(r"#digits/lenet"))


def test_things_are_found_by_name_year_author_and_effect_in_both_languages(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/#map")
    expect(page.locator("[data-card]").first).to_be_visible()
    page.keyboard.press("/")
    find = page.get_by_role("searchbox", name="Look for")
    expect(find).to_be_focused()
    for query, card in (
        ("vanishing gradient", "laboratory/through_time"),
        ("注意力", "architecture/attention"),
        ("1997", "architecture/recurrent"),
        ("Hochreiter", "laboratory/activations"),
        ("LeNet", "architecture/lenet"),
    ):
        find.fill(query)
        expect(page.locator(f"[data-card='{card}']")).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="found")).to_have_text(re.compile(r"^\d+ found$"))
    page.get_by_role("button", name="Lessons", exact=True).last.click()
    expect(page).to_have_url(re.compile(r"#map&only=lesson&find=LeNet$"))
    expect(page.locator("[data-card]")).to_have_count(page.locator("[data-card^='lesson/']").count())
    find.fill("no such thing")
    expect(page.get_by_text("Fewer words find more")).to_be_visible()


def test_chapters_are_paths_of_lessons_and_a_card_opens_its_lesson(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/#map&by=chapter&only=lesson")
    demos = page.locator("#part-demos [data-card]")
    expect(demos.first).to_contain_text("Your first network")
    expect(demos.nth(1).locator("p").filter(has_text="Before it")).to_contain_text("Your first network")
    demos.first.locator("button").first.click()
    expect(page).to_have_url(re.compile(r"lesson=first-network"))
    page.goto(f"{visit.address}/#map&only=laboratory")
    page.locator("[data-card='laboratory/losses'] button").first.click()
    expect(page).to_have_url(re.compile(r"#laboratory/losses"))


@pytest.mark.parametrize("language", ["zh", "en-XA"])
def test_the_map_speaks_the_language_of_the_page_and_nothing_sticks_out(visit: Visit, language: str) -> None:
    page = visit.page
    page.add_init_script(f"localStorage['schoolyard.language'] = '\"{language}\"'")
    page.goto(f"{visit.address}/#map")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.locator("[data-card='laboratory/losses']").scroll_into_view_if_needed()
        expect(page.locator("[data-card='laboratory/losses'] [data-drawn]")).to_be_visible()
        assert page.evaluate(TOO_WIDE) is False
        assert page.evaluate(STICKS_OUT) == []
    if language == "zh":
        assert page.evaluate(LEFT_IN_ENGLISH) == []
    else:
        assert page.evaluate(CUT_OFF) == []


def test_a_third_language_is_chosen_in_the_help_and_speaks_where_it_can(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/#map")
    expect(page.locator("[data-card]").first).to_be_visible()
    page.keyboard.press("?")
    page.get_by_label("Language").last.select_option("de")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Wie ein Netz lernt")).to_be_visible()
    addition = page.locator("[data-card='task/addition']")
    expect(addition).to_contain_text("Liest eine Summe")
    expect(page.locator("[data-card='task/gap']")).to_contain_text("Reads one letter")
