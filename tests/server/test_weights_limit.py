"""Weights of all runs stay within a limit: the oldest go, their run says so, and what is needed to go on stays."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.events import Checkpoint, RunState, State
from server.__main__ import app
from server.runs.records import fresh
from server.schema.runs import Best, Run
from server.settings import Settings, snapshot_limit
from server.store.rows import RunRow
from server.weights.protocol import Stored
from server.weights.quota import in_words, too_much
from tests.server.fakes import FakeExecutor, FakeWorker, until
from tests.server.world import SPEC, World, served

SIZE = 1000
LIMIT = 10 * SIZE


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor, snapshot_limit=LIMIT) as world:
        yield world


def keep(worker: FakeWorker, step: int, at: int, full: bool = False) -> Path:
    """Weights of a known size and age, as a worker leaves and tells them."""
    folder = worker.folder
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{'checkpoint' if full else 'step'}-{step:09d}.safetensors"
    file.write_bytes(b"." * SIZE)
    os.utime(file, ns=(at, at))
    worker.say(Checkpoint(step=step, epoch=step / 10, bytes=SIZE, full=full))
    return file


async def working(world: World, executor: FakeExecutor) -> tuple[str, FakeWorker]:
    (run,) = await world.make(spec=SPEC)
    worker = await executor.worker(run)
    worker.run()
    return run, worker


async def notices_of(world: World, run: str) -> list[str]:
    return [notice["text"]["text"] for notice in (await world.run(run))["notices"] if notice["code"] == "let go"]


async def test_the_oldest_weights_go_first_and_their_run_says_so_once_long_after_its_end(
    world: World, executor: FakeExecutor
) -> None:
    old, worker = await working(world, executor)
    for step in range(6):
        keep(worker, step, at=step)
    keep(worker, 5, at=5, full=True)
    worker.end()
    await world.state(old)
    new, worker = await working(world, executor)
    for step in range(4):
        keep(worker, step, at=100 + step)
    record = world.parts.runs.records.get(old)
    assert record is not None
    await until(lambda: record.run.notices)
    assert record.run.snapshots == [2, 3, 4, 5]
    for step in range(4, 6):
        keep(worker, step, at=100 + step)
    keep(worker, 5, at=106, full=True)
    await until(lambda: not record.run.snapshots[1:])
    assert record.run.snapshots == [5]
    assert await notices_of(world, old) == [
        "Older epochs of this run were let go: the data folder reached its 0.01 MB."
    ]
    assert await notices_of(world, new) == []
    assert record.run.state == "finished"
    async with world.page() as page:
        await page.watch(**{f"_{old}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")
        assert [event["code"] for event in page.told[old].events if event["type"] == "notice"] == ["let go"]


async def test_what_was_let_go_is_refused_in_words(world: World, executor: FakeExecutor) -> None:
    run, worker = await working(world, executor)
    for step in range(12):
        keep(worker, step, at=step)
    record = world.parts.runs.records.get(run)
    assert record is not None
    await until(lambda: record.run.notices)
    worker.end()
    await world.state(run)
    for call, body in (("look", {"view": "answers", "at": 1}), ("fork", {"at": 1})):
        answer = await world.http.post(f"/api/runs/{run}/{call}", json=body)
        problem = answer.json()
        assert (answer.status_code, problem["field"], problem["nearest"]) == (404, "/at", record.run.snapshots[0])
        assert "no weights of step 1" in problem["detail"]
        assert "let go" in problem["detail"]
    away = await world.http.get(f"/api/runs/{run}/export/weights.safetensors?at=1")
    assert "let go" in away.json()["detail"]
    kept = await world.http.post(f"/api/runs/{run}/look", json={"view": "answers", "at": record.run.snapshots[0]})
    assert kept.status_code == 200


async def test_a_run_whose_last_checkpoint_was_let_go_does_not_begin_anew_unasked(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await working(world, executor)
    last = keep(worker, 5, at=1, full=True)
    worker.end()
    await world.state(run)
    other, worker = await working(world, executor)
    for step in range(11):
        keep(worker, step, at=100 + step)
    one, two = world.parts.runs.records.get(run), world.parts.runs.records.get(other)
    assert one is not None
    assert two is not None
    await until(lambda: two.run.notices)
    assert last.exists()
    worker.say(State(state=RunState.PAUSED, step=11))
    big = keep(worker, 12, at=200)
    big.write_bytes(b"." * LIMIT)
    keep(worker, 12, at=201, full=True).write_bytes(b"." * LIMIT)
    await until(lambda: one.run.notices)
    assert await notices_of(world, run) == ["All weights of this run were let go: the data folder reached its 0.01 MB."]
    refused = await world.http.post(f"/api/runs/{run}/continue", json={"epochs": 3})
    assert (refused.status_code, "let go" in refused.json()["detail"]) == (409, True)
    assert big.exists()


def run_of(state: str, best: int | None = None, deleted: bool = False) -> Run:
    row = RunRow("id", "teacher", None, "", "{}", "{}", "2026-01-01", 1, "{}")
    found = None if best is None else Best(series="exact", value=1, step=best, epoch=0)
    return fresh(row, {}, []).model_copy(update={"state": RunState(state), "deleted": deleted, "best": found})


def files(*steps: int, at: int = 0) -> list[Stored]:
    """Weights of each step, and the whole state of the last, one byte each."""
    every = [(step, False) for step in steps] + [(steps[-1], True)]
    return [Stored(step, full, 1, at + step) for step, full in every]


def test_weights_go_in_their_order_and_what_is_at_work_keeps_its_last() -> None:
    kept = {
        "trash": files(1, 2, at=1000),
        "ended": files(1, 2, 3, at=500),
        "working": files(1, 2, 3, at=100),
        "waiting": files(7),
    }
    runs = {
        "trash": run_of("finished", deleted=True),
        "ended": run_of("stopped", best=2),
        "working": run_of("paused", best=1),
        "waiting": run_of("queued"),
    }
    order = [(run, file.step) for run, file in too_much(kept, runs, 0)]
    assert order[:3] == [("trash", 1), ("trash", 2), ("trash", 2)]
    assert order[3:] == [("working", 2), ("ended", 1), ("working", 1), ("ended", 2), ("ended", 3), ("ended", 3)]
    assert [file.step for _, file in too_much(kept, runs, 12)] == [1]
    assert too_much(kept, runs, 13) == []


def test_a_run_in_the_trash_that_still_stops_keeps_its_last() -> None:
    own = files(1, 2)
    assert [file.step for _, file in too_much({"run": own}, {"run": run_of("running", deleted=True)}, 0)] == [1]


def test_sizes_are_said_as_they_were_set() -> None:
    assert [in_words(2_000_000_000), in_words(500_000_000), in_words(1_500_000_000)] == ["2 GB", "500 MB", "1.5 GB"]


def test_a_server_with_a_limit_that_is_no_number_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_SNAPSHOT_LIMIT", "plenty")
    refused = CliRunner().invoke(app, ["serve", "--no-browser"], env={"COLUMNS": "160"})
    assert (refused.exit_code, "and not 'plenty'" in refused.output) == (2, True)


def test_the_limit_is_set_in_gigabytes_and_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCHOOLYARD_SNAPSHOT_LIMIT", raising=False)
    assert Settings().snapshot_limit == 2_000_000_000
    monkeypatch.setenv("SCHOOLYARD_SNAPSHOT_LIMIT", "0.5")
    assert Settings().snapshot_limit == 500_000_000
    for nonsense in ("many", "-1", "inf", "nan"):
        monkeypatch.setenv("SCHOOLYARD_SNAPSHOT_LIMIT", nonsense)
        with pytest.raises(ValueError, match=nonsense):
            snapshot_limit()
