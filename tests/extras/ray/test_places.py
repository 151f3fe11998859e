"""On which machine a run begins: by free places, parts of a GPU and memory. The last test asks a Ray with a GPU.

Ray is imported when the cluster is there: it reads its token then.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from scripts.cluster import Cluster as Computers
from scripts.cluster import Machine as Computer
from server.executors.executor import executor_of
from server.executors.protocol import Assignment, Worker
from server.machine.memory import Memory
from server.settings import Settings
from server.weights.folder import WeightFolder
from tests.server.executors.contract import LONG

if TYPE_CHECKING:
    from server.executors.ray.cluster import Cluster, Machine

pytestmark = pytest.mark.usefixtures("cluster")
GB = 2**30


def machine(name: str, processors: int = 2, gpus: float = 0, memory: Memory | None = None) -> "Machine":
    from server.executors.ray.cluster import Machine

    return Machine(name, name, processors, gpus, None, 0.0, memory=memory)


def cluster_of(*machines: "Machine", share: float = 0.25) -> "Cluster":
    from server.executors.ray.cluster import Cluster

    cluster = Cluster("", [], share)
    cluster.machines = {one.id: one for one in machines}
    return cluster


@pytest.mark.parametrize(
    ("processors", "gpus", "share", "places"),
    [(4, 0, 0.25, 4), (8, 1, 0.25, 4), (2, 1, 0.25, 2), (8, 2, 0.5, 4), (8, 1, 1.0, 1), (8, 1, 0.3, 3)],
)
def test_a_machine_has_a_place_on_each_processor_and_no_more_than_share_its_gpus(
    processors: int, gpus: float, share: float, places: int
) -> None:
    assert machine("a", processors, gpus).places(share) == places


def test_two_hundred_runs_are_spread_over_four_machines_by_free_places() -> None:
    cluster = cluster_of(machine("a", 2), machine("b", 2), machine("c", 4), machine("d", 8, gpus=1))
    at_work: list[Machine] = []
    begun: Counter[str] = Counter()
    for run in range(200):
        if len(at_work) == cluster.places:  # one ends, as in turn they do
            at_work.pop(run * 7 % len(at_work)).running -= 1
        one = cluster.freest()
        one.running += 1
        at_work.append(one)
        begun[one.id] += 1
        assert all(other.running <= other.places(cluster.share) for other in cluster.machines.values())
        if run == 7:
            assert [other.running for other in cluster.machines.values()] == [1, 1, 3, 3]
    assert cluster.places == 12
    assert sum(begun.values()) == 200
    assert min(begun["a"], begun["b"]) >= 200 * 2 / 12 / 2
    assert min(begun["c"], begun["d"]) >= 200 * 4 / 12 / 2


def test_a_run_begins_where_there_is_memory_for_it_and_what_ours_use_counts_as_theirs() -> None:
    small, large = (
        machine("small", 8, memory=Memory(4 * GB, 1 * GB)),
        machine("large", 2, memory=Memory(16 * GB, 9 * GB)),
    )
    cluster = cluster_of(small, large)
    assert cluster.freest(memory=2 * GB) is large
    assert cluster.freest(memory=GB // 2) is small
    large.running = 2
    assert cluster.freest(memory=2 * GB) is small  # no place is free elsewhere, and more is not known
    large.running = 0
    large.note(1.0, Memory(16 * GB, 9 * GB))
    large.running = 1
    large.note(2.0, Memory(16 * GB, 3 * GB))
    assert [(one.name, one.memory.left) for one in cluster.elsewhere()] == [("small", 1 * GB), ("large", 9 * GB)]
    assert not large.has(4 * GB)


def test_a_machine_that_answers_no_more_counts_as_lost_within_ten_seconds() -> None:
    from server.executors.ray.cluster import BETWEEN, GONE

    assert GONE + 2 * BETWEEN < 10  # it is looked at once a second, and answered a second ago at most


async def free(executor: Any, gpus: float) -> None:
    """Waits until Ray says that so much of all GPUs is free: it counts once a second."""
    import ray

    with anyio.fail_after(60):
        while (await executor._cluster.do(ray.available_resources)).get("GPU", 0.0) != gpus:
            await anyio.sleep(0.2)


@pytest.fixture
def computer(cluster: Computers) -> Iterator[Computer]:
    """One more, with a GPU as far as Ray is told."""
    net = cluster.head.address.rpartition(".")[0]
    computer = Computer(cluster, f"{net}.9", 8, gpus=1)
    computer.start()
    yield computer
    computer.kill()


async def listen(worker: Worker) -> None:
    async for _ in worker.output():
        pass


async def test_parts_of_a_gpu_are_asked_of_ray_and_given_back(
    cluster: Computers, computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHOOLYARD_RAY_GPU", "0.5")
    executor: Any = executor_of(Settings(data=tmp_path, executor="ray", ray_address=cluster.address))
    weights = WeightFolder(tmp_path / "weights")
    weights.root.mkdir()
    await executor.open(weights)
    try:
        known = executor._cluster.machines.values()
        (there,) = (one for one in known if one.address == computer.address)
        assert (there.places(0.5), there.gpus) == (2, 1)
        for other in known:
            if other is not there:
                other.running = 99  # as if they were full
        async with anyio.create_task_group() as group:
            workers = []
            for device in ("auto", "cpu"):
                workers.append(await executor.start(Assignment(device, 1, LONG, device=device)))
                group.start_soon(listen, workers[-1])  # who is asked nothing leaves
            assert there.running == 2
            await free(executor, 0.5)  # who is to train on a processor has none of it
            for worker in workers:
                await worker.kill()
        await free(executor, 1.0)
    finally:
        await executor.close()
