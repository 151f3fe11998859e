"""The worker's main: one attempt in one process. And the reader's: looks at stored weights, one after the other.

Nothing here is called in the server's process.
"""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import wait
from pathlib import Path

from models.catalogue import Catalogue
from models.data.uploads.files import look_in
from server.executors.attempt import attempt, failed
from server.executors.local.bounds import NOT_ENOUGH_MEMORY, bound, go_first, is_want_of_memory
from server.executors.local.pipes import Pipe, PipeInbox, decode_assignment, decode_request, encode_message
from server.executors.model_cache import ModelCache, catalogue_of
from server.executors.protocol import Assignment
from server.weights.folder import WeightFolder
from server.weights.protocol import WeightStore


def main(end: socket.socket, errors: str, folders: Sequence[str], uploads: str, weights: str) -> None:
    """A worker's entry: waits for an assignment, trains it, ends. ``weights`` is the place of the store of weights."""
    prepare(errors, uploads)
    pipe = Pipe(end)
    catalogue = catalogue_of(tuple(folders))
    try:
        work(pipe, catalogue, WeightFolder(Path(weights)), decode_assignment(pipe.receive()))
        pipe.leave()
    except (EOFError, ConnectionError):
        return  # the server is gone, and so is everybody who would have listened


def work(pipe: Pipe, catalogue: Catalogue, weights: WeightStore, assignment: Assignment) -> None:
    """One attempt, over a pipe. Want of memory is its last state."""
    try:
        if assignment.memory:
            bound(assignment.memory)
        for message in attempt(assignment, catalogue, weights, PipeInbox(pipe)):
            pipe.send(encode_message(message))
    except (MemoryError, RuntimeError) as error:
        if not is_want_of_memory(error):
            raise
        pipe.send(encode_message(failed(NOT_ENOUGH_MEMORY())))


def read(end: socket.socket, errors: str, folders: Sequence[str], uploads: str, weights: str) -> None:
    """A reader's entry: answers looks at stored weights until the server is gone."""
    prepare(errors, uploads)
    pipe = Pipe(end)
    cache = ModelCache(catalogue_of(tuple(folders)), WeightFolder(Path(weights)))
    try:
        while True:
            pipe.send(encode_message(cache.answer(decode_request(pipe.receive()))))
    except (EOFError, ConnectionError):
        return


def prepare(errors: str, uploads: str) -> None:
    """Leaves the terminal's interrupt to the server, lets it go first, ends with it, keeps last words in a file.

    ``uploads`` is where people's own data lie.
    """
    if uploads:
        look_in(Path(uploads))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    handle = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(handle, 2)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    go_first()
    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=end_with_the_server, daemon=True).start()


def end_with_the_server() -> None:
    """Where the server dies, also by ``kill -9`` and also in the middle of a long step, so does the worker."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
