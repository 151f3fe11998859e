"""What goes wrong with workers and with the store ends a run with its reason, and nothing else."""

import pytest

from models.events import RunState, State
from tests.server.fakes import FakeExecutor, FakeWorker, until
from tests.server.store.sqlite_file import fill_disk, make_room
from tests.server.world import SPEC, World, stored


async def test_a_worker_that_is_killed_ends_its_run_with_a_reason_and_no_other(
    world: World, executor: FakeExecutor
) -> None:
    one, other = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
    (await executor.worker(one)).run()
    (await executor.worker(other)).run()
    (await executor.worker(one)).leave(-9)
    failed = await world.state(one)
    assert failed["state"] == "failed"
    assert "signal 9" in failed["reason"]["text"]
    assert (await world.state(other, "running"))["state"] == "running"


async def test_a_worker_that_leaves_without_a_last_word_has_failed(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.leave(1, "Traceback\nValueError: no such thing")
    assert (await world.state(run))["reason"]["text"].endswith("exit code 1: ValueError: no such thing")


async def test_a_worker_that_cannot_be_started_is_a_failed_run(world: World, executor: FakeExecutor) -> None:
    executor.broken = "no more processes"
    (run,) = await world.make()
    assert (await world.state(run))["reason"]["text"] == "no worker could be started: no more processes"


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("points", b'{"type":"points","clock":"batch","columns":{"loss":[1]}}'),
        ("points", b'{"type":"points"}'),
        ("state", b'{"type":"state","state":"queued"}'),
        ("state", b"not json"),
    ],
)
async def test_a_worker_that_talks_nonsense_is_ended(
    world: World, executor: FakeExecutor, type: str, body: bytes
) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.say_bytes(type, body)
    assert "makes no sense" in (await world.state(run))["reason"]["text"]
    assert worker.killed


async def test_what_came_at_once_before_nonsense_is_kept(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.learn(1, 5)
    worker.say_bytes("points", b'{"type":"points"}')
    worker.learn(5, 9)
    assert "makes no sense" in (await world.state(run))["reason"]["text"]
    assert (await stored(world, run))["batch"]["step"] == [1, 2, 3, 4]


async def test_there_is_exactly_one_last_state(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.say(State(state=RunState.FINISHED, reason="first"))
    worker.say(State(state=RunState.FAILED, reason="second"))
    worker.learn(1, 5)
    worker.leave(1)
    await until(lambda: worker.killed)
    assert (await world.state(run))["reason"]["text"] == "first"
    history = await world.parts.store.history(run, 100)
    assert sum('"finished"' in event or '"failed"' in event for event in history.events) == 1
    assert history.curves == []


async def test_a_stop_that_is_not_heeded_is_enforced(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.runs.supervisor.PATIENCE", 0.05)
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    await world.state(run, "running")
    assert (await world.http.post(f"/api/runs/{run}/stop")).status_code == 202
    ended = await world.state(run)
    assert ended["state"] == "stopped"
    assert "did not answer" in ended["reason"]["text"]
    assert worker.killed


async def ended_but_there(world: World, executor: FakeExecutor) -> tuple[str, FakeWorker]:
    """A run that has finished, and its worker, which has not left."""
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.say(State(state=RunState.FINISHED, step=5))
    await world.state(run, "finished")
    assert (await world.http.post(f"/api/runs/{run}/extend", json={"epochs": 1})).status_code == 202
    return run, worker


async def test_a_worker_that_leaves_late_says_nothing_in_the_name_of_the_next_attempt(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await ended_but_there(world, executor)
    worker.learn(6, 9)
    worker.leave(-9)
    await until(lambda: len(executor.workers) == 2)
    again = executor.workers[1]
    again.run()
    again.learn(1, 3)
    again.end()
    body = await world.state(run, "finished")
    assert [attempt["state"] for attempt in body["attempts"]] == ["finished", "finished"]
    assert (await stored(world, run))["batch"]["step"] == [1, 2]


async def test_what_is_told_to_a_run_that_waits_for_its_next_attempt_does_not_go_to_the_worker_before(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await ended_but_there(world, executor)
    again = await world.http.post(f"/api/runs/{run}/continue", json={"epochs": 1})
    assert again.status_code == 409
    assert (await world.http.post(f"/api/runs/{run}/stop")).status_code == 202
    stopped = await world.state(run, "stopped")
    assert stopped["reason"]["text"] == "stopped before it began"
    worker.leave()
    await until(lambda: not world.parts.runs.scheduler.attempts)
    assert (len(executor.workers), worker.commands) == (1, [])
    assert (await world.run(run))["state"] == "stopped"


async def test_a_worker_that_hangs_is_noticed_once(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.runs.supervisor.SILENCE", 0.05)
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    record = world.parts.runs.records.get(run)
    assert record is not None
    await until(lambda: record.run.notices)
    worker.learn(1, 10)
    await until(lambda: len(record.run.notices) == 2)
    assert record.run.state == "running"
    assert {notice.code for notice in record.run.notices} == {"worker"}


async def test_a_store_that_cannot_write_ends_runs_and_refuses_new_ones_in_words(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
    (await executor.worker(one)).run()
    await world.state(one, "running")
    await fill_disk(world.parts.store)
    for first in range(1, 5000, 500):
        (await executor.worker(one)).learn(first, first + 500)
    failed = await world.state(one)
    assert (failed["state"], "full" in failed["reason"]["text"]) == ("failed", True)
    assert (await executor.worker(one)).killed
    answers = [await world.http.post("/api/runs", json={"spec": SPEC}) for _ in range(20)]
    refused = [answer for answer in answers if answer.status_code != 201]
    assert refused
    assert all((answer.status_code, "full" in answer.json()["detail"]) == (507, True) for answer in refused)
    assert (await world.http.get(f"/api/runs/{other}")).status_code == 200


async def test_a_run_that_failed_for_want_of_room_goes_on_once_there_is_some(
    world: World, executor: FakeExecutor
) -> None:
    (run,) = await world.make()
    first = await executor.worker(run)
    first.run()
    await world.state(run, "running")
    await fill_disk(world.parts.store)
    for start in range(1, 5000, 500):
        first.learn(start, start + 500)
    await world.state(run, "failed")
    await make_room(world.parts.store)
    assert (await world.http.post(f"/api/runs/{run}/continue")).status_code == 202
    await until(lambda: len(executor.workers) == 2)
    executor.workers[-1].run()
    body = await world.state(run, "running")
    assert [attempt["state"] for attempt in body["attempts"]] == ["failed", "running"]
    kept = await world.parts.store.events(run, 0, 1000)
    assert [event.seq for event in kept] == list(range(1, len(kept) + 1))
