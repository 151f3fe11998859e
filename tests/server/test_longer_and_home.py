"""Longer, in a run's own unit; and what of it is taken home, with real workers."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from models.commands import Extend
from server.executors.local.executor import LocalExecutor
from server.runs.extend import extension
from server.schema.refusal import Refusal
from server.schema.runs import Longer, Run
from tests.server.test_going_on import SPEC, STEPS, command, curve
from tests.server.world import World, served


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with served(tmp_path_factory.mktemp("data"), LocalExecutor(places=3)) as world:
        yield world


async def test_a_run_counted_in_batches_is_extended_in_batches(world: World) -> None:
    def counted(batches: int) -> dict[str, Any]:
        return {**SPEC, "training": {"batches": batches, "batch_size": 10}}

    made = await world.make(spec=counted(7), vary={"/training/seed": [0, 1]})
    (longer,) = await world.make(spec=counted(14))
    for run in (*made, longer):
        await world.state(run, "finished")
    first, second = made
    refused = await world.http.post(f"/api/runs/{first}/continue")
    assert (refused.status_code, refused.json()["field"]) == (409, "/batches")
    race = (await world.run(first))["race"]
    assert (await world.http.post(f"/api/races/{race}/extend")).status_code == 202
    for run in made:
        await world.state(run, "running", "finished")
        body = await world.state(run, "finished")
        assert (body["step"], body["attempts"][-1]["extend_batches"], body["attempts"][-1]["extend"]) == (14, 7, 0)
    assert await curve(world, first) == await curve(world, longer)
    await command(world, second, "extend", batches=3)
    await world.state(second, "running", "finished")
    assert (await world.state(second, "finished"))["step"] == 17


async def test_by_how_much_a_run_is_to_be_longer_is_said_in_one_unit(world: World) -> None:
    (run,) = await world.make(spec=SPEC)
    await world.state(run, "finished")
    for body, nearest in (({"batches": 4 * STEPS}, 4), ({"batches": 1}, 1), ({"epochs": 1, "batches": 5}, 0)):
        refused = await world.http.post(f"/api/runs/{run}/extend", json=body)
        assert (refused.status_code, refused.json()["field"], refused.json()["nearest"]) == (422, "/batches", nearest)
    assert len((await world.run(run))["attempts"]) == 1


async def test_a_run_that_is_as_long_as_can_be_is_not_made_longer(world: World) -> None:
    (run,) = await world.make(spec=SPEC)
    finished = Run.model_validate(await world.state(run, "finished"))
    assert extension(finished, None) == Extend(epochs=10)
    with pytest.raises(Refusal, match="1000 epochs"):
        extension(finished.model_copy(update={"epoch": 1000.0}), None)
    spec = {**finished.spec, "training": {**finished.spec["training"], "batches": 15}}
    counted = finished.model_copy(update={"spec": spec})
    assert extension(counted, None) == Extend(batches=15)
    with pytest.raises(Refusal, match="1000000 batches"):
        extension(counted.model_copy(update={"step": 1_000_000}), Longer(epochs=1))


async def test_weights_that_are_taken_home_say_which_they_are_and_begin_another_run(world: World) -> None:
    changed = {**SPEC, "architecture": {**SPEC["architecture"], "cell": "GRU"}}
    run, _ = await world.make(spec=changed, vary={"/training/learning_rate": [0.5, 1.0], "/training/seed": [3]})
    body = await world.state(run, "finished")
    best, last = body["best"]["step"], body["snapshots"][-1]
    stem = "addition-recurrent-GRU-learning_rate-0.5-seed-3"
    for at, step in (("best", best), ("live", last)):
        answer = await world.http.get(f"/api/runs/{run}/export/weights.safetensors?at={at}")
        what = "".join(f"-{word}" for word, of in (("best", best), ("last", last)) if of == step)
        name = f"{stem}{what}-step-{step}.safetensors"
        assert name in answer.headers["content-disposition"]
        raw = {"content-type": "application/octet-stream"}
        opened = await world.http.post(f"/api/weights?name={name}", content=answer.content, headers=raw)
        begun = {"spec": body["spec"], "weights": opened.json()["weights"], "file": name}
        (again,) = (await world.http.post("/api/runs", json=begun)).json()["runs"]
        await world.state(again, "finished")
        columns = (await world.http.get(f"/api/runs/{again}/points?clock=epoch&most=100")).json()["columns"]
        before = (await world.http.get(f"/api/runs/{run}/points?clock=epoch&most=100")).json()["columns"]
        place = before["step"].index(step)
        assert columns["validation/loss"][0] == before["validation/loss"][place]
    script = await world.http.get(f"/api/runs/{run}/export/script.py")
    assert f'"{stem}.py"' in script.headers["content-disposition"]
