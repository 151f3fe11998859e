"""The application under uvicorn: how it is run, how it starts and ends."""

import gc
import logging
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.lifespan.on import LifespanOn

from server.app import Schoolyard
from server.machine.open_files import connections
from server.process.connections import AT_A_TIME, WAITING, Connection
from server.process.logs import logging_plan
from server.process.shutdown import Deadline
from server.process.sockets import PageSocket
from server.security.body import MOST_BYTES

STARTED = 100
"""Ticks, of a tenth of a second, after which all is loaded. What is there then stays: to look through hundreds of
thousands of objects of torch for garbage would let every page wait for a fifth of a second, now and then."""


class Lifespan(LifespanOn):
    """What fails before the server can be reached is told by who started it, in a sentence and not as a traceback."""

    async def startup(self) -> None:
        aloud = self.logger
        if isinstance(self.config, Config) and self.config.quiet:
            self.logger = logging.getLogger("schoolyard.silent")
            self.logger.disabled = True
        try:
            await super().startup()
        finally:
            self.logger = aloud


class Config(uvicorn.Config):
    """uvicorn's, with our way to start."""

    quiet = True
    """Whether what fails before the server can be reached is left to who started it."""

    def load(self) -> None:
        super().load()
        self.lifespan_class = Lifespan


def configured(app: Any, verbose: bool = False) -> Config:
    """How uvicorn is to run the application; the reasons are in docs/decisions."""
    config = Config(
        app,
        http=Connection,
        ws=PageSocket,
        ws_max_size=MOST_BYTES,  # as an ordinary body: a drawing is asked of several runs, at many steps of each
        ws_ping_interval=10,
        ws_ping_timeout=10,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=4,
        limit_concurrency=connections(),
        backlog=AT_A_TIME,
        proxy_headers=False,
        server_header=False,
        log_config=logging_plan(verbose),
        access_log=verbose,
    )
    config.quiet = not verbose
    return config


class Server(uvicorn.Server):
    """Says when it can be reached."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], deadline: Deadline | None = None) -> None:
        super().__init__(config)
        self._ready, self._deadline = ready, deadline

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._deadline is not None:
            self._deadline.begin(self.started)
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(WAITING)  # uvicorn has one number for those that wait and those that are taken at a time
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Whoever waits for an upload to be looked through is told at once: it could take longer than the end may."""
        app = self.config.app
        if isinstance(app, Schoolyard) and self.started:
            app.state.parts.checks.close()
        await super().shutdown(sockets)

    @property
    def broken_down(self) -> bool:
        """Whether what the application stands on ended of itself, with a mistake that is in the log."""
        return bool(getattr(self.lifespan, "error_occurred", False))

    async def on_tick(self, counter: int) -> bool:
        """Ends where the application broke down: its routes would go on answering, and its store is closed."""
        if counter == STARTED:
            gc.freeze()
        return await super().on_tick(counter) or self.broken_down
