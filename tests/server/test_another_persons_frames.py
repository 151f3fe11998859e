"""Every frame that a page may send or be sent, beside the page of another person: that one is told nothing."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, get_args

import pytest

from models.sentences import Text
from server.live import client, hub
from server.live.wire import encode_frame
from server.schema.frames import PageFrame, ServerFrame
from tests.server.fakes import FakeExecutor, until
from tests.server.test_people import ANN, BOB, ByHeader, made
from tests.server.world import Page, Received, World, served

NONE = "0" * 12
WALKED = {"hello", "runs", "history", "event", "caught_up", "reset", "view", "refused", "trouble", "beat", "fetches"}
"""What Ann's page is sent below. A new type of frame is red until it is sent there, and Bob's page gets none of it."""


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor, people=ByHeader()) as world:
        yield world


def types(union: Any) -> set[str]:
    """Of all frames of a union."""
    return {frame.model_fields["type"].default for frame in get_args(get_args(union)[0])}


def said_of(run: str) -> dict[str, dict[str, Any]]:
    """A frame of every type that a page may send, about ``run`` and about one that is not there."""
    looks = [{"run": one, "view": view} for one in (run, NONE) for view in ("answers", "no such view")]
    return {
        "watch": {"runs": {run: 10_000, NONE: 10_000}},
        "look": {"looks": looks},
        "pace": {"hertz": 20},
    }


async def say_all(page: Page, run: str) -> None:
    assert set(said_of(run)) == types(PageFrame)
    page.told[run] = Received(seq=10_000)
    for type, content in said_of(run).items():
        await page.say(type=type, **content)


def of(page: Page, type: str) -> list[dict[str, Any]]:
    return [frame for frame in page.frames if frame["type"] == type]


async def test_no_frame_tells_another_person_of_a_run(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert types(ServerFrame) == WALKED
    monkeypatch.setattr(client, "BEAT_SECONDS", 0.02)
    (hers,) = await made(world, ANN, title="Ann's run")
    worker = await executor.worker(hers)
    worker.run()
    await world.state(hers, "running")
    async with world.page(ANN) as ann, world.page(BOB) as bob:
        await say_all(bob, hers)
        await bob.until(lambda _: len(of(bob, "refused")) == 4)
        await say_all(ann, hers)
        await ann.until(lambda frame: frame["type"] == "caught_up")
        await until(worker.looks)
        worker.answer(worker.looks()[0], step=3)
        worker.learn(1, 20)
        world.parts.hub.trouble(Text("A part of the server failed."))
        world.parts.hub.fetching([])
        worker.end()
        await ann.until_told_the_end(hers)
        await ann.until(lambda _: {frame["type"] for frame in ann.frames} == WALKED)
        (his,) = await made(world, BOB)
        await bob.until(lambda _: his in bob.runs)
        await bob.until(lambda frame: frame["type"] == "beat")
    answers = {hers: list[str](), NONE: list[str]()}
    for frame in of(bob, "refused"):
        answers[frame["run"]].append(json.dumps(frame).replace(frame["run"], "RUN"))
    assert sorted(answers[hers]) == sorted(answers[NONE]), "as of a run that is not there"
    others = json.dumps([frame for frame in bob.frames if frame["type"] != "refused"])
    assert hers not in others
    assert "Ann" not in json.dumps(bob.frames)
    assert {frame["type"] for frame in bob.frames} == {"hello", "runs", "refused", "trouble", "beat", "fetches"}


async def test_a_frame_is_encoded_once_however_many_people_look_on(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []

    def encode(text: str) -> bytes:
        encoded.append(text)
        return encode_frame(text)

    (hers,) = await made(world, ANN)
    worker = await executor.worker(hers)
    worker.run()
    await world.state(hers, "running")
    async with world.page(ANN) as ann, world.page(ANN) as too, world.page() as teacher, world.page(BOB):
        pages = (ann, too, teacher)
        for page in pages:
            await page.watch(**{f"_{hers}": 0})
            await page.until(lambda frame: frame["type"] == "caught_up")
        monkeypatch.setattr(hub, "encode_frame", encode)
        monkeypatch.setattr(client, "encode_frame", encode)
        worker.learn(1, 20)
        worker.end()
        for page in pages:
            await page.until_told_the_end(hers)
    events = [text for text in encoded if text.startswith('{"type":"event"')]
    assert len(events) == len(set(events)) == 2
