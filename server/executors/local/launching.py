"""How processes start: one after the other, and once more where the process that makes them has died."""

import asyncio
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess

from models.sentences import Sentence
from server.executors.local.entries import READER

IMPORTING, PRELOAD = "server.executors.local.importing", "server.executors.local.preload"
"""By their names: only the process that is forked from imports them."""
SECONDS_TO_START = 90.0
"""A fork server that has started nothing after so long hangs; the first start imports torch."""
TRIES = 3
SECONDS_BETWEEN = 0.2

HUNG = Sentence("starter-hung", "the process that starts workers hung for {seconds} seconds")
DIES = Sentence("starter-dies", "the process that starts workers dies again and again")

log = logging.getLogger("schoolyard")


def context() -> ForkServerContext | SpawnContext:
    """How processes start: forked from one that has torch in memory; where that is unsafe, from nothing."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([IMPORTING, READER, PRELOAD])
    return forking


def begin() -> None:
    """Lets the process that workers and the reader are forked from load torch, while the server does something else."""
    if sys.platform == "linux":
        context()
        forkserver.ensure_running()


def end_fork_server() -> None:
    """Kills the process that starts workers; multiprocessing makes another when one is needed."""
    pid = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_pid", None)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Launcher:
    """A thread of its own that starts processes: the first start waits until the fork server has torch."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "launcher")
        self.starting: set[Future[None]] = set()

    async def start(self, process: BaseProcess, end: socket.socket) -> None:
        """Starts it and closes ``end``, which is the process's own from then on. Raises OSError, RuntimeError."""
        in_vain = threading.Event()
        start = self._thread.submit(_started, process, end, in_vain)
        self.starting.add(start)
        start.add_done_callback(self.starting.discard)
        try:
            await asyncio.wait_for(asyncio.wrap_future(start), SECONDS_TO_START)
        except TimeoutError:
            in_vain.set()
            end_fork_server()
            raise RuntimeError(HUNG(seconds=SECONDS_TO_START)) from None
        finally:
            in_vain.set()
            if start.cancel():
                end.close()  # it was never begun

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def _started(process: BaseProcess, end: socket.socket, in_vain: threading.Event) -> None:
    """In the launcher's thread, until it is started or nobody waits for it any more."""
    with end:
        for _ in range(TRIES):
            try:
                return process.start()
            except (EOFError, ConnectionError):
                if in_vain.is_set():
                    return
                log.warning("The process that starts workers has died; another takes its place.")
                time.sleep(SECONDS_BETWEEN)  # multiprocessing may not have noticed yet
        raise RuntimeError(DIES())
