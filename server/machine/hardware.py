"""How much of this machine is in use: measured only when somebody asks. What cannot be measured is absent."""

import importlib
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from server.machine.memory import memory
from server.machine.usage import WorkerUsage
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
    workers: dict[str, float] = field(default_factory=dict)


class Meter:
    """Blocks while it measures: call it in a thread."""

    def __init__(self, folder: Path, library: Any = None) -> None:
        self._folder, self._library = folder, library or nvidia()
        self._lock = threading.Lock()
        self._sample: Sample | None = None
        self._answer: Hardware | None = None

    def measure(self, workers: Callable[[], list[WorkerUsage]]) -> Hardware:
        """With all of its workers; ``workers`` is asked only where the last answer is too old."""
        with self._lock:
            now = time.monotonic()
            if self._answer is None or self._sample is None or now - self._sample.at >= FRESH:
                self._answer = self._measured(now, workers())
            return self._answer

    def _measured(self, now: float, workers: list[WorkerUsage]) -> Hardware:
        before = self._sample if self._sample and now - self._sample.at <= STALE else None
        busy, total = processor_times()
        self._sample = Sample(now, busy, total, {one.worker: one.processor for one in workers})
        system = memory()
        return Hardware(
            processors=psutil.cpu_count() or 1,
            busy=share(busy - before.busy, total - before.total) if before else None,
            memory=system.total,
            memory_used=system.total - system.left,
            free=shutil.disk_usage(self._folder).free,
            workers=[
                WorkerUse(run=one.run, processor=self._share(one.worker, before), memory=one.memory) for one in workers
            ],
            gpus=gpus(self._library),
        )

    def _share(self, worker: str, before: Sample | None) -> float | None:
        """Of one processor."""
        if before is None or self._sample is None or worker not in before.workers:
            return None
        return share(self._sample.workers[worker] - before.workers[worker], self._sample.at - before.at)


def share(part: float, whole: float) -> float | None:
    return max(0.0, part / whole) if whole > 0 else None


def processor_times() -> tuple[float, float]:
    """Seconds that all processors worked, and all of their seconds; waiting for a disk is no work."""
    times = psutil.cpu_times()
    # What guests of this machine used is counted in the user's time already.
    twice = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
    total = sum(times) - twice
    return total - times.idle - getattr(times, "iowait", 0.0), total


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
