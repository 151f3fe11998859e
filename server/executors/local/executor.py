"""This machine's workers: one process an attempt, from a small reserve of warm ones."""

import asyncio
import itertools
import logging
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from models.commands import Stop
from server.executors.executor import NamedExecutor
from server.executors.local import entries
from server.executors.local.launching import Launcher, context, end_fork_server
from server.executors.local.leftovers import end_noted, note
from server.executors.local.pipes import encode_order
from server.executors.local.processes import LocalProcess, wait_for
from server.executors.local.reader import LocalReader
from server.executors.protocol import CLOSED, Assignment
from server.machine.usage import WorkerUsage, usage_of
from server.settings import Settings
from server.weights.protocol import WeightStore

RESERVE = 3
"""Warm processes that wait for an attempt: a race of three cells starts at once."""
SECONDS_TO_LEAVE = 2.0

log = logging.getLogger("schoolyard")


class LocalExecutor(NamedExecutor):
    """Workers and a reader as processes of this machine.

    In ``notes`` lie their last words and who they are, for as long as the server lives; only one server may use it.
    """

    title = "processes of this machine"

    def __init__(
        self,
        places: int | None = None,
        folders: Sequence[Path] = (),
        uploads: Path | None = None,
        notes: Path | None = None,
        warm: int | None = None,
    ) -> None:
        """``warm`` processes wait for an attempt, or three; with 0 it is there for its reader alone."""
        self._places, self._warm = places or max(3, os.cpu_count() or 1), warm
        self.folders = [str(folder) for folder in folders]
        self.uploads = str(uploads) if uploads else ""
        self.weights = ""
        self.context = context()
        self.launcher = Launcher()
        self.reserve: list[LocalProcess] = []
        self.running: list[LocalProcess] = []
        """Replaced, never changed: a thread may measure what they use meanwhile."""
        self.filling: asyncio.Task[None] | None = None
        self._reader = LocalReader(partial(self.launch, entries.answer))
        self.notes = notes or Path(tempfile.gettempdir(), f"schoolyard-{os.getpid()}-{secrets.token_hex(4)}")
        self.numbers = itertools.count(1)

    @classmethod
    def from_settings(cls, settings: Settings) -> "LocalExecutor":
        return cls(settings.workers, settings.folders, settings.uploads, settings.data / "workers")

    @classmethod
    def of_reader(cls, settings: Settings) -> "LocalExecutor":
        """For its reader alone: another executor trains."""
        return cls(1, settings.folders, settings.uploads, settings.data / "reader", warm=0)

    @property
    def places(self) -> int:
        return self._places

    @property
    def reader(self) -> "LocalReader":
        return self._reader

    async def open(self, weights: WeightStore) -> None:
        """Ends what a killed server has left, and begins to start the reader and the reserve; does not wait for it."""
        self.weights = weights.place
        await asyncio.to_thread(end_noted, self.notes)
        self.notes.mkdir(mode=0o700, exist_ok=True)
        self.filling = asyncio.create_task(self.fill())

    async def fill(self) -> None:
        """Never raises: whoever needs a process then starts one, and is told why that cannot be."""
        try:
            await self._reader.running()
            while len(self.reserve) < (RESERVE if self._warm is None else self._warm):
                self.reserve.append(await self.launch(entries.work))
        except (OSError, RuntimeError) as error:
            log.error("no process could be started to wait for work: %s", error)

    async def launch(self, entry: Callable[..., None]) -> LocalProcess:
        """Starts a process. In a thread of its own: the first start waits until the fork server has torch."""
        errors = self.notes / f"{next(self.numbers)}.txt"
        errors.touch(mode=0o600)
        ours, theirs = socket.socketpair()
        arguments = (theirs, str(errors), self.folders, self.uploads, self.weights)
        process = self.context.Process(target=entry, args=arguments, daemon=True)
        try:
            await self.launcher.start(process, theirs)
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()  # whoever was started all the same reads end-of-file, and leaves
            raise
        launched = LocalProcess(process, reader, writer, errors)
        if launched.identity is not None:
            note(self.notes, launched.identity)
        return launched

    async def start(self, assignment: Assignment) -> "LocalProcess":
        """An attempt in a warm process; a new one warms up in its place."""
        process = await self.warm_process()
        process.run = assignment.run
        process.write(encode_order(assignment))
        still = [one for one in self.running if one.alive or not one.writer.is_closing()]
        self.running = [*still, process]
        return process

    def usage(self) -> list[WorkerUsage]:
        alive = [one for one in (*self.running, *self.reserve) if one.alive]
        found = [usage_of(one.pid, one.run) for one in alive if one.pid is not None]
        return [one for one in found if one is not None]

    async def warm_process(self) -> "LocalProcess":
        while True:
            if self.filling is not None and not self.reserve:
                await asyncio.wait([self.filling])  # an attempt that is cancelled here does not cancel what fills
            process = self.reserve.pop(0) if self.reserve else await self.launch(entries.work)
            if self.filling is None or self.filling.done():
                self.filling = asyncio.create_task(self.fill())
            if process.alive:
                return process
            process.writer.close()

    async def close(self) -> None:
        """Asks every worker to stop, waits a little, ends what is left."""
        if self.filling is not None:
            await asyncio.wait([self.filling], timeout=1)
            self.filling.cancel()
        self._reader.close()
        for process in self.running:
            process.send(Stop(reason=CLOSED()))
        for process in (*self.reserve, *self._reader.processes()):
            process.writer.close()
        everything = self._everything()
        await asyncio.to_thread(end_all, everything)
        for process in everything:
            process.writer.close()
        if self.launcher.starting:
            end_fork_server()  # it imports torch, for many seconds on a busy machine
        self.launcher.close()
        shutil.rmtree(self.notes, ignore_errors=True)

    def abort(self) -> None:
        for process in self._everything():
            process.end_now()
        end_fork_server()

    def _everything(self) -> list[LocalProcess]:
        return [*self.reserve, *self.running, *self._reader.processes()]


def end_all(processes: list[LocalProcess]) -> None:
    """Those that have not left in time are killed, all at once."""
    left = wait_for(processes, SECONDS_TO_LEAVE)
    for process in left:
        process.end_now()
    wait_for(left, SECONDS_TO_LEAVE)
