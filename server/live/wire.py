"""The bytes of the socket: a frame is put into its RFC 6455 form once, and the same bytes go to every page."""

import zlib
from typing import Protocol

from websockets.frames import Frame, Opcode

WORTH_PACKING = 2**14
FAST = 1
"""zlib's quickest: runs repeat each other so much that another gains little."""
EXTENSION = "schoolyard.wire"
"""Where the server's connection lies among the extensions of an ASGI scope."""


class Gone(Exception):
    """The page is not there any more, or its connection is closing."""


class Wire(Protocol):
    """One page's connection, past its handshake. Only for messages without extensions, such as compression."""

    def write(self, frames: bytes) -> bool:
        """Writes whole frames at once where all before them have left. False where not, and where the page is gone."""
        ...

    async def send_frames(self, frames: bytes) -> None:
        """Writes whole frames as soon as there is room for them. Raises ``Gone``."""
        ...


def pack(text: str) -> bytes:
    """A message as a page takes it that unpacks: deflated, and so of bytes; a short one is as it would be anyway."""
    if len(text) < WORTH_PACKING:
        return encode_frame(text)
    return Frame(Opcode.BINARY, zlib.compress(text.encode(), FAST)).serialize(mask=False)


def encode_frame(text: str) -> bytes:
    """A message of one frame, as a server sends it."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
