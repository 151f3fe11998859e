"""Pages that do not read, and pages that come and go: they cost nobody anything, and leave nothing behind."""

import asyncio
import base64
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import monotonic

import anyio

from tests.server.fakes import FakeExecutor, FakeWorker, until
from tests.server.world import World, served


@asynccontextmanager
async def deaf_page(world: World, run: str) -> AsyncIterator[socket.socket]:
    """A socket that asks for everything and reads nothing."""
    loop = asyncio.get_running_loop()
    with closing(socket.socket()) as page:
        page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        page.setblocking(False)
        await loop.sock_connect(page, ("127.0.0.1", world.port))
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            "GET /api/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        )
        await loop.sock_sendall(page, request.encode())
        assert await loop.sock_recv(page, 12) == b"HTTP/1.1 101"
        said = f'{{"type":"watch","runs":{{"{run}":0}}}}'.encode()
        await loop.sock_sendall(page, bytes([0x81, 0x80 | len(said), 0, 0, 0, 0]) + said)
        yield page


async def speak_much(worker: FakeWorker, first: int, count: int) -> int:
    """Megabytes, so that nothing between here and there can hold them."""
    for step in range(first, first + count * 500, 500):
        worker.learn(step, step + 500)
        await anyio.sleep(0)
    return first + count * 500


async def test_a_page_that_reads_nothing_slows_no_other_and_is_let_go(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path, executor, ping=0.5) as world, world.page() as healthy:
        (run,) = await world.make()
        worker = await executor.worker(run)
        worker.run()
        await healthy.watch(**{f"_{run}": 0})
        await healthy.until(lambda frame: frame["type"] == "caught_up")
        async with deaf_page(world, run):
            await until(lambda: len(world.parts.hub.clients) == 2)
            await speak_much(worker, 1, 150)
            worker.end()
            await healthy.until_told_the_end(run)
            assert len(healthy.told[run].curves["batch"]["step"]) == 75_000
            await until(lambda: len(world.parts.hub.clients) == 1)


async def test_a_server_closes_in_time_with_a_page_that_reads_nothing_and_a_run_at_work(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path, executor) as world:
        (run,) = await world.make()
        worker = await executor.worker(run)
        worker.run()
        async with deaf_page(world, run) as deaf, world.page():
            await until(lambda: len(world.parts.hub.clients) == 2)
            await speak_much(worker, 1, 150)
            await until(lambda: world.parts.runs.records.get(run).run.step == 75_000)  # type: ignore[union-attr]
            deaf = deaf.dup()  # stays open beyond the server
        began = monotonic()
    with closing(deaf):
        assert monotonic() - began < 8


async def test_pages_that_come_and_go_leave_nothing_behind(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path, executor) as world:
        (run,) = await world.make()
        (await executor.worker(run)).run()

        async def visit() -> None:
            async with world.page() as page:
                await page.watch(**{f"_{run}": 0})
                await page.say(type="look", looks=[{"run": run, "view": "answers"}])
                await page.until(lambda frame: frame["type"] == "caught_up")

        for _ in range(5):
            await visit()
        await until(lambda: not world.parts.hub.clients)
        files, tasks = len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())
        for _ in range(50):
            await visit()
        await until(lambda: not world.parts.hub.clients)
        assert len(os.listdir("/proc/self/fd")) <= files + 3
        assert len(asyncio.all_tasks()) <= tasks + 3
        assert not world.parts.hub.views._subscriptions
