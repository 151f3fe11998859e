"""One server process: its address, its data folder, its end."""

import logging
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import uvicorn
from filelock import FileLock, Timeout
from uvicorn.logging import AccessFormatter

from server.app import create_app
from server.executors.protocol import Executor
from server.security.body import MOST_BYTES
from server.settings import Settings
from server.sockets import PageSocket

NEXT_PORTS = 50
IN_USE = 3
"""Exit code where another server has the data folder."""
UNSENT_MILLISECONDS = 20_000


class FolderInUse(Exception):
    """Another server keeps its runs in this folder."""


class NoPort(Exception):
    """No port is free where we looked."""


class BrokenDown(Exception):
    """The application ended of itself."""


class Discreet(AccessFormatter):
    """Addresses without what follows the question mark: a person's setup is no business of a log."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, version, status = record.args
            record.args = (client, method, str(path).partition("?")[0], version, status)
        return super().formatMessage(record)


def logging_plan(verbose: bool) -> dict[str, Any]:
    """Quiet: what a person should see, not every request."""
    level = "INFO" if verbose else "WARNING"
    plain = {"()": "uvicorn.logging.DefaultFormatter", "fmt": "%(levelprefix)s %(message)s"}
    access = {"()": Discreet, "fmt": '%(levelprefix)s %(client_addr)s "%(request_line)s" %(status_code)s'}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": plain, "access": access},
        "handlers": {
            "plain": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"},
            "access": {"class": "logging.StreamHandler", "formatter": "access", "stream": "ext://sys.stderr"},
        },
        "loggers": {
            # Its info lines name sockets with their query strings.
            "uvicorn": {"handlers": ["plain"], "level": "WARNING", "propagate": False},
            "uvicorn.access": {"handlers": ["access"], "level": level, "propagate": False},
            "schoolyard": {"handlers": ["plain"], "level": level, "propagate": False},
        },
    }


def listen(settings: Settings) -> list[socket.socket]:
    """Listening sockets at the wished port or the next free one; with loopback, on both of its addresses."""
    ports = range(settings.port, min(settings.port + NEXT_PORTS, 65536)) if settings.port else [0]
    for port in ports:
        with suppress(OSError):
            return _bound(settings, port)
    raise NoPort(f"no port from {settings.port} to {ports[-1]} is free on {settings.host}")


def _bound(settings: Settings, port: int) -> list[socket.socket]:
    """All addresses at one port, or none: another program on the other loopback address would get our visitors."""
    if not settings.local:
        return [_listening(settings.host, port)]
    first = _listening("127.0.0.1", port)
    try:
        return [first, _listening("::1", first.getsockname()[1])]
    except OSError as error:
        if _has_six():
            first.close()
            raise
        logging.getLogger("schoolyard").info("no IPv6 here: %s", error)
        return [first]


def _has_six() -> bool:
    try:
        with closing(socket.socket(socket.AF_INET6, socket.SOCK_STREAM)) as free:
            free.bind(("::1", 0))
    except OSError:
        return False
    return True


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only to connections that say they are TCP does asyncio say that nothing is to wait for more (TCP_NODELAY).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Inherited by every connection: one that takes no data for so long is dead.
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNSENT_MILLISECONDS)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def configured(app: Any, verbose: bool = False) -> uvicorn.Config:
    """How uvicorn is to run the application; the reasons are in docs/decisions."""
    return uvicorn.Config(
        app,
        ws=PageSocket,
        ws_max_size=MOST_BYTES,  # as an ordinary body: a drawing is asked of several runs, at many steps of each
        ws_ping_interval=10,
        ws_ping_timeout=10,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=4,
        limit_concurrency=4096,
        proxy_headers=False,
        server_header=False,
        log_config=logging_plan(verbose),
        access_log=verbose,
    )


class Server(uvicorn.Server):
    """Says when it can be reached."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @property
    def broken_down(self) -> bool:
        """Whether what the application stands on ended of itself, with a mistake that is in the log."""
        return bool(getattr(self.lifespan, "error_occurred", False))

    async def on_tick(self, counter: int) -> bool:
        """Ends where the application broke down: its routes would go on answering, and its store is closed."""
        return await super().on_tick(counter) or self.broken_down


def serve(
    settings: Settings, ready: Callable[[str], None], verbose: bool = False, executor: Executor | None = None
) -> None:
    """Serve until told to end. ``ready`` is given the page's address."""
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data / "server.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FolderInUse(f"another Schoolyard server keeps its runs in {settings.data}") from None
    with lock, suppress(KeyboardInterrupt):
        sockets = listen(settings)
        address = _address(settings, sockets[0].getsockname()[1])
        server = Server(configured(create_app(settings, executor), verbose), lambda: ready(address))
        server.run(sockets)
        if server.broken_down:
            raise BrokenDown("the server broke down; what is written above says why")


def _address(settings: Settings, port: int) -> str:
    if settings.local:
        return f"http://localhost:{port}"
    anywhere = settings.host in ("0.0.0.0", "::")
    host = socket.gethostname() if anywhere else settings.host
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def has_desktop(environment: dict[str, str]) -> bool:
    """Whether a browser that is opened here would be seen by somebody."""
    if "SSH_CONNECTION" in environment or "CI" in environment:
        return False
    return sys.platform in ("win32", "darwin") or "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment


def show(address: str) -> None:
    """Open the page, where the desktop can."""
    webbrowser.open(address)
