"""Seven plain tests of the server. Read them after tests/test_tiny.py: post, watch, command, look, take away, end.

Here a real worker trains; in the other tests of this folder the test plays the worker (``fakes.py``).
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.world import World, served
from tests.specs import spec_json

SMALL: dict[str, Any] = spec_json("addition/recurrent", digits=1, examples=55, hidden=4, epochs=2, batch_size=10)


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with served(Path(tmp_path_factory.mktemp("data")), None) as world:
        yield world


async def trained(world: World, spec: dict[str, Any]) -> str:
    """A run from its request to its end."""
    async with world.page() as page:
        made = await world.http.post("/api/runs", json={"specs": [spec]})
        (run,) = made.json()["runs"]
        await page.until_state(run, "finished")
    return str(run)


async def test_the_catalogue_has_the_schema_of_every_form(world: World) -> None:
    catalogue = (await world.http.get("/api/catalogue")).json()
    (addition,) = (task for task in catalogue["tasks"] if task["name"] == "addition")
    assert addition["settings"]["properties"]["digits"]["minimum"] == 1


async def test_a_spec_is_planned_before_it_is_trained(world: World) -> None:
    plan = (await world.http.post("/api/plan", json=SMALL)).json()
    assert plan["parameters"] == sum(layer["parameters"] for layer in plan["layers"])


async def test_a_page_that_watches_a_run_gets_its_events_without_gaps_to_the_end(world: World) -> None:
    async with world.page() as page:
        made = await world.http.post("/api/runs", json={"specs": [SMALL]})
        (run,) = made.json()["runs"]
        await page.watch(**{f"_{run}": 0})
        await page.until_told_the_end(run)
    assert page.told[run].curves["epoch"]["epoch"] == [0, 1, 2]


async def test_a_race_is_one_spec_and_what_varies(world: World) -> None:
    race = {"spec": SMALL, "vary": {"/architecture/cell": ["SimpleRNN", "GRU", "LSTM"]}}
    made = (await world.http.post("/api/runs", json=race)).json()
    runs = [await world.run(run) for run in made["runs"]]
    assert [run["varied"] for run in runs] == [{"/architecture/cell": cell} for cell in ("SimpleRNN", "GRU", "LSTM")]


async def test_a_finished_run_answers_looks_and_is_taken_home_as_one_script(world: World) -> None:
    run = await trained(world, SMALL)
    answer = await world.http.post(f"/api/runs/{run}/look", json={"view": "ask", "question": "4+3"})
    assert answer.json()["step"] == (await world.run(run))["step"]
    script = await world.http.get(f"/api/runs/{run}/export/script.py")
    assert "def train" in script.text


async def test_what_cannot_be_done_names_the_field_and_what_would_do(world: World) -> None:
    wrong = {**SMALL, "training": {**SMALL["training"], "epochs": 0}}
    refused = await world.http.post("/api/runs", json={"specs": [wrong]})
    assert refused.status_code == 422
    assert refused.json()["field"].endswith("/training/epochs")


async def test_a_stopped_run_keeps_its_curve(world: World) -> None:
    async with world.page() as page:
        made = await world.http.post("/api/runs", json={"specs": [{**SMALL, "training": {"epochs": 1000}}]})
        (run,) = made.json()["runs"]
        await page.until_state(run, "running")
        await world.http.post(f"/api/runs/{run}/stop")
        await page.until_state(run, "stopped")
    points = (await world.http.get(f"/api/runs/{run}/points?clock=epoch")).json()
    assert points["columns"]["step"][0] == 0
