"""How much of this machine is in use: measured only when somebody asks. What cannot be measured is absent."""

import importlib
import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from server.machine.memory import memory
from server.schema.machine import GpuUse, Hardware, WorkerUse

FRESH = 0.5
"""Seconds in which those who ask get the same answer: thirty pages of a class are measured once."""
STALE = 10.0
"""Seconds after which a share of the time since the last question would not be one of now."""


@dataclass(frozen=True)
class Sample:
    """Seconds of processors that were used until now; a share is what lies between two samples."""

    at: float
    busy: float
    total: float
    workers: dict[int, float] = field(default_factory=dict)


class Meter:
    """Blocks while it measures: call it in a thread."""

    def __init__(self, folder: Path, library: Any = None) -> None:
        self._folder, self._library = folder, library or nvidia()
        self._lock = threading.Lock()
        self._sample: Sample | None = None
        self._told: Hardware | None = None

    def measure(self, workers: dict[int, str | None]) -> Hardware:
        """``workers`` are process ids, each with the run that it has."""
        with self._lock:
            now = time.monotonic()
            if self._told is None or self._sample is None or now - self._sample.at >= FRESH:
                self._told = self._measured(now, workers)
            return self._told

    def _measured(self, now: float, workers: dict[int, str | None]) -> Hardware:
        before = self._sample if self._sample and now - self._sample.at <= STALE else None
        used = {pid: found for pid in workers if (found := process(pid))}
        busy, total = processor_times()
        self._sample = Sample(now, busy, total, {pid: seconds for pid, (seconds, _) in used.items()})
        system = memory()
        return Hardware(
            processors=psutil.cpu_count() or 1,
            busy=share(busy - before.busy, total - before.total) if before else None,
            memory=system.total,
            memory_used=system.total - system.left,
            free=shutil.disk_usage(self._folder).free,
            workers=[
                WorkerUse(run=run, processor=self._share(pid, before), memory=used[pid][1])
                for pid, run in workers.items()
                if pid in used
            ],
            gpus=gpus(self._library),
        )

    def _share(self, pid: int, before: Sample | None) -> float | None:
        """Of one processor."""
        if before is None or self._sample is None or pid not in before.workers:
            return None
        return share(self._sample.workers[pid] - before.workers[pid], self._sample.at - before.at)


def share(part: float, whole: float) -> float | None:
    return max(0.0, part / whole) if whole > 0 else None


def processor_times() -> tuple[float, float]:
    """Seconds that all processors worked, and all of their seconds; waiting for a disk is no work."""
    times = psutil.cpu_times()
    # What guests of this machine used is counted in the user's time already.
    twice = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
    total = sum(times) - twice
    return total - times.idle - getattr(times, "iowait", 0.0), total


def process(pid: int) -> tuple[float, int | None] | None:
    """Seconds of processors, and the memory that it alone has; None where it is gone."""
    try:
        one = psutil.Process(pid)
        times = one.cpu_times()
        return times.user + times.system, own_memory(one)
    except psutil.Error:
        return None


def own_memory(one: psutil.Process) -> int | None:
    """What ending it would set free: forked workers share most of what they seem to have."""
    try:
        return int(one.memory_full_info().uss)
    except psutil.AccessDenied:
        return None


def nvidia() -> Any:
    """NVIDIA's library, where it is installed."""
    try:
        return importlib.import_module("pynvml")
    except ImportError:
        return None


def gpus(library: Any) -> list[GpuUse]:
    """As the driver tells it; nothing where there is no driver."""
    if library is None:
        return []
    try:
        library.nvmlInit()
        try:
            return [gpu(library, library.nvmlDeviceGetHandleByIndex(n)) for n in range(library.nvmlDeviceGetCount())]
        finally:
            library.nvmlShutdown()
    except library.NVMLError:
        return []


def gpu(library: Any, handle: Any) -> GpuUse:
    memory, name = library.nvmlDeviceGetMemoryInfo(handle), library.nvmlDeviceGetName(handle)
    try:
        busy = library.nvmlDeviceGetUtilizationRates(handle).gpu / 100
    except library.NVMLError:
        busy = None  # a part of a GPU does not tell
    named = name.decode() if isinstance(name, bytes) else str(name)
    return GpuUse(name=named, busy=busy, memory=memory.total, memory_used=memory.used)
