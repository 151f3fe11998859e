"""One server process: its address, its data folder, its end."""

import errno
import logging
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress

from server.executors.executor import NoExecutor, executor_of
from server.executors.local.launching import begin
from server.executors.protocol import Executor
from server.machine.open_files import raise_limit
from server.process.connections import WAITING
from server.process.data_folder import tidy
from server.process.shutdown import Deadline, Terminated, unwinding
from server.process.startup import CannotStart, Exit, check_limits, explain, locked
from server.process.temporary import temporary
from server.settings import Settings
from server.store.opening import prepare
from server.store.protocol import CannotOpen

NEXT_PORTS = 50
UNSENT_MILLISECONDS = 20_000


class BrokenDown(Exception):
    """The application ended of itself."""


def listen(settings: Settings) -> list[socket.socket]:
    """Listening sockets at the wished port or the next free one; with loopback, on both of its addresses."""
    ports = range(settings.port, min(settings.port + NEXT_PORTS, 65536)) if settings.port else [0]
    for port in ports:
        try:
            return _bound(settings, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE and port == ports[-1]:
                raise _no_address(settings, error) from error
    why = f"no port from {settings.port} to {ports[-1]} is free on {settings.host}"
    raise CannotStart(Exit.NO_PORT, why, "Choose another with --port, or end the programs that have them")


def _no_address(settings: Settings, error: OSError) -> CannotStart:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return explain(error, settings)
    if error.errno in (errno.EACCES, errno.EPERM):
        why, advice = f"port {settings.port} may not be used by this account", "Choose one above 1023 with --port"
    else:
        why = f"nobody can be served on {settings.host} ({error.strerror})"
        advice = "Choose an address of this machine with --host; 0.0.0.0 is all of them"
    return CannotStart(Exit.NO_PORT, why, advice)


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
        listening.listen(WAITING)
    except OSError:
        listening.close()
        raise
    return listening


def serve(
    settings: Settings, ready: Callable[[str], None], verbose: bool = False, executor: Executor | None = None
) -> None:
    """Serve until told to end. ``ready`` is given the page's address. Raises ``CannotStart`` and ``BrokenDown``."""
    with unwinding(), suppress(KeyboardInterrupt), ExitStack() as held:
        try:
            check_limits()
            files = raise_limit()
            _check_folders(settings)
            workers = executor or executor_of(settings)
            held.enter_context(locked(settings))
            tidy(settings.data)
            held.enter_context(temporary(settings.data))
            prepare(settings)
            sockets = listen(settings)
        except (CannotOpen, NoExecutor, OSError) as error:
            raise explain(error, settings) from error
        begin()
        # Imported here, while the process that workers are forked from loads torch.
        from server.app import create_app
        from server.process.application import Server, configured

        address = _address(settings, sockets[0].getsockname()[1])
        app = create_app(settings, workers)
        server = Server(configured(app, verbose), lambda: ready(address), Deadline(workers.abort))
        for line in (files, f"Runs are trained by: {getattr(workers, 'title', 'an executor without a name')}"):
            logging.getLogger("schoolyard").info(line)
        try:
            with suppress(Terminated):  # uvicorn says once more what it was told, when all that follows from it is done
                server.run(sockets)
        except SystemExit:
            failure = app.failure or RuntimeError("no reason is known")
            raise explain(failure, settings) from failure
        if server.broken_down:
            raise BrokenDown("the server broke down; what is written above says why")


def _check_folders(settings: Settings) -> None:
    for folder in settings.folders:
        if not folder.is_dir():
            advice = "Name one that holds tasks/, architectures/, presets/ or lessons/ with --with"
            raise CannotStart(Exit.NO_SUCH_FOLDER, f"there is no folder {folder}", advice)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)


def _address(settings: Settings, port: int) -> str:
    root = f"{settings.root_path}/" if settings.root_path else ""
    if settings.local:
        return f"http://localhost:{port}{root}"
    anywhere = settings.host in ("0.0.0.0", "::")
    host = socket.gethostname() if anywhere else settings.host
    return f"http://[{host}]:{port}{root}" if ":" in host else f"http://{host}:{port}{root}"


def has_desktop(environment: dict[str, str]) -> bool:
    """Whether a browser that is opened here would be seen by somebody."""
    if "SSH_CONNECTION" in environment or "CI" in environment:
        return False
    return sys.platform in ("win32", "darwin") or "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment


def show(address: str) -> None:
    """Open the page, where the desktop can."""
    webbrowser.open(address)
