"""Keeps a run's weights and state on disk: written beside, flushed, renamed, so that a file is whole or not there.

A look back needs many epochs, training should not wait for the disk, and a folder should not grow for ever: at most a
twentieth of the time goes into writing, and at most sixty snapshots stay, evenly spread over the run. Of the whole
state, the last and the best stay.
"""

import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from models.checkpoints import Saved, Snapshot
from models.events import Checkpoint, Notice

MOST = 60
SHARE = 0.05
"""Largest share of the time that may go into writing."""


class Keeper:
    """The snapshots and checkpoints of one attempt, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for torn in (*folder.glob("*.part"), *folder.glob(".tmp*")):
            torn.unlink(missing_ok=True)  # a worker was killed while it wrote
        self.kept = steps_in(folder, "step")
        self.best: int | None = None
        self.unwritten: tuple[Snapshot, Saved, Saved] | None = None
        """The best so far, when the disk had no time for it."""
        self.idle_until = 0.0
        self.complained = False

    def offer(self, snapshot: Snapshot) -> list[Checkpoint | Notice]:
        """Takes a snapshot; writes it if it must be or there is time."""
        said: list[Checkpoint | Notice] = []
        if snapshot.best:
            self.best = snapshot.step
        if snapshot.due and self.unwritten is not None:
            best, weights, everything = self.unwritten
            said += self.write(best, lambda: weights, lambda: everything)
        if snapshot.due or time.monotonic() >= self.idle_until:
            return said + self.write(snapshot, snapshot.weights, snapshot.everything)
        if snapshot.best:
            self.unwritten = (snapshot, snapshot.weights(), snapshot.everything())
        return said

    def write(
        self, snapshot: Snapshot, weights: Callable[[], Saved], everything: Callable[[], Saved]
    ) -> list[Checkpoint | Notice]:
        """Both files of one step; what is older than the best and the last goes."""
        began = time.monotonic()
        step, epoch, best = snapshot.step, snapshot.epoch, snapshot.step == self.best
        try:
            small = written(self.path(step), weights())
            large = written(self.path(step, "checkpoint"), everything())
        except (OSError, SafetensorError) as error:
            return self.complaint(snapshot, error)
        ended = time.monotonic()
        self.idle_until = ended + (ended - began) * (1 / SHARE - 1)
        self.kept = sorted({*self.kept, step})
        self.unwritten = None if best else self.unwritten
        self.thin()
        return [
            Checkpoint(step=step, epoch=epoch, bytes=small, best=best),
            Checkpoint(step=step, epoch=epoch, bytes=large, best=best, full=True),
        ]

    def complaint(self, snapshot: Snapshot, error: Exception) -> list[Checkpoint | Notice]:
        """Training goes on without snapshots; it is said once."""
        if self.complained:
            return []
        self.complained = True
        return [
            Notice(
                code="disk full",
                text=f"The weights could not be kept: {why(error)}. Training goes on.",
                attempt_this="Make room on the disk, or start the server with a smaller --snapshot-limit.",
                step=snapshot.step,
                epoch=snapshot.epoch,
            )
        ]

    def thin(self) -> None:
        """Beyond the most, the snapshot whose loss leaves the smallest gap goes; never the first, best or last."""
        while len(self.kept) > MOST:
            places = [place for place in range(1, len(self.kept) - 1) if self.kept[place] != self.best]
            gone = min(places, key=lambda place: self.kept[place + 1] - self.kept[place - 1])
            self.path(self.kept.pop(gone)).unlink(missing_ok=True)
        for step in steps_in(self.folder, "checkpoint")[:-1]:
            if step != self.best:
                self.path(step, "checkpoint").unlink(missing_ok=True)

    def path(self, step: int, kind: str = "step") -> Path:
        return self.folder / f"{kind}-{step:09d}.safetensors"


def why(error: Exception) -> str:
    """What the system said, without the words around it."""
    said = re.search(r"I/O error: (.+) \(os error", str(error))
    return said[1] if said else getattr(error, "strerror", None) or str(error)


def steps_in(folder: Path, kind: str) -> list[int]:
    """Steps of the files of one kind, ascending."""
    return sorted(int(file.stem.rpartition("-")[2]) for file in folder.glob(f"{kind}-*.safetensors"))


def written(path: Path, saved: Saved) -> int:
    """Writes so that ``path`` is whole or absent; gives the file's size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    save_file(saved.tensors, beside, {"about": json.dumps(saved.about)})
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    size = beside.stat().st_size
    beside.replace(path)
    return size


def loaded(path: Path) -> Saved:
    """What :func:`written` wrote. Raises SafetensorError where the file is torn."""
    with safe_open(path, framework="pt") as file:
        about = json.loads((file.metadata() or {}).get("about", "{}"))
        return Saved({name: file.get_tensor(name) for name in file.keys()}, about)  # noqa: SIM118
