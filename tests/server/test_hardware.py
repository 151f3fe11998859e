"""What of the machine is in use: measured between two questions, absent where it cannot be."""

import os
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from server.machine import hardware
from server.machine.hardware import Meter, gpus
from server.machine.memory import Memory
from server.machine.usage import WorkerUsage, usage_of
from tests.server.fakes import FakeExecutor
from tests.server.world import World

Times = namedtuple("Times", "user system idle iowait guest")


class Machine:
    """A machine whose hands the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.times, self.worked = 0.0, Times(0.0, 0.0, 0.0, 0.0, 0.0), 0.0
        monkeypatch.setattr(hardware, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(psutil, "cpu_times", lambda: self.times)

    def use(self, *runs: str | None) -> Callable[[], list[WorkerUsage]]:
        """What workers use that have these runs."""
        return lambda: [WorkerUsage(str(n), run, self.worked, 1000 * n) for n, run in enumerate(runs, start=1)]

    def goes_on(self, seconds: float, user: float, system: float, idle: float, iowait: float, worked: float) -> None:
        """``user`` seconds with those of guests, as the system counts them."""
        before = self.times
        self.now += seconds
        self.times = Times(
            before.user + user, before.system + system, before.idle + idle, before.iowait + iowait, before.guest + 1.0
        )
        self.worked += worked


def test_shares_are_those_between_two_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, meter = Machine(monkeypatch), Meter(tmp_path)
    first = meter.measure(machine.use("a", None))
    assert (first.busy, [worker.processor for worker in first.workers]) == (None, [None, None])
    machine.goes_on(2.0, user=2.0, system=1.0, idle=4.0, iowait=1.0, worked=1.5)
    second = meter.measure(machine.use("a", None))
    assert second.busy == pytest.approx(3 / 8)
    assert [(one.run, one.processor, one.memory) for one in second.workers] == [("a", 0.75, 1000), (None, 0.75, 2000)]


def test_memory_is_that_by_which_runs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "memory", lambda: Memory(1000, 400))
    found = Meter(tmp_path).measure(list)
    assert (found.memory, found.memory_used) == (1000, 600)


def test_a_share_of_long_ago_is_not_one_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, meter = Machine(monkeypatch), Meter(tmp_path)
    meter.measure(machine.use("a"))
    machine.goes_on(hardware.STALE + 1, user=1.0, system=1.0, idle=1.0, iowait=1.0, worked=1.0)
    late = meter.measure(machine.use("a"))
    assert (late.busy, late.workers[0].processor) == (None, None)


def test_a_whole_class_that_looks_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, meter = Machine(monkeypatch), Meter(tmp_path)
    first = meter.measure(list)
    machine.now += hardware.FRESH / 2
    assert meter.measure(list) is first
    machine.now += hardware.FRESH
    assert meter.measure(list) is not first


def test_a_worker_that_is_gone_uses_nothing() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert usage_of(gone.pid, "a") is None


def test_a_worker_uses_what_it_alone_has() -> None:
    used = usage_of(os.getpid(), "a")
    assert used is not None
    assert used.processor > 0
    assert 0 < (used.memory or 0) <= psutil.virtual_memory().total


async def test_the_machine_is_measured_as_the_system_tells_it(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    await executor.worker(run)
    body = (await world.http.get("/api/hardware")).json()
    assert body["processors"] == os.cpu_count()
    assert 0 < body["memory_used"] <= body["memory"] == psutil.virtual_memory().total
    assert body["free"] > 0
    (worker,) = body["workers"]
    assert worker["run"] == run
    assert worker["memory"] == executor.used


class Driver:
    """NVIDIA's library, played: two GPUs, of which one does not tell how busy it is."""

    class NVMLError(Exception):
        pass

    def __init__(self, there: bool = True) -> None:
        self.there, self.open = there, 0

    def nvmlInit(self) -> None:
        if not self.there:
            raise self.NVMLError
        self.open += 1

    def nvmlShutdown(self) -> None:
        self.open -= 1

    def nvmlDeviceGetCount(self) -> int:
        return 2

    def nvmlDeviceGetHandleByIndex(self, number: int) -> int:
        return number

    def nvmlDeviceGetName(self, handle: int) -> Any:
        return ["H100", b"A part of one"][handle]

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> Any:
        return SimpleNamespace(total=80, used=8 + handle)

    def nvmlDeviceGetUtilizationRates(self, handle: int) -> Any:
        if handle:
            raise self.NVMLError
        return SimpleNamespace(gpu=12)


def test_gpus_are_told_as_their_driver_tells_them() -> None:
    driver = Driver()
    told = [one.model_dump() for one in gpus(driver)]
    assert told == [
        {"name": "H100", "busy": 0.12, "memory": 80, "memory_used": 8},
        {"name": "A part of one", "busy": None, "memory": 80, "memory_used": 9},
    ]
    assert driver.open == 0
    assert gpus(None) == gpus(Driver(there=False)) == []
