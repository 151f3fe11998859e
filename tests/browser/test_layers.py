"""Filters and maps large and joined, and pictures that open."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from models.data.sets import digits
from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

pytestmark = pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache of this machine")

LARGE = 56
"""Pixels on a side that a map has at least where there is room."""


def trained(visit: Visit, architecture: str = "convnet") -> Page:
    rate = 0.1 if architecture == "convnet" else 0.02
    settings = {"task__examples": 600, "task__validation": 200, "training__epochs": 1, "training__batches": 0}
    visit.open(link("digits", architecture, **settings, training__learning_rate=rate))
    visit.train()
    visit.await_end()
    return visit.page


def draw_a_seven(page: Page) -> None:
    pad = page.locator(".Pad_pad canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    strokes = [[(0.28, 0.25), (0.72, 0.25), (0.42, 0.82)], [(0.36, 0.53), (0.7, 0.53)]]
    for stroke in strokes:
        for part, (x, y) in enumerate(stroke):
            page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=6)
            if part == 0:
                page.mouse.down()
        page.mouse.up()


def sizes(tiles: Locator) -> list[float]:
    found: list[float] = tiles.locator(".Maps_map-picture").evaluate_all("all => all.map(one => one.offsetWidth)")
    return found


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def test_the_filter_that_saw_the_bar_of_a_seven_is_found_in_two_presses(visit: Visit) -> None:
    page = trained(visit)
    page.get_by_role("tab", name="Ask").click()
    draw_a_seven(page)
    expect(page.locator(".Inside_one-run .Answers_bars tr")).to_have_count(10)
    page.get_by_role("tab", name="Layers").click()
    tiles = page.locator(".Maps_map-tile")
    expect(tiles).to_have_count(8)
    assert min(sizes(tiles)) >= LARGE
    field = page.get_by_role("application", name=re.compile("The picture as the network sees it"))
    box = field.bounding_box()
    assert box is not None
    field.click(position={"x": box["width"] * 0.55, "y": box["height"] * 0.53})
    page.mouse.move(1, 1)
    values = page.locator(".Maps_map-tile .Maps_map-value").all_inner_texts()
    strongest = page.locator(".Maps_map-tile.Maps_marked")
    assert number(strongest.locator(".Maps_map-value").inner_text()) == max(map(number, values))
    expect(page.locator(".Maps_how-it-came h4")).to_contain_text(
        f"{strongest.locator('.Maps_map-name').inner_text()} of conv1"
    )
    expect(page.locator(".Maps_number-grid")).to_have_count(3)
    expect(page.locator(".Maps_number-grid").first.locator("td")).to_have_count(25)
    expect(page.locator(".Maps_sum")).to_contain_text(re.compile(r"All products .+ \+ bias .+ = .+\."))
    page.get_by_role("button", name="Strongest first").click()
    expect(tiles.first).to_have_class(re.compile("marked"))
    tiles.nth(2).focus()
    page.keyboard.press("ArrowRight")
    third = tiles.nth(3).locator(".Maps_map-name").inner_text()
    expect(page.locator(".Maps_how-it-came h4")).to_contain_text(f"{third} of conv1")
    page.get_by_role("group", name="Layer").get_by_role("button", name=re.compile("^conv2")).click()
    expect(tiles).to_have_count(16)
    expect(page.locator(".Maps_gave")).to_have_count(4)
    keeps_the_rules(visit)
    filters_are_large_and_say_their_weights(visit)


def filters_are_large_and_say_their_weights(visit: Visit) -> None:
    page, tiles = visit.page, visit.page.locator(".Maps_map-tile")
    with page.expect_download() as download:
        visit.button("^Report on 1 run$").click()
    report = download.value.path().read_text(encoding="utf-8")
    assert (report.count('class="Maps_map-picture"'), "<button" in report) == (16, False)
    page.get_by_role("tab", name="Filters").click()
    expect(tiles).to_have_count(8)
    tiles.nth(4).focus()
    expect(page.locator(".Maps_how-it-came h4")).to_contain_text("filter #5 of conv1")
    expect(page.locator(".Maps_number-grid td")).to_have_count(3 * 25)  # what it covers, its weights, their products
    before = page.locator(".Maps_made-of h4 .words").inner_text()
    page.locator(".Maps_made-map").click(position={"x": 20, "y": 20})
    expect(page.locator(".Maps_made-of h4 .words")).not_to_have_text(before)
    keeps_the_rules(visit)
    parts_are_pressed_in_the_drawing_and_opened_in_tables(visit)
    page.get_by_role("tab", name="Filters").click()
    visit.look("phone", "light")
    visit.place("Inside")
    expect(tiles.first).to_be_visible()
    assert min(sizes(tiles)) >= LARGE
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def parts_are_pressed_in_the_drawing_and_opened_in_tables(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("tab", name="Lesion").click()
    expect(page.get_by_role("button", name=re.compile("^conv2: "))).to_have_attribute("aria-pressed", "false")
    page.locator(".Editor_piece", has_text="conv2").locator(".Editor_handle").click()
    expect(page.get_by_role("button", name=re.compile("^conv2: "))).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="#16", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Ledger").click()
    rows = page.locator(".Table_table tbody tr")
    expect(rows.first).to_contain_text("conv1")
    page.get_by_role("button", name="Parameters", exact=True).click()
    expect(rows.first).to_contain_text("conv2")
    expect(rows.first).to_contain_text("K")
    page.get_by_role("tab", name="Occlusion").click()
    expect(page.locator(".OverPicture_over-value")).to_contain_text("row")
    page.get_by_role("tab", name="Top patches").click()
    expect(page.locator(".TopPatches_nine")).to_have_count(8)
    page.get_by_role("button", name="Map 3 of conv1", exact=True).click()
    ways = page.get_by_role("group", name="Look at #3 of conv1 through")
    ways.get_by_role("button", name="Occlusion").click()
    expect(page.locator(".OverPicture_over-picture")).to_contain_text("Answer of map #3 of conv1")
    expect(page.locator(".Inside_example")).to_contain_text("Held-out picture")
    keeps_the_rules(visit)
    page.get_by_role("button", name=re.compile("^#5, ")).click()
    expect(page.locator(".OverPicture_over-picture")).to_contain_text("Answer of map #5 of conv1")
    page.get_by_role("button", name="An answer", exact=True).click()
    expect(page.locator(".OverPicture_over-picture")).to_contain_text("Probability of")
    page.get_by_role("button", name="Draw your own").click()
    page.get_by_role("tab", name="Norms").click()
    expect(page.locator(".Lines_line-numbers")).to_contain_text("gradient of the loss")
    keeps_the_rules(visit)


def test_views_stand_under_their_headings_and_keys_lead_through_them(visit: Visit) -> None:
    visit.open(f"{link('digits', 'convnet')}")
    page = visit.page
    headings = page.locator(".ViewTabs_heading")
    expect(headings).to_have_text(["What it answers", "Where it looks", "What its layers hold", "What its parts cost"])
    filters = page.get_by_role("tab", name="Filters", exact=True)
    expect(filters).to_have_accessible_description("What its layers hold")
    page.get_by_role("tab", name="Answers", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("tab", name="Occlusion")).to_be_focused()
    expect(page.get_by_role("tab", selected=True)).to_have_text(["Occlusion"])
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Ledger")).to_be_focused()
    keeps_the_rules(visit)
    visit.look("phone", "light")
    visit.place("Inside")
    chooser = page.get_by_role("combobox", name="Inside")
    expect(chooser).to_have_value("ledger")
    chooser.select_option("filters")
    expect(page.locator(".Inside_inside [role=tabpanel] > .words")).to_contain_text("What each filter looks for")
    keeps_the_rules(visit, size="phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_mistake_opens_with_all_chances_and_is_looked_at_in_another_view(visit: Visit) -> None:
    page = trained(visit, "mlp")
    tabs = page.get_by_role("tab", name="Mistakes")
    tabs.click()
    first = page.locator(".Answers_image button").first
    expect(first).to_have_attribute("aria-label", re.compile(r"^Answered \d, .+% sure, it is \d, which got .+%$"))
    expect(page.locator(".Inside_one-run h3")).to_contain_text("step 5")
    first.click()
    opened = page.get_by_role("dialog", name=re.compile(r"^Held-out picture \d+$"))
    expect(opened.locator(".Opened_chances tr")).to_have_count(10)
    expect(opened.locator(".Opened_truth", has_text="the right answer")).to_have_count(1)
    expect(opened).to_contain_text("step 5")
    keeps_the_rules(visit)
    page.keyboard.press("ArrowRight")
    expect(opened).to_contain_text("2 of")
    title = opened.get_by_role("heading").inner_text()
    answer = opened.locator(".Answers_asked .Answers_answer").inner_text()
    opened.get_by_role("button", name="Layers").click()
    expect(opened).to_be_hidden()
    expect(page.locator(".Inside_example")).to_contain_text(title)
    expect(page.locator(".Maps_layer-maps .Answers_asked .Answers_answer")).to_have_text(answer)
    expect(page.locator(".Maps_layer-maps .Answers_asked")).to_contain_text("✗")
    page.get_by_role("button", name="Draw your own").click()
    expect(page.locator(".Pad_pad canvas")).to_be_visible()
    expect(page.locator(".Inside_one-run")).to_contain_text("Draw something.")


def test_tabs_stay_where_they_are_while_views_come_and_go(visit: Visit) -> None:
    page = trained(visit)
    answers = page.get_by_role("tab", name="Answers")
    answers.click()
    expect(page.locator(".Answers_image")).to_have_count(100)
    # As high as tabs can stand and still be pressed, below the bar.
    page.locator(".Inside_inside").evaluate("inside => scrollBy(0, inside.getBoundingClientRect().top - 56)")
    heights = page.evaluate(
        """async () => {
            const found = [];
            const note = () => found.push(document.getElementById("view-answers").getBoundingClientRect().top);
            for (const tab of [...document.querySelectorAll(".Inside_inside [role=tab]")]) {
                tab.click();
                for (let frame = 0; frame < 6; frame++) {
                    await new Promise(requestAnimationFrame);
                    note();
                }
            }
            return found;
        }"""
    )
    assert max(heights) - min(heights) < 1, heights
