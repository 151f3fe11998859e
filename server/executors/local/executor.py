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
from pathlib import Path

from models.commands import Stop
from models.sentences import Sentence
from server.executors.executor import NamedExecutor
from server.executors.local import worker
from server.executors.local.launching import Launcher, context, end_fork_server
from server.executors.local.leftovers import end_noted, note
from server.executors.local.pipes import decode_message, encode_order, receive_message
from server.executors.local.processes import LocalProcess, wait_for
from server.executors.protocol import CLOSED, Answer, Assignment, LookRequest
from server.machine.usage import WorkerUsage, usage_of
from server.settings import Settings
from server.weights.protocol import WeightStore

RESERVE = 3
"""Warm processes that wait for an attempt: a race of three cells starts at once."""
SECONDS_TO_LEAVE = 2.0

READER_FAILED = Sentence("reader-failed", "The reader failed: {error}")

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
    ) -> None:
        self._places = places or max(3, os.cpu_count() or 1)
        self.folders = [str(folder) for folder in folders]
        self.uploads = str(uploads) if uploads else ""
        self.weights = ""
        self.context = context()
        self.launcher = Launcher()
        self.reserve: list[LocalProcess] = []
        self.running: list[LocalProcess] = []
        """Replaced, never changed: a thread may measure what they use meanwhile."""
        self.filling: asyncio.Task[None] | None = None
        self._reader = LocalReader(self)
        self.notes = notes or Path(tempfile.gettempdir(), f"schoolyard-{os.getpid()}-{secrets.token_hex(4)}")
        self.numbers = itertools.count(1)

    @classmethod
    def from_settings(cls, settings: Settings) -> "LocalExecutor":
        return cls(settings.workers, settings.folders, settings.uploads, settings.data / "workers")

    @property
    def places(self) -> int:
        return self._places

    @property
    def reader(self) -> "LocalReader":
        return self._reader

    async def open(self, weights: WeightStore) -> None:
        """Ends what a killed server has left, and begins to warm the reserve; does not wait for it."""
        self.weights = weights.place
        await asyncio.to_thread(end_noted, self.notes)
        self.notes.mkdir(mode=0o700, exist_ok=True)
        self.filling = asyncio.create_task(self.fill())

    async def fill(self) -> None:
        """Never raises: whoever needs a process then starts one, and is told why that cannot be."""
        try:
            while len(self.reserve) < RESERVE:
                self.reserve.append(await self.launch(worker.main))
        except (OSError, RuntimeError) as error:
            log.error("no worker could be started to wait for a run: %s", error)

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
            process = self.reserve.pop(0) if self.reserve else await self.launch(worker.main)
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


class LocalReader:
    """One warm process that answers looks at stored weights, one after the other."""

    def __init__(self, executor: LocalExecutor) -> None:
        self.executor = executor
        self.process: LocalProcess | None = None
        self.turn = asyncio.Lock()
        self.asked: set[asyncio.Task[Answer]] = set()

    def processes(self) -> list[LocalProcess]:
        return [self.process] if self.process else []

    async def look(self, request: LookRequest) -> Answer:
        """Who asked may be cancelled; the answer is still read to its end, else the next would get the rest of it."""
        task = asyncio.create_task(self.answer(request))
        self.asked.add(task)
        task.add_done_callback(self.answered)
        return await asyncio.shield(task)

    def answered(self, task: "asyncio.Task[Answer]") -> None:
        self.asked.discard(task)
        if not task.cancelled():
            task.exception()  # whoever has been cancelled fetches none

    async def answer(self, request: LookRequest) -> Answer:
        async with self.turn:
            if self.process is None or not self.process.alive:
                self.process = await self.executor.launch(worker.read)
            process = self.process
            process.write(encode_order(request))
            message = await receive_message(process.reader)
            if message is None:
                self.process = None  # whoever is next has a new one, though this one may not be gone yet
        if message is None:
            process.writer.close()
            return Answer(0, 0, 0.0, refused=READER_FAILED(error=(await process.ended()).in_words()))
        answer = decode_message(message)
        assert isinstance(answer, Answer)
        return answer
