"""A run's life, from the request to its last state, whatever its worker does."""

from functools import partial
from pathlib import Path

import pytest

from models.commands import Change, Pause, Resume, Slow, Stop
from models.events import Checkpoint, Notice, RunState, State
from server.store.rows import Entry
from tests.server.fakes import FakeExecutor, until
from tests.server.world import SPEC, World, served, stored


async def test_a_run_is_queued_starts_runs_and_finishes(world: World, executor: FakeExecutor) -> None:
    async with world.page() as page:
        (run,) = await world.make()
        worker = await executor.worker(run)
        worker.run()
        worker.learn(1, 101)
        worker.measure(100, 0.75)
        worker.measure(100, 0.7, clock="test")
        worker.end()
        await page.watch(**{f"_{run}": 0})
        await page.until_state(run)
        body = await world.run(run)
    assert [attempt["state"] for attempt in body["attempts"]] == ["finished"]
    assert (body["state"], body["reason"]["text"], body["step"]) == ("finished", "all is done", 100)
    assert body["best"] == {"series": "exact", "value": 0.75, "step": 100, "epoch": 10.0}
    assert body["test"] == {"exact": 0.7}
    assert body["title"]["text"] == "Recurrent network · Addition"


async def test_what_a_worker_says_at_once_is_written_at_once(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, written = world.parts.store, list[int]()
    append = store.append

    async def counted(*entries: Entry) -> int:
        written.append(len(entries))
        return await append(*entries)

    monkeypatch.setattr(store, "append", counted)
    async with world.page() as page:
        (run,) = await world.make()
        worker = await executor.worker(run)
        worker.run()
        for step in range(1, 41, 2):
            worker.learn(step, step + 2)
        worker.end()
        await page.watch(**{f"_{run}": 0})
        await page.until_state(run)
    assert sum(written) >= 23
    assert len(written) < 8
    assert (await stored(world, run))["batch"]["step"] == list(range(1, 41))


async def test_the_end_of_a_run_waits_for_no_other_events(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.runs.supervisor.TOGETHER", 600)
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    await world.state(run, "running")
    worker.end()
    assert (await world.state(run, "finished"))["reason"]["text"] == "all is done"


async def test_commands_reach_the_worker_and_only_where_they_make_sense(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    await world.state(run, "starting")
    assert (await world.http.post(f"/api/runs/{run}/pause")).status_code == 409
    worker.run()
    await world.state(run, "running")
    assert (await world.http.post(f"/api/runs/{run}/resume")).status_code == 409
    assert (await world.http.post(f"/api/runs/{run}/pause")).status_code == 202
    worker.say(State(state=RunState.PAUSED, step=3))
    assert (await world.state(run, "paused"))["state"] == "paused"
    assert (await world.http.post(f"/api/runs/{run}/resume")).status_code == 202
    changed = await world.http.patch(f"/api/runs/{run}/training", json={"learning_rate": 0.01})
    assert changed.status_code == 202
    assert worker.commands == [Pause(), Resume(), Change(setting="/training/learning_rate", value=0.01)]


async def test_a_setting_that_is_not_live_or_out_of_bounds_is_refused_by_name(
    world: World, executor: FakeExecutor
) -> None:
    (run,) = await world.make()
    (await executor.worker(run)).run()
    await world.state(run, "running")
    fixed = await world.http.patch(f"/api/runs/{run}/training", json={"optimizer": "sgd"})
    assert (fixed.status_code, fixed.json()["field"]) == (422, "/training/optimizer")
    assert "/training/learning_rate" in fixed.json()["allowed"]
    assert "/training/seed" not in fixed.json()["allowed"]
    wild = await world.http.patch(f"/api/runs/{run}/training", json={"learning_rate": 1e9})
    assert wild.status_code == 422
    assert (wild.json()["field"], wild.json()["nearest"]) == ("/training/learning_rate", 10.0)
    assert (await world.http.patch(f"/api/runs/{run}/training", json={})).status_code == 422


async def test_a_stop_is_heeded(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    await world.state(run, "running")
    assert (await world.http.post(f"/api/runs/{run}/stop")).status_code == 202
    assert worker.commands == [Stop()]
    worker.end(RunState.STOPPED, "stopped by hand")
    assert (await world.state(run))["reason"]["text"] == "stopped by hand"


async def test_a_run_in_the_trash_does_not_go_on_before_it_is_restored(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    (await executor.worker(run)).leave(code=1)
    await world.state(run, "failed")
    assert (await world.http.delete(f"/api/runs/{run}")).is_success
    for call in ("continue", "extend"):
        refused = await world.http.post(f"/api/runs/{run}/{call}", json={"epochs": 1})
        assert (refused.status_code, "in the trash" in refused.json()["detail"]) == (409, True)
    assert (await world.run(run))["state"] == "failed"
    assert (await world.http.post(f"/api/runs/{run}/restore")).is_success
    assert (await world.http.post(f"/api/runs/{run}/continue")).is_success


async def test_a_queued_run_can_be_stopped_and_makes_place(tmp_path: Path) -> None:
    executor = FakeExecutor(places=1)
    async with served(tmp_path, executor) as world:
        runs = await world.make(spec=SPEC, vary={"/training/seed": [0, 1, 2]})
        await until(lambda: executor.workers)
        await until(lambda: [world.parts.runs.records.get(run).place for run in runs] == [None, 1, 2])  # type: ignore[union-attr]
        assert (await world.http.post(f"/api/runs/{runs[1]}/stop")).status_code == 202
        assert (await world.run(runs[1]))["state"] == "stopped"
        await until(lambda: world.parts.runs.records.get(runs[2]).place == 1)  # type: ignore[union-attr]
        executor.workers[0].run()
        executor.workers[0].end()
        assert (await executor.worker(runs[2])).assignment.run == runs[2]


async def test_every_variant_begins_with_its_first_seed_before_any_second(tmp_path: Path) -> None:
    executor = FakeExecutor(places=1)

    def enough(count: int) -> bool:
        return len(executor.workers) == count

    cells, seeds = ["SimpleRNN", "GRU", "LSTM"], [0, 1]
    async with served(tmp_path, executor) as world:
        runs = await world.make(spec=SPEC, vary={"/training/seed": seeds, "/architecture/cell": cells})
        started = []
        for count in range(1, 7):
            await until(partial(enough, count))
            spec = executor.workers[-1].assignment.spec
            started.append((spec["training"]["seed"], spec["architecture"]["cell"]))
            executor.workers[-1].run()
            executor.workers[-1].end()
        assert started == [(seed, cell) for seed in seeds for cell in cells]
        assert (await world.run(runs[1]))["title"]["text"] == "GRU · seed 0"
        assert (await world.run(runs[1]))["varied"] == {"/architecture/cell": "GRU", "/training/seed": 0}
        (race,) = (await world.http.get("/api/races")).json()
        assert race["runs"] == runs


async def test_a_race_is_commanded_at_once(world: World, executor: FakeExecutor) -> None:
    runs = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
    race = (await world.http.get("/api/races")).json()[0]["id"]
    for run in runs:
        (await executor.worker(run)).run()
        await world.state(run, "running")
    paused = await world.http.post(f"/api/races/{race}/pause")
    assert paused.status_code == 202
    assert [run["id"] for run in paused.json()] == runs
    assert [worker.commands for worker in executor.workers] == [[Pause()], [Pause()]]
    assert (await world.http.post(f"/api/races/{race}/resume")).status_code == 409
    assert (await world.http.post("/api/races/none/stop")).status_code == 404


async def test_a_run_is_slowed_until_it_ends_and_from_its_beginning(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make(spec=SPEC, steps_per_second=10)
    worker = await executor.worker(run)
    worker.run()
    assert (await world.state(run, "running"))["steps_per_second"] == 10
    slowed = await world.http.post(f"/api/runs/{run}/slow", json={"steps_per_second": 2})
    assert (slowed.status_code, slowed.json()["steps_per_second"]) == (202, 2)
    worker.learn(1, 10)
    await until(lambda: world.parts.runs.records.get(run).run.step == 9)  # type: ignore[union-attr]
    assert (await world.run(run))["steps_per_second"] == 2
    assert (await world.http.post(f"/api/runs/{run}/slow", json={})).json()["steps_per_second"] is None
    assert (await world.http.post(f"/api/runs/{run}/slow", json={"steps_per_second": 0})).status_code == 422
    assert worker.commands == [Slow(steps_per_second=10), Slow(steps_per_second=2), Slow()]
    await world.http.post(f"/api/runs/{run}/slow", json={"steps_per_second": 1})
    worker.end()
    assert (await world.state(run))["steps_per_second"] is None
    assert (await world.http.post(f"/api/runs/{run}/slow", json={"steps_per_second": 1})).status_code == 409


async def test_a_race_is_slowed_also_where_it_waits(tmp_path: Path) -> None:
    executor = FakeExecutor(places=1)
    async with served(tmp_path, executor) as world:
        runs = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
        race = (await world.http.get("/api/races")).json()[0]["id"]
        first = await executor.worker(runs[0])
        first.run()
        await world.state(runs[0], "running")
        slowed = await world.http.post(f"/api/races/{race}/slow", json={"steps_per_second": 2})
        assert [run["steps_per_second"] for run in slowed.json()] == [2, 2]
        assert first.commands == [Slow(steps_per_second=2)]
        first.end()
        second = await executor.worker(runs[1])
        await until(lambda: second.commands)
        assert second.commands == [Slow(steps_per_second=2)]


async def test_a_run_goes_to_the_trash_and_comes_back(world: World, executor: FakeExecutor) -> None:
    async with world.page() as page:
        (run,) = await world.make()
        (await executor.worker(run)).run()
        await page.until_state(run, "running")
        assert (await world.http.delete(f"/api/runs/{run}")).json()["deleted"]
        await page.until(lambda frame: frame["type"] == "runs" and run in frame["removed"])
        assert (await world.http.get("/api/runs")).json() == []
        assert [one["id"] for one in (await world.http.get("/api/runs?deleted=true")).json()] == [run]
        (await executor.worker(run)).end(RunState.STOPPED, "stopped by hand")
        await world.state(run)
        assert (await world.run(run))["deleted"]
        assert (await world.http.get("/api/races")).json() == []
        await world.http.post(f"/api/runs/{run}/restore")
        await page.until(lambda _: run in page.runs)
        assert (await world.http.get("/api/runs")).json()[0]["state"] == "stopped"


async def test_snapshots_and_notices_are_told_with_the_run(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.snapshot(10)
    worker.snapshot(20)
    worker.say(Checkpoint(step=20, epoch=2.0, bytes=20))
    worker.say(Notice(code="diverged", text="The loss ran away.", step=20, epoch=2.0))
    worker.end()
    body = await world.state(run)
    assert body["snapshots"] == [10, 20]
    assert body["notices"][0]["text"]["text"] == "The loss ran away."
    newest = await world.http.get(f"/api/runs/{run}/export/weights.safetensors")
    assert newest.content == b"weights of step 20"
    assert "addition-recurrent-GRU-seed-0-last-step-20.safetensors" in newest.headers["content-disposition"]
    assert (await world.http.get(f"/api/runs/{run}/export/weights.safetensors?at=15")).status_code == 404
    for nothing in ("worst", "9" * 5000):
        refused = await world.http.get(f"/api/runs/{run}/export/weights.safetensors?at={nothing}")
        assert refused.status_code == 422


async def test_a_closed_server_interrupts_what_is_at_work_and_keeps_the_queue(tmp_path: Path) -> None:
    executor = FakeExecutor(places=1)
    async with served(tmp_path, executor) as world:
        runs = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
        worker = await executor.worker(runs[0])
        worker.run()
        worker.learn(1, 50)
        worker.snapshot(40)
        await until(lambda: world.parts.runs.records.get(runs[0]).run.step == 49)  # type: ignore[union-attr]
    again = FakeExecutor(places=1)
    async with served(tmp_path, again) as world:
        first = await world.run(runs[0])
        assert (first["state"], first["reason"]["text"]) == ("interrupted", "the server was closed")
        curve = (await world.http.get(f"/api/runs/{runs[0]}/points?clock=batch")).json()
        assert curve["columns"]["step"] == list(range(1, 50))
        await again.worker(runs[1])


async def test_seconds_per_epoch_come_from_an_equal_run(world: World, executor: FakeExecutor) -> None:
    assert (await world.http.post("/api/plan", json=SPEC)).json()["seconds_per_epoch"] is None
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.learn(1, 101)
    worker.end()
    await world.state(run)
    longer = {**SPEC, "training": {"epochs": 9, "seed": 4}}
    assert (await world.http.post("/api/plan", json=longer)).json()["seconds_per_epoch"] == pytest.approx(0.1)
    wider = {**SPEC, "architecture": {"name": "recurrent", "hidden": 16}}
    assert (await world.http.post("/api/plan", json=wider)).json()["seconds_per_epoch"] is None


async def test_multiply_adds_are_counted_as_the_plan_counts_them_and_survive_the_server(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path, executor) as world:
        planned = (await world.http.post("/api/plan", json=SPEC)).json()["multiply_adds"]
        (run,) = await world.make()
        await until(lambda: world.parts.runs.records.get(run).run.multiply_adds)  # type: ignore[union-attr]
        (await executor.worker(run)).run()
        await world.state(run, "running")
    async with served(tmp_path, FakeExecutor()) as world:
        assert (await world.run(run))["multiply_adds"] == planned > 0
