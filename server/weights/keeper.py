"""Stores the weights of one attempt beside its training, and prunes them.

A look back needs many epochs, training should not wait for the disk, and a folder should not grow for ever: a thread
writes while training goes on, for a small share of the time, and at most sixty snapshots stay, evenly spread over the
run. The whole state is three times as much and written more rarely; of it the last and the best stay.
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
SHARE, SHARE_OF_PROCESSOR = 0.05, 0.01
"""Largest shares of the time that may go into writing: with the waits for the disk, and without."""
BETWEEN = 2.0
"""Seconds between two writes of the whole state that nobody asks for: about what a killed worker loses."""


@dataclass(frozen=True)
class Written:
    """Bytes of the weights, and of the whole state where it was written too; seconds in which nothing may follow."""

    weights: int
    everything: int | None
    rest: float


@dataclass(frozen=True)
class Copy:
    """A snapshot's tensors, apart from what goes on changing."""

    step: int
    epoch: float
    best: bool
    weights: Saved
    everything: Saved | None

    @classmethod
    def of(cls, snapshot: Snapshot, whole: bool = True) -> "Copy":
        best = snapshot.step == snapshot.best
        everything = snapshot.everything() if whole else None
        return cls(snapshot.step, snapshot.epoch, best, snapshot.weights(), everything)


class Keeper:
    """The snapshots and checkpoints of one attempt at ``run``."""

    def __init__(self, store: WeightStore, run: str) -> None:
        self.store, self.run = store, run
        self.steps = store.steps(run)
        """Of the weights that are stored, of earlier attempts too."""
        self.best: int | None = None
        """Step of the best whose weights are stored, of earlier attempts too."""
        self.best_whole: int | None = None
        """The same of the whole state."""
        self.unwritten: Copy | None = None
        """The best so far, while its whole state is not written."""
        self.disk = ThreadPoolExecutor(1, "disk")
        self.writing: tuple[Copy, Future[Written]] | None = None
        self.idle_until = self.whole_at = 0.0
        self.complained = False

    def offer(self, snapshot: Snapshot) -> list[Checkpoint | Notice]:
        """Takes a snapshot, and has it written if it must be or there is time; reports what was written since."""
        reports = self.collect(wait=snapshot.due)
        self.best = snapshot.best if self.best is None else self.best
        self.best_whole = snapshot.best if self.best_whole is None else self.best_whole
        if snapshot.due:
            if self.unwritten and self.unwritten.step < snapshot.step:
                reports += self.write_now(self.unwritten)
            return reports + self.write_now(Copy.of(snapshot))
        now = time.monotonic()
        free, whole = self.writing is None and now >= self.idle_until, now >= self.whole_at
        if snapshot.step == snapshot.best:
            copy = self.unwritten = Copy.of(snapshot)
        elif free:
            copy = self.unwritten if whole and self.unwritten else Copy.of(snapshot, whole)
        if free:
            self.begin_to_write(copy, whole)
        return reports

    def write_now(self, copy: Copy) -> list[Checkpoint | Notice]:
        self.begin_to_write(copy, whole=True)
        return self.collect(wait=True)

    def begin_to_write(self, copy: Copy, whole: bool) -> None:
        """Begins to write the weights of one step, or also the whole state, beside the steps that follow."""
        if whole:
            self.unwritten = None  # it is this one, or one that was written or beaten before this
        everything = copy.everything if whole else None
        self.writing = copy, self.disk.submit(write, self.store, self.run, copy.step, copy.weights, everything)

    def collect(self, wait: bool = False) -> list[Checkpoint | Notice]:
        """Reports the finished write, if there is one, and prunes old checkpoints; ``wait`` for one that goes on."""
        if self.writing is None or not (wait or self.writing[1].done()):
            return []
        (copy, future), self.writing = self.writing, None
        try:
            written = future.result()
        except NotWritten as error:
            return self.complaint(copy, error)
        now = time.monotonic()
        self.idle_until = now + written.rest
        if copy.best:
            self.best = copy.step
        if written.everything is not None:
            self.whole_at = now + BETWEEN
            self.best_whole = copy.step if copy.best else self.best_whole
        self.steps = sorted({*self.steps, copy.step})
        self.prune()
        report = Checkpoint(step=copy.step, epoch=copy.epoch, bytes=written.weights, best=copy.best)
        if written.everything is None:
            return [report]
        return [report, report.model_copy(update={"bytes": written.everything, "full": True})]

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
            if step != self.best_whole:
                self.store.delete(self.run, step, full=True)


def write(store: WeightStore, run: str, step: int, weights: Saved, everything: Saved | None) -> Written:
    """In a thread of its own. Raises ``NotWritten``."""
    began, worked = time.monotonic(), time.thread_time()
    small = store.write(run, step, weights)
    large = None if everything is None else store.write(run, step, everything, full=True)
    seconds, worked = time.monotonic() - began, time.thread_time() - worked
    return Written(small, large, max(seconds / SHARE, worked / SHARE_OF_PROCESSOR) - seconds)
