"""A network before it learns: drawn in lanes where branches and skips are, and foretold where it would take hours."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import NewVisit
from tests.browser.visit import link


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_branches_and_skips_are_lanes_side_by_side(new_visit: NewVisit, size: str) -> None:
    visit = new_visit()
    visit.look(size, "light")
    for network, lanes, empty in (("googlenet", 4, 0), ("resnet", 2, 1)):
        visit.open(link("digits", network))
        if size == "phone":
            visit.place("Controls")
        splits = visit.page.locator(".Network_branches")
        first = splits.first
        expect(first.locator(".Network_lane")).to_have_count(lanes)
        blocks = first.locator(".Network_lane").evaluate_all(
            "all => all.map(one => one.querySelectorAll('.Network_block').length)"
        )
        assert blocks.count(0) == empty, f"{network}: {blocks}"
        places = first.locator(".Network_lane").evaluate_all(
            "all => all.map(one => [one.getBoundingClientRect().top, one.getBoundingClientRect().left])"
        )
        assert len({round(place[0]) for place in places}) == lanes, "no lane lies on another"
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def hours_long(route: Route) -> None:
    """The plan of the server, as it would be on a machine where an epoch of the published network takes 14 hours."""
    answer = route.fetch()
    plan = answer.json()
    route.fulfill(response=answer, json={**plan, "seconds_estimated": 50_400 if plan["classroom"] else None})


def test_an_epoch_of_hours_is_said_beside_train_and_one_press_takes_the_size_for_a_classroom(
    new_visit: NewVisit,
) -> None:
    visit = new_visit()
    visit.page.route("**/api/plan", hours_long)
    visit.open(link("digits", "alexnet", architecture__size="published", training__epochs=3, training__batch_size=8))
    start = visit.page.locator(".Page_left .Form_start")
    expect(start).to_contain_text(
        re.compile("At least 14 h an epoch on this machine: .* too large .* 42 h for all of it")
    )
    expect(visit.button("^Train$")).to_be_enabled()
    start.get_by_role("button", name="Take the size for a classroom").click()
    expect(start).not_to_contain_text("too large")
    expect(visit.control("/architecture/size").get_by_role("radio", name="classroom")).to_be_checked()


def test_the_published_network_is_drawn_beside_the_one_for_a_classroom_and_the_other_way_round(
    new_visit: NewVisit,
) -> None:
    visit = new_visit()
    visit.open(link("digits", "vgg"))
    network = visit.page.get_by_role("region", name="The network").first
    own = visit.call("/api/plan", {"task": {"name": "digits"}, "architecture": {"name": "vgg"}, "training": {}})
    published = visit.call(
        "/api/plan", {"task": {"name": "digits"}, "architecture": {"name": "vgg", "size": "published"}, "training": {}}
    )
    other = network.locator("[data-other-size]")
    other.locator("summary").click()
    parameters = other.get_by_role("row", name="Parameters")
    expect(parameters).to_contain_text(f"{published['parameters']:,}")
    expect(parameters).to_contain_text(f"{own['parameters']:,}")
    expect(other.locator(".Network_shape").first).to_have_text("3×224×224")
    expect(other.locator("button")).to_have_count(0)  # it stands still
    visit.control("/architecture/depth").get_by_role("radio", name="16").click()
    expect(parameters).to_contain_text("138,357,544")
    visit.open(link("digits", "lenet", architecture__size="published"))
    other.locator("summary").click()
    expect(parameters).to_contain_text("60,000")
    expect(other).to_contain_text("classroom")
    visit.open(link("digits", "mlp"))
    expect(other).to_have_count(0)
