"""Room for weights: those of all runs together stay within a limit, and what is oldest goes first."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from models.events import LAST, Notice
from server.schema.runs import Run
from server.store.sqlite.writer import Closed, NotKept
from server.weights.folder import LET_GO, chosen, kept_files, let_go

if TYPE_CHECKING:
    from server.runs.event_log import Journal
    from server.runs.records import Records

SLACK = 0.95
"""The part of the limit down to which weights go, so that not every new snapshot makes us count all of them."""

log = logging.getLogger("schoolyard")


class Turn(IntEnum):
    """In which order weights go."""

    TRASH = 0
    PASSED = 1
    BEST = 2
    LAST = 3


@dataclass(frozen=True)
class File:
    """Weights, or the whole state, of a run at a step. ``at`` is when they were written."""

    path: Path
    step: int
    full: bool
    bytes: int
    at: int


class Room:
    """Counts what workers keep, and lets go of what is too much."""

    def __init__(self, weights: Path, limit: int) -> None:
        self._weights, self._limit = weights, limit
        self._files: dict[str, list[File]] = {}
        self._totals: dict[str, int] = {}
        """Bytes of each run, so that one new snapshot does not make us add up all files."""
        self._grown: set[str] = set()
        self._news = anyio.Event()
        self.still = anyio.Lock()
        """Held by whoever is about to begin from weights: none go meanwhile."""

    def grew(self, run: str) -> None:
        """Weights of ``run`` were written."""
        self._grown.add(run)
        self._news.set()

    async def stay_within(self, records: "Records", journal: "Journal") -> None:
        """As long as the server lives; a limit of 0 is none."""
        self._grown |= {record.id for record in records}
        while self._limit:
            self._news = anyio.Event()
            grown, self._grown = self._grown, set()
            try:
                await anyio.to_thread.run_sync(self._count, grown)
                if sum(self._totals.values()) > self._limit:
                    await self._let_go(records, journal)
            except OSError as error:
                log.error("weights could not be counted: %s", error)
            await self._news.wait()

    def _count(self, grown: Iterable[str]) -> None:
        for run in grown:
            self._files[run] = files_in(self._weights / run)
            self._totals[run] = total(self._files[run])

    async def _let_go(self, records: "Records", journal: "Journal") -> None:
        async with self.still:
            runs = {record.id: record.run for record in records}
            gone = await anyio.to_thread.run_sync(self._delete, runs)
        for run in gone:
            record = records.get(run)
            assert record is not None
            try:
                await journal.let_go(record, None if let_go(record.run) else self._notice(record.run))
            except (NotKept, Closed) as error:
                log.error("run %s: %s", run, error)

    def _delete(self, runs: Mapping[str, Run]) -> list[str]:
        """The runs that lost weights."""
        gone = []
        for run, file in too_much(self._files, runs, int(SLACK * self._limit)):
            try:
                file.path.unlink(missing_ok=True)
            except OSError as error:
                log.error("%s cannot be deleted: %s", file.path, error)
                continue
            gone.append(run)
            self._files[run] = [one for one in self._files[run] if one is not file]
            self._totals[run] -= file.bytes
        return list(dict.fromkeys(gone))

    def _notice(self, run: Run) -> Notice:
        what = "Older epochs of this run" if self._files[run.id] else "All weights of this run"
        return Notice(
            code=LET_GO,
            text=f"{what} were let go: the data folder reached its {in_words(self._limit)}.",
            attempt_this="Raise --snapshot-limit or delete runs.",
            step=run.step,
            epoch=run.epoch,
        )


def files_in(folder: Path) -> list[File]:
    found = []
    for path, step, full in kept_files(folder):
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue  # its worker thinned it out this moment
        found.append(File(path, step, full, facts.st_size, facts.st_mtime_ns))
    return found


def total(files: Iterable[File]) -> int:
    return sum(file.bytes for file in files)


def too_much(files: Mapping[str, list[File]], runs: Mapping[str, Run], limit: int) -> list[tuple[str, File]]:
    """What has to go, in its order, until ``limit`` bytes are left: the run and the file."""
    going = [
        ((turn, file.at, file.step), run, file)
        for run, own in files.items()
        for file in own
        if (turn := turn_of(file, own, runs[run])) is not None
    ]
    over = sum(map(total, files.values())) - limit
    found = []
    for _, run, file in sorted(going, key=lambda one: one[0]):
        if over <= 0:
            break
        found.append((run, file))
        over -= file.bytes
    return found


def turn_of(file: File, own: list[File], run: Run) -> Turn | None:
    """When ``file`` of the run's ``own`` files goes; None is never, as the run may need it to go on."""
    ended = run.state in LAST
    if run.deleted and ended:
        return Turn.TRASH
    whole = [one.step for one in own if one.full]
    weights = sorted(one.step for one in own if not one.full)
    if file.step == max(whole or weights):
        return Turn.LAST if ended else None
    best = run.best is not None and file.step == chosen(run, weights, "best")
    return Turn.BEST if best else Turn.PASSED


def in_words(size: int) -> str:
    return f"{size / 1e9:g} GB" if size >= 1e9 else f"{size / 1e6:g} MB"
