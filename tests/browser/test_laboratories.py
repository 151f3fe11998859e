"""Laboratories: a slider moves the pictures, numbers stand at the crosshair, and the address leads there and back."""

import re

from playwright.sync_api import expect

from tests.browser.visit import Visit

LESSON_LINK = "#laboratory/gradient_descent&rate=0.5"


def numbers(visit: Visit, chart: int, row: str) -> list[str]:
    cells = visit.page.locator(".line-numbers").nth(chart).get_by_role("row", name=row).locator("td")
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
    expect(page.locator(".chart").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"#addition/recurrent"))


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
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_text("SGD 发散：在 -0.5 处曲率 λ 是 2")).to_be_visible()
    page.get_by_role("button", name="回到网络").click()
    expect(page.locator(".chart").first).to_be_visible()
