"""What a run still knows, and what it knows no more, when it goes on from its last checkpoint."""

import shutil

from models.events import Changed, Checkpoint
from tests.server.fakes import FakeExecutor, FakeWorker, until
from tests.server.world import SPEC, World


async def at_ten(world: World, executor: FakeExecutor) -> tuple[str, FakeWorker]:
    """A run that has kept its state at step 10, in its fourth epoch: its batches had been made larger."""
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    store_weights(worker, 10)
    worker.say(Checkpoint(step=10, epoch=3.5, bytes=1, full=True))
    worker.measure(5, 0.5)
    worker.measure(10, 0.25)
    return run, worker


def store_weights(worker: FakeWorker, step: int) -> None:
    worker.snapshot(step)
    (worker.folder / f"checkpoint-{step:09d}.safetensors").write_bytes(b"state")


def change(setting: str, after: float, step: int) -> Changed:
    return Changed(setting=setting, before=0.0, after=after, step=step, epoch=step / 10)


async def again(world: World, executor: FakeExecutor, run: str) -> FakeWorker:
    """The worker of the run's next attempt."""
    before = len(executor.workers)
    answer = await world.http.post(f"/api/runs/{run}/continue")
    assert answer.status_code == 202, answer.text
    await until(lambda: len(executor.workers) > before)
    return executor.workers[-1]


async def test_what_was_changed_right_after_the_last_checkpoint_still_holds(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await at_ten(world, executor)
    for setting, after, step in (
        ("/training/learning_rate", 0.5, 10),
        ("/architecture/dropout", 0.1, 10),
        ("/architecture/dropout", 0.2, 10),
        ("/training/epochs", 7, 10),
        ("/training/l2", 0.01, 11),
    ):
        worker.say(change(setting, after, step))
    worker.leave(-9)
    assert (await world.state(run))["changes"] == 4
    second = (await again(world, executor, run)).assignment
    assert second.changed == {"/training/learning_rate": 0.5, "/architecture/dropout": 0.2, "/training/epochs": 7}
    assert (await world.run(run))["changes"] == 3


async def test_the_best_of_what_is_left_is_the_best(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_ten(world, executor)
    worker.measure(15, 0.75)
    worker.leave(-9)
    assert (await world.state(run))["best"]["step"] == 15
    await again(world, executor, run)
    best = (await world.run(run))["best"]
    assert (best["step"], best["value"]) == (5, 0.5)


async def test_the_epoch_is_that_of_the_checkpoint(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_ten(world, executor)
    worker.leave(-9)
    await world.state(run)
    await again(world, executor, run)
    assert (await world.run(run))["epoch"] == 3.5


async def test_weights_to_which_no_step_leads_any_more_are_gone(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_ten(world, executor)
    worker.snapshot(12)
    worker.leave(-9)
    assert (await world.state(run))["snapshots"] == [10, 12]
    await again(world, executor, run)
    assert (await world.run(run))["snapshots"] == [10]


async def test_a_look_at_a_step_that_is_learnt_anew_is_computed_anew(world: World, executor: FakeExecutor) -> None:
    run, worker = await at_ten(world, executor)
    worker.leave(-9)
    await world.state(run)
    for _ in range(2):
        look = await world.http.post(f"/api/runs/{run}/look", json={"view": "answers", "at": 10})
        assert look.status_code == 200
    assert len(executor.reader.asked) == 1
    await again(world, executor, run)
    await world.http.post(f"/api/runs/{run}/look", json={"view": "answers", "at": 10})
    assert len(executor.reader.asked) == 2


async def test_without_the_weights_of_its_beginning_a_fork_does_not_begin_as_if_untrained(
    world: World, executor: FakeExecutor
) -> None:
    parent, worker = await at_ten(world, executor)
    worker.end()
    await world.state(parent)
    changes = {"/training/epochs": 9}
    answer = await world.http.post(f"/api/runs/{parent}/fork", json={"at": 10, "changes": changes})
    (fork,) = answer.json()["runs"]
    forked = await executor.worker(fork)
    forked.run()
    forked.leave(-9)
    await world.state(fork)
    shutil.rmtree(forked.folder)
    refused = await world.http.post(f"/api/runs/{fork}/continue")
    assert (refused.status_code, "not there any more" in refused.json()["detail"]) == (409, True)


async def test_a_run_whose_weights_went_while_it_waited_fails_and_keeps_its_curve(
    world: World, executor: FakeExecutor
) -> None:
    run, worker = await at_ten(world, executor)
    worker.leave(-9)
    await world.state(run)
    others = await world.make(spec=SPEC, vary={"/training/seed": [0, 1, 2]})
    for other in others:
        (await executor.worker(other)).run()
    assert (await world.http.post(f"/api/runs/{run}/continue")).status_code == 202
    shutil.rmtree(worker.folder)
    (await executor.worker(others[0])).end()
    failed = await world.state(run)
    assert "the weights of step 10" in failed["reason"]["text"]
    assert len(executor.workers) == 1 + len(others)
