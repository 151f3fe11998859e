"""Addresses that people type, follow or get by mail, as a browser asks for them."""

import pytest

from tests.server.world import World


async def test_a_browser_that_visits_a_wrong_address_gets_a_page_with_a_way_on(world: World) -> None:
    visit = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "sec-fetch-mode": "navigate"}
    for path, headers, status, words in (
        ("/nowhere", {}, 404, "nothing at this address"),
        ("/api/runs/none", {}, 404, "no run with the id"),
        ("/", {"host": "class.example:8000"}, 421, "--name class.example"),
        ("/", {"host": "<b>.example"}, 421, "--name NAME"),
    ):
        answer = await world.http.get(path, headers={**visit, **headers})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert words in answer.text
        assert '<a href="/">' in answer.text


@pytest.mark.parametrize("setup", ["addition/recurrent", "addition/recurrent&architecture.cell=LSTM", "a%252Fb"])
async def test_a_link_whose_mark_was_escaped_on_its_way_leads_to_its_setup(world: World, setup: str) -> None:
    answer = await world.http.get(f"/%23{setup}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/#{setup}")
