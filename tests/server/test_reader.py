"""The process that serves has no torch: a reader answers what needs it, and another takes its place when it dies."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from server.executors.local.executor import LocalExecutor
from server.executors.local.processes import LocalProcess
from server.services import opened
from server.settings import Settings
from tests.server.fakes import until
from tests.server.world import SPEC, World, served
from tests.test_docs import code

PROGRAM = """
import json, os, signal, sys, threading
from pathlib import Path

import httpx2
from websockets.sync.client import connect

from server.process import serving
from server.settings import Settings

HEAVY = {"torch", "PIL", "safetensors.torch", "models.catalogue"}
spec = json.loads(sys.argv[2])


def visit(address):
    try:
        with httpx2.Client(base_url=address, timeout=60, trust_env=False) as http:
            assert http.get("/").status_code in (200, 503)
            names = {task["name"] for task in http.get("/api/catalogue").raise_for_status().json()["tasks"]}
            http.get("/api/texts/zh").raise_for_status()
            http.post("/api/plan", json=spec).raise_for_status()
            (run,) = http.post("/api/runs", json={"spec": spec}).raise_for_status().json()["runs"]
            with connect(address.replace("http", "ws") + "/api/live", max_size=None) as socket:
                socket.send(json.dumps({"type": "watch", "runs": {run: 0}}))
                while http.get(f"/api/runs/{run}").json()["state"] != "finished":
                    socket.recv(60)
            look = http.post(f"/api/runs/{run}/look", json={"view": "answers"}).raise_for_status()
            http.get(f"/api/runs/{run}/export/script.py").raise_for_status()
            weights = http.get(f"/api/runs/{run}/export/weights.safetensors").raise_for_status().content
            raw = {"content-type": "application/octet-stream"}
            opened = http.post("/api/weights", content=weights, headers=raw).raise_for_status().json()["weights"]
            http.post(f"/api/weights/{opened}/fit", json=spec).raise_for_status()
            table = chr(10).join(f"2026-01-{day:02},{day}" for day in range(1, 29)).encode()
            http.post("/api/data?name=days.csv", content=table, headers=raw).raise_for_status()
            http.get("/api/data").raise_for_status()
            http.post(f"/api/runs/{run}/fork", json={"changes": {"/training/epochs": 3}}).raise_for_status()
            http.get("/api/sets").raise_for_status()
            own = [name for name in sys.modules if name.startswith("with_")]
            print(json.dumps([sorted(HEAVY & set(sys.modules)), own, "stripes" in names, "picture" in look.json()]))
    finally:
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGTERM)


def ready(address):
    threading.Thread(target=visit, args=(address,)).start()


serving.serve(Settings(port=0, data=Path(sys.argv[1]), folders=(Path(sys.argv[3]),)), ready)
"""


def test_the_process_that_serves_has_neither_torch_nor_anybodys_own_files(tmp_path: Path) -> None:
    own = tmp_path / "mine" / "tasks" / "stripes.py"
    own.parent.mkdir(parents=True)
    own.write_text(code("add-a-task.md"), "utf-8")
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "data"), json.dumps(SPEC), str(tmp_path / "mine")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.stdout.splitlines()[-1:] == ["[[], [], true, true]"], ended.stderr[-3000:]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with served(tmp_path, None) as world:
        yield world


def executor_of(world: World) -> LocalExecutor:
    assert isinstance(world.parts.executor, LocalExecutor)
    return world.parts.executor


async def reader_of(world: World) -> LocalProcess:
    return await executor_of(world).reader.running()


async def test_what_waits_while_the_reader_dies_is_answered_by_another(world: World) -> None:
    first, answers = await reader_of(world), dict[str, Any]()
    os.kill(first.pid or 0, signal.SIGSTOP)

    async def ask(call: str, body: dict[str, Any]) -> None:
        answers[call] = await world.http.post(call, json=body)

    async with anyio.create_task_group() as group:
        group.start_soon(ask, "/api/plan", SPEC)
        group.start_soon(ask, "/api/laboratories/activations", {})
        group.start_soon(ask, "/api/look", {"spec": SPEC, "view": "examples", "question": ""})
        await until(lambda: len(executor_of(world).reader.pending) >= 3)
        os.kill(first.pid or 0, signal.SIGKILL)
    assert [one.status_code for one in answers.values()] == [200, 200, 200]
    assert (await reader_of(world)).pid != first.pid


async def test_where_no_reader_can_be_started_a_call_is_refused_in_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none() -> LocalProcess:
        raise OSError("Too many processes")

    reader = executor_of(world).reader
    first = await reader_of(world)
    assert (await world.http.post("/api/plan", json=SPEC)).status_code == 200
    monkeypatch.setattr(reader, "launch", none)
    os.kill(first.pid or 0, signal.SIGKILL)
    await until(lambda: not reader.processes())
    refused = await world.http.post("/api/plan", json=SPEC)
    assert (refused.status_code, refused.json()["code"]) == (503, "library-silent")
    assert "Too many processes" in refused.json()["detail"]
    assert (await world.http.get("/api/runs")).status_code == 200
    monkeypatch.undo()
    assert (await world.http.post("/api/plan", json=SPEC)).status_code == 200


async def test_stored_runs_are_waited_for_and_not_forgotten_where_the_reader_comes_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(tmp_path, None) as world:
        (run,) = await world.make()
        await world.state(run)
    come = anyio.Event()
    launch = LocalExecutor.launch

    async def late(executor: LocalExecutor, entry: Callable[..., None]) -> LocalProcess:
        await come.wait()
        return await launch(executor, entry)

    monkeypatch.setattr(LocalExecutor, "launch", late)
    settings = Settings(port=0, data=tmp_path)
    async with opened(settings, None) as parts:  # begins all the same, so that a page can be shown
        waiting = asyncio.create_task(parts.runs.ready())
        await anyio.wait_all_tasks_blocked()
        assert not waiting.done()
        come.set()
        await waiting
        assert [record.id for record in parts.runs.records] == [run]
