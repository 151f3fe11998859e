"""The memory that a worker may take: too much ends its run with a reason, not the machine."""

import sys
from pathlib import Path

import torch

from models.sentences import Sentence

STATUS = Path("/proc/self/status")
PHRASES = ("can't allocate memory", "not enough memory", "out of memory", "bad_alloc")
"""How torch's own exceptions say it."""
NOT_ENOUGH_MEMORY = Sentence(
    "out-of-memory",
    "not enough memory: the training needed more than its worker may take. Try a smaller batch or a smaller network, "
    "or end other runs.",
)


def bound(more: int) -> None:
    """From now on this process may take so many bytes ``more``; what asks for the next one raises.

    The bound is on private memory that can be written, and not on addresses: of those torch has thousands of megabytes
    that it never fills. Other systems than Linux do not count it, and with CUDA, whose driver sets aside address space
    of its own, nothing is bounded.
    """
    if sys.platform != "linux" or torch.cuda.is_available():
        return
    import resource

    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmData:"))
    most = int(line.split()[1]) * 1024 + more
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def is_want_of_memory(error: BaseException) -> bool:
    """Whether ``error`` says that memory was not enough: Python, numpy and torch each have a way of their own."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(phrase in str(error) for phrase in PHRASES)
