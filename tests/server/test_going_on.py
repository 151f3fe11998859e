"""Step, extend, continue and fork, with real workers."""

import asyncio
import os
import runpy
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.executors.local import LocalExecutor
from tests.server.world import World, served

SPEC: dict[str, Any] = {
    "task": {"name": "addition", "digits": 1, "examples": 55},
    "architecture": {"name": "recurrent", "hidden": 8},
    "training": {"epochs": 3, "batch_size": 10},
}
LONG: dict[str, Any] = {**SPEC, "training": {"epochs": 1000, "batch_size": 10}}
STEPS = 5
"""In an epoch."""


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with served(tmp_path_factory.mktemp("data"), LocalExecutor(places=3)) as world:
        yield world


async def curve(world: World, run: str, clock: str = "batch") -> dict[str, Any]:
    answer = await world.http.get(f"/api/runs/{run}/points?clock={clock}&most=100000")
    columns: dict[str, Any] = answer.json()["columns"]
    columns.pop("seconds")
    return columns


async def told(world: World, run: str, to: str, **body: Any) -> dict[str, Any]:
    """Says something to a run; what came back."""
    answer = await world.http.post(f"/api/runs/{run}/{to}", json=body)
    assert answer.is_success, answer.text
    json: dict[str, Any] = answer.json()
    return json


async def paused(world: World, spec: dict[str, Any] = LONG) -> str:
    (run,) = await world.make(spec=spec)
    await world.state(run, "running")
    await told(world, run, "pause")
    await world.state(run, "paused")
    return run


async def test_a_paused_run_takes_single_steps(world: World) -> None:
    run = await paused(world)
    before = (await world.run(run))["step"]
    await told(world, run, "step")
    while (body := await world.run(run))["step"] == before or body["state"] != "paused":
        await asyncio.sleep(0.01)
    assert body["step"] == before + 1
    assert (await world.http.post(f"/api/runs/{run}/step", json={"unit": "year"})).status_code == 422
    await told(world, run, "stop")
    await world.state(run, "stopped")
    assert (await world.http.post(f"/api/runs/{run}/step")).status_code == 409


async def test_a_finished_run_that_is_extended_is_as_if_it_had_been_longer(world: World) -> None:
    (short,) = await world.make(spec=SPEC)
    (longer,) = await world.make(spec={**SPEC, "training": {"epochs": 5, "batch_size": 10}})
    await world.state(short, "finished")
    refused = await world.http.post(f"/api/runs/{short}/continue")
    assert (refused.status_code, refused.json()["field"]) == (409, "/epochs")
    await told(world, short, "extend", epochs=2)
    await world.state(short, "running", "finished")
    body = await world.state(short, "finished")
    await world.state(longer, "finished")
    assert [attempt["from_step"] for attempt in body["attempts"]] == [0, 3 * STEPS]
    assert await curve(world, short) == await curve(world, longer)
    assert await curve(world, short, "epoch") == await curve(world, longer, "epoch")
    assert body["test"] == (await world.run(longer))["test"]


async def test_a_run_whose_worker_was_killed_goes_on_from_its_last_checkpoint(world: World) -> None:
    (run,) = await world.make(spec=LONG)
    await world.state(run, "running")
    while not (await world.run(run))["snapshots"][1:]:
        await asyncio.sleep(0.01)
    os.kill(worker_of(world, run), signal.SIGKILL)
    failed = await world.state(run, "failed")
    assert "killed" in failed["reason"]
    async with world.page() as page:
        await page.watch(**{f"_{run}": 0})
        await told(world, run, "continue")
        await page.until_state(run, "running")
        await told(world, run, "stop")
        await page.until_state(run, "stopped")
        columns = await curve(world, run)
        assert columns["step"] == list(range(1, len(columns["step"]) + 1))
    (again,) = await world.make(spec={**SPEC, "training": {"batches": len(columns["step"]), "batch_size": 10}})
    await world.state(again, "finished")
    assert (await curve(world, again))["train/loss"] == columns["train/loss"]


def worker_of(world: World, run: str) -> int:
    """The process id of the run's worker."""
    attempt = world.parts.runs._attempts[run]
    assert attempt._worker is not None
    return int(attempt._worker.process.pid)  # type: ignore[attr-defined]


async def test_a_fork_begins_where_its_parent_stood_with_settings_of_its_own(world: World) -> None:
    (parent,) = await world.make(spec=SPEC)
    await world.state(parent, "finished")
    step = (await world.run(parent))["snapshots"][-1]
    changes = {"/training/learning_rate": 0.05, "/training/epochs": 5, "/architecture/dropout": 0.2}
    made = await told(world, parent, "fork", at=step, changes=changes)
    (fork,) = made["runs"]
    body = await world.state(fork, "finished")
    assert body["parent"] == {"run": parent, "step": step, "epoch": 3.0, "file": "", "weights": ""}
    assert body["spec"]["training"]["learning_rate"] == 0.05
    columns = await curve(world, fork)
    assert columns["step"] == list(range(step + 1, 5 * STEPS + 1))
    assert set(columns["learning_rate"]) == {0.05}
    await world.http.delete(f"/api/runs/{parent}")
    look = await world.http.post(f"/api/runs/{fork}/look", json={"view": "ask", "question": "4+5", "at": step})
    assert look.status_code == 200


async def test_a_fork_keeps_its_data_and_its_network(world: World) -> None:
    (parent,) = await world.make(spec=SPEC)
    await world.state(parent, "finished")
    refused = await world.http.post(f"/api/runs/{parent}/fork", json={"changes": {"/architecture/hidden": 16}})
    assert refused.status_code == 422
    assert refused.json()["came"] == "/architecture/hidden"
    nowhere = await world.http.post(f"/api/runs/{parent}/fork", json={"at": 3})
    assert nowhere.status_code == 404
    assert 0 in nowhere.json()["allowed"]


async def test_everything_live_can_change_while_it_runs_and_is_in_the_exported_script(
    world: World, tmp_path: Path
) -> None:
    run = await paused(world)
    changes = {"/training/momentum": 0.5, "/training/l2": 0.01, "/architecture/dropout": 0.3, "batch_size": 20}
    answer = await world.http.patch(f"/api/runs/{run}/training", json=changes)
    assert answer.status_code == 202, answer.text
    for _ in range(3):
        await told(world, run, "step", unit="epoch")
    await told(world, run, "stop")
    await world.state(run, "stopped")
    text = (await world.http.get(f"/api/runs/{run}/export/script.py")).text
    (tmp_path / "script.py").write_text(text, "utf-8")
    rows = [row for row in runpy.run_path(str(tmp_path / "script.py"))["train"]() if row[0] == "batch"]
    columns = await curve(world, run)
    assert [row[2]["loss"] for row in rows] == columns["train/loss"]
    assert [row[2]["exact"] for row in rows] == columns["train/exact"]
