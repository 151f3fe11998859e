"""The catalogue as pages get it, kept by the server. Which data are there is asked each time; only a change is made
anew, so that a process of the library that was replaced needs not make it again."""

import gzip
from dataclasses import dataclass

import anyio
import anyio.to_thread

from server.catalogue.translations import remember
from server.library.library import Library


@dataclass(frozen=True)
class Body:
    """The catalogue's JSON, and the same packed by gzip."""

    plain: bytes
    packed: bytes


class Bodies:
    """Of one server, by language."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made_for: object = None
        self._bodies: dict[str, Body] = {}
        self._making = anyio.Lock()

    async def encoded(self, workers: int, packed: bool, language: str = "en") -> bytes:
        """As JSON, or as JSON packed by gzip. Raises ``Refusal``."""
        made_for = (await self._library.missing(), workers)
        async with self._making:
            if self._made_for != made_for:
                self._made_for, self._bodies = made_for, {}
            if language not in self._bodies:
                plain = (await self._library.catalogue(workers, language)).encode()
                self._bodies[language] = Body(plain, await anyio.to_thread.run_sync(gzip.compress, plain, 6))
            body = self._bodies[language]
        return body.packed if packed else body.plain

    async def learn_words(self, language: str) -> None:
        """From now on the server knows the library's sentences in ``language`` too. Raises ``Refusal``."""
        remember(language, await self._library.texts(language))
