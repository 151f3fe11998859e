"""A class on one server: each is told of their own runs, the teacher of all, and what is another's is not there."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import HTTPConnection
from websockets.exceptions import InvalidStatus

from server.people.person import TEACHER, Person, Role
from server.people.roles import MAY, Action, Reach, allowed, check
from server.schema.refusal import Refusal
from tests.server.fakes import FakeExecutor, until
from tests.server.world import SPEC, Page, World, served

ANN, BOB = {"x-person": "ann"}, {"x-person": "bob"}


class ByHeader:
    """Who asks says so; who says nothing is the teacher."""

    def who(self, connection: HTTPConnection) -> Person:
        name = connection.headers.get("x-person", "")
        if name == "stranger":
            raise Refusal(401, "Not known", "This server does not know you.")
        return Person(name, Role.STUDENT) if name else TEACHER


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor, people=ByHeader()) as world:
        yield world


async def made(world: World, person: dict[str, str], count: int = 1, **asked: Any) -> list[str]:
    body = {"spec": SPEC, "vary": {"/training/seed": list(range(count))}, **asked}
    answer = await world.http.post("/api/runs", json=body, headers=person)
    assert answer.status_code == 201, answer.text
    runs: list[str] = answer.json()["runs"]
    return runs


def text_of(page: Page) -> str:
    return json.dumps(page.frames)


async def until_told(page: Page, run: str) -> None:
    """Reads on until the page has everything up to this run, which was made last."""
    await page.until(lambda _: run in page.runs)


async def test_a_page_is_told_of_its_persons_runs_and_the_teachers_of_all(world: World, executor: FakeExecutor) -> None:
    executor.places = 2
    (earlier,) = await made(world, ANN, title="Ann's earlier run")
    async with world.page(ANN) as ann, world.page(BOB) as bob, world.page() as teacher:
        (hers,), (his,) = await made(world, ANN, title="Ann's run"), await made(world, BOB, title="Bob's run")
        for page, own in ((ann, {earlier, hers}), (bob, {his}), (teacher, {earlier, hers, his})):
            await page.until(lambda _, page=page, own=own: own <= set(page.runs))  # type: ignore[misc]
            await page.say(type="watch", runs={earlier: 0, hers: 0, his: 0})
        worker = await executor.worker(hers)
        worker.run()
        worker.learn(1, 20)
        worker.end()
        for page in (ann, teacher):
            await page.until_told_the_end(hers)
        await world.http.delete(f"/api/runs/{hers}", headers=ANN)
        for page in (ann, teacher):
            await page.until(lambda frame: hers in frame.get("removed", ()))
        (last,) = await made(world, BOB)
        await until_told(bob, last)
        hello = bob.frames[0]
        assert (hello["type"], hello["person"], "start" in hello["may"]) == ("hello", "bob", True)
        assert set(bob.runs) == {his, last}
        assert not any(word in text_of(bob) for word in (earlier, hers, "Ann"))
        assert set(bob.told) <= {his}
        assert set(ann.told) == {earlier, hers}
        assert set(ann.runs) == {earlier}


async def test_a_page_that_comes_back_or_falls_behind_is_told_as_little(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.live.feed.AT_ONCE", 2)
    hers, (his,) = await made(world, ANN, 5), await made(world, BOB)
    async with world.page(BOB) as bob, world.page() as teacher:
        await until_told(bob, his)
        await until_told(teacher, hers[0])
        assert (set(bob.runs), set(teacher.runs)) == ({his}, {his, *hers})
        (client,) = (one for one in world.parts.hub.clients if not one.visible["ann"])
        await world.http.patch(f"/api/runs/{hers[0]}", json={"note": "secret"})
        await world.http.patch(f"/api/runs/{his}", json={"note": "for Monday"})
        client._version = 0
        for frame in client._overtaken():
            assert b"secret" not in frame
            assert hers[0].encode() not in frame
        assert b"for Monday" in b"".join(client._feed.since(client.visible, 0))


async def places_of(page: Page, count: int) -> dict[str, int]:
    found: dict[str, int] = {}
    while len(found) < count:
        found |= (await page.until(lambda frame: frame.get("places")))["places"]
    return found


async def test_each_is_told_their_places_in_the_queue_of_all(world: World, executor: FakeExecutor) -> None:
    executor.places = 0
    hers = await made(world, ANN, 2)
    (his,) = await made(world, BOB)
    await until(lambda: world.parts.runs.records.get(his).place)  # type: ignore[union-attr]
    async with world.page(ANN) as ann, world.page(BOB) as bob, world.page() as teacher:
        places = [await places_of(page, count) for page, count in ((ann, 2), (bob, 1), (teacher, 3))]
    assert places[2] == places[0] | places[1]
    assert set(places[0]) == set(hers)
    assert set(places[1]) == {his}
    assert sorted(places[2].values()) == [1, 2, 3]


async def test_looking_at_anothers_run_is_refused_as_looking_at_none(world: World, executor: FakeExecutor) -> None:
    (hers,) = await made(world, ANN)
    worker = await executor.worker(hers)
    worker.run()
    await world.state(hers, "running")
    async with world.page(ANN) as ann, world.page(BOB) as bob:
        await ann.say(type="look", looks=[{"run": hers, "view": "answers"}])
        await until(worker.looks)
        refused = []
        for run in (hers, "0" * 12):
            await bob.say(type="look", looks=[{"run": run, "view": "answers"}])
            frame = await bob.until(lambda frame: frame["type"] == "refused")
            refused.append(json.dumps(frame).replace(run, "RUN"))
        assert refused[0] == refused[1]
        worker.answer(worker.looks()[0], step=3)
        await ann.until(lambda frame: frame["type"] == "view")
        assert len(worker.looks()) == 1
        (last,) = await made(world, BOB)
        await until_told(bob, last)
        assert "view" not in [frame["type"] for frame in bob.frames]


async def test_a_fork_belongs_to_who_forks(world: World, executor: FakeExecutor) -> None:
    (hers,) = await made(world, ANN)
    worker = await executor.worker(hers)
    worker.run()
    worker.snapshot(5)
    await world.state(hers, "running")
    answer = await world.http.post(f"/api/runs/{hers}/fork", json={"at": 5})
    assert (await world.run(answer.json()["runs"][0]))["owner"] == "teacher"


async def test_who_is_not_known_gets_the_page_and_nothing_else(world: World) -> None:
    stranger = {"x-person": "stranger"}
    assert (await world.http.get("/healthz", headers=stranger)).status_code == 200
    for call in ("/api/runs", "/api/catalogue", "/api/openapi.json"):
        answer = await world.http.get(call, headers=stranger)
        assert (answer.status_code, answer.json()["title"]) == (401, "Not known")
    with pytest.raises(InvalidStatus):
        async with world.page(stranger):
            pass


@pytest.mark.parametrize("action", [action for action in Action if Role.STUDENT in MAY[action]])
def test_a_student_may_do_this_to_their_own_and_the_teacher_to_all(action: Action) -> None:
    ann, bob = Person("ann", Role.STUDENT), Person("bob", Role.STUDENT)
    assert [allowed(action, one, "ann") for one in (ann, bob, TEACHER)] == [True, False, True]


def test_who_stands_in_no_row_may_not_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MAY, Action.DELETE, {Role.TEACHER: Reach.ALL})
    ann = Person("ann", Role.STUDENT)
    assert not allowed(Action.DELETE, ann, "ann")
    assert allowed(Action.FORGET, ann, "ann")
    with pytest.raises(Refusal):
        check(Action.DELETE, ann)
