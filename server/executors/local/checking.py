"""Looks through what people upload: one after the other, each in a process of its own that may use so much and no more.

Nothing of a file is read in the server's process. A check that is cancelled, or uses more than it may, is killed alone.
"""

import asyncio
import json
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from models.data.uploads import intake
from models.data.uploads.intake import Checked
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence, Text
from server.executors.local import checker
from server.executors.local.checker import Bounds, checked
from server.executors.local.launching import Launcher, context
from server.executors.local.pipes import receive_message
from server.executors.local.processes import LocalProcess
from server.schema import titles
from server.schema.refusal import Refusal

TOO_MANY_CHECKS = Sentence(
    "too-many-checks", "Many files are being looked through already. Upload this one again in a minute."
)
CHECK_FAILED = Sentence(
    "check-failed",
    "The file could not be looked through. Leave out what is unusual in it, or make it anew.",
)
CHECK_TOO_SLOW = Sentence(
    "check-too-slow",
    "The file takes longer than {seconds} seconds to look through. Make it smaller: fewer or smaller "
    "pictures, fewer rows.",
)
CHECK_OUT_OF_MEMORY = Sentence(
    "check-out-of-memory",
    "The file needs more than {size:whole} MB of memory to look through. Make it smaller: fewer or "
    "smaller pictures, fewer rows.",
)
CHECK_NOT_STARTED = Sentence(
    "check-not-started", "The server could not start a process to look through the file. Try again."
)
SERVER_ENDING = Sentence("server-ending", "The server is ending. Upload the file again when it is back.")

MOST_WAITING = 8
"""Uploads that wait for their turn; each holds its file in memory."""
SECONDS_BETWEEN = 0.2
KILLED_FOR_TIME = -24
"""SIGXCPU, wherever there is one. What is killed (-9) was not ended by us: the machine had no memory left."""
MEGABYTE = 1_000_000

log = logging.getLogger("schoolyard")


class Checks:
    """A line of uploads; the first one is looked through."""

    def __init__(self, bounds: Bounds | None = None, look: Callable[..., Checked] = intake.checked) -> None:
        self.bounds, self.look = bounds or Bounds(), look
        self.launcher = Launcher()
        self._turn = asyncio.Lock()
        self._waiting = 0
        self.closed = False
        self.launching: asyncio.Task[LocalProcess] | None = None
        self.process: LocalProcess | None = None
        """The one that is at work."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One after the other, in the order in which they come. Raises ``Refusal`` where too many wait."""
        if self._waiting > MOST_WAITING:
            detail = TOO_MANY_CHECKS()
            raise Refusal(503, titles.TOO_MANY_AT_ONCE, detail, allowed=MOST_WAITING)
        self._waiting += 1
        try:
            async with self._turn:
                self._check_open()
                yield
        finally:
            self._waiting -= 1

    async def check(self, content: bytes, name: str, languages: Sequence[str], form: str = "") -> Checked:
        """In a turn: what the file holds. Raises ``Unusable``, also where it takes more than a check may use."""
        self.launching = asyncio.create_task(self._launched())
        try:
            self.process = process = await self.launching
        except asyncio.CancelledError:
            self.launching.add_done_callback(end_unused)
            self._check_open()
            raise
        try:
            wanted = {"form": form} if form else {}
            process.write(json.dumps({"name": name, "languages": list(languages), **wanted}).encode())
            process.write(content)
            return await self._answer(process)
        finally:
            process.end_now()
            process.writer.close()
            self.process = None

    async def _answer(self, process: LocalProcess) -> Checked:
        answer = await self._receive_message(process)
        if answer is None:
            self._check_open()
            raise self._lost((await process.ended()).code)
        word, _, found = answer.partition(b"\n")
        if word == b"checked":
            return checked(found)
        if word == b"unusable":
            raise Unusable(Text.restored(found.decode()))
        if word == b"memory":
            raise self._too_much_memory()
        log.error("a file could not be looked through: %s", found.decode(errors="replace"))
        raise Unusable(CHECK_FAILED())

    async def _receive_message(self, process: LocalProcess) -> bytes | None:
        """The answer; None where the process ended without one."""
        reading = asyncio.create_task(receive_message(process.reader))
        before = resident(process)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.bounds.seconds
        try:
            while not (await asyncio.wait({reading}, timeout=SECONDS_BETWEEN))[0]:
                if loop.time() > deadline:
                    raise self._too_slow()
                if resident(process) > before + self.bounds.memory:
                    raise self._too_much_memory()
            return await reading
        finally:
            reading.cancel()

    async def _launched(self) -> LocalProcess:
        ours, theirs = socket.socketpair()
        process = context().Process(target=checker.main, args=(theirs, self.bounds, self.look), daemon=True)
        try:
            await self.launcher.start(process, theirs)
            reader, writer = await asyncio.open_connection(sock=ours)
        except (OSError, RuntimeError) as error:
            ours.close()
            log.error("no process could be started to look through a file: %s", error)
            detail = CHECK_NOT_STARTED()
            raise Refusal(503, titles.NOT_NOW, detail) from error
        except BaseException:
            ours.close()  # whoever was started all the same reads end-of-file, and leaves
            raise
        return LocalProcess(process, reader, writer, Path(os.devnull))

    def close(self) -> None:
        """The process that is at work ends; that one and whoever waits is told why."""
        self.closed = True
        if self.launching is not None:
            self.launching.cancel()
        if self.process is not None:
            self.process.end_now()
        self.launcher.close()

    def _check_open(self) -> None:
        if self.closed:
            raise Refusal(503, titles.NOT_NOW, SERVER_ENDING())

    def _too_slow(self) -> Unusable:
        return Unusable(CHECK_TOO_SLOW(seconds=self.bounds.seconds))

    def _too_much_memory(self) -> Unusable:
        return Unusable(CHECK_OUT_OF_MEMORY(size=self.bounds.memory // MEGABYTE))

    def _lost(self, code: int | None) -> Unusable:
        """Of what ended without an answer: by a bound of the system, mostly."""
        log.error("the process that looked through a file ended with exit code %s", code)
        if code == KILLED_FOR_TIME:
            return self._too_slow()
        if code == -9:
            return self._too_much_memory()
        return Unusable(CHECK_FAILED())


def end_unused(launching: asyncio.Task[LocalProcess]) -> None:
    """Ends a process that was started in the moment in which nobody wanted it any more."""
    if not launching.cancelled() and launching.exception() is None:
        launching.result().end_now()
        launching.result().writer.close()


def resident(process: LocalProcess) -> int:
    """Bytes of memory that are really in use; 0 of a process that is gone."""
    try:
        return process.identity.memory_info().rss if process.identity else 0
    except psutil.Error:
        return 0
