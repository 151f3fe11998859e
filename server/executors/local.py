"""This machine's workers: one process an attempt, from a small reserve of warm ones."""

import asyncio
import itertools
import logging
import multiprocessing
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from weakref import WeakSet

from models.commands import COMMAND, Command, Stop
from server.executors import worker
from server.executors.pipes import Request, assignment_piece, framed, received, request_piece, understood
from server.executors.protocol import Answer, Assignment, Outcome, Said

RESERVE = 3
"""Warm processes that wait for an attempt: a race of three cells starts at once."""
LAST_WORDS = 4096
"""Bytes of a worker's stderr that are kept."""


def context() -> ForkServerContext | SpawnContext:
    """How processes start: forked from one that has torch in memory; where that is unsafe, from nothing."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["server.executors.preload"])
    return forking


log = logging.getLogger("schoolyard")


class LocalExecutor:
    """Workers and a reader as processes of this machine."""

    def __init__(self, places: int | None = None, folders: Sequence[Path] = (), uploads: Path | None = None) -> None:
        self._places = places or max(3, os.cpu_count() or 1)
        self.folders = [str(folder) for folder in folders]
        self.uploads = str(uploads) if uploads else ""
        self.context = context()
        self.launcher = ThreadPoolExecutor(1, "launcher")
        self.reserve: list[LocalProcess] = []
        self.running: WeakSet[LocalProcess] = WeakSet()
        self.filling: asyncio.Task[None] | None = None
        self._reader = LocalReader(self)
        self.last_words = tempfile.TemporaryDirectory(prefix="schoolyard-")
        self.numbers = itertools.count(1)

    @property
    def places(self) -> int:
        return self._places

    @property
    def reader(self) -> "LocalReader":
        return self._reader

    async def open(self) -> None:
        """Begins to warm the reserve; does not wait for it."""
        self.filling = asyncio.create_task(self.fill())

    async def fill(self) -> None:
        """Never raises: whoever needs a process then starts one, and is told why that cannot be."""
        try:
            while len(self.reserve) < RESERVE:
                self.reserve.append(await self.launch(worker.main))
        except (OSError, RuntimeError) as error:
            log.error("no worker could be started to wait for a run: %s", error)

    async def launch(self, entry: Callable[..., None]) -> "LocalProcess":
        """Starts a process. In a thread of its own: the first start waits until the fork server has torch."""
        ours, theirs = socket.socketpair()
        errors = Path(self.last_words.name) / f"{next(self.numbers)}.txt"
        errors.touch()
        given = (theirs, str(errors), self.folders, self.uploads)
        process = self.context.Process(target=entry, args=given, daemon=True)
        await asyncio.get_running_loop().run_in_executor(self.launcher, process.start)
        theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours)
        return LocalProcess(process, reader, writer, errors)

    async def start(self, assignment: Assignment) -> "LocalProcess":
        """An attempt in a warm process; a new one warms up in its place."""
        process = await self.taken()
        process.run = assignment.run
        process.write(assignment_piece(assignment))
        self.running.add(process)
        return process

    def processes(self) -> dict[int, str | None]:
        alive = [one for one in (*self.running, *self.reserve) if one.process.is_alive()]
        return {one.process.pid: one.run for one in alive if one.process.pid is not None}

    async def taken(self) -> "LocalProcess":
        while True:
            if self.filling is not None and not self.reserve:
                await asyncio.wait([self.filling])  # an attempt that is cancelled here does not cancel what fills
            process = self.reserve.pop(0) if self.reserve else await self.launch(worker.main)
            if self.filling is None or self.filling.done():
                self.filling = asyncio.create_task(self.fill())
            if process.process.is_alive():
                return process

    async def close(self) -> None:
        """Asks every worker to stop, waits a little, ends what is left."""
        if self.filling is not None:
            await self.filling
        running = list(self.running)
        for process in running:
            process.send(Stop(reason="the server was closed"))
        everything = [*self.reserve, *running, *self._reader.processes()]
        for process in (*self.reserve, *self._reader.processes()):
            process.writer.close()
        await asyncio.gather(*(process.gone(2.0) for process in everything))
        self.launcher.shutdown()
        self.last_words.cleanup()


class LocalProcess:
    """One process at the server's end; implements the protocol's ``Worker``."""

    def __init__(
        self, process: BaseProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, errors: Path
    ) -> None:
        self.process, self.reader, self.writer, self.errors = process, reader, writer, errors
        self.run: str | None = None

    def write(self, piece: bytes) -> None:
        """Never waits: what the worker has not taken yet stays in the server's memory."""
        if not self.writer.is_closing():
            self.writer.write(framed(piece))

    def send(self, command: Command) -> None:
        self.write(COMMAND.dump_json(command))

    async def says(self) -> AsyncIterator[Said | Answer]:
        while (piece := await received(self.reader)) is not None:
            yield understood(piece)
        self.writer.close()

    async def ended(self) -> Outcome:
        await asyncio.to_thread(self.process.join, 5)
        with suppress(OSError):
            return Outcome(self.process.exitcode, self.errors.read_bytes()[-LAST_WORDS:].decode(errors="replace"))
        return Outcome(self.process.exitcode)

    async def kill(self) -> None:
        self.process.kill()
        await asyncio.to_thread(self.process.join, 5)

    async def gone(self, seconds: float) -> None:
        """Waits for the process to end by itself, then ends it."""
        await asyncio.to_thread(self.process.join, seconds)
        if self.process.exitcode is None:
            await self.kill()
        self.writer.close()


class LocalReader:
    """One warm process that answers looks at kept weights, one after the other."""

    def __init__(self, executor: LocalExecutor) -> None:
        self.executor = executor
        self.process: LocalProcess | None = None
        self.turn = asyncio.Lock()
        self.numbers = itertools.count(1)

    def processes(self) -> list[LocalProcess]:
        return [self.process] if self.process else []

    async def look(self, spec: dict[str, Any], weights: Path, view: str, question: str) -> Answer:
        request = Request(next(self.numbers), spec, weights, view, question)
        async with self.turn:
            if self.process is None or not self.process.process.is_alive():
                self.process = await self.executor.launch(worker.read)
            process = self.process
            process.write(request_piece(request))
            piece = await received(process.reader)
            if piece is None:
                self.process = None  # whoever is next has a new one, though this one may not be gone yet
        if piece is None:
            process.writer.close()
            return Answer(request.number, 0, 0.0, refused=f"The reader failed: {(await process.ended()).in_words()}")
        answer = understood(piece)
        assert isinstance(answer, Answer)
        return answer
