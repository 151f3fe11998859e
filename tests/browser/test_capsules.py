"""What capsules do: routing as a film, a capsule's numbers as sliders, two digits taken apart; in both languages."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

QUICK = {
    "task__examples": 200,
    "task__validation": 100,
    "architecture__filters": 8,
    "architecture__maps": 2,
    "training__epochs": 2,
    "training__batch_size": 50,
}


def test_a_capsule_network_shows_its_routing_as_a_film(visit: Visit, artefacts: Path) -> None:
    visit.open(link("digits", "capsnet", **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Routing", exact=True).click()
    maps = inside.locator(".Routing_maps")
    expect(maps.locator("figure")).to_have_count(10)
    iteration = inside.get_by_role("slider", name="Iteration")
    iteration.fill("1")
    expect(inside.locator(".Routing_iterations output")).to_have_text("1 of 3")
    expect(maps.locator("figure").first).to_contain_text("Σc 3.2")  # 32 capsules, a tenth of each
    maps.focus()
    before = inside.locator(".Routing_capsule").inner_text()
    visit.page.keyboard.press("PageUp")
    visit.page.keyboard.press("ArrowRight")
    expect(inside.locator(".Routing_capsule")).not_to_have_text(before)
    expect(inside.locator(".Routing_votes tbody tr").first).to_contain_text("0.100 →")
    inside.get_by_role("button", name="Play", exact=True).click()
    expect(inside.locator(".Routing_iterations output")).to_have_text("3 of 3", timeout=10_000)
    inside.screenshot(path=artefacts / "routing.png")
    keeps_the_rules(visit)


def test_a_capsules_numbers_are_turned_and_their_spreads_come_with_the_epochs(visit: Visit) -> None:
    visit.open(link("digits", "capsnet", **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="A capsule's numbers").click()
    back = inside.get_by_role("button", name="As the network has it")
    expect(back).to_be_disabled()
    bars = inside.locator(".CapsuleNumbers_knobs li").nth(2).locator(".CapsuleNumbers_spread > span")
    expect(bars.first).to_be_visible()
    seven = inside.get_by_role("group", name="Whose capsule").get_by_role("button", name="7", exact=True)
    seven.click()
    expect(seven).to_have_attribute("aria-pressed", "true")  # it is once the answer is there
    expect(bars).to_have_count(1)
    look_back = inside.get_by_role("slider", name="Look back")
    look_back.press("Home")
    expect(bars).to_have_count(2)  # the untrained network too
    look_back.press("End")
    number = inside.get_by_role("slider", name="Number 3", exact=True)
    number.fill("0.5")
    expect(inside.locator(".CapsuleNumbers_knobs li").nth(2).locator(".CapsuleNumbers_value")).to_have_text("0.50")
    expect(back).to_be_enabled()
    keeps_the_rules(visit)
    visit.page.get_by_role("button", name="中文 (Chinese)").click()
    expect(inside.get_by_role("slider", name="第 3 个数", exact=True)).to_have_value("0.5")
    expect(inside.get_by_role("tab", name="路由", exact=True)).to_be_visible()


def test_two_digits_that_overlap_are_drawn_apart(visit: Visit) -> None:
    visit.open(link("scenes", "capsnet", **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Taken apart").click()
    expect(inside.locator(".Answers_aligned li")).to_have_count(8 * 4)
    expect(inside).to_contain_text("drawn from the 2 longest capsules")
    keeps_the_rules(visit)


def test_capsules_and_filters_are_turned_and_moved_in_one_chart(visit: Visit) -> None:
    data = {name: value for name, value in QUICK.items() if not name.startswith("architecture")}
    finished = visit.page.locator("tr[data-state=finished]")
    visit.open(link("digits", "capsnet", **QUICK))
    visit.train()
    expect(finished).to_have_count(1, timeout=60_000)
    visit.open(link("digits", "convnet", **data, architecture__blocks="4k5-s2"))
    visit.train()
    expect(finished).to_have_count(2, timeout=60_000)
    for name in ("Capsule network", "Convolutional network"):
        row = visit.row(name).get_by_role("button", name=name, exact=True)
        if row.get_attribute("aria-pressed") == "false":
            row.click()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Turned and moved").click()
    for title in ("Right answers by angle", "Right answers by shift"):
        both = inside.locator("figure", has=visit.page.get_by_role("heading", name=title, exact=True)).last
        expect(both).to_contain_text("Capsule network")
        expect(both).to_contain_text("Convolutional network")
    keeps_the_rules(visit)
    visit.page.get_by_role("button", name="中文 (Chinese)").click()
    expect(inside.get_by_role("tab", name="转一转，移一移", exact=True)).to_be_visible()
