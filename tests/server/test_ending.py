"""A server that is told to end does so in time, whatever it is doing; a stop is heeded also before training begins."""

import signal
import sys
import threading
from pathlib import Path
from time import monotonic

import anyio
import pytest

from server.executors.protocol import Assignment
from server.process.shutdown import Deadline
from server.process.startup import Exit
from tests.server.fakes import FakeExecutor, FakeWorker
from tests.server.test_serving import client, process, wait
from tests.server.world import SPEC, World

SLOW = """
import multiprocessing
import time

if getattr(vars(multiprocessing.current_process()).get("_target"), "__name__", "") == "work":
    time.sleep(600)
"""
"""A file of a person's own that takes a worker as long as importing much does on a busy machine."""


async def test_a_stop_is_heeded_while_a_worker_is_being_started(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = anyio.Event()

    async def start(assignment: Assignment) -> FakeWorker:
        asked.set()
        await anyio.sleep_forever()
        raise AssertionError

    monkeypatch.setattr(executor, "start", start)
    (run,) = await world.make()
    await asked.wait()
    await world.state(run, "starting")
    assert (await world.http.post(f"/api/runs/{run}/stop")).status_code == 202
    stopped = await world.state(run)
    assert (stopped["state"], stopped["reason"]["text"]) == ("stopped", "stopped before it began")
    assert not world.parts.runs.scheduler.attempts


async def test_a_worker_that_has_not_begun_to_train_is_not_waited_for_long(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.runs.supervisor.PATIENCE", 600)
    monkeypatch.setattr("server.runs.supervisor.BRIEF", 0.02)
    (run,) = await world.make()
    await executor.worker(run)
    await world.state(run, "starting")
    assert (await world.http.post(f"/api/runs/{run}/stop")).status_code == 202
    stopped = await world.state(run)
    assert (stopped["state"], stopped["reason"]["text"]) == ("stopped", "stopped before it began")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")
def test_a_server_ends_in_time_while_it_warms_up_and_runs_start(tmp_path: Path) -> None:
    (tmp_path / "mine" / "tasks").mkdir(parents=True)
    (tmp_path / "mine" / "tasks" / "slow.py").write_text(SLOW)
    with process(tmp_path / "data", "--port", "0", "--with", str(tmp_path / "mine")) as server:
        with client(server.address()) as http:
            made = http.post("/api/runs", json={"spec": SPEC, "vary": {"/training/seed": [0, 1]}}).json()["runs"]
            wait(lambda: all(http.get(f"/api/runs/{run}").json()["state"] == "starting" for run in made))
        began = monotonic()
        assert server.end(signal.SIGTERM, 20) in (0, -signal.SIGTERM, Exit.ENDED_BY_FORCE)
        assert monotonic() - began < 8
        wait(lambda: not server.offspring(), 5)


@pytest.mark.parametrize("started", [True, False])
def test_a_process_that_does_not_end_by_itself_is_ended(started: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.process.shutdown.SECONDS", 0.01 if started else 600)
    monkeypatch.setattr("server.process.shutdown.SECONDS_AT_START", 600 if started else 0.01)
    ended: list[object] = []
    left = threading.Event()

    def abort() -> None:
        ended.append("workers")
        raise OSError("one of them")

    def leave(code: int) -> None:
        ended.append(code)
        left.set()

    deadline = Deadline(abort, leave)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    deadline.begin(started)
    assert left.wait(10)
    assert ended == ["workers", Exit.ENDED_BY_FORCE]
