"""What all pages are told in passing: the same bytes, in order, whatever else a page does meanwhile."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import anyio
import pytest
from websockets.asyncio.client import connect

from server.live.batch import Batch
from server.live.ring import Frame, Ring
from server.process.sockets import PageSocket
from server.runs.records import Records
from server.schema.looks import ViewRequest
from tests.server.fakes import FakeExecutor, FakeWorker, until
from tests.server.test_stalled import deaf_page, speak_much
from tests.server.world import SPEC, Page, Received, World, stored


async def at_work(world: World, executor: FakeExecutor, count: int) -> dict[str, FakeWorker]:
    """Workers by run, each of which has said that it runs."""
    executor.places = count
    runs = await world.make(spec=SPEC, vary={"/training/seed": list(range(count))})
    workers = {run: await executor.worker(run) for run in runs}
    for worker in workers.values():
        worker.run()
    return workers


async def ready(page: Page, runs: dict[str, FakeWorker]) -> None:
    """Watches them all, until all is live."""
    await page.watch(**{f"_{run}": 0 for run in runs})
    left = set(runs)
    while left:
        frame = await page.until(lambda frame: frame["type"] == "caught_up")
        left.discard(frame["run"])


def steps_of(page: Page, run: str) -> list[float]:
    """Steps whose batch points the page has."""
    return page.told[run].curves.get("batch", {"step": []})["step"]


@asynccontextmanager
async def slow_page(world: World) -> AsyncIterator[Page]:
    """One between which and the server next to nothing has room."""
    with closing(socket.socket()) as narrow:
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**16)
        narrow.connect(("127.0.0.1", world.port))
        narrow.setblocking(False)
        async with connect(world.address, sock=narrow, max_size=None, max_queue=1, compression=None) as connection:
            page = Page(connection)
            assert (await page.next())["type"] == "hello"
            yield page
            connection.transport.abort()  # it would wait for a goodbye behind what it has not read


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often connections were written to in passing, and by their tasks."""
    counts = {"passing": 0, "task": 0}
    write, send = PageSocket.write, PageSocket.send_frames

    def passing(self: PageSocket, frames: bytes) -> bool:
        done = write(self, frames)
        counts["passing"] += done
        return done

    async def by_task(self: PageSocket, frames: bytes) -> None:
        counts["task"] += 1
        await send(self, frames)

    monkeypatch.setattr(PageSocket, "write", passing)
    monkeypatch.setattr(PageSocket, "send_frames", by_task)
    return counts


async def test_a_page_that_knows_all_is_told_the_next_without_its_task(
    world: World, executor: FakeExecutor, written: dict[str, int]
) -> None:
    workers = await at_work(world, executor, 2)
    run, worker = next(iter(workers.items()))
    async with world.page() as page:
        await page.say(type="pace", hertz=10)  # as web/live/live.ts of a tab that is seen
        await ready(page, workers)
        before = dict(written)
        for step in range(1, 60):
            worker.learn(step, step + 1)
            await page.until(lambda frame: frame["type"] == "event")
        assert written["passing"] - before["passing"] >= 59
        assert written["task"] - before["task"] <= 3
        worker.end()
        await page.until_told_the_end(run)
        assert page.told[run].curves == await stored(world, run)


async def test_what_is_said_while_a_pass_waits_is_written_together(
    world: World, executor: FakeExecutor, written: dict[str, int]
) -> None:
    ((run, worker),) = (await at_work(world, executor, 1)).items()
    async with world.page() as page:
        await ready(page, {run: worker})
        hub, before = world.parts.hub, written["passing"]
        if hub._pass is not None:
            hub._pass.cancel()
        hub._pass = asyncio.get_running_loop().call_later(600, hub._tell)
        for step in range(1, 40):
            worker.learn(step, step + 1)
        await until(lambda: hub.feed.ring.head - hub.feed.ring.unsent >= 39)
        hub._pass.cancel()
        hub._tell()
        await page.until(lambda _: steps_of(page, run)[-1:] == [39])
        assert written["passing"] - before <= 3


async def test_six_runs_told_to_pages_that_break_off_end_with_the_curves_of_the_store(
    world: World, executor: FakeExecutor
) -> None:
    workers = await at_work(world, executor, 6)
    chance, steps = random.Random(11), dict.fromkeys(workers, 1)

    def speak(many: int) -> None:
        for _ in range(many):
            run = chance.choice(list(workers))
            workers[run].learn(steps[run], steps[run] + 1)
            steps[run] += 1

    async def visit(told: dict[str, Received]) -> None:
        for _ in range(12):
            async with world.page() as page:
                page.told = told
                seen = {f"_{run}": told[run].seq if run in told else 0 for run in workers}
                await page.watch(**dict(chance.sample(list(seen.items()), chance.randrange(1, 7))))
                for _ in range(chance.randrange(40)):
                    speak(chance.randrange(4))
                    with anyio.move_on_after(0.02):
                        await page.next()
                    if chance.random() < 0.1:
                        await page.watch(**{f"_{run}": told[run].seq if run in told else 0 for run in workers})

    knowledge: list[dict[str, Received]] = [{} for _ in range(4)]
    async with anyio.create_task_group() as group:
        for told in knowledge:
            group.start_soon(visit, told)
    for worker in workers.values():
        worker.end()
    for told in knowledge:
        async with world.page() as page:
            page.told = told
            await page.watch(**{f"_{run}": told[run].seq if run in told else 0 for run in workers})
            await page.until(lambda _, told=told: all(run in told and told[run].finished for run in workers))  # type: ignore[misc]
        for run in workers:
            assert told[run].curves == await stored(world, run)


async def test_pages_that_are_fast_slow_hidden_and_deaf_are_each_told_at_their_own_pace(
    world: World, executor: FakeExecutor
) -> None:
    ((run, worker),) = (await at_work(world, executor, 1)).items()
    async with world.page() as fast, world.page() as hidden, slow_page(world) as slow, deaf_page(world, run):
        await hidden.say(type="pace", hertz=5)
        for page in (fast, hidden, slow):
            await ready(page, {run: worker})
        wires = [client._wire for client in world.parts.hub.clients]
        for wire in wires:  # so that the system holds little of what is written
            wire.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**14)  # type: ignore[attr-defined]
        step = await speak_much(worker, 1, 30)
        await fast.until(lambda _: steps_of(fast, run)[-1:] == [step - 1])
        waiting = [wire.transport.get_write_buffer_size() for wire in wires]  # type: ignore[attr-defined]
        assert 0 < max(waiting) < 300_000  # of twice as much, and however much there is still to say
        worker.end()
        for page in (fast, hidden, slow):
            await page.until_told_the_end(run)
            assert steps_of(page, run)[-1] == step - 1
        assert fast.told[run].curves == hidden.told[run].curves == await stored(world, run)


async def test_a_page_that_is_being_refused_is_told_nothing_more(world: World, executor: FakeExecutor) -> None:
    ((run, worker),) = (await at_work(world, executor, 1)).items()
    async with world.page() as page:
        await ready(page, {run: worker})
        (client,) = world.parts.hub.clients
        await page.socket.send(b"\x00")
        await until(lambda: not world.parts.hub.clients)
        worker.learn(1, 2)
        client.show(ViewRequest(run=run, view="answers"), b"nobody")
        await page.socket.wait_closed()
        assert page.socket.close_code == 1003


def ring_of(*frames: Frame) -> Ring:
    ring = Ring(16)
    for frame in frames:
        ring.add(frame)
    return ring


def test_a_batch_knows_what_belongs_to_which_run_and_joins_it_once() -> None:
    ring = ring_of(Frame(b"a1", "a", 1), Frame(b"b7", "b", 7), Frame(b"list", seq=3), Frame(b"a2", "a", 2))
    batch = Batch(ring, 0, Records())
    one, other = batch.stretches["a"], batch.stretches["b"]
    assert (one.first, one.last, other.first, other.last, batch.version, batch.end) == (1, 2, 7, 7, 3, 4)
    assert batch.picked(one.picks | batch.listed[""]) == b"a1lista2"
    assert batch.picked(one.picks) is batch.picked(one.picks)


def test_a_batch_with_a_gap_is_left_to_those_who_can_mend_it() -> None:
    batch = Batch(ring_of(Frame(b"a1", "a", 1), Frame(b"a3", "a", 3), Frame(b"b1", "b", 1)), 0, Records())
    assert (batch.stretches["a"].joined, batch.stretches["b"].joined) == (False, True)


def test_a_batch_is_no_longer_than_one_writing() -> None:
    ring = ring_of(*(Frame(b"x" * 2**15, "a", seq) for seq in range(1, 8)))
    batch = Batch(ring, 0, Records())
    assert (batch.end, batch.stretches["a"].last) == (2, 2)
    assert Batch(ring, batch.end, Records()).start == 2
