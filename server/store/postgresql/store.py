"""The protocol of stores with a PostgreSQL database behind it."""

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import anyio

from models.sentences import Text, text_of
from server.store.postgresql import statements
from server.store.postgresql.batch import Batch
from server.store.postgresql.opening import Connection, Place
from server.store.postgresql.readers import Readers
from server.store.postgresql.writer import Writer
from server.store.protocol import Closed, StoreFailed
from server.store.pyramid import Table
from server.store.rows import AttemptRow, Entry, History, RaceRow, RunRow, StoredEvent, StoredRuns
from server.store.words import NO_ANSWER, NOT_WRITTEN

SECONDS_TO_ANSWER = 2.0


class PostgreSQLStore:
    """One thread writes, a few others read; ``Store`` says what the methods promise.

    ``alone``: whether another store of the same server is refused, and this one where there is another.
    """

    def __init__(self, place: Place, alone: bool = True) -> None:
        self._writer = Writer(place, alone)
        self._readers = Readers(place, self._writer.made_good)

    async def __aenter__(self) -> Self:
        await self._writer.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            await self._readers.close()
            await self._writer.close()

    async def trouble(self) -> Text | None:
        if self._writer.waiting is not None:
            return NOT_WRITTEN(why=self._writer.waiting)
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                await self._writer.do(lambda batch: None)
                await self._readers.do(lambda connection: connection.execute("SELECT 1 FROM runs LIMIT 1").fetchone())
        except (StoreFailed, Closed) as error:
            return text_of(error)
        except TimeoutError:
            waits = self._writer.waiting
            return NO_ANSWER(seconds=SECONDS_TO_ANSWER) if waits is None else NOT_WRITTEN(why=waits)
        return None

    async def load(self) -> StoredRuns:
        return await self._readers.do(lambda connection: statements.load(connection, self._writer.server))

    async def create(
        self, race: RaceRow | None, runs: Sequence[RunRow], attempts: Sequence[AttemptRow], entries: Sequence[Entry]
    ) -> None:
        def work(batch: Batch) -> None:
            statements.create(batch, race, runs)
            for attempt in attempts:
                statements.begin(batch, attempt)
            for entry in entries:
                statements.append(batch, entry)

        await self._writer.do(work)

    async def begin(self, attempt: AttemptRow, entry: Entry) -> int:
        def work(batch: Batch) -> int:
            statements.begin(batch, attempt)
            return statements.append(batch, entry)

        return await self._writer.do(work)

    async def append(self, *entries: Entry) -> int:
        def work(batch: Batch) -> int:
            return [statements.append(batch, one) for one in entries][-1]

        return await self._writer.do(work, on_disk=False)

    async def set_deleted(self, run: str, at: str | None) -> None:
        await self._writer.do(lambda batch: statements.set_deleted(batch, run, at))

    async def set_remarks(self, run: str, note: str | None, pinned: bool | None) -> None:
        await self._writer.do(lambda batch: statements.set_remarks(batch, run, note, pinned))

    async def set_places(self, places: dict[str, int]) -> None:
        await self._writer.do(lambda batch: statements.set_places(batch, places))

    async def events(self, run: str, after: int, most: int) -> list[StoredEvent]:
        return await self._readers.do(lambda at: statements.events(at, self._writer.server, run, after, most))

    async def history(self, run: str, most: int) -> History:
        return await self._readers.do(lambda at: statements.history(at, self._writer.server, run, most))

    async def curve(self, run: str, clock: str, first: int, last: int, most: int) -> tuple[Table, bool]:
        def work(connection: Connection) -> tuple[Table, bool]:
            return statements.curve(connection, self._writer.server, run, clock).read(first, last, most)

        return await self._readers.do(work)
