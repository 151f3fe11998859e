"""Looks: asked once for everybody, again as the network learns, from kept weights once it does not."""

from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest

from models.events import RunState, State
from server.live import views as live_views
from server.store.protocol import WriteFailed
from tests.server.fakes import FakeExecutor, FakeWorker, until
from tests.server.world import Frame, Page, World, served


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr(live_views, "MOST_A_SECOND", 50.0)
    async with served(tmp_path, executor) as world:
        yield world


def is_view(frame: Frame) -> bool:
    return bool(frame["type"] == "view")


def is_refused(frame: Frame) -> bool:
    return bool(frame["type"] == "refused")


async def at_work(world: World, executor: FakeExecutor) -> tuple[str, FakeWorker]:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    await world.state(run, "running")
    return run, worker


async def look(page: Page, run: str, **more: object) -> None:
    await page.say(type="look", looks=[{"run": run, "view": "answers", **more}])


async def test_one_question_to_the_worker_serves_all_pages(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_work(world, executor)
    async with world.page() as one, world.page() as other:
        await look(one, run)
        await look(other, run)
        await until(worker.looks)
        worker.answer(worker.looks()[0], step=3)
        for page in (one, other):
            seen = (await page.until(is_view))["look"]
            assert (seen["run"], seen["view"], seen["at"], seen["step"]) == (run, "answers", "live", 3)
            assert seen["picture"]["type"] == "marked text"
        assert len(worker.looks()) == 1


async def test_a_look_at_a_run_that_the_store_could_not_keep_is_answered_from_kept_weights(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, worker = await at_work(world, executor)
    worker.snapshot(7)

    async def full(entry: object) -> int:
        raise WriteFailed("the store could not write: the disk is full")

    async with world.page() as page:
        await look(page, run)
        await until(worker.looks)
        monkeypatch.setattr(world.parts.store, "append", full)
        worker.learn(1, 10)
        assert (await page.until(is_view, seconds=10))["look"]["step"] == 7


async def test_a_look_is_asked_again_after_each_epoch_and_never_twice_at_once(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await at_work(world, executor)
    async with world.page() as page:
        await look(page, run)
        await until(worker.looks)
        for step in (10, 20, 30):
            worker.measure(step, 0.1)
        await until(lambda: world.parts.runs.records.get(run).run.step == 30)  # type: ignore[union-attr]
        assert len(worker.looks()) == 1
        worker.answer(worker.looks()[0], step=5)
        await page.until(is_view)
        await until(lambda: len(worker.looks()) == 2)
        worker.answer(worker.looks()[1], step=30)
        assert (await page.until(is_view))["look"]["step"] == 30
        worker.measure(40, 0.1)
        await until(lambda: len(worker.looks()) == 3)


async def test_what_is_looked_at_in_a_slowed_run_is_seen_step_by_step(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_work(world, executor)
    await world.http.post(f"/api/runs/{run}/slow", json={"steps_per_second": 2})
    async with world.page() as page:
        await look(page, run)
        await until(worker.looks)
        for step in (1, 2, 3):
            worker.answer(worker.looks()[-1], step=step)
            assert (await page.until(is_view))["look"]["step"] == step
            worker.learn(step + 1, step + 2)
            await until(lambda seen=step: len(worker.looks()) == seen + 1)  # type: ignore[misc]


async def test_a_page_that_looks_elsewhere_costs_the_worker_nothing_more(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_work(world, executor)
    async with world.page() as page:
        await look(page, run)
        await until(worker.looks)
        worker.answer(worker.looks()[0])
        await page.until(is_view)
        await page.say(type="look", looks=[])
        await page.watch(**{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")
        worker.measure(10, 0.1)
        await page.until(lambda frame: frame["type"] == "event" and frame["event"]["type"] == "points")
        assert len(worker.looks()) == 1


async def test_a_page_that_comes_later_sees_the_last_answer_at_once(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_work(world, executor)
    async with world.page() as one, world.page() as other:
        await look(one, run)
        await until(worker.looks)
        worker.answer(worker.looks()[0], step=8)
        await one.until(is_view)
        await look(other, run)
        assert (await other.until(is_view))["look"]["step"] == 8


async def test_a_paused_run_is_looked_at_through_its_worker(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_work(world, executor)
    worker.say(State(state=RunState.PAUSED, step=4))
    await world.state(run, "paused")
    async with world.page() as page:
        await look(page, run)
        await until(worker.looks)
        worker.answer(worker.looks()[0], step=4)
        assert (await page.until(is_view))["look"]["step"] == 4


async def test_a_look_that_waits_when_the_run_ends_is_answered_from_its_last_weights(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await at_work(world, executor)
    worker.snapshot(50)
    worker.snapshot(100)
    async with world.page() as page:
        await look(page, run)
        await until(worker.looks)
        worker.end()
        seen = (await page.until(is_view))["look"]
        assert (seen["at"], seen["step"], seen["epoch"]) == ("live", 100, 10.0)


async def test_a_finished_run_and_earlier_steps_are_read_from_kept_weights_once(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await at_work(world, executor)
    worker.measure(50, 0.9)
    worker.measure(100, 0.8)
    for step in (0, 50, 100):
        worker.snapshot(step)
    worker.end()
    await world.state(run)
    for at, step in (("live", 100), ("best", 50), (0, 0), ("best", 50)):
        answer = await world.http.post(f"/api/runs/{run}/look", json={"view": "answers", "at": at})
        assert (answer.status_code, answer.json()["step"], answer.json()["at"]) == (200, step, at)
    assert [asked[0] for asked in executor.reader.asked] == [100, 50, 0]


async def test_a_run_that_has_not_begun_is_looked_at_when_it_has(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    await world.state(run, "starting")
    async with world.page() as page:
        await look(page, run)
        await page.watch(**{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")
        assert not worker.looks()
        worker.run()
        await until(worker.looks)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"view": "no such view"}, 422),
        ({"view": "answers", "at": 7}, 404),
        ({"view": "ask", "question": "nonsense", "at": 100}, 422),
        ({"view": "answers", "at": "sometime"}, 422),
        ({"view": "answers", "question": "x" * 100_001}, 422),
    ],
)
async def test_what_cannot_be_seen_is_refused_in_words(
    world: World, executor: FakeExecutor, asked: Frame, status: int
) -> None:
    run, worker = await at_work(world, executor)
    worker.snapshot(100)
    worker.end()
    await world.state(run)
    answer = await world.http.post(f"/api/runs/{run}/look", json=asked)
    assert answer.status_code == status
    assert answer.json()["detail"]


async def test_the_socket_refuses_in_words_too_and_lives_on(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_work(world, executor)
    async with world.page() as page:
        await look(page, run, view="no such view")
        assert "no such view" in (await page.until(is_refused))["detail"]["text"]
        await look(page, run, view="ask", question="1+")
        await until(worker.looks)
        worker.answer(worker.looks()[0], refused="That is no sum.")
        assert (await page.until(is_refused))["detail"]["text"] == "That is no sum."
        await look(page, "nobody")
        assert "nobody" in (await page.until(is_refused))["detail"]["text"]


async def test_a_script_gets_one_answer_from_a_run_at_work(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_work(world, executor)
    statuses = []

    async def ask() -> None:
        statuses.append((await world.http.post(f"/api/runs/{run}/look", json={"view": "answers"})).json()["step"])

    async with anyio.create_task_group() as group:
        group.start_soon(ask)
        await until(worker.looks)
        worker.answer(worker.looks()[0], step=12)
    assert statuses == [12]


async def test_data_are_looked_at_before_anything_is_trained(world: World, executor: FakeExecutor) -> None:
    spec = {"task": {"name": "addition"}, "architecture": {"name": "recurrent"}}
    answer = await world.http.post("/api/look", json={"spec": spec, "view": "examples", "question": "3"})
    assert (answer.status_code, answer.json()["picture"]["type"]) == (200, "marked text")
    assert executor.reader.asked == [(0, "examples", "3")]
    of_network = await world.http.post("/api/look", json={"spec": spec, "view": "ask"})
    assert (of_network.status_code, of_network.json()["field"]) == (422, "/view")
    assert "examples" in of_network.json()["allowed"]
    refused = await world.http.post("/api/look", json={"spec": spec, "view": "examples", "question": "nonsense"})
    assert (refused.status_code, refused.json()["detail"]) == (422, "That is no sum.")


async def test_data_that_are_not_here_are_said_to_be_missing(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path / "empty"))
    spec = {"task": {"name": "cifar10"}, "architecture": {"name": "mlp"}}
    answer = await world.http.post("/api/look", json={"spec": spec, "view": "examples"})
    assert answer.status_code == 409
    assert "CIFAR-10" in answer.json()["detail"]
    assert executor.reader.asked == []
