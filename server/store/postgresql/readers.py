"""A few reading connections, each in a thread of its own, so that no read waits on the event loop."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import TypeVar

import psycopg

from server.store.postgresql.opening import Connection, Place, connect
from server.store.postgresql.trouble import in_words, passes
from server.store.protocol import Closed, ReadFailed
from server.store.words import NOT_READ

Result = TypeVar("Result")

PATIENCE = 10.0
"""Seconds for the database to come back."""
BETWEEN = 0.1


class Readers:
    """Runs reads off the event loop; each sees one state of the store."""

    def __init__(self, place: Place, made_good: Callable[[], None], threads: int = 2) -> None:
        """``made_good`` waits until the database has what it may have lost when it ended."""
        self._place, self._made_good = place, made_good
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="store-reader")
        self._mine = local()
        self._connections: list[Connection] = []
        self._closed = False

    async def do(self, work: Callable[[Connection], Result]) -> Result:
        try:
            future = self._pool.submit(self._read, work)
        except RuntimeError:
            raise Closed("the store is closed") from None
        try:
            return await asyncio.wrap_future(future)
        except psycopg.Error as error:
            raise ReadFailed(NOT_READ(why=in_words(error))) from error

    async def close(self) -> None:
        self._closed = True
        await asyncio.to_thread(self._pool.shutdown)
        for connection in self._connections:
            connection.close()

    def _read(self, work: Callable[[Connection], Result]) -> Result:
        """Tries again for a while where the connection is lost."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._once(work)
            except psycopg.Error as error:
                if not passes(error) or self._closed or time.monotonic() > deadline:
                    raise
            time.sleep(BETWEEN)

    def _once(self, work: Callable[[Connection], Result]) -> Result:
        connection = self._connection()
        try:
            # A question is sent without waiting for the answer of the one before, until an answer is looked at.
            with connection.pipeline():
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                found = work(connection)
                connection.execute("COMMIT")
            return found
        except BaseException:
            if not connection.closed:
                connection.execute("ROLLBACK")
            raise

    def _connection(self) -> Connection:
        found: Connection | None = getattr(self._mine, "connection", None)
        if found is None or found.closed:
            if found is not None:
                self._connections.remove(found)
                self._mine.connection = None
            found = self._mine.connection = connect(self._place)
            self._connections.append(found)
            self._made_good()
        return found
