"""Forks: what can be forked, what may then be different, and where they begin."""

from typing import Any

import pytest

from models.events import Changed, Checkpoint
from tests.server.fakes import FakeExecutor, FakeWorker, until
from tests.server.world import World
from tests.specs import spec_json

KEPT = {0: 0.0, 5: 0.5, 9: 1.25}
"""Steps and their epochs, which a batch size that was changed has made uneven."""


async def forked_from(world: World, executor: FakeExecutor) -> tuple[str, FakeWorker]:
    """A run that has ended, its weights kept at three steps, its rate changed after seven."""
    (parent,) = await world.make()
    worker = await executor.worker(parent)
    worker.run()
    for step, epoch in KEPT.items():
        if step == 9:
            worker.say(Changed(setting="/training/learning_rate", before=0.001, after=0.5, step=7, epoch=1))
        worker.snapshot(step)
        worker.say(Checkpoint(step=step, epoch=epoch, bytes=1))
    (worker.folder / "checkpoint-000000009.safetensors").write_bytes(b"state")
    worker.measure(5, 0.75)
    worker.measure(9, 0.5)
    worker.end()
    await world.state(parent)
    return parent, worker


async def test_what_can_be_forked_is_told_with_its_settings_and_which_of_them_may_differ(
    world: World, executor: FakeExecutor
) -> None:
    parent, _ = await forked_from(world, executor)
    told = (await world.http.get(f"/api/runs/{parent}/fork")).json()
    starts = [{"step": step, "epoch": epoch, "full": step == 9} for step, epoch in KEPT.items()]
    assert (told["at"], told["best"], told["starts"]) == (9, 5, starts)
    assert told["spec"]["training"]["learning_rate"] == 0.5
    assert {"/training/seed", "/training/optimizer", "/architecture/dropout"} <= set(told["settings"])
    assert not {"/architecture/hidden", "/task/seed"} & set(told["settings"])
    earlier = (await world.http.get(f"/api/runs/{parent}/fork?at=best")).json()
    assert (earlier["at"], earlier["spec"]["training"]["learning_rate"]) == (5, 0.001)
    assert (await world.http.get(f"/api/runs/{parent}/fork?at=7")).status_code == 404
    assert (await world.http.get(f"/api/runs/{parent}/fork?at=worst")).status_code == 422


async def test_a_fork_knows_the_run_the_step_and_the_epoch_that_it_begins_with(
    world: World, executor: FakeExecutor
) -> None:
    parent, _ = await forked_from(world, executor)
    (fork,) = (await world.http.post(f"/api/runs/{parent}/fork", json={"at": 9})).json()["runs"]
    run = await world.run(fork)
    assert run["parent"] == {"run": parent, "step": 9, "epoch": 1.25, "file": "", "weights": ""}
    assert run["title"]["text"].endswith("from epoch 1.25")
    assert run["spec"]["training"]["learning_rate"] == 0.5
    assert run["epoch"] == 1.25


async def test_a_fork_that_has_nothing_left_to_train_is_refused_with_what_would_do(
    world: World, executor: FakeExecutor
) -> None:
    parent, _ = await forked_from(world, executor)
    for changes, field, nearest in (
        ({"/training/epochs": 1}, "/training/epochs", 2),
        ({"/training/batches": 9}, "/training/batches", 10),
    ):
        answer = await world.http.post(f"/api/runs/{parent}/fork", json={"at": 9, "changes": changes})
        problem = answer.json()
        assert (answer.status_code, problem["field"], problem["nearest"]) == (422, field, nearest)
        (pointer,) = changes
        again = await world.http.post(f"/api/runs/{parent}/fork", json={"at": 9, "changes": {pointer: nearest}})
        assert again.status_code == 201


async def test_a_fork_that_failed_before_it_kept_anything_begins_once_more_with_its_parents_weights(
    world: World, executor: FakeExecutor
) -> None:
    (parent,) = await world.make()
    worker = await executor.worker(parent)
    worker.run()
    worker.snapshot(5)
    worker.end()
    await world.state(parent)
    (fork,) = (await world.http.post(f"/api/runs/{parent}/fork", json={"at": 5})).json()["runs"]
    first = await executor.worker(fork)
    first.run()
    first.leave(-9)
    await world.state(fork, "failed")
    assert (await world.http.post(f"/api/runs/{fork}/continue")).status_code == 202
    await until(lambda: len(executor.workers) == 3)
    again = executor.workers[-1].assignment
    assert again.start == first.assignment.start == 5
    assert (again.attempt, again.forked) == (2, True)


@pytest.mark.usefixtures("mnist")
@pytest.mark.parametrize(
    ("names", "settings", "field", "other", "too_much", "words"),
    [
        ("digits/mlp", {"hidden": [8]}, "activation", "sigmoid", None, ""),
        ("digits/mlp", {"hidden": [8]}, "layer_activations", ["tanh"], None, ""),
        ("digits/convnet", {"blocks": "2k5 max2"}, "blocks", "2k5-sigmoid max2", "3k5-sigmoid max2", "conv1.weight"),
        ("digits/convnet", {"blocks": "2k5 max2"}, "blocks", "2k5-tanh avg2", "2k5 max2 dense9", "output.weight"),
    ],
)
async def test_a_fork_may_bend_its_sums_otherwise_and_keeps_the_weights_it_has(
    world: World,
    executor: FakeExecutor,
    names: str,
    settings: dict[str, Any],
    field: str,
    other: Any,
    too_much: Any,
    words: str,
) -> None:
    (parent,) = await world.make(spec=spec_json(names, task={"examples": 50, "validation": 100}, **settings))
    worker = await executor.worker(parent)
    worker.run()
    worker.snapshot(5)
    worker.end()
    await world.state(parent)
    pointer = f"/architecture/{field}"
    told = (await world.http.get(f"/api/runs/{parent}/fork")).json()
    assert pointer in told["settings"]
    answer = await world.http.post(f"/api/runs/{parent}/fork", json={"at": 5, "changes": {pointer: other}})
    assert answer.status_code == 201, answer.text
    run = await world.run(answer.json()["runs"][0])
    assert (run["spec"]["architecture"][field], run["parent"]["step"]) == (other, 5)
    if too_much:
        answer = await world.http.post(f"/api/runs/{parent}/fork", json={"at": 5, "changes": {pointer: too_much}})
        problem = answer.json()
        assert (answer.status_code, problem["field"]) == (422, pointer)
        assert (problem["came"], problem["nearest"]) == (too_much, settings[field])
        assert words in str(problem["detail"])
