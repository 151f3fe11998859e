"""Where processes begin. What they do is imported there: it needs torch, which the server itself does without."""

import importlib
import socket
from collections.abc import Sequence


def work(end: socket.socket, errors: str, folders: Sequence[str], uploads: str, weights: str) -> None:
    """A worker: waits for an assignment, trains it, ends."""
    from server.executors.local.worker import main

    main(end, errors, folders, uploads, weights)


def answer(end: socket.socket, errors: str, folders: Sequence[str], uploads: str, weights: str) -> None:
    """A reader: answers looks at stored weights, and what the server asks of the library, until the server is gone."""
    importlib.import_module(READER).main(end, errors, folders, uploads, weights)


READER = "server.answers.reader"
"""By its name: it stands above the executors, as it knows what runs and lessons are."""
