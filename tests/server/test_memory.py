"""What the plan says cannot fit is refused, in words, with what would fit."""

import os
from pathlib import Path
from typing import Any

import pytest

from models.catalogue import find
from models.plan.plan import plan
from server.answers import specs
from server.executors.protocol import Elsewhere
from server.machine.estimates import estimate
from server.machine.memory import Memory, groups
from server.runs import admission
from server.runs.admission import RESERVE, most_each
from server.schema.machine import GpuUse
from tests.server.fakes import FakeExecutor
from tests.server.world import World
from tests.specs import spec_json

GB = 10**9
LARGE: dict[str, Any] = spec_json("addition/recurrent", hidden=512, batch_size=4096)
NEED = plan(find().parse(LARGE)).memory


def has(world: World, left: float, total: float = 8 * GB) -> None:
    """The machine seems to have so much left."""
    needs = world.parts.runs.needs
    needs.measure = lambda: Memory(int(total), int(left) + RESERVE)
    needs.nvidia = None


def test_a_machine_has_what_the_tightest_group_around_the_server_leaves(tmp_path: Path) -> None:
    inner = tmp_path / "school" / "room"
    inner.mkdir(parents=True)
    bounds = ((tmp_path, "max", 9, 0), (inner.parent, 4 * GB, GB, 0), (inner, 6 * GB, 5 * GB, 2 * GB))
    for folder, most, used, files in bounds:
        (folder / "memory.max").write_text(f"{most}\n")
        (folder / "memory.current").write_text(f"{used}\n")
        (folder / "memory.stat").write_text(f"anon 7\ninactive_file {files}\n")
    own = tmp_path / "own"
    own.write_text("0::/school/room\n")
    assert list(groups(tmp_path, own)) == [Memory(6 * GB, 3 * GB), Memory(4 * GB, 3 * GB)]
    own.write_text("0::/not/here\n")
    assert list(groups(tmp_path, own)) == []
    assert list(groups(tmp_path, tmp_path / "nothing")) == []


def test_a_group_of_the_first_kind_bounds_too(tmp_path: Path) -> None:
    folder = tmp_path / "memory" / "docker"
    folder.mkdir(parents=True)
    (folder / "memory.limit_in_bytes").write_text(f"{2 * GB}")
    (folder / "memory.usage_in_bytes").write_text(f"{GB}")
    own = tmp_path / "own"
    own.write_text("9:cpu,cpuacct:/docker\n4:memory:/docker\n")
    assert list(groups(tmp_path, own)) == [Memory(2 * GB, GB)]


@pytest.mark.parametrize(
    ("new", "others", "left", "at_once", "most"),
    [
        ([5], [], 8, 3, 5),
        ([5], [6], 8, 3, 2),
        ([5], [6], 8, 1, 5),
        ([5], [1, 1, 1, 1], 6, 3, 4),
        ([4, 4, 4], [], 6, 3, 2),
        ([4, 4, 4], [], 6, 1, 4),
        ([4, 1, 1], [], 6, 3, 4),
        ([5], [], -1, 3, 0),
    ],
)
def test_as_many_runs_as_there_are_places_fit_together(
    monkeypatch: pytest.MonkeyPatch, new: list[int], others: list[int], left: int, at_once: int, most: int
) -> None:
    monkeypatch.setattr(admission, "PRECISE", 1)
    assert most_each(new, others, left, at_once) == most


async def test_a_plan_that_cannot_fit_says_so_and_its_run_is_refused_with_what_would_fit(world: World) -> None:
    has(world, NEED / 2)
    planned = (await world.http.post("/api/plan", json=LARGE)).json()
    refused = await world.http.post("/api/runs", json={"spec": LARGE})
    problem = refused.json()
    assert (refused.status_code, problem["field"]) == (422, "/training/batch_size")
    assert planned["no_room"]["text"] == problem["detail"]
    assert problem["detail"].startswith("Training this takes about ")
    assert problem["detail"].endswith(f"Batch size: {problem['nearest']} fits.")
    assert (await world.http.get("/api/runs")).json() == []
    smaller = {**LARGE, "training": {"batch_size": problem["nearest"]}}
    assert (await world.http.post("/api/plan", json=smaller)).json()["no_room"] is None
    assert (await world.http.post("/api/runs", json={"spec": smaller})).status_code == 201


async def test_on_a_cluster_the_memory_of_its_machines_counts_and_not_this_ones(
    world: World, executor: FakeExecutor
) -> None:
    has(world, 0)
    small, large = Memory(2 * GB, NEED // 2 + RESERVE), Memory(8 * GB, int(2.5 * NEED) + RESERVE)
    executor.others = [Elsewhere("10.0.0.7", small, 2), Elsewhere("10.0.0.8", large, 2)]
    race = await world.http.post("/api/runs", json={"spec": LARGE, "vary": {"/training/seed": [1, 2, 3, 4, 5]}})
    assert race.status_code == 201  # two of them at once on the large one, whatever the others take meanwhile
    executor.others = [Elsewhere("10.0.0.7", small, 2)]
    refused = (await world.http.post("/api/runs", json={"spec": LARGE})).json()
    assert (refused["status"], refused["code"]) == (422, "no-room-for-run")
    assert "of the 2.0 GB of 10.0.0.7, " in refused["detail"]


@pytest.mark.parametrize("network", ["alexnet", "vgg", "googlenet", "resnet"])
async def test_a_published_network_that_would_not_fit_is_refused_before_a_worker_starts(
    world: World, executor: FakeExecutor, network: str
) -> None:
    has(world, 0.5 * GB)
    spec = spec_json(f"digits/{network}", size="published")
    planned = (await world.http.post("/api/plan", json=spec)).json()
    refused = await world.http.post("/api/runs", json={"spec": spec})
    assert (refused.status_code, refused.json()["code"]) == (422, "training-exceeds-memory")
    assert planned["no_room"]["text"] == refused.json()["detail"]
    assert (network in ("vgg", "alexnet")) == refused.json()["detail"].endswith("take the one for a classroom.")
    assert (planned["classroom"], planned["original"]) == ({"/architecture/size": "classroom"}, {})
    assert executor.workers == []


async def test_an_epoch_of_hours_is_foretold_and_not_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    has(world, 60 * GB, 64 * GB)
    monkeypatch.setattr(specs, "multiply_adds_per_second", lambda: 5e10)
    spec = spec_json("digits/vgg", size="published", batch_size=16)
    planned = (await world.http.post("/api/plan", json=spec)).json()
    examples = spec["task"].get("examples", 55_000)
    expected = 3 * planned["multiply_adds"] * examples / 5e10
    assert planned["seconds_estimated"] == pytest.approx(expected)
    assert planned["seconds_per_epoch"] is None
    working = 2 * (os.cpu_count() or 1) - 1
    assert estimate(planned["multiply_adds"], examples, 5e10, working) == pytest.approx(2 * expected)
    assert (await world.http.post("/api/runs", json={"spec": spec})).status_code == 201
    small = (await world.http.post("/api/plan", json=spec_json("digits/vgg"))).json()
    assert (small["seconds_estimated"], small["classroom"]) == (None, {})
    assert small["original"] == {"/architecture/size": "published"}


async def test_where_no_batch_is_small_enough_the_network_is_to_be_smaller(world: World) -> None:
    has(world, 30e6)
    problem = (await world.http.post("/api/runs", json={"spec": LARGE})).json()
    assert problem["field"] == "/architecture/hidden"
    smaller = {**LARGE, "architecture": {"name": "recurrent", "hidden": problem["nearest"]}}
    assert plan(find().parse(smaller)).memory <= 30e6


async def test_what_runs_and_waits_leaves_less(world: World, executor: FakeExecutor) -> None:
    has(world, 1.5 * NEED)
    assert (await world.http.post("/api/runs", json={"spec": LARGE})).status_code == 201
    refused = (await world.http.post("/api/runs", json={"spec": LARGE})).json()
    assert "are left beside what runs and waits" in refused["detail"]
    race = await world.http.post("/api/runs", json={"spec": LARGE, "vary": {"/training/seed": [1, 2]}})
    assert race.status_code == 422
    (run,) = [one["id"] for one in (await world.http.get("/api/runs")).json()]
    worker = await executor.worker(run)
    worker.run()
    worker.snapshot(1)
    worker.end()
    await world.state(run)
    assert (await world.http.post("/api/plan", json=LARGE)).json()["no_room"] is None
    has(world, NEED / 2)
    for call in ("fork", "continue", "extend"):
        answer = await world.http.post(f"/api/runs/{run}/{call}", json={"epochs": 1} if call != "fork" else {})
        assert (answer.status_code, answer.json()["title"]) == (422, "Not enough memory"), call


async def test_workers_are_measured_only_where_memory_is_tight(world: World, executor: FakeExecutor) -> None:
    """Each takes milliseconds, and every start of a run would wait for them."""
    has(world, 10 * NEED)
    (run,) = await world.make(spec=LARGE)
    await executor.worker(run)
    await world.make(spec=LARGE)
    assert executor.measured == 0
    has(world, 1.5 * NEED)
    executor.used = NEED
    assert (await world.http.post("/api/plan", json=LARGE)).json()["no_room"] is not None
    assert executor.measured == 1


async def test_a_larger_batch_for_a_run_at_work_has_to_fit_too(world: World, executor: FakeExecutor) -> None:
    has(world, NEED / 2)
    (run,) = await world.make(spec={**LARGE, "training": {"batch_size": 64}})
    worker = await executor.worker(run)
    worker.run()
    await world.state(run, "running")
    refused = await world.http.patch(f"/api/runs/{run}/training", json={"batch_size": 4096})
    problem = refused.json()
    assert (refused.status_code, problem["field"]) == (422, "/training/batch_size")
    fits = await world.http.patch(f"/api/runs/{run}/training", json={"batch_size": problem["nearest"]})
    assert fits.status_code == 202
    assert "are left beside" in (await world.http.post("/api/plan", json=LARGE)).json()["no_room"]["text"]


async def test_a_run_for_which_nothing_is_left_when_its_turn_comes_fails_with_what_would_fit(
    world: World, executor: FakeExecutor
) -> None:
    executor.places = 0
    has(world, 2 * NEED)
    (run,) = await world.make(spec=LARGE)
    executor.places = 1
    has(world, NEED / 2)
    world.parts.runs.scheduler.wake()
    failed = await world.state(run)
    assert failed["state"] == "failed"
    assert failed["reason"]["text"].endswith("fits.")


async def test_a_run_that_has_room_on_a_gpu_is_taken(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    has(world, NEED / 2)

    def there(used: float) -> None:
        gpu = GpuUse(name="GPU", busy=None, memory=int(4 * NEED), memory_used=int(used))
        monkeypatch.setattr(admission, "gpus", lambda library: [gpu])

    there(NEED)
    assert (await world.http.post("/api/plan", json=LARGE)).json()["no_room"] is None
    there(3.2 * NEED - RESERVE)
    assert "of the GPU" in (await world.http.post("/api/plan", json=LARGE)).json()["no_room"]["text"]
