"""The socket: replay, then live, with neither gap nor double, however often and wherever it breaks."""

import random

import anyio
import pytest

from models.events import Changed, RunState, State
from server.live.ring import Ring
from server.runs import projection
from tests.server.fakes import FakeExecutor, until
from tests.server.world import SPEC, Frame, Received, World, stored


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
        await page.until_told_the_end(run)
        assert page.told[run].curves == await stored(world, run)
        record = world.parts.runs.records.get(run)
        assert record is not None
        assert page.told[run].seq == record.seq
        assert record.run.changes == 1


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
        await page.until_told_the_end(run)
        assert page.told[run].curves == await stored(world, run)
        assert page.told[run].curves["batch"]["train/loss"][:89] == [None] * 89


async def test_a_page_that_breaks_off_at_any_frame_ends_with_the_curves_of_the_store(
    world: World, executor: FakeExecutor
) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    told, chance, steps = Received(), random.Random(7), iter(range(1, 100_000))

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
    world.parts.hub.feed.ring = Ring(8)
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
        await page.until_told_the_end(run)
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
        page.told[run] = Received(seq=seen)
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
        page.told[run] = Received(seq=4)
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
    from server.runs.event_log import attempt_row, entry, now

    record = world.parts.runs.records.get(run)
    assert record is not None
    event = State(state=RunState.QUEUED)
    fresh = record.run.attempts[0].model_copy(update={"number": 2, "from_step": from_step, "state": RunState.QUEUED})
    body = record.run.model_copy(update={"attempts": [*record.run.attempts, fresh]})
    body = projection.reduce(body, event.model_dump(), now(), record.headline)
    encoded = event.model_dump_json().encode()
    seq = await world.parts.store.begin(attempt_row(body), entry(body, event.model_dump(), encoded, now()))
    record.run, record.seq, record.reset = body, seq, seq
    world.parts.hub.on_event(record, event.model_dump(), now(), encoded)


def names(frame: Frame) -> list[str]:
    """Of the runs that a frame lists."""
    return [run["id"] for run in frame["runs"]] if frame["type"] == "runs" else []


async def uncounted(*_: object) -> None:
    """Counts no multiply-adds."""


async def test_the_oldest_of_many_runs_wait_for_what_a_page_asks_for(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.live.feed.AT_ONCE", 1)
    monkeypatch.setattr("server.runs.service.count", uncounted)  # one that is counted meanwhile is told before its turn
    runs = [(await world.make())[0] for _ in range(40)]
    async with world.page() as page:
        await page.watch(**{f"_{runs[0]}": 0})
        await page.until(lambda frame: len(page.runs) == len(runs) and runs[0] in names(frame))
        kinds = [frame["type"] for frame in page.frames]
        listed = [run for frame in page.frames for run in names(frame)]
        fair_share = [run for run in listed if listed.count(run) == 1]  # one that changes meanwhile is told of twice
        assert len(fair_share) > 20
        assert fair_share == [run for run in runs[::-1] if run in fair_share]
        assert kinds.index("caught_up") < len(kinds) - 1
