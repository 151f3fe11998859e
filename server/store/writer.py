"""One thread, one connection, and everything that is written goes through it in batches."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from server.store.opening import open_writer

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]

MOST_AT_ONCE = 256


@dataclass
class Order:
    """A piece of work, and where its result is waited for."""

    work: Work[Any]
    future: Future[Any] = field(default_factory=Future)


class Closed(Exception):
    """The store takes nothing any more."""


class NotKept(Exception):
    """The store could not write: the disk is full, or the file is locked or damaged."""


class Writer:
    """Commits what came while the last commit ran, all at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._opened: Future[None] = Future()
        self._closed = False

    async def open(self) -> None:
        self._thread.start()
        await asyncio.wrap_future(self._opened)

    async def close(self) -> None:
        """Commits what was ordered before, then ends."""
        if not self._closed:
            self._closed = True
            self._orders.put(None)
        await asyncio.to_thread(self._thread.join)

    async def do(self, work: Work[Result]) -> Result:
        """The result of ``work`` once it is committed. One failing piece of work undoes only itself."""
        if self._closed:
            raise Closed("the store is closed")
        order = Order(work)
        self._orders.put(order)
        try:
            result: Result = await asyncio.wrap_future(order.future)
        except sqlite3.Error as error:
            raise NotKept(f"the store could not write: {error}") from error
        return result

    def _run(self) -> None:
        try:
            connection = open_writer(self._path)
        except Exception as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            while batch := self._next():
                _commit(connection, batch)
        finally:
            connection.close()

    def _next(self) -> list[Order]:
        """The orders that are there, at least one; nothing once closed."""
        batch: list[Order] = []
        waiting = self._orders.get()
        while waiting is not None:
            batch.append(waiting)
            if len(batch) == MOST_AT_ONCE:
                return batch
            try:
                waiting = self._orders.get_nowait()
            except Empty:
                return batch
        if batch:
            self._orders.put(None)
        return batch


def _commit(connection: sqlite3.Connection, batch: list[Order]) -> None:
    taken = [order for order in batch if order.future.set_running_or_notify_cancel()]
    done: list[tuple[Order, Any]] = []
    failed: list[tuple[Order, Exception]] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for order in taken:
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
        for order in taken:
            order.future.set_exception(error)
        return
    for order, result in done:
        order.future.set_result(result)
    for order, why in failed:
        order.future.set_exception(why)


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
