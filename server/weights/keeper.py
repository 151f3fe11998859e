"""Stores the weights of one attempt beside its training, and prunes them.

A look back needs many epochs, training should not wait for the disk, and a folder should not grow for ever: a thread
writes while training goes on, for at most a twentieth of the time, and at most sixty snapshots stay, evenly spread over
the run. Of the whole state, the last and the best stay.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from models.events import Checkpoint, Notice
from models.sentences import Sentence
from models.training.checkpoints import Saved, Snapshot
from server.weights.protocol import NotWritten, WeightStore

NOT_KEPT = Sentence("weights-not-kept", "The weights could not be kept: {error}. Training goes on.")
MAKE_ROOM = Sentence("make-room", "Make room on the disk, or start the server with a smaller --snapshot-limit.")

MOST = 60
SHARE = 0.05
"""Largest share of the time that may go into writing."""

Written = tuple[int, int, float]
"""Bytes of the weights, bytes of the whole state, seconds that both took."""


@dataclass(frozen=True)
class Copy:
    """A snapshot's tensors, apart from what goes on changing."""

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
    """The snapshots and checkpoints of one attempt at ``run``."""

    def __init__(self, store: WeightStore, run: str) -> None:
        self.store, self.run = store, run
        self.steps = store.steps(run)
        """Of the weights that are stored, of earlier attempts too."""
        self.best: int | None = None
        """Step of the best that is stored, of earlier attempts too."""
        self.unwritten: Copy | None = None
        """The best so far, when the disk had no time for it."""
        self.disk = ThreadPoolExecutor(1, "disk")
        self.writing: tuple[Copy, Future[Written]] | None = None
        self.idle_until = 0.0
        self.complained = False

    def offer(self, snapshot: Snapshot) -> list[Checkpoint | Notice]:
        """Takes a snapshot, and has it written if it must be or there is time; reports what was written since."""
        reports = self.collect(wait=snapshot.due)
        self.best = snapshot.best if self.best is None else self.best
        if snapshot.due:
            if self.unwritten and self.unwritten.step < snapshot.step:
                reports += self.write_now(self.unwritten)
            return reports + self.write_now(Copy.of(snapshot))
        if snapshot.step == snapshot.best:
            self.unwritten = Copy.of(snapshot)
        if self.writing is None and time.monotonic() >= self.idle_until:
            self.begin_to_write(self.unwritten or Copy.of(snapshot))
        return reports

    def write_now(self, copy: Copy) -> list[Checkpoint | Notice]:
        self.begin_to_write(copy)
        return self.collect(wait=True)

    def begin_to_write(self, copy: Copy) -> None:
        """Begins to write weights and state of one step, beside the steps that follow."""
        self.unwritten = None  # it is this one, or one that was written or beaten before this
        self.writing = copy, self.disk.submit(write_both, self.store, self.run, copy)

    def collect(self, wait: bool = False) -> list[Checkpoint | Notice]:
        """Reports the finished write, if there is one, and prunes old checkpoints; ``wait`` for one that goes on."""
        if self.writing is None or not (wait or self.writing[1].done()):
            return []
        (copy, future), self.writing = self.writing, None
        try:
            small, large, seconds = future.result()
        except NotWritten as error:
            return self.complaint(copy, error)
        self.idle_until = time.monotonic() + seconds * (1 / SHARE - 1)
        self.best = copy.step if copy.best else self.best
        self.steps = sorted({*self.steps, copy.step})
        self.prune()
        report = Checkpoint(step=copy.step, epoch=copy.epoch, bytes=small, best=copy.best)
        return [report, report.model_copy(update={"bytes": large, "full": True})]

    def complaint(self, copy: Copy, error: NotWritten) -> list[Checkpoint | Notice]:
        """Training goes on without snapshots; that is reported once."""
        if self.complained:
            return []
        self.complained = True
        return [
            Notice(
                code="disk full",
                text=NOT_KEPT(error=str(error)),
                attempt_this=MAKE_ROOM(),
                step=copy.step,
                epoch=copy.epoch,
            )
        ]

    def prune(self) -> None:
        """Beyond the most, the snapshot whose loss leaves the smallest gap goes; never the first, best or last."""
        while len(self.steps) > MOST:
            places = [place for place in range(1, len(self.steps) - 1) if self.steps[place] != self.best]
            gone = min(places, key=lambda place: self.steps[place + 1] - self.steps[place - 1])
            self.store.delete(self.run, self.steps.pop(gone))
        for step in self.store.steps(self.run, full=True)[:-1]:
            if step != self.best:
                self.store.delete(self.run, step, full=True)


def write_both(store: WeightStore, run: str, copy: Copy) -> Written:
    """In a thread of its own. Raises ``NotWritten``."""
    began = time.monotonic()
    small = store.write(run, copy.step, copy.weights)
    large = store.write(run, copy.step, copy.everything, full=True)
    return small, large, time.monotonic() - began
