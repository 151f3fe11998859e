"""Workers noted in a folder while they live, so that the next server ends those that a killed one has left behind."""

import shutil
from contextlib import suppress
from pathlib import Path

import psutil

from server.executors.local.processes import identity_of

NEAR = 2.0
"""Seconds by which two readings of the time at which a process began may differ: clocks are set."""


def note(folder: Path, process: psutil.Process) -> None:
    """Its id and the time at which it began."""
    with suppress(psutil.Error):
        (folder / f"{process.pid}-{process.create_time():.2f}.worker").touch(mode=0o600)


def end_noted(folder: Path) -> None:
    """Ends what still lives of a dead server, and clears the folder; whoever calls has the data folder alone."""
    for file in folder.glob("*.worker"):
        pid, _, began = file.stem.partition("-")
        found = identity_of(int(pid)) if pid.isdigit() else None
        with suppress(psutil.Error, ValueError):
            if found is not None and abs(found.create_time() - float(began)) < NEAR and _is_worker(found):
                found.kill()
    shutil.rmtree(folder, ignore_errors=True)


def _is_worker(process: psutil.Process) -> bool:
    return any("multiprocessing" in word for word in process.cmdline())
