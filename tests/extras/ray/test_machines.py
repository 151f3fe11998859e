"""Runs on several machines: spread, equal to the last bit, none lost where one is cut off, killed or comes back."""

import itertools
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from safetensors.numpy import load_file

from models.events import LAST
from scripts.cluster import Cluster, Machine
from server.executors.executor import executor_of
from server.executors.local.executor import LocalExecutor
from server.executors.protocol import Assignment, EncodedEvent, Executor
from server.executors.ray.held import PREFIX
from server.settings import Settings
from server.weights.folder import WeightFolder
from tests.own_files import table
from tests.server.executors.contract import PICTURES, SPEC
from tests.server.fakes import until
from tests.server.world import World, served

LONG: dict[str, Any] = {**SPEC, "training": {"batches": 1_000_000, "batch_size": 5}}
"""It does not end by itself: one that goes on elsewhere is at full speed until it hears that it is to be slow."""
PATIENCE = 180.0
"""Seconds for a machine to begin: it imports PyTorch, as often as it has places, beside all other tests."""
OF_TIME = {"seconds"}


@pytest.fixture(scope="module")
async def world(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One server for all tests: what a process of a run begins with, PyTorch, takes the most of their time."""
    data = tmp_path_factory.mktemp("data")
    settings = Settings(data=data, executor="ray", ray_address=cluster.address)
    async with served(data, executor_of(settings)) as world:
        await until(lambda: world.parts.executor.places == 6, PATIENCE)
        yield world


@pytest.fixture(scope="module")
def seeds() -> Iterator[int]:
    return itertools.count()


async def begun(world: World, seeds: Iterator[int], count: int) -> list[str]:
    """``count`` runs at work or queued, those of earlier tests first: each a few steps a second, for all share the
    processors of this machine.
    """
    there = [record.id for record in world.parts.runs.records if record.run.state not in LAST]
    missing = [next(seeds) for _ in range(count - len(there))]
    specs = [{**LONG, "training": {**LONG["training"], "seed": seed}} for seed in missing]
    # Slow from their first step on: at full speed they would be over while a busy machine has not slowed them yet.
    new = await world.make(specs=specs, steps_per_second=10) if specs else []
    return [*there, *new]


async def where(world: World, run: str) -> str:
    """The machine of a run's present attempt, once it has begun there."""
    record = world.parts.runs.records.get(run)
    assert record is not None
    await until(lambda: record.run.state in ("running", *LAST), PATIENCE)
    device: str = (await world.run(run))["attempts"][-1]["device"]
    kind, _, machine = device.partition(" on ")
    assert kind == "cpu"
    return machine


async def ended(world: World, run: str) -> Any:
    await world.http.post(f"/api/runs/{run}/stop")
    return await world.state(run, seconds=PATIENCE)


async def epochs(world: World, run: str) -> list[float]:
    rows, _ = await world.parts.store.curve(run, "epoch", 0, 2**62, 10**6)
    return [float(value) for value in rows.rows[:, rows.columns.index("epoch")]]


async def rows(executor: Executor, run: str, spec: dict[str, Any]) -> dict[str, list[dict[str, float]]]:
    """All that was measured, by clock; how much of it comes in one event is a matter of time."""
    worker = await executor.start(Assignment(run, 1, spec))
    told = [json.loads(one.body) async for one in worker.output() if isinstance(one, EncodedEvent)]
    assert told[-1]["state"] == "finished", told[-1]
    found: dict[str, list[dict[str, float]]] = {}
    for event in told:
        if event["type"] == "points":
            names = [name for name in event["columns"] if name not in OF_TIME]
            values = zip(*(event["columns"][name] for name in names), strict=True)
            found.setdefault(event["clock"], []).extend(dict(zip(names, row, strict=True)) for row in values)
    return found


@pytest.mark.parametrize("spec", [SPEC, PICTURES], ids=["recurrent", "convnet"])
async def test_a_run_learns_there_what_it_learns_here_to_the_last_bit(
    spec: dict[str, Any], cluster: Cluster, tmp_path: Path
) -> None:
    found: list[tuple[dict[str, list[dict[str, float]]], dict[str, bytes]]] = []
    there = executor_of(Settings(data=tmp_path, executor="ray", ray_address=cluster.address))
    for name, executor in (("here", LocalExecutor(2)), ("there", there)):
        weights = WeightFolder(tmp_path / name)
        weights.root.mkdir()
        await executor.open(weights)
        try:
            curves = await rows(executor, "run", spec)
        finally:
            await executor.close()
        tensors = load_file(weights.file("run", weights.steps("run")[-1]))
        found.append((curves, {key: value.tobytes() for key, value in tensors.items()}))
    assert len(found[0][0]["epoch"]) > 2
    assert found[0] == found[1]


async def test_runs_are_spread_by_free_places_and_the_rest_wait(
    world: World, seeds: Iterator[int], cluster: Cluster
) -> None:
    runs = await begun(world, seeds, 7)
    machines = [await where(world, run) for run in runs[:6]]
    assert sorted(machines) == sorted(2 * [one.address for one in cluster.machines])
    assert (await world.run(runs[6]))["state"] == "queued"
    await ended(world, runs[0])
    assert await where(world, runs[6]) == machines[0]


async def lost(world: World, seeds: Iterator[int], machine: Machine, away: Any) -> tuple[list[str], list[str]]:
    """Six runs, of which a machine with two goes ``away`` when all have a checkpoint: those on it, and the others."""
    runs = await begun(world, seeds, 6)
    on = {run: await where(world, run) for run in runs}
    before = {run: len((await world.run(run))["attempts"]) for run in runs}
    for run in runs:
        with anyio.fail_after(PATIENCE):
            while world.parts.runs.weights.store.steps(run, full=True)[-1:] < [1]:
                await anyio.sleep(0.05)
    theirs = [run for run in runs if on[run] == machine.address]
    assert len(theirs) == 2
    await anyio.to_thread.run_sync(away)
    for run in theirs:
        record = world.parts.runs.records.get(run)
        assert record is not None
        count = before[run]
        await until(lambda record=record, count=count: len(record.run.attempts) > count, PATIENCE)  # type: ignore[misc]
        told = (await world.run(run))["attempts"][count - 1]
        assert (told["state"], machine.address in told["reason"]["text"]) == ("interrupted", True)
    return theirs, [run for run in runs if run not in theirs]


async def go_on_elsewhere(world: World, machine: Machine, theirs: list[str], others: list[str]) -> None:
    """Two of the others end, and leave their places."""
    for run in others[:2]:
        assert (await ended(world, run))["state"] == "stopped"
    for run in theirs:
        assert await where(world, run) != machine.address
        told = (await world.run(run))["attempts"]
        before, length = told[-1]["from_step"], len(await epochs(world, run))
        assert before > 0
        with anyio.fail_after(PATIENCE):
            while len(await epochs(world, run)) <= length + 2:
                await anyio.sleep(0.05)
    assert (await ended(world, theirs[0]))["state"] == "stopped"
    for run in (*theirs, *others):
        curve = await epochs(world, run)
        assert curve == list(map(float, range(len(curve))))


async def test_a_machine_that_is_cut_off_is_noticed_its_runs_go_on_elsewhere_and_it_comes_back(
    world: World, seeds: Iterator[int], cluster: Cluster
) -> None:
    machine = cluster.machines[1]
    try:
        theirs, others = await lost(world, seeds, machine, machine.cut)
        assert world.parts.executor.places == 4
        await go_on_elsewhere(world, machine, theirs, others)
    finally:
        machine.heal()
    await until(lambda: world.parts.executor.places == 6, PATIENCE)
    runs = await begun(world, seeds, 6)
    assert [await where(world, run) for run in runs].count(machine.address) == 2


async def test_a_machine_that_is_killed_loses_nothing_and_is_used_again_when_it_is_started(
    world: World, seeds: Iterator[int], cluster: Cluster
) -> None:
    machine = cluster.machines[2]
    theirs, others = await lost(world, seeds, machine, machine.kill)
    left = [*machine.temporary.glob(f"{PREFIX}*")]
    assert len(left) >= 2
    await go_on_elsewhere(world, machine, theirs, others)
    await anyio.to_thread.run_sync(machine.start)
    await until(lambda: world.parts.executor.places == 6, PATIENCE)
    await until(lambda: not any(folder.exists() for folder in left), PATIENCE)
    runs = await begun(world, seeds, 6)
    assert [await where(world, run) for run in runs].count(machine.address) == 2


async def test_what_a_person_uploaded_is_learnt_from_there_and_nothing_stays(
    world: World, seeds: Iterator[int], cluster: Cluster
) -> None:
    for run in await begun(world, seeds, 0):
        await ended(world, run)
    kind = {"content-type": "application/octet-stream"}
    answer = await world.http.post("/api/data", params={"name": "mine.csv"}, content=table(200), headers=kind)
    spec = {
        "task": {"name": "series", "data": answer.json()["data"], "window": 4},
        "architecture": {"name": "forecaster"}, "training": {"epochs": 2},
    }  # fmt: skip
    (run,) = await world.make(spec=spec)
    told = await world.state(run, seconds=PATIENCE)
    assert (told["state"], " on 127." in told["attempts"][0]["device"]) == ("finished", True), told["reason"]
    (there,) = (one for one in cluster.machines if told["attempts"][0]["device"].endswith(f" on {one.address}"))
    await until(lambda: not [*there.temporary.glob(f"{PREFIX}*")], PATIENCE)
