"""The drawing of a network: lanes side by side where branches are joined, and a way past where there is a skip."""

import pytest
from playwright.sync_api import expect

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
