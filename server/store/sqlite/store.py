"""The protocol of stores with one SQLite file behind it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Self

import anyio

from models.sentences import Text, text_of
from server.store.protocol import Closed, Locked, StoreFailed
from server.store.pyramid import Table
from server.store.rows import AttemptRow, Entry, History, RaceRow, RunRow, StoredEvent, StoredRuns
from server.store.sqlite import statements
from server.store.sqlite.place import WORDS
from server.store.sqlite.readers import Readers
from server.store.sqlite.writer import Writer
from server.store.words import NO_ANSWER, NOT_WRITTEN

SECONDS_TO_ANSWER = 2.0


class SQLiteStore:
    """One thread writes, a few others read; ``Store`` says what the methods promise."""

    def __init__(self, path: Path) -> None:
        self._writer = Writer(path)
        self._readers = Readers(path)

    async def __aenter__(self) -> Self:
        await self._writer.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            # The writer last: as the last connection of all it leaves one file behind, without a log beside it.
            await self._readers.close()
            await self._writer.close()

    async def trouble(self) -> Text | None:
        if self._writer.waiting:
            return NOT_WRITTEN(why=WORDS[Locked]())
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                await self._writer.do(lambda connection: None)
                await self._readers.do(lambda connection: connection.execute("SELECT 1 FROM runs LIMIT 1").fetchone())
        except (StoreFailed, Closed) as error:
            return text_of(error)
        except TimeoutError:
            return NO_ANSWER(seconds=SECONDS_TO_ANSWER)
        return None

    async def load(self) -> StoredRuns:
        return await self._readers.do(statements.load)

    async def create(
        self, race: RaceRow | None, runs: Sequence[RunRow], attempts: Sequence[AttemptRow], entries: Sequence[Entry]
    ) -> None:
        def work(connection: Connection) -> None:
            statements.create(connection, race, runs)
            for attempt in attempts:
                statements.begin(connection, attempt)
            for entry in entries:
                statements.append(connection, entry)

        await self._writer.do(work)

    async def begin(self, attempt: AttemptRow, entry: Entry) -> int:
        def work(connection: Connection) -> int:
            statements.begin(connection, attempt)
            return statements.append(connection, entry)

        return await self._writer.do(work)

    async def append(self, *entries: Entry) -> int:
        return await self._writer.do(lambda connection: [statements.append(connection, one) for one in entries][-1])

    async def set_deleted(self, run: str, at: str | None) -> None:
        await self._writer.do(lambda connection: statements.set_deleted(connection, run, at))

    async def set_remarks(self, run: str, note: str | None, pinned: bool | None) -> None:
        await self._writer.do(lambda connection: statements.set_remarks(connection, run, note, pinned))

    async def set_places(self, places: dict[str, int]) -> None:
        await self._writer.do(lambda connection: statements.set_places(connection, places))

    async def events(self, run: str, after: int, most: int) -> list[StoredEvent]:
        return await self._readers.do(lambda connection: statements.events(connection, run, after, most))

    async def history(self, run: str, most: int) -> History:
        return await self._readers.do(lambda connection: statements.history(connection, run, most))

    async def curve(self, run: str, clock: str, first: int, last: int, most: int) -> tuple[Table, bool]:
        return await self._readers.do(
            lambda connection: statements.curve(connection, run, clock).read(first, last, most)
        )
