"""Answers what the library is asked in threads of the test's own process, through the same JSON as a reader's."""

import json
import threading
from typing import Any

import anyio.from_thread
import anyio.to_thread

from server.answers.answering import answer
from server.answers.loaded import Loaded
from server.library.calls import Callbacks, encode_values
from server.settings import Settings


class InProcess:
    """An ``Answerer``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.loaded: Loaded | None = None
        self.loading = threading.Lock()
        self.limiter = anyio.CapacityLimiter(40)

    async def call(self, question: bytes, callbacks: Callbacks) -> bytes:
        failed: list[Exception] = []

        def ask(name: str, *values: object) -> Any:
            try:
                found: Any = anyio.from_thread.run(callbacks[name], *json.loads(encode_values(values)))
                return json.loads(encode_values(found))
            except Exception as error:
                failed.append(error)
                raise

        answered = await anyio.to_thread.run_sync(
            self._answer, question, ask, limiter=self.limiter, abandon_on_cancel=True
        )
        if failed:
            raise failed[0]
        return answered

    def _answer(self, question: bytes, ask: Any) -> bytes:
        with self.loading:
            if self.loaded is None:
                of = self.settings
                self.loaded = Loaded([str(folder) for folder in of.folders], str(of.uploads), str(of.weights))
                self.loaded.load_lessons_and_exporters()
        return answer(self.loaded, question, ask)
