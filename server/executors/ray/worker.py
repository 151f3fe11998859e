"""One attempt on another machine, at the server's end: a ``Worker`` that asks for what is new, by number."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from ray.exceptions import RayError

from models.commands import COMMAND, Command
from models.events import EVENT, Notice
from server.executors.local.pipes import decode_message
from server.executors.protocol import Answer, EncodedEvent, Outcome
from server.executors.ray.cluster import Cluster, Machine
from server.executors.ray.weights import Home
from server.weights.keeper import MAKE_ROOM, NOT_KEPT

SECONDS = 1.0
"""For which a question waits there for something new."""
KILLED = -9


class RayWorker:
    """Implements the protocol's ``Worker``."""

    def __init__(self, cluster: Cluster, machine: Machine, actor: Any, home: Home) -> None:
        self._cluster, self._machine, self._actor, self._home = cluster, machine, actor, home
        self._lost = machine.lost  # the one of now: a machine that comes back has another
        self._killed = asyncio.Event()
        self._outcome = Outcome(None)
        self._left = asyncio.Event()

    @property
    def gone(self) -> bool:
        return self._left.is_set()

    async def left(self) -> None:
        """Once nothing comes from it any more."""
        await self._left.wait()

    async def output(self) -> AsyncIterator[EncodedEvent | Answer]:
        seen, over = 0, None
        try:
            while over is None:
                pieces, over = await self._ask(seen)
                for number, header, body in pieces:
                    seen = number
                    if (told := await self._taken(header, body)) is not None:
                        yield told
            self._outcome = Outcome(1 if over else 0, over)
        except Lost:
            self._outcome = Outcome(None, machine=self._machine.address)
        except Killed:
            self._outcome = Outcome(KILLED)
        except RayError:
            self._outcome = await self._verdict()
        finally:
            self._leave()

    async def _ask(self, seen: int) -> tuple[list[tuple[int, str, bytes]], str | None]:
        """Pieces after number ``seen``, and how it ended. Raises ``Lost``, ``Killed``, ``RayError``."""
        asked = asyncio.ensure_future(
            self._cluster.ask(self._actor.poll.options(concurrency_group="answers"), seen, SECONDS)
        )
        ends = [asyncio.ensure_future(event.wait()) for event in (self._lost, self._killed)]
        try:
            await asyncio.wait((asked, *ends), return_when=asyncio.FIRST_COMPLETED)
            if asked.done():
                answer: tuple[list[tuple[int, str, bytes]], str | None] = asked.result()
                return answer
            raise Lost if self._lost.is_set() else Killed
        finally:
            for one in (asked, *ends):
                one.cancel()

    async def _verdict(self) -> Outcome:
        """What became of a process that is gone: its machine with it, or it alone."""
        if self._lost.is_set() or not await self._cluster.answers(self._machine):
            self._cluster.lose(self._machine)
            return Outcome(None, machine=self._machine.address)
        return Outcome(KILLED)

    async def _taken(self, header: str, body: bytes) -> EncodedEvent | Answer | None:
        """What is to be passed on of a piece; weights are at home before what tells of them."""
        kind, _, name = header.partition(" ")
        if kind == "weights":
            failed = await asyncio.to_thread(self._home.bring, name, body)
            return None if failed is None else complaint(failed)
        if kind == "delete":
            await asyncio.to_thread(self._home.delete, name)
            return None
        told = decode_message(body)
        if isinstance(told, EncodedEvent) and told.type == "checkpoint":
            event = json.loads(told.body)
            if self._home.lacks(event["step"], event["full"]):
                return None
        return told

    def send(self, command: Command) -> None:
        if not self.gone:
            self._cluster.tell(self._actor.send.options(concurrency_group="commands"), COMMAND.dump_json(command))

    async def ended(self) -> Outcome:
        return self._outcome

    async def kill(self) -> None:
        self._killed.set()
        self._leave()

    def _leave(self) -> None:
        if not self.gone:
            self._left.set()
            self._machine.running -= 1
            self._cluster.end(self._actor)


class Killed(Exception):
    """The server ended it."""


class Lost(Exception):
    """The machine does not answer any more."""


def complaint(error: str) -> EncodedEvent:
    event = Notice(code="disk full", text=NOT_KEPT(error=error), attempt_this=MAKE_ROOM(), step=0, epoch=0)
    return EncodedEvent(event.type, EVENT.dump_json(event))
