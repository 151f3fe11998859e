"""The server as a process: its port, its folder, its end."""

import asyncio
import hashlib
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from queue import Queue
from time import monotonic
from typing import Any

import anyio
import httpx2
import pytest
from fastapi import FastAPI

from server.process.application import Server, configured
from server.process.logs import WithoutQuery
from server.process.serving import has_desktop, listen
from server.process.startup import CannotStart
from server.settings import Settings
from tests.server.world import SPEC

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")

LONG = {**SPEC, "training": {"epochs": 1000}}


class Process:
    """``schoolyard serve`` as a person starts it."""

    def __init__(self, data: Path, *options: str) -> None:
        command = [sys.executable, "-m", "server", "serve", "--no-browser", "--data", str(data), *options]
        # Short: the name of a socket lies below it. The same for one data folder.
        self.temporary = Path(tempfile.gettempdir(), f"tests-{hashlib.sha256(str(data).encode()).hexdigest()[:8]}")
        self.temporary.mkdir(exist_ok=True)
        mine = {"COLUMNS": "200", "SCHOOLYARD_TEST": str(data), "TMPDIR": str(self.temporary)}
        environment = {**os.environ, **mine}
        self.data = data
        self.popen = subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.lines: Queue[str] = Queue()
        self.reading = threading.Thread(target=self._read)
        self.reading.start()
        self.output = ""

    def _read(self) -> None:
        assert self.popen.stdout is not None
        with self.popen.stdout as output:
            for line in output:
                self.lines.put(line)

    def address(self) -> str:
        """Where it says that it can be reached."""
        while not (found := re.search(r"http://[^\s]+", self.output)):
            self.output += self.lines.get(timeout=60)
        return found[0].replace("localhost", "127.0.0.1")

    def end(self, sent: signal.Signals, seconds: float) -> int:
        self.popen.send_signal(sent)
        code = self.popen.wait(seconds)
        self.reading.join(seconds)
        return code

    def left(self) -> list[Path]:
        """What it has in the temp folder; torch has a cache of its own there."""
        return [*self.temporary.glob("schoolyard-*"), *self.temporary.glob("pymp-*")]

    def offspring(self) -> set[int]:
        """Processes that carry our mark in their environment, the server apart."""
        mark = f"SCHOOLYARD_TEST={self.data}".encode()
        found = set()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.add(int(entry.name))
            except OSError:
                continue
        return found - {self.popen.pid}


@contextmanager
def process(data: Path, *options: str) -> Iterator[Process]:
    started = Process(data, *options)
    try:
        yield started
    finally:
        if started.popen.poll() is None:
            started.end(signal.SIGKILL, 20)
        started.reading.join(20)
        if not started.left():
            shutil.rmtree(started.temporary)


def client(address: str) -> httpx2.Client:
    return httpx2.Client(base_url=address, trust_env=False, verify=False, timeout=30)


def wait(condition: Any, seconds: float = 30) -> None:
    """For a condition on another process, which tells us nothing when it changes."""
    deadline = monotonic() + seconds
    waiting = threading.Event()
    while not condition():
        assert monotonic() < deadline, "waited in vain"
        waiting.wait(0.02)


def test_a_killed_server_leaves_no_worker_and_knows_after_a_restart_what_it_had(tmp_path: Path) -> None:
    with process(tmp_path, "--port", "0") as first, client(first.address()) as http:
        made = http.post("/api/runs", json={"spec": LONG, "vary": {"/training/seed": [0, 1]}}).json()["runs"]
        wait(lambda: all(http.get(f"/api/runs/{run}").json()["epoch"] > 2 for run in made))
        before = {run: http.get(f"/api/runs/{run}/points?clock=epoch").json()["columns"] for run in made}
        first.end(signal.SIGKILL, 20)
        wait(lambda: not first.offspring(), 5)
    assert len(first.left()) == 1
    with process(tmp_path, "--port", "0") as second, client(second.address()) as http:
        for run in made:
            body = http.get(f"/api/runs/{run}").json()
            assert (body["state"], body["reason"]["text"]) == (
                "interrupted",
                "the server ended while this run was at work",
            )
            assert body["snapshots"]
            after = http.get(f"/api/runs/{run}/points?clock=epoch").json()["columns"]
            count = len(before[run]["step"])
            assert {name: values[:count] for name, values in after.items()} == before[run]
            assert len(second.left()) == 1
        assert second.end(signal.SIGTERM, 60) == 0
        assert second.left() == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_orderly_end_exits_with_0_leaves_nothing_and_complains_of_nothing(
    tmp_path: Path, sent: signal.Signals
) -> None:
    with process(tmp_path, "--port", "0") as server, client(server.address()) as http:
        assert http.get("/healthz").json()["status"] == "ok"
        assert server.end(sent, 20) == 0
    assert not [line for line in server.lines.queue if "Traceback" in line or "Error" in line]
    assert server.left() == []


def test_a_server_that_is_told_to_end_does_so_in_time_and_leaves_nothing(tmp_path: Path) -> None:
    with process(tmp_path, "--port", "0") as server, client(server.address()) as http:
        (run,) = http.post("/api/runs", json={"spec": LONG}).json()["runs"]
        wait(lambda: http.get(f"/api/runs/{run}").json()["epoch"] > 1)
        began = monotonic()
        assert server.end(signal.SIGTERM, 20) == 0
        assert monotonic() - began < 8
        wait(lambda: not server.offspring(), 5)
    assert {path.name for path in tmp_path.iterdir()} <= {"runs", "schoolyard.sqlite", "server.lock"}
    assert list((tmp_path / "runs" / run).glob("step-*.safetensors"))


def test_a_second_server_on_one_folder_says_why_it_cannot_start(tmp_path: Path) -> None:
    with process(tmp_path, "--port", "0") as first:
        first.address()
        with process(tmp_path, "--port", "0") as second:
            assert second.popen.wait(60) == 3
            second.reading.join(20)
            said = "".join(second.lines.queue)
    assert "another Schoolyard server" in said
    assert "Traceback" not in said


def test_the_next_free_port_is_taken_and_said(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with process(tmp_path, "--port", str(port)) as server:
            with client(server.address()) as http:
                assert http.get("/healthz").json()["status"] == "ok"
            assert f"Port {port} is taken" in server.output
            assert int(server.address().rsplit(":", 1)[1]) > port


def test_a_port_counts_as_taken_on_either_loopback_address() -> None:
    with closing(socket.socket(socket.AF_INET6)) as taken:
        try:
            taken.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        taken.listen()
        port = taken.getsockname()[1]
        for listening in (sockets := listen(Settings(port=port))):
            listening.close()
        assert len(sockets) == 2
        assert sockets


async def test_a_server_whose_application_breaks_down_ends(tmp_path: Path) -> None:
    broken = asyncio.Event()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(breaking)
            yield
            group.cancel_scope.cancel()

    async def breaking() -> None:
        await broken.wait()
        raise RuntimeError("out of chalk")

    server = Server(configured(FastAPI(lifespan=lifespan)), broken.set)
    with anyio.fail_after(30):
        await server._serve(listen(Settings(port=0)))
    assert server.broken_down


async def test_no_answer_waits_for_more_to_be_sent_with_it() -> None:
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    first, *others = listen(Settings(port=0))
    for other in others:
        other.close()
    async with await asyncio.start_server(connected, sock=first):
        _, writer = await asyncio.open_connection(*first.getsockname()[:2])
        assert await told
        writer.close()
        await writer.wait_closed()


def test_where_no_port_is_free_the_reason_is_said() -> None:
    with pytest.raises(CannotStart, match=r"192\.0\.2\.1"):
        listen(Settings(host="192.0.2.1", port=8000))


def test_the_log_shows_no_setup_of_a_person() -> None:
    arguments = ("127.0.0.1:1", "GET", "/?task=addition&token=secret", "1.1", 200)
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', arguments, None)
    line = WithoutQuery('%(client_addr)s "%(request_line)s" %(status_code)s', use_colors=False).format(record)
    assert "GET / HTTP/1.1" in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("environment", "there"),
    [({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True), ({}, False), ({"DISPLAY": ":0", "CI": "1"}, False)],
)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a desktop")
def test_a_browser_is_opened_only_where_somebody_would_see_it(environment: dict[str, str], there: bool) -> None:
    assert has_desktop(environment) == there
