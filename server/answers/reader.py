"""The reader's process: looks at stored weights one after the other, and questions to the library beside them."""

import json
import os
import queue
import socket
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch

from server.answers import exports, looks, pages, runs, sets, specs, weights  # noqa: F401 - so that a fork has them
from server.answers.answering import answer
from server.answers.loaded import Loaded
from server.executors.local.child import POLITE, prepare
from server.executors.local.pipes import Pipe, decode_request, encode_message
from server.executors.model_cache import ModelCache
from server.library.calls import encode_values

TURN = 0.001
"""Seconds for which a look may keep Python from a question that waits; Python itself takes five times as many."""
THREADS = 24
"""Questions that are answered at the same time; a data set that is fetched takes one for as long as that takes."""


class AskedInVain(Exception):
    """The server did not answer what it was asked back: it failed, or nobody waits for it any more."""


def main(end: socket.socket, errors: str, folders: Sequence[str], uploads: str, place: str) -> None:
    """Answers until the server is gone. ``place`` is that of the store of weights."""
    # Not as polite as a worker: a press of a button waits for what is checked here. Looks are, in a thread of theirs.
    prepare(errors, uploads, 0)
    sys.setswitchinterval(TURN)
    Reader(Pipe(end), Loaded(folders, uploads, place)).serve()


class Reader:
    """Messages have a line before them that says what they are, and the number of what they belong to."""

    def __init__(self, pipe: Pipe, loaded: Loaded) -> None:
        self.pipe, self.loaded = pipe, loaded
        self.sending = threading.Lock()
        self.looks: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self.threads = ThreadPoolExecutor(THREADS, "answering", one_thread)
        self.asked: dict[str, queue.SimpleQueue[bytes]] = {}
        """By the number of the question that the server is asked about."""

    def serve(self) -> None:
        threading.Thread(target=self.answer_looks, daemon=True).start()
        self.threads.submit(self.loaded.load_lessons_and_exporters)
        try:
            while True:
                header, _, body = self.pipe.receive().partition(b"\n")
                kind, number = header.decode().split(" ")
                if kind == "look":
                    self.looks.put((number, body))
                elif kind == "call":
                    self.threads.submit(self.answer_question, number, body)
                elif number in self.asked:
                    self.asked[number].put(body)
        except (EOFError, ConnectionError):
            os._exit(0)  # also in the middle of an answer: nobody waits for it any more

    def answer_looks(self) -> None:
        one_thread()
        if sys.platform == "linux":  # elsewhere it would be the whole process
            os.nice(POLITE)
        cache = ModelCache(self.loaded.catalogue, self.loaded.weights)
        while True:
            number, body = self.looks.get()
            self.send("answer", number, encode_message(cache.answer(decode_request(body))))

    def answer_question(self, number: str, question: bytes) -> None:
        answers = self.asked[number] = queue.SimpleQueue()

        def ask(name: str, *values: object) -> Any:
            self.send("ask", number, encode_values({"name": name, "values": values}))
            found = json.loads(answers.get())
            if "answer" not in found:
                raise AskedInVain
            return found["answer"]

        try:
            self.send("answer", number, answer(self.loaded, question, ask))
        finally:
            del self.asked[number]

    def send(self, kind: str, number: str, body: bytes) -> None:
        with self.sending:
            self.pipe.send(f"{kind} {number}\n".encode() + body)


def one_thread() -> None:
    """As a worker has: then a look is the same to the last bit, and questions leave the processors to training."""
    torch.set_num_threads(1)
