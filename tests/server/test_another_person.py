"""Every call that names a run or a race, made by another person: what is not theirs is not there for them."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.server.fakes import FakeExecutor
from tests.server.test_people import ANN, BOB, ByHeader, made
from tests.server.world import World, served

BODIES: dict[str, Any] = {"look": {"view": "answers"}, "training": {"learning_rate": 0.1}, "move": {"before": None},
                          "predict": {"inputs": ["1+1"]}}  # fmt: skip
"""What a call needs so that it is refused for the person and not for its body."""


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor, people=ByHeader()) as world:
        yield world


async def calls(world: World) -> list[tuple[str, str]]:
    """Method and path of every call that the server describes."""
    paths = (await world.http.get("/api/openapi.json")).json()["paths"]
    return sorted((method.upper(), path) for path, methods in paths.items() for method in methods)


async def running(world: World, executor: FakeExecutor, run: str) -> dict[str, Any]:
    """The run once it trains: nothing of it changes any more by itself."""
    (await executor.worker(run)).run()
    body: dict[str, Any] = {}
    with anyio.fail_after(60):
        while body.get("state") != "running" or not body["multiply_adds"]:
            body = (await world.http.get(f"/api/runs/{run}", headers=ANN)).json()
    return body


async def test_no_call_tells_another_person_of_a_run_or_changes_it(world: World, executor: FakeExecutor) -> None:
    run, _ = await made(world, ANN, count=2, title="Ann's race")
    before = await running(world, executor, run)
    names = {"run": run, "race": before["race"], "file": "script.py", "action": "pause"}
    naming = [(method, path) for method, path in await calls(world) if "{run}" in path or "{race}" in path]
    assert len(naming) > 12
    answered = {}
    for method, path in naming:
        address = re.sub(r"{(\w+)}", lambda found: names[found[1]], path)
        body = None if method in ("GET", "DELETE") else BODIES.get(path.rpartition("/")[2], {})
        answer = await world.http.request(method, address, headers=BOB, json=body)
        answered[f"{method} {path}"] = answer.status_code
        assert "Ann's" not in answer.text
    assert {call: status for call, status in answered.items() if status != 404} == {}
    assert (await world.http.get(f"/api/runs/{run}", headers=ANN)).json() == before


async def test_no_list_has_the_runs_of_another_person(world: World) -> None:
    (run,) = await made(world, ANN, title="Ann's run")
    lists = [path for method, path in await calls(world) if method == "GET" and "{" not in path]
    assert {"/api/runs", "/api/races"} <= set(lists)
    for path in lists:
        text = (await world.http.get(path, headers=BOB)).text
        assert run not in text, path
        assert "Ann's" not in text, path
    assert run in (await world.http.get("/api/runs", headers=ANN)).text
