"""What goes between server and worker over a socket pair: length-prefixed messages, a header line and a body each.

Both ends are ours and on one machine. The body of an event stays as the worker encoded it, up to the pages.
"""

import json
import math
import select
import socket
import struct
from asyncio import IncompleteReadError, StreamReader

from pydantic import TypeAdapter

from models.commands import COMMAND, Command, Stop
from models.sentences import Text
from server.executors.protocol import CLOSED, Answer, Assignment, EncodedEvent, LookRequest

LENGTH = struct.Struct("!I")
TEXT = TypeAdapter(Text)


class Pipe:
    """The worker's end: blocking, and closed means :class:`EOFError`."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end

    def receive(self) -> bytes:
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        message = self.end.recv(count, socket.MSG_WAITALL) if count else b""
        if len(message) < count:
            raise EOFError
        return message

    def send(self, message: bytes) -> None:
        self.end.sendall(frame(message))

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
            return Stop(reason=CLOSED())
        return command


async def receive_message(reader: StreamReader) -> bytes | None:
    """The next message at the server's end; None at end-of-file, also in the middle of one."""
    try:
        (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
        return await reader.readexactly(length)
    except (IncompleteReadError, ConnectionError):
        return None


def frame(message: bytes) -> bytes:
    """Length-prefixed."""
    return LENGTH.pack(len(message)) + message


def encode_message(message: EncodedEvent | Answer) -> bytes:
    """What a worker sends."""
    if isinstance(message, EncodedEvent):
        return f"event {message.type} {message.state or '-'}\n".encode() + message.body
    kind, body = ("refused", TEXT.dump_json(message.refused)) if message.refused else ("answer", message.picture)
    return f"{kind} {message.number} {message.step} {message.epoch}\n".encode() + body


def decode_message(message: bytes) -> EncodedEvent | Answer:
    """What :func:`encode_message` encoded; the body stays as it came."""
    header, _, body = message.partition(b"\n")
    kind, *rest = header.decode().split(" ")
    if kind == "event":
        return EncodedEvent(rest[0], body, None if rest[1] == "-" else rest[1])
    number, step, epoch = int(rest[0]), int(rest[1]), float(rest[2])
    if kind == "refused":
        return Answer(number, step, epoch, refused=TEXT.validate_json(body))
    return Answer(number, step, epoch, picture=body)


def encode_order(order: Assignment | LookRequest) -> bytes:
    """What the server sends to a worker or a reader that waits for something to do."""
    return json.dumps(vars(order)).encode()


def decode_assignment(message: bytes) -> Assignment:
    return Assignment(**json.loads(message))


def decode_request(message: bytes) -> LookRequest:
    return LookRequest(**json.loads(message))
