"""What every process that the server starts does first. It needs no torch: whoever checks an upload has none."""

import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path

from models.data.uploads.files import look_in

FIRST_TO_GO = "700"
"""Of 1000: where memory runs out all the same, Linux ends workers before the server and before other programs."""
POLITE = 10
"""How much a worker gives way to the server and to other programs."""


def prepare(errors: str, uploads: str, polite: int = POLITE) -> None:
    """Leaves the terminal's interrupt to the server, lets it go first, ends with it, keeps last words in a file.

    ``uploads`` is where people's own data lie; ``polite`` is by how much it gives way to other processes.
    """
    if uploads:
        look_in(Path(uploads))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        handle = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    except FileNotFoundError:
        raise SystemExit from None  # the server ended while this process began, and its folder with it
    os.dup2(handle, 2)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    go_first()
    if hasattr(os, "nice"):
        os.nice(polite)
    threading.Thread(target=end_with_the_server, daemon=True).start()


def go_first() -> None:
    """Where the system has to end a process for want of memory, it is this one."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO)


def end_with_the_server() -> None:
    """Where the server dies, also by ``kill -9`` and also in the middle of a long step, so does the worker."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
