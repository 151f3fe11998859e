"""What the rest of the server sees of the store."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection

from server.store.pyramid import Table
from server.store.rows import All, AttemptRow, Entry, Kept, RaceRow, RunRow, Told
from server.store.sqlite import statements
from server.store.sqlite.curves import Curve
from server.store.sqlite.opening import Locked
from server.store.sqlite.place import WORDS
from server.store.sqlite.readers import Readers
from server.store.sqlite.writer import Closed, NotKept, Writer

SECONDS_TO_ANSWER = 2.0

LONGEST = 2**62
"""Beyond any step."""


class Store:
    """Runs, their events and curves, in one SQLite file. Every call returns after its commit."""

    def __init__(self, path: Path) -> None:
        self._writer = Writer(path)
        self._readers = Readers(path)

    async def open(self) -> None:
        await self._writer.open()

    async def close(self) -> None:
        # The writer last: as the last connection of all it leaves one file behind, without a log beside it.
        await self._readers.close()
        await self._writer.close()

    async def trouble(self) -> str | None:
        """Why nothing can be kept or read just now, in words; None where all is well."""
        if self._writer.waiting:
            return f"the store could not write: {WORDS[Locked]}"
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                await self._writer.do(lambda connection: None)
                await self._readers.do(lambda connection: connection.execute("SELECT 1 FROM runs LIMIT 1").fetchone())
        except (NotKept, Closed) as error:
            return str(error)
        except TimeoutError:
            return f"the store did not answer within {SECONDS_TO_ANSWER:g} seconds"
        return None

    async def load(self) -> All:
        return await self._readers.do(statements.load)

    async def create(
        self, race: RaceRow | None, runs: Sequence[RunRow], attempts: Sequence[AttemptRow], entries: Sequence[Entry]
    ) -> None:
        """New runs with their first attempt and its first event: all or none."""

        def work(connection: Connection) -> None:
            statements.create(connection, race, runs)
            for attempt in attempts:
                statements.begin(connection, attempt)
            for entry in entries:
                statements.append(connection, entry)

        await self._writer.do(work)

    async def begin(self, attempt: AttemptRow, entry: Entry) -> int:
        """Open a run's next attempt with its first event, whose seq is returned."""

        def work(connection: Connection) -> int:
            statements.begin(connection, attempt)
            return statements.append(connection, entry)

        return await self._writer.do(work)

    async def append(self, entry: Entry) -> int:
        """Keep an event and return its seq. Raises ``Fenced`` where the attempt is not the present, open one."""
        return await self._writer.do(lambda connection: statements.append(connection, entry))

    async def set_deleted(self, run: str, at: str | None) -> None:
        await self._writer.do(lambda connection: statements.set_deleted(connection, run, at))

    async def set_remarks(self, run: str, note: str | None, pinned: bool | None) -> None:
        """What is None stays as it is."""
        await self._writer.do(lambda connection: statements.set_remarks(connection, run, note, pinned))

    async def set_places(self, places: dict[str, int]) -> None:
        """Places of waiting runs in the queue, by run."""
        await self._writer.do(lambda connection: statements.set_places(connection, places))

    async def events(self, run: str, after: int, most: int) -> list[Kept]:
        return await self._readers.do(lambda connection: statements.events(connection, run, after, most))

    async def told(self, run: str, most: int) -> Told:
        return await self._readers.do(lambda connection: statements.told(connection, run, most))

    async def curve(self, run: str, clock: str, first: int, last: int, most: int) -> tuple[Table, bool]:
        """Rows of one clock, thinned to about ``most``; True where they were."""
        return await self._readers.do(
            lambda connection: Curve(connection, statements.key_of(connection, run), clock).read(first, last, most)
        )
