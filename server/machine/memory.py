"""How much memory this machine has, and has left: as its system and as the bounds of a container tell it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

CONTROL = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")


@dataclass(frozen=True)
class Memory:
    """In bytes. ``left`` is what programs can still take before others have to give some up."""

    total: int
    left: int


def memory(control: Path = CONTROL, own: Path = OWN) -> Memory:
    """Of the machine, or of the container or the service that this process runs in, where that has less."""
    system = psutil.virtual_memory()
    found = [Memory(system.total, system.available), *groups(control, own)]
    return Memory(min(one.total for one in found), max(0, min(one.left for one in found)))


def groups(control: Path, own: Path) -> Iterator[Memory]:
    """The control groups of Linux that this process is in and that bound its memory, the inner ones first."""
    try:
        lines = own.read_text("utf-8").splitlines()
    except OSError:
        return  # no Linux, or none with control groups
    for line in lines:
        number, kinds, path = line.split(":", 2)
        if number == "0":
            yield from bounded(control, path, "memory.max", "memory.current", "inactive_file")
        elif "memory" in kinds.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from bounded(control / "memory", path, *names)


def bounded(root: Path, path: str, limit: str, used: str, given_up: str) -> Iterator[Memory]:
    """A group and all around it. Within a container the path may lead to folders that are not there."""
    folder = root / path.strip("/")
    for one in (folder, *folder.parents):
        if one == root.parent:
            return
        total, usage = number_in(one / limit), number_in(one / used)
        if total is not None and usage is not None:
            yield Memory(total, total - usage + stat_of(one / "memory.stat", given_up))


def number_in(file: Path) -> int | None:
    """None where there is no bound."""
    try:
        text = file.read_text("utf-8").strip()
    except OSError:
        return None
    return int(text) if text.isdecimal() else None


def stat_of(file: Path, name: str) -> int:
    """What the system gives up as soon as somebody asks for memory: files that were read."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name} ")), 0)


def in_words(size: float) -> str:
    """``110 GB``, ``1.5 GB``, ``20 MB``."""
    if size >= 1e10:
        return f"{size / 1e9:.0f} GB"
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(0, size) / 1e6:.0f} MB"
