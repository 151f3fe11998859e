"""Keeps a run's weights on disk: written beside, flushed, renamed, so that a file is whole or not there.

A look back needs many epochs, training should not wait for the disk, and a folder should not grow for ever: at most a
twentieth of the time goes into writing, and at most sixty snapshots stay, evenly spread over the run.
"""

import os
import time
from pathlib import Path

from safetensors.torch import save_file

from models.events import Checkpoint, Notice
from models.training import Snapshot

MOST = 60
SHARE = 0.05
"""Largest share of the time that may go into writing."""


class Keeper:
    """The snapshots of one attempt, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.best: Snapshot | None = None
        self.latest: Snapshot | None = None
        self.kept: list[int] = []
        self.idle_until = 0.0
        self.complained = False

    def offer(self, snapshot: Snapshot) -> list[Checkpoint | Notice]:
        """Takes a snapshot at an epoch's end; writes it if that is due."""
        self.latest = snapshot
        if snapshot.best:
            self.best = snapshot
        return self.write(snapshot) if time.monotonic() >= self.idle_until else []

    def flush(self) -> list[Checkpoint | Notice]:
        """Writes the best and the latest weights if they are not on disk yet; before a pause and at the end."""
        wanted = [one for one in (self.best, self.latest) if one is not None and one.step not in self.kept]
        if len(wanted) == 2 and wanted[0] is wanted[1]:
            wanted.pop()
        return [said for one in wanted for said in self.write(one)]

    def write(self, snapshot: Snapshot) -> list[Checkpoint | Notice]:
        began = time.monotonic()
        try:
            size = written(self.path(snapshot.step), snapshot)
        except OSError as error:
            return self.complaint(snapshot, error)
        ended = time.monotonic()
        self.idle_until = ended + (ended - began) * (1 / SHARE - 1)
        self.kept.append(snapshot.step)
        self.thin()
        return [Checkpoint(step=snapshot.step, epoch=snapshot.epoch, bytes=size, best=snapshot.best)]

    def complaint(self, snapshot: Snapshot, error: OSError) -> list[Checkpoint | Notice]:
        """Training goes on without snapshots; it is said once."""
        if self.complained:
            return []
        self.complained = True
        return [
            Notice(
                code="disk full",
                text=f"The weights could not be kept: {error.strerror or error}. Training goes on.",
                attempt_this="Make room on the disk, or delete old runs and empty the trash.",
                step=snapshot.step,
                epoch=snapshot.epoch,
            )
        ]

    def thin(self) -> None:
        """Beyond the most, the snapshot whose loss leaves the smallest gap goes; never the first, best or last."""
        while len(self.kept) > MOST:
            best = self.best.step if self.best else -1
            places = [place for place in range(1, len(self.kept) - 1) if self.kept[place] != best]
            gone = min(places, key=lambda place: self.kept[place + 1] - self.kept[place - 1])
            self.path(self.kept.pop(gone)).unlink(missing_ok=True)

    def path(self, step: int) -> Path:
        return self.folder / f"step-{step:09d}.safetensors"


def written(path: Path, snapshot: Snapshot) -> int:
    """Writes the weights so that ``path`` is whole or absent; gives the file's size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    save_file({name: tensor.contiguous() for name, tensor in snapshot.weights.items()}, beside)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    size = beside.stat().st_size
    beside.replace(path)
    return size
