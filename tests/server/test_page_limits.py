"""More connections than there is room for, and pages that are cut off: others are served, and the log stays short."""

import asyncio
import json
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from server.live import socket as live_socket
from server.live.wire import EXTENSION
from server.machine import open_files
from server.process import logs
from server.process.logs import RateLimit
from server.schema.refusal import Refusal
from server.security.page_limits import PageLimits, source_of
from tests.server.fakes import FakeExecutor, until
from tests.server.test_stalled import deaf_page, speak_much
from tests.server.world import World, served

LOGGERS = ("uvicorn.error", "asyncio", "schoolyard")


class Lines(logging.Handler):
    """What was logged at warning or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter().format(record))


@contextmanager
def logged() -> Iterator[list[str]]:
    handler = Lines()
    for name in LOGGERS:
        logging.getLogger(name).addHandler(handler)
    try:
        yield handler.lines
    finally:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(handler)


@contextmanager
def idle(port: int, count: int) -> Iterator[None]:
    """Connections that ask for nothing."""
    with ExitStack() as held:
        for _ in range(count):
            held.enter_context(closing(socket.create_connection(("127.0.0.1", port), timeout=30)))
        yield


def test_every_address_has_its_places_and_one_cannot_take_all() -> None:
    limits = PageLimits(connections=32, of_one=100)  # 24 for pages, 18 of these for one address
    with ExitStack() as held:
        for _ in range(18):
            held.enter_context(limits.place("192.0.2.1"))
        with pytest.raises(Refusal) as refused:
            held.enter_context(limits.place("192.0.2.1"))
        assert (refused.value.status, refused.value.allowed) == (429, 18)
        for number in range(6):
            held.enter_context(limits.place(f"198.51.100.{number}"))
        with pytest.raises(Refusal) as refused:
            held.enter_context(limits.place("203.0.113.9"))
        assert refused.value.status == 503
    with limits.place("192.0.2.1"):
        assert sum(limits._pages.values()) == 1


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_computer_is_one_source_whatever_address_it_takes(address: str, source: str) -> None:
    assert source_of(address) == source


async def test_one_page_too_many_is_refused_in_words_and_quietly(tmp_path: Path) -> None:
    async with served(tmp_path, FakeExecutor(), sockets_per_address=2) as world, world.page():
        with logged() as lines:
            async with world.page():
                for _ in range(3):
                    with pytest.raises(InvalidStatus) as refused:
                        await connect(world.address)
                    answer = refused.value.response
                    assert (answer.status_code, answer.headers["content-type"]) == (429, "application/problem+json")
                    problem = json.loads(answer.body or b"")
                    assert (problem["title"], problem["allowed"]) == ("Too many pages", 2)
                assert (await world.http.get("/healthz")).status_code == 200
            await until(lambda: len(world.parts.hub.clients) == 1)
            async with world.page():
                pass
            assert lines == []


async def test_behind_a_proxy_pages_count_by_the_address_of_the_browser(tmp_path: Path) -> None:
    async with (
        served(tmp_path, FakeExecutor(), trusted_proxies=("127.0.0.1",), sockets_per_address=1) as world,
        connect(world.address, additional_headers={"X-Forwarded-For": "192.0.2.1"}),
        connect(world.address, additional_headers={"X-Forwarded-For": "192.0.2.2"}),
    ):
        with pytest.raises(InvalidStatus) as refused:
            await connect(world.address, additional_headers={"X-Forwarded-For": "192.0.2.2"})
        assert json.loads(refused.value.response.body or b"")["came"] == "192.0.2.2"


async def test_connections_beyond_the_bound_are_answered_and_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.process.application.connections", lambda: 4)
    async with served(tmp_path, FakeExecutor()) as world:
        with idle(world.port, 4):
            async with await anyio.connect_tcp("127.0.0.1", world.port) as stream:
                assert b"503 Service Unavailable" in await stream.receive()
        async with world.page():
            assert (await world.http.get("/healthz")).status_code == 200


async def test_a_connection_that_asks_for_nothing_is_let_go_and_a_page_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.process.connections.FIRST_REQUEST", 0.1)
    async with world.page() as page, await anyio.connect_tcp("127.0.0.1", world.port) as silent:
        await silent.send(b"GET / HTTP/1.1\r\nHost: local")
        with anyio.fail_after(10), pytest.raises((anyio.EndOfStream, anyio.BrokenResourceError)):
            await silent.receive()
        (run,) = await world.make()
        await page.until_state(run, "starting")


async def test_a_refused_handshake_is_no_error_of_the_server(world: World) -> None:
    with logged() as lines:
        with pytest.raises(InvalidStatus):
            await connect("ws://evil.example/api/live", host="127.0.0.1", port=world.port)
        with pytest.raises(InvalidStatus):
            await connect(world.address, additional_headers={"Origin": "https://evil.example"})
        with pytest.raises(InvalidStatus):
            await connect(world.address.replace("live", "nothing"))
    assert lines == []


async def test_a_page_that_is_cut_off_before_it_was_let_in_leaves_no_word(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    served_late = asyncio.Event()

    async def late(socket: WebSocket, *rest: Any) -> None:
        await until(lambda: socket.scope["extensions"][EXTENSION].disconnected)
        try:
            await live_socket.serve(socket, *rest)
        finally:
            served_late.set()

    monkeypatch.setattr("server.api.live.serve", late)
    with logged() as lines:
        async with await anyio.connect_tcp("127.0.0.1", world.port) as stream:
            await stream.send(
                b"GET /api/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2Nob29seWFyZC1iZW5jaA==\r\n\r\n"
            )
        await served_late.wait()
        assert (await world.http.get("/healthz")).status_code == 200
    assert lines == []


async def test_a_deaf_page_that_breaks_the_rules_leaves_no_traceback(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    with logged() as lines:
        async with deaf_page(world, run) as deaf, world.page() as healthy:
            await healthy.watch(**{f"_{run}": 0})
            step = await speak_much(worker, 1, 60)
            await asyncio.get_running_loop().sock_sendall(deaf, b"\xff\xff\xff\xff")
            await speak_much(worker, step, 20)
            worker.end()
            await healthy.until_told_the_end(run)
        await until(lambda: not world.parts.hub.clients)
    assert lines == []


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    trace = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("asyncio", logging.ERROR, __file__, 1, message, arguments, trace)


def raised(kind: type[Exception]) -> Exception:
    try:
        raise kind("by test")
    except Exception as error:
        return error


def test_one_kind_of_line_is_written_once_a_minute_with_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    limit, now = RateLimit(), [0.0]
    monkeypatch.setattr(logs, "monotonic", lambda: now[0])
    assert [limit.filter(record("out of\nsocket %d", one)) for one in range(2048)] == [True] + [False] * 2047
    assert limit.filter(record("another"))
    now[0] += 61
    again = record("out of\nsocket 9")
    assert limit.filter(again)
    assert again.getMessage() == "out of\nsocket 9 (2047 more since)"


def test_another_mistake_is_another_line() -> None:
    limit = RateLimit()
    first, same, other = raised(ValueError), raised(ValueError), raised(KeyError)
    assert [limit.filter(record("Exception", error=one)) for one in (first, same, other)] == [True, False, True]


def test_what_is_remembered_of_lines_is_bounded() -> None:
    limit = RateLimit()
    assert all(limit.filter(record(f"line {number}")) for number in range(3 * logs.KINDS))
    assert len(limit._since) == logs.KINDS


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_the_limit_of_open_files_is_raised_and_bounds_connections() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1000, before[1]))
        assert open_files.connections() == 500
        assert "it was 1000" in open_files.raise_limit(1400)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 1400
        assert open_files.connections() == 1400 - open_files.RESERVED
        assert "the limit is 1400" in open_files.raise_limit(1300)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (400, 400))
sys.argv = ["schoolyard", *sys.argv[1:]]
runpy.run_module("server", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_server_with_few_files_is_reached_again_after_a_flood_of_connections_and_says_so_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, "serve", "--no-browser", "--port", "0", "--data", str(tmp_path)]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout is not None
        address = re.findall(r"http://localhost:(\d+)", server.stdout.readline())
        port = int(address[0])
        with idle(port, 400), closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as last:
            assert b"503" in last.recv(100)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, verify=False, timeout=30) as http:
            assert http.get("/healthz").json()["status"] == "ok"
        server.terminate()
        lines = server.communicate(timeout=30)[1].splitlines()
    assert len(lines) <= 3, "\n".join(lines)
    assert any("connections, as many as can be served" in line for line in lines)
