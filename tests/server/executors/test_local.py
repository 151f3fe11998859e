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
from server.executors.local.executor import LocalExecutor
from server.executors.protocol import Answer, Assignment, EncodedEvent, LookRequest
from server.weights.folder import WeightFolder
from tests.specs import spec_json

SPEC: dict[str, Any] = spec_json("addition/recurrent", digits=1, examples=55, hidden=8, epochs=3, batch_size=10)
PICTURES: dict[str, Any] = spec_json("pictures/convnet", side=16, blocks="2k3 max2", epochs=2)
LONG = {**SPEC, "training": {"batches": 100_000}}


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


async def states(worker: Any) -> list[str]:
    return [one.state async for one in worker.output() if isinstance(one, EncodedEvent) and one.state]


def assignment(run: str, spec: dict[str, Any] = SPEC) -> Assignment:
    return Assignment(run, 1, spec)


async def test_an_attempt_tells_its_life_and_leaves_its_weights(
    executor: LocalExecutor, weights: WeightFolder, run: str
) -> None:
    worker = await executor.start(assignment(run))
    assert await states(worker) == ["running", "finished"]
    assert (await worker.ended()).code == 0
    assert {0, 15} <= set(weights.steps(run))
    assert weights.steps(run, full=True)[-1] == 15
    assert (weights.root / run / "step-000000015.safetensors").exists()


async def test_an_attempt_goes_on_from_a_checkpoint(executor: LocalExecutor, run: str) -> None:
    assert await states(await executor.start(assignment(run))) == ["running", "finished"]
    worker = await executor.start(Assignment(run, 2, SPEC, start=15))
    worker.send(Extend(epochs=1))
    heard = [one async for one in worker.output() if isinstance(one, EncodedEvent)]
    assert json.loads(heard[-1].body)["step"] == 20


async def test_three_attempts_run_at_once(executor: LocalExecutor, run: str) -> None:
    workers = [await executor.start(assignment(f"{run}-{n}")) for n in range(3)]
    assert [await states(worker) for worker in workers] == [["running", "finished"]] * 3


async def test_commands_reach_a_worker_and_are_acknowledged(executor: LocalExecutor, run: str) -> None:
    worker = await executor.start(assignment(run, LONG))
    heard = []
    for command in (Change(setting="/training/learning_rate", value=0.5), Pause(), Stop(reason="enough")):
        worker.send(command)
    async for one in worker.output():
        assert isinstance(one, EncodedEvent)
        heard.append(one)
    assert [one.state for one in heard if one.state] == ["running", "paused", "stopped"]
    assert [json.loads(one.body)["after"] for one in heard if one.type == "changed"] == [0.5]


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


async def test_a_crash_leaves_its_last_words(executor: LocalExecutor, run: str) -> None:
    worker = await executor.start(Assignment(run, 2, SPEC, start=1))
    assert await states(worker) == []
    assert "There are no weights of step 1" in (await worker.ended()).in_words()


@pytest.mark.parametrize(
    ("plain", "asked"), [(SPEC, "4+5"), (PICTURES, f"{base64.b64encode(bytes(range(64)) * 64).decode()}\noutput")]
)
async def test_a_look_gives_the_same_live_and_from_the_weights_of_that_step(
    executor: LocalExecutor, run: str, plain: dict[str, Any], asked: str
) -> None:
    found = find()
    spec = found.parse(plain)
    views = [name for name, view in found.views.items() if view.offered(spec.task, spec.architecture)]
    # The part that is wanted is of the picture of the layers.
    questions = {name: asked if name == "maps" else asked.split("\n")[0] for name in views if found.views[name].asks}
    questions = {name: questions.get(name, "") for name in views}
    worker = await executor.start(assignment(run, {**plain, "training": {"batches": 100_000}}))
    worker.send(Pause())  # its weights are kept at whichever step this finds it, and stay as they are
    for number, (view, question) in enumerate(questions.items()):
        worker.send(Look(view=view, question=question, number=number))
    answers: list[Answer] = []
    async for one in worker.output():
        if isinstance(one, Answer):
            answers.append(one)
            if len(answers) == len(views):
                worker.send(Stop())
    step = answers[0].step
    assert [(answer.number, answer.step) for answer in answers] == [(number, step) for number in range(len(views))]
    for answer, (view, question) in zip(answers, questions.items(), strict=True):
        again = await executor.reader.look(LookRequest(run, step, plain, view, question))
        assert (again.step, again.refused) == (step, ""), view
        assert again.picture == answer.picture or found.views[view].measures_time, view


async def test_the_reader_says_in_words_what_it_cannot_do(
    executor: LocalExecutor, weights: WeightFolder, run: str
) -> None:
    of_data = await executor.reader.look(LookRequest("", 0, SPEC, "examples", ""))
    assert len(json.loads(of_data.picture)["marks"]) == 25
    missing = await executor.reader.look(LookRequest(run, 1, SPEC, "ask", "4+5"))
    assert missing.refused == "There are no weights of step 1."
    weights.prepare(run)
    weights.file(run, 2).write_bytes(b"torn")
    assert "damaged" in (await executor.reader.look(LookRequest(run, 2, SPEC, "ask", "4+5"))).refused


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


async def test_a_full_disk_is_said_once_and_training_goes_on(
    executor: LocalExecutor, weights: WeightFolder, run: str
) -> None:
    weights.folder(run).write_text("a file where the folder should be")
    worker = await executor.start(assignment(run))
    heard = [one async for one in worker.output() if isinstance(one, EncodedEvent)]
    assert [json.loads(one.body)["code"] for one in heard if one.type == "notice"] == ["disk full"]
    assert heard[-1].state == "finished"


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
