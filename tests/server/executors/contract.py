"""What every executor keeps: these tests know nothing but the protocol. Whoever imports them brings the fixtures
``executor`` (opened, with places for three), ``weights`` and ``run``.
"""

import asyncio
import base64
import json
from typing import Any

import pytest

from models.catalogue import find
from models.commands import Change, Extend, Look, Pause, Stop
from server.executors.protocol import KILLED, Answer, Assignment, EncodedEvent, Executor, LookRequest
from server.weights.folder import WeightFolder
from tests.specs import spec_json

SPEC: dict[str, Any] = spec_json("addition/recurrent", digits=1, examples=55, hidden=8, epochs=3, batch_size=10)
PICTURES: dict[str, Any] = spec_json("pictures/convnet", side=16, blocks="2k3 max2", epochs=2)
LONG = {**SPEC, "training": {"batches": 100_000}}


async def states(worker: Any) -> list[str]:
    return [one.state async for one in worker.output() if isinstance(one, EncodedEvent) and one.state]


def assignment(run: str, spec: dict[str, Any] = SPEC) -> Assignment:
    return Assignment(run, 1, spec)


async def test_an_attempt_tells_its_life_and_leaves_its_weights(
    executor: Executor, weights: WeightFolder, run: str
) -> None:
    worker = await executor.start(assignment(run))
    assert await states(worker) == ["running", "finished"]
    assert (await worker.ended()).code == 0
    assert {0, 15} <= set(weights.steps(run))
    assert weights.steps(run, full=True)[-1] == 15
    assert (weights.root / run / "step-000000015.safetensors").exists()


async def test_an_attempt_goes_on_from_a_checkpoint(executor: Executor, run: str) -> None:
    assert await states(await executor.start(assignment(run))) == ["running", "finished"]
    worker = await executor.start(Assignment(run, 2, SPEC, start=15))
    worker.send(Extend(epochs=1))
    heard = [one async for one in worker.output() if isinstance(one, EncodedEvent)]
    assert json.loads(heard[-1].body)["step"] == 20


async def test_three_attempts_run_at_once(executor: Executor, run: str) -> None:
    async def one(number: int) -> list[str]:
        return await states(await executor.start(assignment(f"{run}-{number}")))

    assert await asyncio.gather(*map(one, range(3))) == [["running", "finished"]] * 3


async def test_commands_reach_a_worker_and_are_acknowledged(executor: Executor, run: str) -> None:
    worker = await executor.start(assignment(run, LONG))
    heard = []
    for command in (Change(setting="/training/learning_rate", value=0.5), Pause(), Stop(reason="enough")):
        worker.send(command)
    async for one in worker.output():
        assert isinstance(one, EncodedEvent)
        heard.append(one)
    assert [one.state for one in heard if one.state] == ["running", "paused", "stopped"]
    assert [json.loads(one.body)["after"] for one in heard if one.type == "changed"] == [0.5]


async def test_a_worker_that_is_killed_is_gone_at_once_and_says_so(executor: Executor, run: str) -> None:
    worker = await executor.start(Assignment(run, 1, LONG))
    async for told in worker.output():
        if isinstance(told, EncodedEvent) and told.state == "running":
            await worker.kill()
    outcome = await worker.ended()
    assert (outcome.code, str(outcome.in_words())) == (-9, str(KILLED()))


async def test_a_crash_leaves_its_last_words(executor: Executor, run: str) -> None:
    worker = await executor.start(Assignment(run, 2, SPEC, start=1))
    assert await states(worker) == []
    assert "There are no weights of step 1" in (await worker.ended()).in_words()


@pytest.mark.parametrize(
    ("plain", "asked"), [(SPEC, "4+5"), (PICTURES, f"{base64.b64encode(bytes(range(64)) * 64).decode()}\noutput")]
)
async def test_a_look_gives_the_same_live_and_from_the_weights_of_that_step(
    executor: Executor, run: str, plain: dict[str, Any], asked: str
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


async def test_the_reader_says_in_words_what_it_cannot_do(executor: Executor, weights: WeightFolder, run: str) -> None:
    of_data = await executor.reader.look(LookRequest("", 0, SPEC, "examples", ""))
    assert len(json.loads(of_data.picture)["marks"]) == 25
    missing = await executor.reader.look(LookRequest(run, 1, SPEC, "ask", "4+5"))
    assert missing.refused == "There are no weights of step 1."
    weights.prepare(run)
    weights.file(run, 2).write_bytes(b"torn")
    assert "damaged" in (await executor.reader.look(LookRequest(run, 2, SPEC, "ask", "4+5"))).refused


async def test_a_full_disk_is_said_once_and_training_goes_on(
    executor: Executor, weights: WeightFolder, run: str
) -> None:
    weights.folder(run).write_text("a file where the folder should be")
    worker = await executor.start(assignment(run))
    heard = [one async for one in worker.output() if isinstance(one, EncodedEvent)]
    assert [json.loads(one.body)["code"] for one in heard if one.type == "notice"] == ["disk full"]
    assert heard[-1].state == "finished"
