"""One process of this machine at the server's end.

A process is known by its id and the time at which it began: an id alone may be another program's by now. That holds
also where multiprocessing has lost sight of a worker, because the fork server that made it has died.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil

from models.commands import COMMAND, Command
from server.executors.local.pipes import decode_message, frame, receive_message
from server.executors.protocol import Answer, EncodedEvent, Outcome

LAST_WORDS = 4096
"""Bytes of a worker's stderr that are kept."""
LOST = 255
"""What multiprocessing gives for the exit code of a worker whose fork server has died."""
PATIENCE = 5.0
"""Seconds for a killed process to be gone."""


class LocalProcess:
    """Implements the protocol's ``Worker``."""

    def __init__(
        self, process: BaseProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, errors: Path
    ) -> None:
        self.process, self.reader, self.writer, self.errors = process, reader, writer, errors
        self.identity = identity_of(process.pid)
        self.run: str | None = None

    @property
    def pid(self) -> int | None:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.identity is not None and lives(self.identity)

    def write(self, message: bytes) -> None:
        """Never waits: what the worker has not taken yet stays in the server's memory."""
        if not self.writer.is_closing():
            self.writer.write(frame(message))

    def send(self, command: Command) -> None:
        self.write(COMMAND.dump_json(command))

    async def output(self) -> AsyncIterator[EncodedEvent | Answer]:
        while (message := await receive_message(self.reader)) is not None:
            yield decode_message(message)
        self.writer.close()

    async def ended(self) -> Outcome:
        self.writer.close()
        await asyncio.to_thread(self.process.join, PATIENCE)
        code = None if self.process.exitcode == LOST else self.process.exitcode
        with suppress(OSError):
            return Outcome(code, self.errors.read_bytes()[-LAST_WORDS:].decode(errors="replace"))
        return Outcome(code)

    async def kill(self) -> None:
        self.end_now()
        await asyncio.to_thread(wait_for, [self], PATIENCE)

    def end_now(self) -> None:
        """Sends the signal that nothing outlives; from any thread. Never to whoever has its id now."""
        if self.identity is not None:
            with suppress(psutil.Error):
                self.identity.kill()


def identity_of(pid: int | None) -> psutil.Process | None:
    """The process as psutil knows it; None where it is gone already."""
    try:
        return None if pid is None else psutil.Process(pid)
    except psutil.Error:
        return None


def lives(process: psutil.Process) -> bool:
    """Whether it is still this process that has the id, and it is not only waiting to be buried."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def wait_for(processes: Iterable[LocalProcess], seconds: float) -> list[LocalProcess]:
    """Waits in this thread for all of them to end; those that have not."""
    deadline = time.monotonic() + seconds
    waiting = list(processes)
    for one in waiting:
        one.process.join(max(0.0, deadline - time.monotonic()))
        # Returns at once for whom multiprocessing has lost sight of.
        if one.identity is not None and one.alive:
            with suppress(psutil.Error):
                one.identity.wait(max(0.0, deadline - time.monotonic()))
    return [one for one in waiting if one.alive]
