"""Sockets of pages: many are told the same at once, and one that reads no more is cut off."""

from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from server.live.wire import EXTENSION, Gone

SECONDS_AT_SHUTDOWN = 2.0


class PageSocket(WebSocketsSansIOProtocol):
    """Offers itself to the application as a ``Wire``: what all pages are told passes by the layers of one message.

    A closing handshake needs a peer that reads; where bytes are still waiting for one, there is none, and uvicorn
    would wait for ever.
    """

    async def run_asgi(self) -> None:
        cast(dict[str, Any], self.scope["extensions"])[EXTENSION] = self
        await super().run_asgi()

    @property
    def _open(self) -> bool:
        return self.conn.state is State.OPEN and not self.disconnected and not self.transport.is_closing()

    def write(self, frames: bytes) -> bool:
        transport = self.transport
        if transport.get_write_buffer_size() or not self._open:
            return False
        transport.write(frames)
        return True

    async def send_frames(self, frames: bytes) -> None:
        await self.writable.wait()
        if not self._open:
            raise Gone
        self.transport.write(frames)

    async def send(self, message: ASGISendEvent) -> None:
        """Nothing is sent after a goodbye that we said for the application: to a page that was cut off, or made a
        mistake. For uvicorn that would be the application's mistake, as would be an answer that accepts nobody."""
        await self.writable.wait()
        if self.close_sent and self.initial_response is None:
            raise ClientDisconnected
        await super().send(message)
        if message["type"] == "websocket.accept" and not self.handshake_complete:
            self.handshake_complete = True  # as far as it will get: there is nobody to answer
            raise ClientDisconnected
        self.handshake_complete |= self.close_sent

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def shutdown(self) -> None:
        super().shutdown()
        self.loop.call_later(SECONDS_AT_SHUTDOWN, self.transport.abort)
