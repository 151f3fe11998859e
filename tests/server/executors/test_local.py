"""True worker processes: started, heard, asked, killed, orphaned."""

import base64
import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from models.catalogue import find
from models.commands import Change, Extend, Look, Pause, Stop
from server.executors.local.pool import LocalExecutor
from server.executors.protocol import Answer, Assignment, Said
from tests.server.fakes import until
from tests.specs import spec_json

SPEC: dict[str, Any] = spec_json("addition/recurrent", digits=1, examples=55, hidden=8, epochs=3, batch_size=10)
PICTURES: dict[str, Any] = spec_json("pictures/convnet", side=16, filters=[2], kernel=3, epochs=2)
LONG = {**SPEC, "training": {"batches": 100_000}}


@pytest.fixture(scope="module")
async def executor() -> AsyncIterator[LocalExecutor]:
    executor = LocalExecutor()
    await executor.open()
    yield executor
    await executor.close()


async def states(worker: Any) -> list[str]:
    return [one.state async for one in worker.says() if isinstance(one, Said) and one.state]


def assignment(folder: Path, spec: dict[str, Any] = SPEC) -> Assignment:
    return Assignment("r1", 1, spec, folder)


async def test_an_attempt_tells_its_life_and_leaves_its_weights(executor: LocalExecutor, tmp_path: Path) -> None:
    worker = await executor.start(assignment(tmp_path))
    assert await states(worker) == ["running", "finished"]
    assert (await worker.ended()).code == 0
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert "step-000000000.safetensors" in kept
    assert {"step-000000015.safetensors", "checkpoint-000000015.safetensors"} <= set(kept)


async def test_an_attempt_goes_on_from_a_checkpoint(executor: LocalExecutor, tmp_path: Path) -> None:
    assert await states(await executor.start(assignment(tmp_path))) == ["running", "finished"]
    start = tmp_path / "checkpoint-000000015.safetensors"
    worker = await executor.start(Assignment("r1", 2, SPEC, tmp_path, start=start))
    worker.send(Extend(epochs=1))
    heard = [one async for one in worker.says() if isinstance(one, Said)]
    assert json.loads(heard[-1].body)["step"] == 20


async def test_three_attempts_run_at_once(executor: LocalExecutor, tmp_path: Path) -> None:
    workers = [await executor.start(assignment(tmp_path / str(n))) for n in range(3)]
    assert [await states(worker) for worker in workers] == [["running", "finished"]] * 3


async def test_commands_reach_a_worker_and_are_acknowledged(executor: LocalExecutor, tmp_path: Path) -> None:
    worker = await executor.start(assignment(tmp_path, LONG))
    heard = []
    for command in (Change(setting="/training/learning_rate", value=0.5), Pause(), Stop(reason="enough")):
        worker.send(command)
    async for one in worker.says():
        assert isinstance(one, Said)
        heard.append(one)
    assert [one.state for one in heard if one.state] == ["running", "paused", "stopped"]
    assert [json.loads(one.body)["after"] for one in heard if one.type == "changed"] == [0.5]


async def test_a_killed_worker_is_reported_with_its_signal(executor: LocalExecutor, tmp_path: Path) -> None:
    worker = await executor.start(assignment(tmp_path, LONG))
    async for one in worker.says():
        if isinstance(one, Said) and one.type == "points":
            os.kill(worker.process.pid or 0, signal.SIGKILL)
            break
    assert [one async for one in worker.says() if isinstance(one, Said) and one.state in ("finished", "failed")] == []
    outcome = await worker.ended()
    assert outcome.code == -signal.SIGKILL
    assert "killed" in outcome.in_words()


async def test_a_crash_leaves_its_last_words(executor: LocalExecutor, tmp_path: Path) -> None:
    start = tmp_path / "checkpoint-000000001.safetensors"
    worker = await executor.start(Assignment("r1", 2, SPEC, tmp_path, start=start))
    assert await states(worker) == []
    assert "No such file" in (await worker.ended()).in_words()


@pytest.mark.parametrize(
    ("plain", "asked"), [(SPEC, "4+5"), (PICTURES, f"{base64.b64encode(bytes(range(64)) * 64).decode()}\noutput")]
)
async def test_a_look_gives_the_same_live_and_from_the_weights_of_that_step(
    executor: LocalExecutor, tmp_path: Path, plain: dict[str, Any], asked: str
) -> None:
    found = find()
    spec = found.parse(plain)
    views = [name for name, view in found.views.items() if view.offered(spec.task, spec.architecture)]
    # The part that is wanted is of the picture of the layers.
    questions = {name: asked if name == "maps" else asked.split("\n")[0] for name in views if found.views[name].asks}
    questions = {name: questions.get(name, "") for name in views}
    worker = await executor.start(assignment(tmp_path, plain))
    for number, (view, question) in enumerate(questions.items()):
        worker.send(Look(view=view, question=question, number=number))
    answers = [one async for one in worker.says() if isinstance(one, Answer)]
    assert [(answer.number, answer.step) for answer in answers] == [(number, 0) for number in range(len(views))]
    weights = tmp_path / "step-000000000.safetensors"
    for answer, (view, question) in zip(answers, questions.items(), strict=True):
        again = await executor.reader.look(plain, weights, view, question)
        assert (again.picture, again.step, again.refused) == (answer.picture, 0, ""), view


async def test_the_reader_says_in_words_what_it_cannot_do(executor: LocalExecutor, tmp_path: Path) -> None:
    missing = await executor.reader.look(SPEC, tmp_path / "step-000000001.safetensors", "ask", "4+5")
    assert missing.refused
    torn = tmp_path / "step-000000002.safetensors"
    torn.write_bytes(b"torn")
    assert (await executor.reader.look(SPEC, torn, "ask", "4+5")).refused


async def test_a_look_that_waits_while_the_reader_dies_is_answered_by_the_next(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    assert await states(await executor.start(assignment(tmp_path))) == ["running", "finished"]
    weights = tmp_path / "step-000000000.safetensors"
    assert (await executor.reader.look(SPEC, weights, "ask", "4+5")).picture
    (reader,) = executor.reader.processes()
    os.kill(reader.process.pid or 0, signal.SIGSTOP)
    answers: dict[str, Answer] = {}

    async def look(question: str) -> None:
        answers[question] = await executor.reader.look(SPEC, weights, "ask", question)

    async with anyio.create_task_group() as looks:
        for question in ("1+2", "3+4"):
            looks.start_soon(look, question)
        await anyio.wait_all_tasks_blocked()
        reader.reader.feed_eof()  # which a server may read before the system has counted the process as dead
        await until(lambda: "3+4" in answers)
        os.kill(reader.process.pid or 0, signal.SIGKILL)
    assert "signal 9" in answers["1+2"].refused
    assert answers["3+4"].picture


async def test_a_shortage_that_has_passed_keeps_no_attempt_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    executor = LocalExecutor()
    with monkeypatch.context() as shortage:
        shortage.setattr(socket, "socketpair", short)
        await executor.open()
        with pytest.raises(OSError, match="Too many open files"):
            await executor.start(assignment(tmp_path))
    assert await states(await executor.start(assignment(tmp_path))) == ["running", "finished"]
    await executor.close()


async def test_a_full_disk_is_said_once_and_training_goes_on(executor: LocalExecutor, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    worker = await executor.start(assignment(blocked))
    heard = [one async for one in worker.says() if isinstance(one, Said)]
    assert [json.loads(one.body)["code"] for one in heard if one.type == "notice"] == ["disk full"]
    assert heard[-1].state == "finished"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_no_worker_outlives_a_server_that_was_killed(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\nfrom pathlib import Path\n"
        "from server.executors.local.pool import LocalExecutor\nfrom server.executors.protocol import Assignment\n"
        "async def main():\n"
        "    executor = LocalExecutor()\n    await executor.open()\n"
        f"    worker = await executor.start(Assignment('r', 1, {LONG!r}, Path({str(tmp_path)!r})))\n"
        "    print(worker.process.pid, *(one.process.pid for one in executor.reserve), flush=True)\n"
        "    async for one in worker.says(): pass\n"
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
    except FileNotFoundError:
        return False
