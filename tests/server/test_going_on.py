"""Step, extend, continue and fork, with real workers."""

import asyncio
import math
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from models.events import Points
from server.executors.local.executor import LocalExecutor
from tests.server.exports.test_script import CLOCKS, Row, again, rows_of
from tests.server.world import World, served
from tests.specs import FOUND, spec_json

SPEC: dict[str, Any] = spec_json(
    "addition/recurrent", digits=1, examples=55, hidden=8, epochs=3, batch_size=10, engine="torch"
)
LONG: dict[str, Any] = {**SPEC, "training": {**SPEC["training"], "epochs": 1000}}
STEPS = 5
"""In an epoch."""


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with served(tmp_path_factory.mktemp("data"), LocalExecutor(places=3)) as world:
        yield world


async def measured(world: World, run: str, clock: str = "batch") -> dict[str, Any]:
    """The columns of its curve; none of a run that has measured nothing yet."""
    answer = await world.http.get(f"/api/runs/{run}/points?clock={clock}&most=100000")
    columns: dict[str, Any] = answer.json()["columns"]
    return columns


async def curve(world: World, run: str, clock: str = "batch") -> dict[str, Any]:
    columns = await measured(world, run, clock)
    columns.pop("seconds")
    return columns


async def command(world: World, run: str, to: str, **body: Any) -> dict[str, Any]:
    """Sends a command to a run. The answer of the server."""
    answer = await world.http.post(f"/api/runs/{run}/{to}", json=body)
    assert answer.is_success, answer.text
    json: dict[str, Any] = answer.json()
    return json


async def paused(world: World, spec: dict[str, Any] = LONG) -> str:
    (run,) = await world.make(spec=spec)
    await world.state(run, "running")
    await command(world, run, "pause")
    await world.state(run, "paused")
    return run


async def stepped(world: World, run: str) -> dict[str, Any]:
    """The run, paused once more after one batch."""
    before = (await world.run(run))["step"]
    await command(world, run, "step")
    while (body := await world.run(run))["step"] == before or body["state"] != "paused":
        await asyncio.sleep(0.01)
    return body


async def test_a_paused_run_takes_single_steps(world: World) -> None:
    run = await paused(world)
    before = (await world.run(run))["step"]
    assert (await stepped(world, run))["step"] == before + 1
    assert (await world.http.post(f"/api/runs/{run}/step", json={"unit": "year"})).status_code == 422
    await command(world, run, "stop")
    await world.state(run, "stopped")
    assert (await world.http.post(f"/api/runs/{run}/step")).status_code == 409


async def test_a_finished_run_that_is_extended_is_as_if_it_had_been_longer(world: World) -> None:
    (short,) = await world.make(spec=SPEC)
    (longer,) = await world.make(spec={**SPEC, "training": {**SPEC["training"], "epochs": 5}})
    await world.state(short, "finished")
    refused = await world.http.post(f"/api/runs/{short}/continue")
    assert (refused.status_code, refused.json()["field"]) == (409, "/epochs")
    await command(world, short, "extend", epochs=2)
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
    assert "killed" in failed["reason"]["text"]
    async with world.page() as page:
        await page.watch(**{f"_{run}": 0})
        await command(world, run, "continue")
        await page.until_state(run, "running")
        while not await measured(world, run):  # its last whole state may be that of the start
            await asyncio.sleep(0.01)
        await command(world, run, "stop")
        await page.until_state(run, "stopped")
        columns = await curve(world, run)
        assert columns["step"] == list(range(1, len(columns["step"]) + 1))
    (again,) = await world.make(spec={**SPEC, "training": {**SPEC["training"], "batches": len(columns["step"])}})
    await world.state(again, "finished")
    assert (await curve(world, again))["train/loss"] == columns["train/loss"]


def worker_of(world: World, run: str) -> int:
    """The process id of the run's worker."""
    attempt = world.parts.runs.scheduler.attempts[run]
    assert attempt._worker is not None
    return int(attempt._worker.process.pid)  # type: ignore[attr-defined]


async def test_a_fork_begins_where_its_parent_stood_with_settings_of_its_own(world: World) -> None:
    (parent,) = await world.make(spec=SPEC)
    await world.state(parent, "finished")
    step = (await world.run(parent))["snapshots"][-1]
    changes = {"/training/learning_rate": 0.05, "/training/epochs": 5, "/architecture/dropout": 0.2}
    made = await command(world, parent, "fork", at=step, changes=changes)
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
    refused = await world.http.get(f"/api/runs/{fork}/export/script.py")
    assert (refused.status_code, refused.json()["came"]) == (409, parent)


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
        await command(world, run, "step", unit="epoch")
    await command(world, run, "stop")
    body = await world.state(run, "stopped")
    look = await world.http.post(f"/api/runs/{run}/look", json={"view": "answers"})
    assert look.json()["epoch"] == body["epoch"] != body["step"] / STEPS
    await in_its_script(world, run, tmp_path)


async def in_its_script(world: World, run: str, folder: Path) -> None:
    """Its exported script says all that the run said: every batch, every scoring, every test."""
    answer = await world.http.get(f"/api/runs/{run}/export/script.py")
    assert answer.is_success, answer.text
    clocks = [Points(clock=clock, columns=await curve(world, run, clock)) for clock in CLOCKS]
    of_run, of_script = rows_of(clocks), again(answer.text, folder)
    assert [row[:2] for row in of_script] == [row[:2] for row in of_run]
    assert [numbers(row) for row in of_script] == [numbers(row) for row in of_run]


def numbers(row: Row) -> dict[str, float]:
    """What was measured and is a number."""
    return {name: value for name, value in row[2].items() if value is not None and math.isfinite(value)}


async def test_a_run_that_is_stopped_between_two_scorings_and_goes_on_is_all_in_its_script(
    world: World, tmp_path: Path
) -> None:
    run = await paused(world)
    while not (await stepped(world, run))["step"] % STEPS:
        pass
    await command(world, run, "stop")
    first = await world.state(run, "stopped")
    await in_its_script(world, run, tmp_path)
    await command(world, run, "continue")
    await world.state(run, "running")
    await command(world, run, "pause")
    await world.state(run, "paused")
    await stepped(world, run)
    await command(world, run, "stop")
    assert (await world.state(run, "stopped"))["step"] > first["step"]
    assert (await curve(world, run, "test"))["step"][0] == first["step"]
    await in_its_script(world, run, tmp_path)


async def test_a_damaged_checkpoint_is_put_aside_and_the_one_before_is_gone_on_from(world: World) -> None:
    (run,) = await world.make(spec=SPEC)
    await world.state(run, "finished")
    before, last = sorted((world.parts.settings.weights / run).glob("checkpoint-*"))
    last.write_bytes(last.read_bytes()[:-100])
    await command(world, run, "continue", epochs=1)
    await world.state(run, "starting", "failed")
    assert f"{last.stem} cannot be read and was put aside" in (await world.state(run, "failed"))["reason"]["text"]
    await command(world, run, "continue")
    await world.state(run, "running", "finished")
    body = await world.state(run, "finished")
    assert body["attempts"][-1]["from_step"] == int(before.stem[-9:])
    columns = await curve(world, run)
    assert columns["step"] == list(range(1, len(columns["step"]) + 1))


async def test_a_run_told_in_batches_and_extended_is_scored_in_its_script_where_it_had_ended(
    world: World, tmp_path: Path
) -> None:
    training = {"batches": 31, "batch_size": 10, "schedule": "plateau", "schedule_every": 1, "learning_rate": 0.1}
    (run,) = await world.make(spec={**SPEC, "training": {"engine": "torch", **training}})
    await world.state(run, "finished")
    await command(world, run, "extend", epochs=2)
    await world.state(run, "running", "finished")
    body = await world.state(run, "finished")
    assert body["step"] == 31 + 2 * STEPS
    assert 31 in (await curve(world, run, "epoch"))["step"]
    await in_its_script(world, run, tmp_path)


async def test_a_run_that_began_with_a_file_is_all_in_its_script_which_asks_for_that_file(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = FOUND.parse(SPEC)
    network = spec.architecture.build(spec.task.shapes(), torch.Generator().manual_seed(5))
    file = tmp_path / "mine.safetensors"
    save_file({name: tensor.contiguous() for name, tensor in network.state_dict().items()}, file)
    raw = {"content-type": "application/octet-stream"}
    kept = (await world.http.post("/api/weights", content=file.read_bytes(), headers=raw)).json()["weights"]
    (run,) = await world.make(spec=SPEC, weights=kept, file=file.name, title='Mine: """ \\')
    await world.state(run, "finished")
    monkeypatch.setattr("sys.argv", ["script.py", str(file)])
    await in_its_script(world, run, tmp_path)
    monkeypatch.setattr("sys.argv", ["script.py"])
    with pytest.raises(SystemExit, match=kept):
        await in_its_script(world, run, tmp_path)
