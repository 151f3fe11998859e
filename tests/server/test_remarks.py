"""What a person says of runs: notes, pins, and which is to be next."""

from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.server.fakes import FakeExecutor
from tests.server.world import World, served


async def test_a_note_and_a_pin_outlive_the_server(tmp_path: Path, executor: FakeExecutor) -> None:
    async with served(tmp_path, executor) as world:
        (run,) = await world.make()
        assert (await world.http.patch(f"/api/runs/{run}", json={"note": "the one with the good gates"})).is_success
        answer = (await world.http.patch(f"/api/runs/{run}", json={"pinned": True})).json()
        assert (answer["note"], answer["pinned"]) == ("the one with the good gates", True)
    async with served(tmp_path, FakeExecutor()) as world:
        again = await world.run(run)
        assert (again["note"], again["pinned"]) == ("the one with the good gates", True)


async def test_a_note_and_a_pin_of_two_pages_at_the_same_time_are_both_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (run,) = await world.make()
    store, both, asked = world.parts.store, anyio.Event(), []
    keep = store.set_remarks

    async def together(*remark: Any) -> None:
        asked.append(remark)
        if len(asked) == 2:
            both.set()
        await both.wait()
        await keep(*remark)

    monkeypatch.setattr(store, "set_remarks", together)
    async with anyio.create_task_group() as pages:
        for remark in ({"note": "look here"}, {"pinned": True}):
            pages.start_soon(lambda said: world.http.patch(f"/api/runs/{run}", json=said), remark)
    told = await world.run(run)
    (kept,) = (await store.load()).runs
    assert (told["note"], told["pinned"]) == (kept.note, kept.pinned) == ("look here", True)


async def test_a_note_that_is_written_just_as_a_run_goes_on_stays(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.leave(code=1)
    await world.state(run)
    begin = world.parts.store.begin

    async def with_a_note_meanwhile(*attempt: Any) -> int:
        assert (await world.http.patch(f"/api/runs/{run}", json={"note": "once more"})).is_success
        return await begin(*attempt)

    monkeypatch.setattr(world.parts.store, "begin", with_a_note_meanwhile)
    assert (await world.http.post(f"/api/runs/{run}/continue")).is_success
    assert (await world.run(run))["note"] == "once more"


async def test_a_waiting_run_is_put_before_another_and_stays_there(world: World, executor: FakeExecutor) -> None:
    executor.places = 0
    runs = [(await world.make())[0] for _ in range(3)]
    moved = await world.http.post(f"/api/runs/{runs[2]}/move", json={"before": runs[0]})
    assert moved.is_success, moved.text
    places = {run: (await world.run(run))["place"] for run in runs}
    assert places == {runs[2]: 1, runs[0]: 2, runs[1]: 3}
    assert (await world.http.post(f"/api/runs/{runs[2]}/move", json={"before": None})).is_success
    assert (await world.run(runs[2]))["place"] == 3


async def test_what_no_longer_waits_is_not_moved(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    await executor.worker(run)
    refused = await world.http.post(f"/api/runs/{run}/move", json={"before": None})
    assert refused.status_code == 409
    assert "cannot be moved in the queue" in refused.json()["detail"]
