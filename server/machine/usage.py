"""What one worker uses of the machine it is on."""

from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class WorkerUsage:
    """``worker`` tells it from the others for as long as it lives; ``run`` is None for one that waits for a run."""

    worker: str
    run: str | None
    processor: float
    """Seconds of processors that it has used since it began."""
    memory: int | None
    """Bytes that it alone has; None where nobody can tell."""


def usage_of(pid: int, run: str | None) -> WorkerUsage | None:
    """Of a process of this machine; None where it is gone."""
    try:
        process = psutil.Process(pid)
        times = process.cpu_times()
        return WorkerUsage(str(pid), run, times.user + times.system, own_memory(process))
    except psutil.Error:
        return None


def own_memory(process: psutil.Process) -> int | None:
    """Bytes that ending it would set free: forked workers share most of what they seem to have."""
    try:
        return int(process.memory_full_info().uss)
    except psutil.AccessDenied:
        return None
