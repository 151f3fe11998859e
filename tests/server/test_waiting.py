"""Many runs wait: what one that leaves costs, and what a page that comes is told of all."""

import json
import zlib

import pytest
from websockets.asyncio.client import connect

from server.people.person import TEACHER
from server.people.roles import Visible
from tests.server.fakes import FakeExecutor, until
from tests.server.test_live import names, uncounted
from tests.server.world import SPEC, World

MANY = 60
EVERYTHING = Visible(TEACHER)


async def queued(world: World, executor: FakeExecutor, count: int = MANY) -> list[str]:
    executor.places = 0
    runs = await world.make(spec=SPEC, vary={"/training/seed": list(range(count))})
    await until(lambda: world.parts.runs.records.get(runs[-1]).place == count)  # type: ignore[union-attr]
    return runs


def numbered(runs: list[str]) -> dict[str, int]:
    return {run: place for place, run in enumerate(runs, start=1)}


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else changes the runs meanwhile."""
    monkeypatch.setattr("server.runs.service.count", uncounted)


async def test_a_run_that_leaves_the_queue_is_told_and_none_of_those_behind_it_anew(
    world: World, executor: FakeExecutor
) -> None:
    runs = await queued(world, executor)
    async with world.page() as page:
        await page.until(lambda frame: frame.get("places") == numbered(runs))
        await until(lambda: all(client._idle for client in world.parts.hub.clients))
        begun = len(page.frames)
        for run in runs[:10]:
            assert (await world.http.post(f"/api/runs/{run}/stop")).is_success
        await page.until(lambda frame: frame.get("places") == numbered(runs[10:]))
        since = page.frames[begun:]
        assert {name for frame in since for name in names(frame)} <= set(runs[:10])
        assert sum(frame.get("places") is not None for frame in since) <= 4  # once a second, and at first
    assert (await world.run(runs[10]))["place"] == 1
    assert (await world.run(runs[-1]))["place"] == MANY - 10
    assert (await world.run(runs[0]))["place"] is None


async def test_a_page_that_comes_is_told_the_queue_as_it_is(world: World, executor: FakeExecutor) -> None:
    runs = await queued(world, executor, 5)
    assert (await world.http.post(f"/api/runs/{runs[3]}/move", json={"before": runs[0]})).is_success
    async with world.page() as page:
        frame = await page.until(lambda frame: frame.get("places"))
        assert frame["places"] == numbered([runs[3], runs[0], runs[1], runs[2], runs[4]])
        assert {run: page.runs[run]["place"] for run in runs} == frame["places"]


async def test_a_page_that_unpacks_is_told_many_runs_in_a_tenth_of_the_bytes(
    world: World, executor: FakeExecutor
) -> None:
    runs = await queued(world, executor)
    async with world.page() as page, connect(f"{world.address}?packed", max_size=None) as other:
        plain = await page.until(lambda frame: len(names(frame)) == MANY)
        assert json.loads(await other.recv())["type"] == "hello"
        packed = await other.recv()
        assert isinstance(packed, bytes)
        assert len(packed) * 10 < len(json.dumps(plain))
        assert json.loads(zlib.decompress(packed)) == plain
        assert names(plain) == runs[::-1]
        assert json.loads(await other.recv())["places"] == numbered(runs)  # short ones are text


async def test_the_list_of_all_runs_is_made_once_for_all_who_come(world: World, executor: FakeExecutor) -> None:
    runs = await queued(world, executor, 3)
    feed = world.parts.hub.feed
    first = next(feed.since(EVERYTHING, -1))
    assert next(feed.since(EVERYTHING, -1)) is first
    assert (await world.http.patch(f"/api/runs/{runs[0]}", json={"note": "for Monday"})).is_success
    assert b"for Monday" in next(feed.since(EVERYTHING, -1))


async def test_a_queue_that_is_full_takes_no_more_and_says_how_many_there_is_room_for(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.runs.queue.MOST_WAITING", 5)
    runs = await queued(world, executor, 4)
    asked = {"spec": SPEC, "vary": {"/training/seed": [7, 8]}}
    answer = await world.http.post("/api/runs", json=asked)
    assert (answer.status_code, answer.json()["allowed"]) == (409, 1)
    assert "4 runs wait already" in answer.json()["detail"]
    assert (await world.http.post("/api/runs", json={"spec": SPEC})).status_code == 201
    assert (await world.http.post(f"/api/runs/{runs[0]}/stop")).is_success
    assert (await world.http.post("/api/runs", json={"spec": SPEC})).status_code == 201
