"""One thread, one connection, and everything that is written goes through it in batches."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from server.store.orders import Order, Orders
from server.store.protocol import Closed, Locked, WriteFailed
from server.store.sqlite.opening import cause, open_writer
from server.store.sqlite.place import Gone, Place, in_words
from server.store.words import NOT_WRITTEN

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]

PATIENCE = 60.0
"""Seconds for another program to let go of the file; events wait in memory meanwhile."""

log = logging.getLogger("schoolyard")


class Writer:
    """Commits what came while the last commit ran, all at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._orders: Orders[sqlite3.Connection] = Orders()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._opened: Future[None] = Future()
        self._closed = False
        self.waiting = False
        """Whether another program holds the file just now."""

    async def open(self) -> None:
        self._thread.start()
        await asyncio.wrap_future(self._opened)

    async def close(self) -> None:
        """Commits what was ordered before, then ends."""
        if not self._closed:
            self._closed = True
            self._orders.end()
        await asyncio.to_thread(self._thread.join)

    async def do(self, work: Work[Result]) -> Result:
        """The result of ``work`` once it is committed. One failing piece of work undoes only itself."""
        if self._closed:
            raise Closed("the store is closed")
        order = Order(work)
        self._orders.put(order)
        try:
            result: Result = await asyncio.wrap_future(order.future)
        except (sqlite3.Error, Gone) as error:
            raise WriteFailed(NOT_WRITTEN(why=in_words(error))) from error
        return result

    def _run(self) -> None:
        try:
            connection = open_writer(self._path)
            place = Place(self._path)
        except Exception as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            while (batch := self._orders.next()) is not None:
                self._commit(connection, batch, place)
        finally:
            connection.close()

    def _commit(self, connection: sqlite3.Connection, batch: list[Order[sqlite3.Connection]], place: Place) -> None:
        try:
            place.check()
            self._begin(connection)
        except Exception as error:
            _fail([order for order in batch if order.future.set_running_or_notify_cancel()], error)
            return
        _all(connection, [order for order in batch if order.future.set_running_or_notify_cancel()])

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Begins to write as soon as nobody else does. Raises where that takes too long."""
        deadline = time.monotonic() + PATIENCE
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.Error as error:
                    if cause(error) is not Locked or self._closed or time.monotonic() > deadline:
                        raise
                    if not self.waiting:
                        log.warning("Another program holds the store; events of runs are stored as soon as it lets go.")
                    self.waiting = True
        finally:
            self.waiting = False


def _all(connection: sqlite3.Connection, orders: list[Order[sqlite3.Connection]]) -> None:
    """Does and commits what was ordered, within a transaction that has begun."""
    done: list[tuple[Order[sqlite3.Connection], Any]] = []
    failed: list[tuple[Order[sqlite3.Connection], Exception]] = []
    try:
        for order in orders:
            try:
                done.append((order, _alone(connection, order.work)))
            except Exception as error:
                if not connection.in_transaction:
                    raise
                failed.append((order, error))
        connection.execute("COMMIT")
    except Exception as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        _fail(orders, error)
        return
    for order, result in done:
        order.future.set_result(result)
    for order, why in failed:
        order.future.set_exception(why)


def _fail(orders: list[Order[sqlite3.Connection]], error: Exception) -> None:
    for order in orders:
        order.future.set_exception(error)


def _alone(connection: sqlite3.Connection, work: Work[Any]) -> Any:
    connection.execute("SAVEPOINT alone")
    try:
        result = work(connection)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO alone")
            connection.execute("RELEASE alone")
        raise
    connection.execute("RELEASE alone")
    return result
