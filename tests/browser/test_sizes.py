"""What size is worth: networks of several sizes raced, and the best of each over what it costs."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link, small


def test_sizes_are_raced_and_the_best_of_each_stands_over_its_parameters(visit: Visit, tmp_path: Path) -> None:
    visit.open(small(training__epochs=2))
    visit.button("^Race…$").click()
    panel = visit.page.get_by_role("dialog")
    panel.get_by_label("What differs").select_option(label="Units")
    panel.get_by_role("textbox", name="Units: the values").fill("4, 16, 600")
    panel.get_by_role("textbox", name="Units: the values").press("Enter")
    expect(panel.get_by_role("alert")).to_have_text("Units goes from 1 to 512 in whole numbers: without 600.")
    panel.get_by_role("button", name="Add 32").click()
    expect(panel.locator(".Race_race-costs tbody th")).to_have_text(["4", "16", "32"])
    expect(panel.locator(".Race_race-costs tbody td:nth-child(2)")).to_have_text(["396", "3,276", "11,148"])
    expect(panel.locator(".Race_race-costs > .words")).to_contain_text("3 runs · 14,820 parameters in all")
    keeps_the_rules(visit)
    panel.get_by_role("button", name="Race 3").click()
    dots = visit.page.locator(".SizesChart_by-size .SizesChart_size-dot")
    expect(dots).to_have_count(3)
    visit.await_end()
    expect(visit.page.locator(".SizesChart_by-size .SizesChart_family")).to_have_count(1)
    keeps_the_rules(visit)
    dots.last.hover()
    expect(visit.page.locator(".SizesChart_by-size-words")).to_contain_text("units 32")
    expect(visit.page.locator(".SizesChart_by-size-words")).to_contain_text("11,148 parameters")
    dots.last.click()
    expect(visit.page.locator(".Inside_inside .Inside_one-run")).to_have_count(1)
    expect(visit.page.locator(".Inside_inside .Inside_one-run")).to_contain_text("units 32")
    visit.page.locator(".SizesChart_by-size .Charts_save summary").click()
    with visit.page.expect_download() as taken:
        visit.page.get_by_role("button", name="Numbers (CSV)").click()
    taken.value.save_as(tmp_path / "sizes.csv")
    lines = (tmp_path / "sizes.csv").read_text().splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["units 4", "0", "396"],
        ["units 16", "0", "3276"],
        ["units 32", "0", "11148"],
    ]


def test_a_report_on_sizes_has_their_chart_and_the_pictures_that_were_answered(visit: Visit, tmp_path: Path) -> None:
    quick = {"task__examples": 200, "task__validation": 100, "training__epochs": 1}
    visit.open(link("digits", "convnet", **quick) + "&race.architecture.filters=2~4~8-16")
    visit.button("^Race 3$").click()
    visit.await_end()
    expect(visit.page.locator(".SizesChart_by-size .SizesChart_size-dot")).to_have_count(3)
    expect(visit.page.locator(".Answers_images canvas").first).to_be_visible()
    with visit.page.expect_download() as taken:
        visit.button("^Report on 3 runs$").click()
    taken.value.save_as(tmp_path / "report.html")
    visit.page.goto((tmp_path / "report.html").as_uri())
    expect(visit.page.locator("figure.chart svg")).to_have_count(3)
    chart = visit.page.locator("figure.chart", has_text="Right answers by size").locator("svg")
    for name in ("2k5 max2 drop", "4k5 max2 drop", "8k5 max2 drop 16k5 max2 drop"):
        expect(chart.get_by_text(name, exact=True)).to_be_attached()
    expect(visit.page.locator(".Answers_images .Answers_image img").first).to_be_visible()


def test_networks_of_several_years_come_with_a_slider_of_the_years(visit: Visit) -> None:
    quick = {"task__examples": 100, "task__validation": 100, "training__epochs": 1}
    visit.open(link("digits", "lenet", **quick) + "&race.architecture.name=lenet~resnet")
    visit.button("^Race ").click()
    visit.await_end()
    dots = visit.page.locator(".SizesChart_by-size .SizesChart_size-dot")
    expect(dots).to_have_count(2)
    years = visit.page.get_by_role("slider", name="Networks up to")
    expect(years).to_have_value("2015")
    years.fill("2014")
    expect(dots).to_have_count(1)
    dots.hover()
    expect(visit.page.locator(".SizesChart_by-size-words")).to_contain_text("LeNet-5")
    years.fill("2015")
    expect(dots).to_have_count(2)
