"""True worker processes: started, heard, asked, killed, orphaned."""

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest

from server.executors.local.executor import LocalExecutor
from server.executors.protocol import Answer, EncodedEvent, LookRequest
from server.weights.folder import WeightFolder
from tests.server.executors.contract import *  # noqa: F403  # the tests, and what they use
from tests.server.executors.contract import LONG, SPEC, assignment, states


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> WeightFolder:
    return WeightFolder(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
async def executor(weights: WeightFolder) -> AsyncIterator[LocalExecutor]:
    executor = LocalExecutor()
    await executor.open(weights)
    yield executor
    await executor.close()


@pytest.fixture
def run(tmp_path: Path) -> str:
    """A run of the test's own."""
    return tmp_path.name


async def test_a_killed_worker_is_reported_with_its_signal(executor: LocalExecutor, run: str) -> None:
    worker = await executor.start(assignment(run, LONG))
    async for one in worker.output():
        if isinstance(one, EncodedEvent) and one.type == "points":
            os.kill(worker.process.pid or 0, signal.SIGKILL)
            break
    assert [
        one async for one in worker.output() if isinstance(one, EncodedEvent) and one.state in ("finished", "failed")
    ] == []
    outcome = await worker.ended()
    assert outcome.code == -signal.SIGKILL
    assert "killed" in outcome.in_words()


async def test_a_look_that_nobody_waits_for_any_more_leaves_the_next_its_own_answer(
    executor: LocalExecutor, weights: WeightFolder, run: str
) -> None:
    await states(await executor.start(assignment(run)))
    first = await executor.reader.look(LookRequest(run, 0, SPEC, "ask", "4+5"))
    for ticks in range(6):
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as looks:
                looks.start_soon(executor.reader.look, LookRequest(run, 0, SPEC, "answers", ""))
                for _ in range(ticks):
                    await anyio.sleep(0.001)
                scope.cancel()
    again = await executor.reader.look(LookRequest(run, 0, SPEC, "ask", "4+5"))
    assert again.picture == first.picture


async def test_a_look_that_waits_while_the_reader_dies_is_answered_by_the_next(
    executor: LocalExecutor, run: str
) -> None:
    assert await states(await executor.start(assignment(run))) == ["running", "finished"]
    assert (await executor.reader.look(LookRequest(run, 0, SPEC, "ask", "4+5"))).picture
    (reader,) = executor.reader.processes()
    os.kill(reader.process.pid or 0, signal.SIGSTOP)
    answers: dict[str, Answer] = {}

    async def look(question: str) -> None:
        answers[question] = await executor.reader.look(LookRequest(run, 0, SPEC, "ask", question))

    async with anyio.create_task_group() as looks:
        for question in ("1+2", "3+4"):
            looks.start_soon(look, question)
        await anyio.wait_all_tasks_blocked()
        reader.reader.feed_eof()  # which a server may read before the system has counted the process as dead
    assert not alive(reader.process.pid or 0)  # that only its pipe was gone is no reason to leave it
    assert answers["1+2"].picture
    assert answers["3+4"].picture


async def test_a_shortage_that_has_passed_keeps_no_attempt_from_starting(
    tmp_path: Path, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    executor = LocalExecutor()
    with monkeypatch.context() as shortage:
        shortage.setattr(socket, "socketpair", short)
        await executor.open(WeightFolder(tmp_path))
        with pytest.raises(OSError, match="Too many open files"):
            await executor.start(assignment(run))
    assert await states(await executor.start(assignment(run))) == ["running", "finished"]
    await executor.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_no_worker_outlives_a_server_that_was_killed(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\nfrom pathlib import Path\n"
        "from server.executors.local.executor import LocalExecutor\nfrom server.executors.protocol import Assignment\n"
        "from server.weights.folder import WeightFolder\n"
        "async def main():\n"
        "    executor = LocalExecutor()\n"
        f"    await executor.open(WeightFolder(Path({str(tmp_path)!r})))\n"
        f"    worker = await executor.start(Assignment('r', 1, {LONG!r}))\n"
        "    print(worker.process.pid, *(one.process.pid for one in executor.reserve), flush=True)\n"
        "    async for one in worker.output(): pass\n"
        "if __name__ == '__main__': asyncio.run(main())\n"
    )
    file = tmp_path / "serving.py"
    file.write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    server = subprocess.Popen([sys.executable, file], stdout=subprocess.PIPE, text=True, env=environment)
    assert server.stdout is not None
    with server.stdout:
        children = [int(pid) for pid in (await anyio.to_thread.run_sync(server.stdout.readline)).split()]
    assert children
    server.kill()
    server.wait()
    with anyio.fail_after(2):
        while any(alive(pid) for pid in children):
            await anyio.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether the process is there and not just waiting to be counted as dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it may go between opening and reading
        return False
