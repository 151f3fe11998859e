"""One attempt on another machine: a process that Ray starts there, which the server asks for what is new.

All that it says has a number, from 1 without gaps, and stays until the server has said that it has it: an answer that
is lost on its way is given once more. Ray would fold and cut what is printed; so nothing is told in that way.
"""

import json
import os
import socket
import threading
import time
import traceback
from collections import deque
from pathlib import Path
from typing import Any

import ray

from models.commands import COMMAND
from models.data.uploads.files import look_in
from models.training.inbox import QueueInbox
from server.executors.local.bounds import NOT_ENOUGH_MEMORY, bound, is_want_of_memory
from server.executors.local.child import go_first
from server.executors.local.pipes import decode_assignment, encode_message
from server.executors.protocol import EncodedEvent
from server.executors.ray.held import HeldFolder, delete_left
from server.executors.ray.shipping import Files, unpack
from server.executors.ray.weights import Known, ShippedWeights
from server.machine.memory import Memory, memory

FORGOTTEN = 20.0
"""Seconds after which an attempt that nobody asks for anything ends: its server is gone, or has given it up."""
MOST_AT_ONCE = 8 * 2**20
"""Bytes in one answer, but for a single larger piece."""
BETWEEN_TIDYING = 60.0
"""Seconds: who is killed deletes nothing."""

Piece = tuple[int, str, bytes]
"""Number, header, body."""


class RemoteAttempt:
    """Trains one assignment; as an actor it has a thread for each of its two groups of calls."""

    def __init__(self, order: bytes, folders: tuple[str, ...], files: Files, known: Known) -> None:
        go_first()
        delete_left()
        self._held = HeldFolder()
        uploads, runs = self._held.path / "uploads", self._held.path / "runs"
        unpack(files, uploads)
        look_in(uploads)
        self._assignment = decode_assignment(order)
        self._folders = tuple(str(Path.cwd() / folder) for folder in folders)
        self._weights = ShippedWeights(runs, self._assignment.run, known, self._say)
        self._inbox = QueueInbox()
        self._pieces: deque[Piece] = deque()
        self._count = 0
        self._new = threading.Condition()
        self._over: str | None = None
        """What went wrong, once it is over; empty where nothing did."""
        self._asked = time.monotonic()
        threading.Thread(target=self._train, daemon=True).start()
        threading.Thread(target=self._leave_when_forgotten, daemon=True).start()

    def poll(self, after: int, seconds: float) -> tuple[list[Piece], str | None]:
        """What came after number ``after``, as soon as there is something; and how it ended, with its last pieces."""
        with self._new:
            self._asked = time.monotonic()
            while self._pieces and self._pieces[0][0] <= after:
                self._pieces.popleft()
            self._new.wait_for(lambda: self._pieces or self._over is not None, seconds)
            found: list[Piece] = []
            size = 0
            for piece in self._pieces:
                size += len(piece[2])
                if found and size > MOST_AT_ONCE:
                    return found, None
                found.append(piece)
            return found, self._over

    def send(self, command: bytes) -> None:
        self._inbox.put(COMMAND.validate_json(command))

    def _say(self, header: str, body: bytes) -> None:
        with self._new:
            self._count += 1
            self._pieces.append((self._count, header, body))
            self._new.notify_all()

    def _train(self) -> None:
        try:
            self._attempt()
            over = ""
        except Exception:
            over = traceback.format_exc()
        self._held.delete()  # what is on its way home is in memory
        with self._new:
            self._over = over
            self._new.notify_all()

    def _attempt(self) -> None:
        from server.executors.attempt import attempt, failed  # with torch
        from server.executors.model_cache import catalogue_of

        try:
            if self._assignment.memory:
                bound(self._assignment.memory)
            for message in attempt(self._assignment, catalogue_of(self._folders), self._weights, self._inbox):
                self._say("said", encode_message(named(message) if isinstance(message, EncodedEvent) else message))
        except (MemoryError, RuntimeError) as error:
            if not is_want_of_memory(error):
                raise
            self._say("said", encode_message(failed(NOT_ENOUGH_MEMORY())))

    def _leave_when_forgotten(self) -> None:
        while time.monotonic() < self._asked + FORGOTTEN:
            time.sleep(1)
        self._held.delete()
        os._exit(0)


def named(event: EncodedEvent) -> EncodedEvent:
    """Where a state says on which device it is, it says on which machine too."""
    if event.state is None:
        return event
    told: dict[str, Any] = json.loads(event.body)
    if not told.get("device"):
        return event
    told["device"] = f"{told['device']} on {machine()}"
    return EncodedEvent(event.type, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), event.state)


def machine() -> str:
    """Its name, and the address that it has in the cluster where that is another."""
    address = ray.util.get_node_ip_address()
    return address if address.startswith("127.") else f"{socket.gethostname()} ({address})"


class Watch:
    """Answers for its machine: a process of its own, which no training keeps from answering."""

    def __init__(self) -> None:
        threading.Thread(target=self._tidy, daemon=True).start()

    def _tidy(self) -> None:
        while True:
            delete_left()
            time.sleep(BETWEEN_TIDYING)

    def memory(self) -> Memory:
        """What there is, and is left now."""
        return memory()
