"""The server's end of the reader: one warm process, replaced as soon as it dies; what it was asked is asked again."""

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from models.sentences import Sentence, text_of
from server.executors.local.pipes import decode_message, encode_order, receive_message
from server.executors.local.processes import LocalProcess
from server.executors.protocol import Answer, LookRequest
from server.library.calls import Callbacks, NobodyAnswers, encode_values

TRIES = 2
"""How often one thing is asked: what kills two readers would kill a third."""

SOON = 1.0
"""Seconds within which one that dies is replaced only when somebody asks: it would die again."""

READER_FAILED = Sentence("reader-failed", "The reader failed: {error}")


class Died(Exception):
    """The process went before it had answered."""

    def __init__(self, process: LocalProcess) -> None:
        super().__init__()
        self.process = process


class Pending:
    """What was asked of a process, and is not answered yet."""

    def __init__(self, process: LocalProcess, callbacks: Callbacks) -> None:
        self.process, self.callbacks = process, callbacks
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()


class LocalReader:
    """Answers looks at stored weights, one after the other, and questions to the library beside them."""

    def __init__(self, launch: Callable[[], Awaitable[LocalProcess]]) -> None:
        self.launch = launch
        self._process: LocalProcess | None = None
        self._starting = asyncio.Lock()
        self._numbers = itertools.count(1)
        self.pending: dict[int, Pending] = {}
        """By number, what was asked and is not answered yet."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def processes(self) -> list[LocalProcess]:
        return [self._process] if self._process else []

    def close(self) -> None:
        """None is started any more in the place of one that goes."""
        self._closed = True

    async def look(self, request: LookRequest) -> Answer:
        """Raises OSError or RuntimeError where nobody could be started who answers."""
        try:
            answer = decode_message(await self._answer("look", encode_order(request), {}))
        except Died as died:
            return Answer(0, 0, 0.0, refused=READER_FAILED(error=(await died.process.ended()).in_words()))
        assert isinstance(answer, Answer)
        return answer

    async def call(self, question: bytes, callbacks: Callbacks) -> bytes:
        """Raises ``NobodyAnswers``, and what a callback raised."""
        try:
            return await self._answer("call", question, callbacks)
        except Died as died:
            raise NobodyAnswers(READER_FAILED(error=(await died.process.ended()).in_words())) from died
        except (OSError, RuntimeError) as error:
            raise NobodyAnswers(text_of(error)) from error

    async def running(self) -> LocalProcess:
        """The process, started where there is none. Raises OSError, RuntimeError."""
        async with self._starting:
            if self._process is None:
                self._process = await self.launch()
                self._begin(self._listen(self._process))
            return self._process

    async def _answer(self, kind: str, body: bytes, callbacks: Callbacks) -> bytes:
        """Raises ``Died`` where process after process did, and what a callback raised."""
        for attempt in range(TRIES):
            process, number = await self.running(), next(self._numbers)
            pending = self.pending[number] = Pending(process, callbacks)
            process.write(f"{kind} {number}\n".encode() + body)
            try:
                return await pending.answer
            except Died:
                if attempt + 1 == TRIES:
                    raise
            finally:
                del self.pending[number]
        raise AssertionError

    async def _listen(self, process: LocalProcess) -> None:
        """Hands on what the process says, until it is gone; then another takes its place."""
        began = time.monotonic()
        while (received := await receive_message(process.reader)) is not None:
            header, _, body = received.partition(b"\n")
            kind, number = header.decode().split(" ")
            pending = self.pending.get(int(number))
            if kind == "ask":
                self._begin(self._answer_back(process, number, body, pending))
            elif pending is not None and not pending.answer.done():
                pending.answer.set_result(body)
        if self._process is process:
            self._process = None
        process.writer.close()
        process.end_now()  # where only its pipe is gone
        for pending in self.pending.values():
            if pending.process is process and not pending.answer.done():
                pending.answer.set_exception(Died(process))
        if not self._closed and time.monotonic() - began > SOON:
            with suppress(OSError, RuntimeError):  # whoever asks next is told
                await self.running()

    async def _answer_back(self, process: LocalProcess, number: str, body: bytes, pending: Pending | None) -> None:
        """What fails here is raised where the question was asked, and the process is told that it asked in vain."""
        answer: dict[str, Any] = {}
        if pending is not None:
            asked = json.loads(body)
            try:
                answer = {"answer": await pending.callbacks[asked["name"]](*asked["values"])}
            except Exception as error:
                if not pending.answer.done():
                    pending.answer.set_exception(error)
        process.write(f"back {number}\n".encode() + encode_values(answer))

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
