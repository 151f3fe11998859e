"""The whole path with real workers: request, queue, process, store, socket."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from server.executors.local.executor import LocalExecutor
from tests.server.fakes import until
from tests.server.world import World, served
from tests.specs import spec_json

RACE: dict[str, Any] = {
    "spec": spec_json("addition/recurrent", examples=500, hidden=8, epochs=3),
    "vary": {"/architecture/cell": ["SimpleRNN", "GRU", "LSTM"]},
}
LONG: dict[str, Any] = {"spec": {**RACE["spec"], "training": {"epochs": 1000}}}


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    data: Path = tmp_path_factory.mktemp("data")
    async with served(data, LocalExecutor(places=4)) as world:
        yield world


async def test_a_race_of_three_cells_is_run_and_told_whole(world: World) -> None:
    async with world.page() as page:
        runs = await world.make(**RACE)
        await page.watch(**{f"_{run}": 0 for run in runs})
        await page.say(type="look", looks=[{"run": run, "view": "answers"} for run in runs])
        for run in runs:
            assert (await page.until_state(run, seconds=60))["state"] == "finished"
        shown = {run: False for run in runs}
        for run in runs:
            record = world.parts.runs.records.get(run)
            assert record is not None
            while page.told[run].seq < record.seq:
                await page.next()
            curve = (await world.http.get(f"/api/runs/{run}/points?clock=batch&most=100000")).json()
            assert page.told[run].curves["batch"] == curve["columns"]
            assert curve["columns"]["step"] == list(range(1, 13))
        for frame in page.frames:
            if frame["type"] == "view":
                shown[frame["look"]["run"]] = True
        while not all(shown.values()):
            frame = await page.until(lambda frame: frame["type"] == "view")
            shown[frame["look"]["run"]] = True
    bodies = [await world.run(run) for run in runs]
    assert [body["title"]["text"] for body in bodies] == ["SimpleRNN", "GRU", "LSTM"]
    assert all(body["test"].keys() >= {"accuracy", "exact"} for body in bodies)
    assert all(body["baseline"]["accuracy"] > 0 for body in bodies)
    assert all(12 in body["snapshots"] for body in bodies)


async def test_a_worker_that_is_killed_costs_its_run_and_no_other(world: World) -> None:
    one, other = await world.make(**LONG, vary={"/training/seed": [0, 1]})
    for run in (one, other):
        await world.state(run, "running")
    executor = world.parts.executor
    assert isinstance(executor, LocalExecutor)
    attempt = world.parts.runs.scheduler.attempts[one]
    pid = attempt._worker.process.pid  # type: ignore[union-attr]
    began = monotonic()
    os.kill(pid, signal.SIGKILL)
    failed = await world.state(one)
    assert monotonic() - began < 2
    assert (failed["state"], "signal 9" in failed["reason"]["text"]) == ("failed", True)
    record = world.parts.runs.records.get(other)
    assert record is not None
    step = record.run.step
    await until(lambda: record.run.step > step)
    assert (await world.http.post(f"/api/runs/{other}/stop")).status_code == 202
    assert (await world.state(other))["state"] == "stopped"


async def test_a_hanging_worker_is_ended_when_told_to_stop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.runs.supervisor.PATIENCE", 0.3)
    (run,) = await world.make(**LONG)
    await world.state(run, "running")
    os.kill(world.parts.runs.scheduler.attempts[run]._worker.process.pid, signal.SIGSTOP)  # type: ignore[union-attr]
    assert (await world.http.post(f"/api/runs/{run}/stop")).status_code == 202
    assert "did not answer" in (await world.state(run))["reason"]["text"]


async def test_pause_change_look_and_resume_reach_a_real_worker(world: World) -> None:
    async with world.page() as page:
        (run,) = await world.make(**LONG)
        await page.watch(**{f"_{run}": 0})
        await page.until_state(run, "running")
        await world.http.post(f"/api/runs/{run}/pause")
        await page.until_state(run, "paused")
        look = await world.http.post(f"/api/runs/{run}/look", json={"view": "ask", "question": "12+34"})
        assert look.json()["picture"]["mark"]["expected"] == "46 "
        wrong = await world.http.post(f"/api/runs/{run}/look", json={"view": "ask", "question": "twelve"})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "/question")
        await world.http.patch(f"/api/runs/{run}/training", json={"learning_rate": 0.005})
        changed = await page.until(lambda frame: frame["type"] == "event" and frame["event"]["type"] == "changed")
        assert (changed["event"]["setting"], changed["event"]["after"]) == ("/training/learning_rate", 0.005)
        await world.http.post(f"/api/runs/{run}/resume")
        await page.until_state(run, "running")
        await world.http.post(f"/api/runs/{run}/stop")
        assert (await page.until_state(run))["reason"]["text"] == "stopped by hand"


async def test_what_was_seen_live_is_seen_again_in_the_kept_weights(world: World) -> None:
    async with world.page() as page:
        (run,) = await world.make(**LONG)
        await page.until_state(run, "running")
        await world.http.post(f"/api/runs/{run}/pause")  # where a run pauses, its weights are stored
        await page.until_state(run, "paused")
        await page.say(type="look", looks=[{"run": run, "view": "answers"}])
        seen = (await page.until(lambda frame: frame["type"] == "view"))["look"]
        await world.http.post(f"/api/runs/{run}/stop")
        body = await page.until_state(run, "stopped")
    assert seen["step"] in body["snapshots"]
    again = await world.http.post(f"/api/runs/{run}/look", json={"view": "answers", "at": seen["step"]})
    assert again.json()["picture"] == seen["picture"]


async def test_a_worker_that_takes_more_memory_than_it_may_ends_its_run_with_what_to_try(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def little(record: object, changed: object) -> int:
        return 5 * 2**20

    monkeypatch.setattr(world.parts.runs.needs, "allow", little)
    task = {"name": "addition", "digits": 5, "examples": 50_000}
    (run,) = await world.make(spec={**RACE["spec"], "task": task})
    failed = await world.state(run)
    assert failed["state"] == "failed"
    assert failed["reason"]["text"].startswith("not enough memory: ")
    assert "smaller batch" in failed["reason"]["text"]
