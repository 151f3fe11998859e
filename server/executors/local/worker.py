"""The worker's main: one attempt in one process. Nothing here is called in the server's process."""

import socket
from collections.abc import Sequence
from pathlib import Path

from models.catalogue import Catalogue
from server.executors.attempt import attempt, failed
from server.executors.local.bounds import NOT_ENOUGH_MEMORY, bound, is_want_of_memory
from server.executors.local.child import prepare
from server.executors.local.pipes import Pipe, PipeInbox, decode_assignment, encode_message
from server.executors.model_cache import catalogue_of
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
