"""Laboratories: a slider moves the pictures, numbers stand at the crosshair, and the address leads there and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.test_languages import CUT_OFF, LEFT_IN_ENGLISH, STICKS_OUT, TOO_WIDE, WIDTHS
from tests.browser.test_lessons import packed
from tests.browser.visit import Visit, link

LESSON_LINK = "#laboratory/gradient_descent&rate=0.5"


def numbers(visit: Visit, chart: int, row: str) -> list[str]:
    cells = visit.page.locator(".Lines_line-numbers").nth(chart).get_by_role("row", name=row).locator("td")
    return cells.all_inner_texts()


def test_a_laboratory_is_worked_read_off_and_left_by_back(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/")
    page.get_by_role("button", name="Laboratories").click()
    expect(page).to_have_url(re.compile(r"#laboratory/activations$"))
    hair = page.get_by_role("slider", name="What the unit gives")
    hair.focus()
    hair.press("Home")
    assert numbers(visit, 0, "tanh") == ["−1", "2.458e−5", "saturated"]  # at -6
    box = hair.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    assert numbers(visit, 0, "Sigmoid") == ["0.5", "0.25", ""]
    assert numbers(visit, 1, "Sigmoid")[0] == "0.25"  # the chart below is read off at the same place

    layers = page.get_by_role("group", name="Layers").get_by_role("textbox")
    layers.fill("2")
    layers.press("Enter")
    expect(page.get_by_role("heading", name="What 2 such slopes leave of an error")).to_be_visible()
    assert numbers(visit, 1, "Sigmoid")[0] == "0.0625"
    expect(page).to_have_url(re.compile(r"#laboratory/activations&layers=2$"))
    page.go_back()
    expect(page.get_by_role("heading", name="The slope")).to_be_visible()
    page.go_back()
    expect(page.locator(".Charts_chart").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"#addition/recurrent"))


def test_a_setting_leads_to_its_laboratory_with_the_value_that_it_has_and_back_leads_to_the_form(visit: Visit) -> None:
    page = visit.page
    visit.open(link("digits", "blocks", architecture__blocks="16k3-same+max2+dense16"))
    page.locator(".Form_form summary").filter(has_text="Training").click()
    rate = page.locator("[data-pointer='/training/learning_rate']")
    way = rate.get_by_role("link", name="Try it by hand: Gradient descent")
    way.hover()
    expect(page.locator(".Form_explanation")).to_contain_text("Try it by hand: Gradient descent")
    way.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#laboratory/gradient_descent&rate=0.0\d+$"))
    expect(page.get_by_role("heading", name="Gradient descent")).to_be_visible()
    page.go_back()
    page.locator("[data-piece='1']").click()
    block = page.locator(".Editor_settings")
    expect(block.get_by_role("link", name="Try it by hand: Pools and shapes")).to_have_count(4)
    block.get_by_role("link", name="Try it by hand: Pools and shapes").first.click()
    expect(page).to_have_url(re.compile(r"#laboratory/shapes$"))


def test_a_link_says_where_each_optimiser_stood_and_why_one_diverges(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/{LESSON_LINK}")
    steps = page.get_by_role("slider", name="Loss after each step")
    steps.focus()
    steps.press("Home")
    steps.press("ArrowRight")
    assert numbers(visit, 0, "SGD") == ["0.5", "−1.25", "0"]  # twice the rate is one over the curvature: there at once
    page.keyboard.press(" ")  # starts no training that nobody sees
    rate = page.get_by_role("group", name="Learning rate").get_by_role("textbox")
    rate.fill("1.1")
    rate.press("Enter")
    expect(page.get_by_text("SGD diverges: at -0.5 the curvature λ is 2")).to_be_visible()
    expect(page.get_by_text("2 / λ = 1, at the minimum 0.5")).to_be_visible()
    basins = page.get_by_role("slider", name="Where SGD ends")
    expect(basins).to_have_attribute("aria-valuetext", "Start -0.5 Learning rate 1.1")
    basins.press("ArrowRight")
    expect(basins).to_have_attribute("aria-valuetext", "Start -0.4 Learning rate 1.1")
    basins.press("Enter")
    expect(page).to_have_url(re.compile(r"&start=-0.4&rate=1.1$"))
    basins.click(position={"x": 3, "y": 3})
    expect(page).to_have_url(re.compile(r"&start=-2.5&rate=3$"))
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_text("SGD 发散：在 -0.5 处曲率 λ 是 2")).to_be_visible()
    page.get_by_role("button", name="回到网络").click()
    expect(page.locator(".Charts_chart").first).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en-XA"])
def test_laboratories_have_room_for_other_languages_and_keep_the_rules(visit: Visit, language: str) -> None:
    page = visit.page
    visit.open()
    page.evaluate("one => localStorage.setItem('schoolyard.language', JSON.stringify(one))", language)
    found: list[str] = []
    charts = {
        "activations&leaky_relu=true&silu=true": 2,
        "gradient_descent&rate=1.2": 2,
        "one_neuron&w=-2": 3,  # as it was called before
        "moving_average&row=a%20noisy%20ship": 2,
        "losses": 3,
        "polynomials": 2,
        "continuous_convolution": 2,
        "cell&fed=by%20hand": 2,
        "through_time&cut=30&clip=1": 2,
        "routing&turn=40": 3,
    }
    for name, count in charts.items():
        page.goto(f"{visit.address}/#laboratory/{name}")
        page.reload()
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator(".Lines_line-numbers")).to_have_count(count)
            found += [f"{name}, {width}: {broken}" for broken in page.evaluate(CUT_OFF) + page.evaluate(STICKS_OUT)]
            found += [f"{name}, {width}: too wide"] if page.evaluate(TOO_WIDE) else []
        if language == "zh":
            found += page.evaluate(LEFT_IN_ENGLISH)
            keeps_the_rules(visit)
    assert not found, "\n".join(found)


def test_a_finger_reads_a_chart_and_scrolls_the_page_past_it(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{visit.address}/#laboratory/activations")
    hair = page.get_by_role("slider", name="What the unit gives")
    box = hair.bounding_box()
    assert box is not None
    place = {"clientX": box["x"] + box["width"] / 2, "clientY": box["y"] + 9, "pointerType": "touch", "bubbles": True}
    hair.dispatch_event("pointerdown", place)
    assert numbers(visit, 0, "Sigmoid") == ["0.5", "0.25", ""]
    assert hair.evaluate("one => getComputedStyle(one).touchAction") == "pan-y"


def test_a_part_that_is_dragged_or_moved_by_keys_votes_anew(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/#laboratory/routing&scene=by%20hand")
    expect(page.get_by_text("The two votes for a boat lie 0 apart")).to_be_visible()
    sail = page.get_by_role("application", name="triangle")
    sail.focus()
    sail.press("ArrowRight")
    expect(page).to_have_url(re.compile("triangle_across=0.05"))
    expect(page.get_by_text("The two votes for a boat lie 0.05 apart")).to_be_visible()
    box = sail.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 1.5, box["y"] + box["height"] * 0.6, steps=4)
    page.mouse.up()
    expect(page.get_by_text("The two votes for a boat lie 0.05 apart")).to_be_hidden()


LESSON = """+++
title = "Slopes"
text = "Where a unit is flat."
minutes = 5

[task]
name = "addition"

[architecture]
name = "recurrent"
+++
## Look
Look at the [activations](#laboratory/activations&layers=10).
"""


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180), (1366, 768)], ids=str)
def test_the_bar_leads_to_the_laboratories_and_back_on_every_screen(visit: Visit, width: int, height: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": height})
    visit.open()
    page.get_by_role("banner").get_by_role("button", name="Laboratories").click()
    expect(page.get_by_role("heading", name="What the unit gives")).to_be_visible()
    expect(page.get_by_role("combobox", name="Laboratory")).to_be_visible()
    page.get_by_role("button", name="Back to the networks").click()
    expect(page.get_by_role("combobox", name="Task")).to_be_visible()
    expect(page.get_by_role("figure", name="Loss")).to_be_visible()


def test_on_a_phone_a_lesson_and_the_laboratory_that_it_leads_to_stand_behind_two_tabs(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    visit.open(f"#text={packed(LESSON)}")
    link = page.get_by_role("link", name="activations")
    chart = page.get_by_role("heading", name="What 10 such slopes leave of an error")
    link.click()
    expect(chart).to_be_visible()
    expect(link).to_be_hidden()
    visit.place("Lesson")
    expect(link).to_be_visible()
    expect(chart).to_be_hidden()
    visit.place("Laboratory")
    expect(chart).to_be_visible()
