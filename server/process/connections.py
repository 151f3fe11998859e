"""Connections before and beside their requests: as many as there are files for, and none that never asks."""

import asyncio
import logging
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol

FIRST_REQUEST = 20.0
"""Seconds in which a connection has to ask for something."""
AT_A_TIME = 50
"""Connections that are accepted before anything else is done; fewer than the files that are held back for the rest."""
WAITING = 2048
"""Connections that the system lets wait to be accepted."""
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
    b"retry-after: 10\r\ncontent-length: 52\r\n\r\nThis server has as many visitors as it can take now."
)

log = logging.getLogger("schoolyard")


class Connection(H11Protocol):
    """uvicorn's, which bounds requests and would let idle connections take every file."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.limit_concurrency is not None and len(self.connections) > self.limit_concurrency:
            log.warning("There are %d connections, as many as can be served; more are refused.", self.limit_concurrency)
            transport.write(FULL)
            transport.close()
        else:
            self._deadline = self.loop.call_later(FIRST_REQUEST, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        # uvicorn types it as if there were always one. A connection that became a page's socket is no longer ours.
        asked_nothing = cast(object, self.cycle) is None
        if asked_nothing and self.transport.get_protocol() is self:
            self.transport.abort()
