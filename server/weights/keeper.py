"""Keeps a run's weights and state on disk: written beside, flushed, renamed, so that a file is whole or not there.

A look back needs many epochs, training should not wait for the disk, and a folder should not grow for ever: a thread
writes while training goes on, for at most a twentieth of the time, and at most sixty snapshots stay, evenly spread over
the run. Of the whole state, the last and the best stay.
"""

import json
import os
import re
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from models.events import Checkpoint, Notice
from models.training.checkpoints import Saved, Snapshot

MOST = 60
SHARE = 0.05
"""Largest share of the time that may go into writing."""

Written = tuple[int, int, float]
"""Bytes of the weights, bytes of the whole state, seconds that both took."""


@dataclass(frozen=True)
class Copy:
    """A snapshot taken up: apart from what goes on changing."""

    step: int
    epoch: float
    best: bool
    weights: Saved
    everything: Saved

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Copy":
        best = snapshot.step == snapshot.best
        return cls(snapshot.step, snapshot.epoch, best, snapshot.weights(), snapshot.everything())


class Keeper:
    """The snapshots and checkpoints of one attempt, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for torn in (*folder.glob("*.part"), *folder.glob(".tmp*")):
            torn.unlink(missing_ok=True)  # a worker was killed while it wrote
        self.kept = steps_in(folder, "step")
        self.best: int | None = None
        """Step of the best that lies here, of earlier attempts too."""
        self.unwritten: Copy | None = None
        """The best so far, when the disk had no time for it."""
        self.disk = ThreadPoolExecutor(1, "disk")
        self.writing: tuple[Copy, Future[Written]] | None = None
        self.idle_until = 0.0
        self.complained = False

    def offer(self, snapshot: Snapshot) -> list[Checkpoint | Notice]:
        """Takes a snapshot, and has it written if it must be or there is time; gives what has been written since."""
        said = self.told(wait=snapshot.due)
        self.best = snapshot.best if self.best is None else self.best
        if snapshot.due:
            if self.unwritten and self.unwritten.step < snapshot.step:
                said += self.written_now(self.unwritten)
            return said + self.written_now(Copy.of(snapshot))
        if snapshot.step == snapshot.best:
            self.unwritten = Copy.of(snapshot)
        if self.writing is None and time.monotonic() >= self.idle_until:
            self.write(self.unwritten or Copy.of(snapshot))
        return said

    def written_now(self, copy: Copy) -> list[Checkpoint | Notice]:
        self.write(copy)
        return self.told(wait=True)

    def write(self, copy: Copy) -> None:
        """Begins to write both files of one step, beside the steps that follow."""
        self.unwritten = None  # it is this one, or one that was written or beaten before this
        paths = self.path(copy.step), self.path(copy.step, "checkpoint")
        self.writing = copy, self.disk.submit(both_written, paths, copy)

    def told(self, wait: bool = False) -> list[Checkpoint | Notice]:
        """What there is to say of the last writing, once it is over; what is older than the best and the last goes."""
        if self.writing is None or not (wait or self.writing[1].done()):
            return []
        (copy, future), self.writing = self.writing, None
        try:
            small, large, seconds = future.result()
        except (OSError, SafetensorError) as error:
            return self.complaint(copy, error)
        self.idle_until = time.monotonic() + seconds * (1 / SHARE - 1)
        self.best = copy.step if copy.best else self.best
        self.kept = sorted({*self.kept, copy.step})
        self.thin()
        said = Checkpoint(step=copy.step, epoch=copy.epoch, bytes=small, best=copy.best)
        return [said, said.model_copy(update={"bytes": large, "full": True})]

    def complaint(self, copy: Copy, error: Exception) -> list[Checkpoint | Notice]:
        """Training goes on without snapshots; it is said once."""
        if self.complained:
            return []
        self.complained = True
        return [
            Notice(
                code="disk full",
                text=f"The weights could not be kept: {why(error)}. Training goes on.",
                attempt_this="Make room on the disk, or start the server with a smaller --snapshot-limit.",
                step=copy.step,
                epoch=copy.epoch,
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


def both_written(paths: tuple[Path, Path], copy: Copy) -> Written:
    began = time.monotonic()
    small, large = written(paths[0], copy.weights), written(paths[1], copy.everything)
    return small, large, time.monotonic() - began


def written(path: Path, saved: Saved) -> int:
    """Writes so that ``path`` is whole or absent; gives the file's size in bytes."""
    path.parent.mkdir(mode=0o700, exist_ok=True)  # not its parents: a data folder that was deleted stays so
    beside = path.with_suffix(".part")
    save_file(saved.tensors, beside, {"about": json.dumps(saved.about)})
    beside.chmod(0o600)
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
