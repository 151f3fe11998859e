"""Sockets of pages that read no more: uvicorn waits for them for ever, so they are cut off."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SECONDS_AT_SHUTDOWN = 2.0


class AbortingSocket(WebSocketsSansIOProtocol):
    """A closing handshake needs a peer that reads; where bytes are still waiting for one, there is none."""

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def shutdown(self) -> None:
        super().shutdown()
        self.loop.call_later(SECONDS_AT_SHUTDOWN, self.transport.abort)
