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


@pytest.mark.parametrize(
    ("asked", "title", "words", "home"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "没有这个运行", "没有编号为 &#39;none&#39; 的运行。", "打开 Schoolyard"),
        ("de, zh;q=0.3, en-GB;q=0.7", "No such run", "There is no run with the id &#39;none&#39;.", "Open Schoolyard"),
        ("", "No such run", "There is no run with the id &#39;none&#39;.", "Open Schoolyard"),
    ],
)
async def test_a_page_that_refuses_speaks_the_language_of_the_browser(
    world: World, asked: str, title: str, words: str, home: str
) -> None:
    headers = {"accept": "text/html", "sec-fetch-mode": "navigate", "accept-language": asked}
    answer = await world.http.get("/api/runs/none", headers=headers)
    assert f'<html lang="{"zh" if "zh-" in asked else "en"}">' in answer.text
    assert f"<h1>{title}</h1>\n      <p>{words}</p>" in answer.text
    assert home in answer.text
    assert answer.headers["vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize("setup", ["addition/recurrent", "addition/recurrent&architecture.cell=LSTM", "a%252Fb"])
async def test_a_link_whose_mark_was_escaped_on_its_way_leads_to_its_setup(world: World, setup: str) -> None:
    answer = await world.http.get(f"/%23{setup}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/#{setup}")
