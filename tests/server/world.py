"""A server of the test's own, with clients as a page and a script have them."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx2
from websockets.asyncio.client import ClientConnection, connect

from models.events import LAST
from server.app import create_app
from server.executors.protocol import Executor
from server.people.people import People
from server.process import serving
from server.process.application import Server, configured
from server.services import Parts
from server.settings import Settings
from server.store.pyramid import lists
from tests.server.fakes import until
from tests.server.in_process import InProcess
from tests.specs import spec_json

SPEC: dict[str, Any] = spec_json("addition/recurrent", hidden=8, epochs=2)

Frame = dict[str, Any]


class Page:
    """A page on the socket, and what it has understood."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self.runs: dict[str, Frame] = {}
        self.told: dict[str, Received] = {}

    async def say(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def watch(self, **runs: int) -> None:
        await self.say(type="watch", runs={name.removeprefix("_"): seq for name, seq in runs.items()})

    async def next(self) -> Frame:
        """The next frame, understood."""
        frame: Frame = json.loads(await self.socket.recv())
        self.frames.append(frame)
        if frame["type"] == "runs":
            self.runs |= {run["id"]: run for run in frame["runs"]}
            for gone in frame["removed"]:
                self.runs.pop(gone, None)
        elif frame["type"] in ("history", "event", "reset", "caught_up"):
            self.told.setdefault(frame["run"], Received()).take(frame)
        return frame

    async def until(self, condition: Callable[[Frame], object], seconds: float = 60) -> Frame:
        """Reads on to the first frame for which ``condition`` holds."""
        with anyio.fail_after(seconds):
            while not condition(frame := await self.next()):
                pass
        return frame

    async def until_state(self, run: str, *states: str, seconds: float = 90) -> Frame:
        wanted = states or tuple(LAST)
        if self.runs.get(run, {}).get("state") in wanted:
            return self.runs[run]
        await self.until(lambda _: self.runs.get(run, {}).get("state") in wanted, seconds)
        return self.runs[run]

    async def until_told_the_end(self, run: str, seconds: float = 60) -> None:
        """Reads on until the events of ``run`` have its end, be it told as it came or as history."""
        await self.until(lambda _: run in self.told and self.told[run].finished, seconds)


@dataclass
class Received:
    """What a page knows of a run; it trusts the server, and so finds every gap and every double."""

    seq: int = 0
    curves: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    events: list[Frame] = field(default_factory=list)

    def take(self, frame: Frame) -> None:
        match frame["type"]:
            case "reset":
                self.seq, self.curves, self.events = 0, {}, []
            case "history":
                assert self.seq == 0, "a history must be the first that is told, or follow a reset"
                self.seq, self.events = frame["seq"], frame["events"]
                for curve in frame["curves"]:
                    self.append(curve)
            case "event":
                assert frame["seq"] == self.seq + 1, f"{frame['seq']} came after {self.seq}"
                self.seq = frame["seq"]
                if frame["event"]["type"] == "points":
                    self.append(frame["event"])
                else:
                    self.events.append(frame["event"])
            case "caught_up":
                assert frame["seq"] == self.seq

    @property
    def finished(self) -> bool:
        return any(event.get("state") == "finished" for event in self.events)

    def append(self, curve: Frame) -> None:
        columns = self.curves.setdefault(curve["clock"], {})
        before = len(columns.get("step", []))
        after = before + len(curve["columns"]["step"])
        for name in {**columns, **curve["columns"]}:
            # What was not measured is no number, as in the table of all rows.
            values = columns.setdefault(name, [None] * before)
            values += curve["columns"].get(name, [None] * (after - before))


@dataclass
class World:
    """A server that listens."""

    parts: Parts
    http: httpx2.AsyncClient
    port: int

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/api/live"

    @asynccontextmanager
    async def page(self, headers: dict[str, str] | None = None) -> AsyncIterator[Page]:
        async with connect(
            self.address, max_size=None, max_queue=None, compression=None, additional_headers=headers
        ) as socket:
            page = Page(socket)
            assert (await page.next())["type"] == "hello"
            yield page

    async def make(self, **asked: Any) -> list[str]:
        """Makes runs and gives their ids."""
        answer = await self.http.post("/api/runs", json=asked or {"spec": SPEC})
        assert answer.status_code == 201, answer.text
        made: list[str] = answer.json()["runs"]
        return made

    async def run(self, run: str) -> Frame:
        answer: Frame = (await self.http.get(f"/api/runs/{run}")).json()
        return answer

    async def state(self, run: str, *states: str, seconds: float = 60) -> Frame:
        """The run, once it is in one of ``states``, or in a last one."""
        record = self.parts.runs.records.get(run)
        assert record is not None
        await until(lambda: record.run.state in (states or LAST), seconds)
        return await self.run(run)


async def stored(world: World, run: str) -> dict[str, dict[str, list[Any]]]:
    """All measured rows of the run, by clock."""
    curves = {}
    for clock in ("batch", "epoch", "test"):
        rows, thinned = await world.parts.store.curve(run, clock, 0, 2**62, 10**6)
        assert not thinned
        if len(rows):
            curves[clock] = lists(rows)
    return curves


@asynccontextmanager
async def served(
    data: Path, executor: Executor | None, /, *, ping: float = 10, people: People | None = None, **settings: Any
) -> AsyncIterator[World]:
    """A server on a free port, in this process; closed at the end as by Ctrl+C. Without an executor: as set."""
    chosen = Settings(port=0, data=data, **settings)
    sockets = serving.listen(chosen)
    port = sockets[0].getsockname()[1]
    app = create_app(chosen, executor, people, InProcess(chosen) if executor else None)
    data.mkdir(parents=True, exist_ok=True)
    up = anyio.Event()
    config = configured(app)
    config.quiet = False
    config.ws_ping_interval = config.ws_ping_timeout = ping
    server = Server(config, up.set)
    # A task of its own: uvicorn opens the application in it, and must close it in the same.
    running = asyncio.create_task(server._serve(sockets))
    await _first(up.wait(), running)
    try:
        async with httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, verify=False, timeout=60
        ) as http:
            await until(lambda: app.state.parts.runs.loaded)
            yield World(app.state.parts, http, port)
    finally:
        server.should_exit = True
        with anyio.fail_after(15):
            await running
        assert not server.broken_down


async def _first(up: Awaitable[None], running: "asyncio.Task[None]") -> None:
    waiting = asyncio.ensure_future(up)
    await asyncio.wait([waiting, running], return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        waiting.cancel()
        raise AssertionError("the server did not start; its log says why")
