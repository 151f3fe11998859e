"""A few reading connections, each in a thread of its own, so that no read waits on the event loop."""

import asyncio
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

from server.store.protocol import Closed, Locked, ReadFailed
from server.store.sqlite.opening import cause, open_reader
from server.store.sqlite.place import in_words
from server.store.sqlite.writer import Result, Work
from server.store.words import NOT_READ

PATIENCE = 10.0
"""Seconds for another program to let go of the file."""


class Readers:
    """Runs reads off the event loop; each sees one state of the store."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        self._path = path
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="store-reader")
        self._mine = local()
        self._connections: list[sqlite3.Connection] = []
        self._closed = False

    async def do(self, work: Work[Result]) -> Result:
        try:
            future = self._pool.submit(self._read, work)
        except RuntimeError:
            raise Closed("the store is closed") from None
        try:
            return await asyncio.wrap_future(future)
        except sqlite3.Error as error:
            raise ReadFailed(NOT_READ(why=in_words(error))) from error

    async def close(self) -> None:
        self._closed = True
        await asyncio.to_thread(self._pool.shutdown)
        for connection in self._connections:
            connection.close()

    def _read(self, work: Work[Result]) -> Result:
        """Tries again for a while where another program holds the file."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._once(work)
            except sqlite3.Error as error:
                if cause(error) is not Locked or self._closed or time.monotonic() > deadline:
                    raise

    def _once(self, work: Work[Result]) -> Result:
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            return work(connection)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = open_reader(self._path)
            self._connections.append(self._mine.connection)
        connection: sqlite3.Connection = self._mine.connection
        return connection
