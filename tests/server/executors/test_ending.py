"""Workers can be ended whatever became of the fork server, and nobody else is."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest

from server.executors.local import executor as local
from server.executors.local import launching
from server.executors.local.executor import LocalExecutor
from server.executors.local.leftovers import end_noted, note
from server.executors.local.processes import LocalProcess
from server.executors.local.worker import main as worker_main
from server.executors.protocol import EncodedEvent, Outcome
from server.weights.folder import WeightFolder
from tests.server.executors.contract import LONG, assignment, states
from tests.server.executors.test_local import alive

linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux")


def fork_server() -> int | None:
    pid: int | None = vars(vars(forkserver)["_forkserver"])["_forkserver_pid"]
    return pid


async def at_work(executor: LocalExecutor, run: str) -> LocalProcess:
    worker = await executor.start(assignment(run, LONG))
    async for one in worker.output():
        if isinstance(one, EncodedEvent) and one.type == "points":
            return worker
    raise AssertionError("it ended")


@linux
async def test_a_hung_worker_is_shown_and_ended_after_the_fork_server_died_and_others_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "RESERVE", 1)
    notes = tmp_path / "workers"
    executor = LocalExecutor(notes=notes)
    await executor.open(WeightFolder(tmp_path))
    hung, other = await at_work(executor, "one"), await at_work(executor, "two")
    for one in (hung, other):
        os.kill(one.pid or 0, signal.SIGSTOP)
    os.kill(fork_server() or 0, signal.SIGKILL)
    await asyncio.to_thread(hung.process.join, 5)
    assert {str(hung.pid), str(other.pid)} <= {one.worker for one in executor.usage()}
    await hung.kill()
    assert not alive(hung.pid or 0)
    assert (await hung.ended()).code is None
    for one in list(executor.reserve):
        await one.kill()  # so that the next is started anew
    assert await states(await executor.start(assignment("three"))) == ["running", "finished"]
    assert executor.filling is not None
    await executor.filling
    monkeypatch.setattr(launching, "SECONDS_TO_START", 0.2)
    os.kill(fork_server() or 0, signal.SIGSTOP)
    with pytest.raises(RuntimeError, match="hung"):
        await executor.launch(worker_main)
    await executor.close()
    assert not alive(other.pid or 0)
    assert not notes.exists()


@linux
async def test_an_executor_closes_at_once_while_its_fork_server_is_busy(tmp_path: Path) -> None:
    executor = LocalExecutor(notes=tmp_path / "workers")
    await executor.open(WeightFolder(tmp_path))
    while not executor.launcher.starting:
        await asyncio.sleep(0)
    while not alive(fork_server() or 0):  # the one of an earlier test may still be known
        await asyncio.sleep(0.001)
    os.kill(fork_server() or 0, signal.SIGSTOP)
    async with asyncio.timeout(10):
        await executor.close()


async def test_who_starts_a_process_tries_once_more_where_its_starter_has_died(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launching, "SECONDS_BETWEEN", 0)
    process, launcher = Mock(), launching.Launcher()
    process.start.side_effect = [EOFError, None]
    ours, theirs = socket.socketpair()
    with ours:
        await launcher.start(process, theirs)
        assert ours.recv(1) == b""  # the other end is the process's own
        assert process.start.call_count == 2
        process.start.side_effect = EOFError
        with pytest.raises(RuntimeError, match="again and again"):
            await launcher.start(process, ours)
    launcher.close()


@contextmanager
def bystander(name: str) -> Iterator[psutil.Process]:
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", name])
    try:
        yield psutil.Process(started.pid)
    finally:
        started.kill()
        started.wait()


def test_what_a_killed_server_left_is_ended_and_nobody_who_has_its_id_now(tmp_path: Path) -> None:
    with bystander("multiprocessing") as left, bystander("multiprocessing") as later, bystander("other") as foreign:
        note(tmp_path, left)
        note(tmp_path, foreign)
        (tmp_path / f"{later.pid}-{later.create_time() - 100:.2f}.worker").touch()
        (tmp_path / "nonsense.worker").touch()
        (tmp_path / "1.txt").write_text("last words")
        end_noted(tmp_path)
        assert left.wait(10) is not None
        assert later.is_running()
        assert foreign.is_running()
    assert not tmp_path.exists()
    end_noted(tmp_path)


def test_a_signal_is_not_sent_to_who_has_the_id_of_a_worker_now(monkeypatch: pytest.MonkeyPatch) -> None:
    with bystander("multiprocessing") as other:
        earlier = psutil.Process(other.pid)
        monkeypatch.setattr(earlier, "_ident", (other.pid, 1.0))
        worker = LocalProcess.__new__(LocalProcess)
        worker.identity = earlier
        worker.end_now()
        assert not worker.alive
        assert other.is_running()
        assert other.status() != psutil.STATUS_ZOMBIE


def test_an_end_that_nobody_saw_is_put_in_words() -> None:
    assert "nobody knows how" in Outcome(None).in_words()


def test_a_process_that_begins_when_the_server_has_gone_leaves_without_a_word(tmp_path: Path) -> None:
    script = f"from server.executors.local.child import prepare\nprepare({str(tmp_path / 'workers' / '2.txt')!r}, '')"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=Path(__file__).parents[3])
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
