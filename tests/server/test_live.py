"""The socket: replay, then live, with neither gap nor double, however often and wherever it breaks."""

import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from models.events import Changed, RunState, State
from server.live import client as live_client
from server.live.ring import Ring
from server.store.pyramid import lists
from tests.server.fakes import FakeExecutor, until
from tests.server.world import SPEC, Told, World, served


@pytest.fixture
async def executor() -> FakeExecutor:
    return FakeExecutor()


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor) as world:
        yield world


async def stored(world: World, run: str) -> dict[str, dict[str, list[Any]]]:
    """All measured rows of the run, by clock."""
    curves = {}
    for clock in ("batch", "epoch", "test"):
        rows, thinned = await world.parts.store.curve(run, clock, 0, 2**62, 10**6)
        assert not thinned
        if len(rows):
            curves[clock] = lists(rows)
    return curves


async def test_a_page_that_watches_from_the_start_gets_every_event_in_order(
    world: World, executor: FakeExecutor
) -> None:
    async with world.page() as page:
        (run,) = await world.make()
        await page.watch(**{f"_{run}": 0})
        worker = await executor.worker(run)
        worker.run()
        for step in range(1, 200, 3):
            worker.learn(step, step + 3)
        worker.say(Changed(setting="/training/learning_rate", before=0.1, after=0.2, step=9, epoch=0.9))
        worker.end()
        await page.until(is_last)
        assert page.told[run].curves == await stored(world, run)
        record = world.parts.runs.records.get(run)
        assert record is not None
        assert page.told[run].seq == record.seq


def is_last(frame: dict[str, Any]) -> bool:
    return bool(frame["type"] == "event" and frame["event"].get("state") == "finished")


async def drained(socket: ClientConnection) -> None:
    """Reads to the end, which raises."""
    with anyio.fail_after(10):
        while True:
            await socket.recv()


async def test_a_page_that_comes_late_gets_history_then_what_follows(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.learn(1, 90, loss=None)
    await until(lambda: world.parts.runs.records.get(run).run.step == 89)  # type: ignore[union-attr]
    async with world.page() as page:
        await page.watch(**{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")
        kinds = [frame["type"] for frame in page.frames]
        assert kinds.index("history") < kinds.index("caught_up")
        assert [event["state"] for event in page.told[run].events] == ["queued", "starting", "running"]
        worker.learn(90, 101)
        worker.end()
        await page.until(is_last)
        assert page.told[run].curves == await stored(world, run)
        assert page.told[run].curves["batch"]["train/loss"][:89] == [None] * 89


async def test_a_page_that_breaks_off_at_any_frame_ends_with_the_curves_of_the_store(
    world: World, executor: FakeExecutor
) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    told, chance, steps = Told(), random.Random(7), iter(range(1, 100_000))

    def speak() -> None:
        step = next(steps)
        worker.learn(step, step + 1)
        if step % 20 == 0:
            worker.measure(step, exact=step / 2000)

    for turn in range(150):
        for _ in range(chance.choice([0, 0, 1, 3, 600 if turn % 50 == 0 else 5])):
            speak()
        async with world.page() as page:
            page.told[run] = told
            await page.watch(**{f"_{run}": told.seq})
            for _ in range(chance.randrange(1, 12)):
                speak()
                # What was said may have come in the history already, and then nothing follows.
                with anyio.move_on_after(0.05):
                    await page.next()
    worker.end()
    async with world.page() as page:
        page.told[run] = told
        await page.watch(**{f"_{run}": told.seq})
        await page.until(lambda _: any(event.get("state") == "finished" for event in told.events))
    assert told.curves == await stored(world, run)


async def test_a_page_slower_than_the_ring_catches_up_from_the_store(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.parts.hub.ring = Ring(8)
    async with world.page() as page, world.page() as other:
        await page.say(type="pace", hertz=5)
        (run,) = await world.make()
        await page.watch(**{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")
        worker = await executor.worker(run)
        worker.run()
        for step in range(1, 300):
            worker.learn(step, step + 1)
        worker.end()
        await other.until_state(run, "finished")
        await page.until(is_last)
        assert page.told[run].curves == await stored(world, run)
        if run not in page.runs or page.runs[run]["state"] != "finished":
            await page.until_state(run, "finished")


@pytest.mark.parametrize("seen", [10_000, 5])
async def test_a_page_that_knows_another_past_is_told_to_forget_it(
    world: World, executor: FakeExecutor, seen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.live.replay.MOST_EVENTS", 10)
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    for step in range(1, 31):
        worker.learn(step, step + 1)
    worker.end()
    await world.state(run)
    async with world.page() as page:
        page.told[run] = Told(seq=seen)
        await page.watch(**{f"_{run}": seen})
        await page.until(lambda frame: frame["type"] == "caught_up")
        assert [frame["type"] for frame in page.frames[-3:]] == ["reset", "history", "caught_up"]
        assert page.told[run].curves == await stored(world, run)


async def test_a_page_that_is_up_to_date_is_told_so_and_nothing_else(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.end()
    await world.state(run)
    async with world.page() as page:
        page.told[run] = Told(seq=4)
        await page.watch(**{f"_{run}": 4})
        await page.until(lambda frame: frame["type"] == "caught_up")
        assert [frame["type"] for frame in page.frames] == ["hello", "runs", "caught_up"]


async def test_watching_one_more_run_does_not_repeat_the_others(world: World, executor: FakeExecutor) -> None:
    one, other = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
    for run in (one, other):
        (await executor.worker(run)).run()
        await world.state(run, "running")
    async with world.page() as page:
        await page.watch(**{f"_{one}": 0})
        await page.watch(**{f"_{one}": 0, f"_{other}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up" and frame["run"] == other)
        (await executor.worker(one)).learn(1, 4)
        await page.until(lambda frame: frame["type"] == "event" and frame["run"] == one)
        assert sum(frame["type"] == "history" for frame in page.frames) == 2


async def test_every_page_hears_of_every_run_at_once(world: World, executor: FakeExecutor) -> None:
    async with world.page() as page, world.page() as other:
        (run,) = await world.make()
        assert (await page.until_state(run, "starting"))["state"] == "starting"
        (await executor.worker(run)).run()
        await page.until_state(run, "running")
        await other.until_state(run, "running")


async def test_a_run_that_nobody_has_is_no_reason_to_break_off(world: World, executor: FakeExecutor) -> None:
    async with world.page() as page:
        (run,) = await world.make()
        await page.watch(_nobody=3, **{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")


async def test_an_idle_page_hears_a_beat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_client, "BEAT_SECONDS", 0.02)
    async with world.page() as page:
        await page.until(lambda frame: frame["type"] == "beat")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\x00\x01", 1003),
        ("not json", 1008),
        ('{"type": "unknown"}', 1008),
        ('{"type": "watch", "runs": {"a": "b"}}', 1008),
        ('{"type": "pace", "hertz": 1e9}', 1008),
        ('{"type": "watch", "runs": ' + "[" * 10_000 + "]" * 10_000 + "}", 1008),
        ('{"type": "watch", "runs": {"a": "' + "x" * 100_000 + '"}}', 1009),
    ],
)
async def test_what_no_page_says_ends_that_page_alone(world: World, sent: bytes | str, code: int) -> None:
    async with world.page() as healthy:
        async with connect(world.address, max_size=None, max_queue=None) as socket:
            await socket.send(sent)
            with pytest.raises(ConnectionClosed) as closed:
                await drained(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code
        (run,) = await world.make()
        await healthy.until_state(run, "starting")


async def test_a_page_that_floods_us_holds_up_nobody(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    async with world.page() as flood, world.page() as healthy:

        async def pour() -> None:
            for turn in range(3000):
                await flood.watch(**({f"_{run}": 0} if turn % 2 else {}))

        async with anyio.create_task_group() as group:
            group.start_soon(pour)
            await healthy.watch(**{f"_{run}": 0})
            worker.learn(1, 40)
            worker.end()
            await healthy.until(is_last)
        assert healthy.told[run].curves == await stored(world, run)


async def test_a_run_begun_anew_voids_what_pages_know(world: World, executor: FakeExecutor) -> None:
    """What the store and the socket promise to continued runs: points beyond the new beginning are forgotten."""
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.learn(1, 101)
    worker.end(RunState.STOPPED, "stopped by hand")
    await world.state(run)
    record = world.parts.runs.records.get(run)
    assert record is not None
    async with world.page() as page:
        await page.watch(**{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")
        await begin_again(world, run, from_step=40)
        await page.until(lambda frame: frame["type"] == "reset")
        await page.until(lambda frame: frame["type"] == "caught_up")
        assert page.told[run].curves["batch"]["step"] == list(range(1, 41))
        assert page.told[run].curves == await stored(world, run)


async def begin_again(world: World, run: str, from_step: int) -> None:
    from server.runs import facts
    from server.runs.journal import attempt_row, entry, now

    record = world.parts.runs.records.get(run)
    assert record is not None
    event = State(state=RunState.QUEUED)
    fresh = record.run.attempts[0].model_copy(update={"number": 2, "from_step": from_step, "state": RunState.QUEUED})
    body = record.run.model_copy(update={"attempts": [*record.run.attempts, fresh]})
    body = facts.after(body, event.model_dump(), now(), record.headline)
    encoded = event.model_dump_json().encode()
    seq = await world.parts.store.begin(attempt_row(body), entry(body, event.model_dump(), encoded, now()))
    record.run, record.seq, record.reset = body, seq, seq
    world.parts.hub.said(record, event.model_dump(), now(), encoded)


def test_frames_of_the_server_are_those_that_are_written_down() -> None:
    from server.live import encoding
    from server.live.frames import SERVER_FRAME
    from server.store.pyramid import table
    from server.store.rows import Kept, Told

    curve = ("batch", table({"step": [1], "train/loss": [None]}), True)
    state = State(state=RunState.RUNNING).model_dump_json()
    picture = '{"type":"marked text","marks":[],"right":0,"of":0}'
    look = encoding.looked("r", "answers", 'a "quote"', "live", (1, 0.5, picture))
    frames = [
        encoding.hello("1", "teacher"),
        encoding.runs([], ["gone"]),
        encoding.history("r", Told(3, [curve], [state])),
        encoding.event("r", Kept(1, 4, "2026-01-01", state)),
        encoding.caught_up("r", 4),
        encoding.reset("r"),
        encoding.seen(look),
        encoding.refused("r", "answers", "", "No."),
        encoding.BEAT,
    ]
    for frame in frames:
        SERVER_FRAME.validate_python(json.loads(frame))
