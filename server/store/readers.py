"""A few reading connections, each in a thread of its own, so that no read waits on the event loop."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

from server.store.opening import open_reader
from server.store.writer import Closed, Result, Work


class Readers:
    """Runs reads off the event loop; each sees one state of the store."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        self._path = path
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="store-reader")
        self._mine = local()
        self._connections: list[sqlite3.Connection] = []

    async def do(self, work: Work[Result]) -> Result:
        try:
            future = self._pool.submit(self._read, work)
        except RuntimeError:
            raise Closed("the store is closed") from None
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        await asyncio.to_thread(self._pool.shutdown)
        for connection in self._connections:
            connection.close()

    def _read(self, work: Work[Result]) -> Result:
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            return work(connection)
        finally:
            connection.execute("ROLLBACK")

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = open_reader(self._path)
            self._connections.append(self._mine.connection)
        connection: sqlite3.Connection = self._mine.connection
        return connection
