"""What goes between server and worker over a socket pair: length-prefixed pieces, a header line and a body each.

Both ends are ours and on one machine. The body of an event is the JSON that pages will get: it is encoded once, here.
"""

import json
import math
import select
import socket
import struct
from asyncio import IncompleteReadError, StreamReader
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.commands import COMMAND, Command, Stop
from models.events import EVENT, Event, State
from models.training.loop import Looked
from server.executors.protocol import Answer, Assignment, Said

LENGTH = struct.Struct("!I")


class Pipe:
    """The worker's end: blocking, and closed means :class:`EOFError`."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end

    def receive(self) -> bytes:
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        piece = self.end.recv(count, socket.MSG_WAITALL) if count else b""
        if len(piece) < count:
            raise EOFError
        return piece

    def send(self, piece: bytes) -> None:
        self.end.sendall(LENGTH.pack(len(piece)) + piece)

    def leave(self) -> None:
        """Says that nothing more comes, and waits for the other end to close.

        A socket that is closed over commands nobody read is reset, and then what we said last is lost on its way.
        """
        self.end.shutdown(socket.SHUT_WR)
        while self.end.recv(4096):
            pass

    def waiting(self, seconds: float) -> bool:
        """True as soon as something can be received, within so many seconds; also at end-of-file."""
        return bool(select.select([self.end], [], [], None if math.isinf(seconds) else seconds)[0])


class PipeInbox:
    """Commands for ``train()`` out of a pipe. The server's end reads and writes without ever waiting for us."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe

    def get(self, seconds: float) -> Command | None:
        if not self.pipe.waiting(seconds):
            return None
        try:
            command: Command = COMMAND.validate_json(self.pipe.receive())
        except EOFError:
            return Stop(reason="the server was closed")
        return command


async def received(reader: StreamReader) -> bytes | None:
    """The next piece at the server's end; None at end-of-file, also in the middle of a piece."""
    try:
        (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
        return await reader.readexactly(length)
    except (IncompleteReadError, ConnectionError):
        return None


def framed(piece: bytes) -> bytes:
    return LENGTH.pack(len(piece)) + piece


def event_piece(event: Event) -> bytes:
    state = event.state if isinstance(event, State) else "-"
    return f"event {event.type} {state}\n".encode() + EVENT.dump_json(event)


def answer_piece(looked: Looked) -> bytes:
    body = looked.refused.encode() if looked.picture is None else looked.picture.model_dump_json().encode()
    kind = "refused" if looked.picture is None else "answer"
    return f"{kind} {looked.number} {looked.step} {looked.epoch}\n".encode() + body


def understood(piece: bytes) -> Said | Answer:
    """A worker's piece at the server's end; the body stays as it came."""
    header, _, body = piece.partition(b"\n")
    kind, *rest = header.decode().split(" ")
    if kind == "event":
        return Said(rest[0], body, None if rest[1] == "-" else rest[1])
    number, step, epoch = int(rest[0]), int(rest[1]), float(rest[2])
    if kind == "refused":
        return Answer(number, step, epoch, refused=body.decode())
    return Answer(number, step, epoch, picture=body)


@dataclass(frozen=True)
class Request:
    """A look at kept weights, for a reader process."""

    number: int
    spec: dict[str, Any]
    weights: Path
    view: str
    question: str


def assignment_piece(assignment: Assignment) -> bytes:
    return json.dumps(
        {**vars(assignment), "folder": str(assignment.folder), "start": str(assignment.start or "")}
    ).encode()


def assignment_of(piece: bytes) -> Assignment:
    values = json.loads(piece)
    start = Path(values["start"]) if values["start"] else None
    return Assignment(**{**values, "folder": Path(values["folder"]), "start": start})


def request_piece(request: Request) -> bytes:
    return json.dumps({**vars(request), "weights": str(request.weights)}).encode()


def request_of(piece: bytes) -> Request:
    values = json.loads(piece)
    return Request(**{**values, "weights": Path(values["weights"])})
