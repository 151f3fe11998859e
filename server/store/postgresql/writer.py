"""One thread, one connection, which holds the lock of its server, and everything that is written goes through it.

A batch of orders is one transaction. What passes (a lost connection, a server that starts again, a full disk) is waited
for: the batch is done once more from its beginning. Where the connection went away during a commit nobody knows whether
it was done; each transaction leaves a mark of its own in the row of its server, which tells that afterwards.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any, TypeVar

import psycopg

from models.sentences import Text
from server.store.orders import Order, Orders
from server.store.postgresql.batch import Batch
from server.store.postgresql.opening import Place, open_writer, opened
from server.store.postgresql.trouble import OtherServer, in_words, passes
from server.store.protocol import CannotOpen, Closed, WriteFailed
from server.store.words import NOT_WRITTEN

Result = TypeVar("Result")
Work = Callable[[Batch], Result]

PATIENCE = 60.0
"""Seconds for the database to come back, or to get room; events wait in memory meanwhile."""
CLOSING = 3.0
"""The same once the server ends."""
FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0

log = logging.getLogger("schoolyard")


@dataclass(frozen=True)
class Tried:
    """A transaction that may have been committed, and what it gave."""

    mark: int
    outcomes: list[Any]


class Failure:
    """What an order of a batch raised, which concerns none of the others."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class Writer:
    """Commits what came while the last commit ran, all at once."""

    def __init__(self, place: Place, alone: bool = True) -> None:
        self._place, self._alone = place, alone
        self._orders: Orders[Batch] = Orders()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._opened: Future[None] = Future()
        self._closing = Event()
        self._batch: Batch | None = None
        self._tried: Tried | None = None
        self.server = 0
        self.waiting: Text | None = None
        """Why nothing can be written just now."""

    async def open(self) -> None:
        self._thread.start()
        await asyncio.wrap_future(self._opened)

    async def close(self) -> None:
        """Commits what was ordered before, then ends."""
        if not self._closing.is_set():
            self._closing.set()
            self._orders.end()
        await asyncio.to_thread(self._thread.join)

    async def do(self, work: Work[Result]) -> Result:
        """The result of ``work`` once it is committed. One failing piece of work undoes only itself."""
        if self._closing.is_set():
            raise Closed("the store is closed")
        order = Order(work)
        self._orders.put(order)
        try:
            result: Result = await asyncio.wrap_future(order.future)
        except (psycopg.Error, OtherServer, CannotOpen) as error:
            raise WriteFailed(NOT_WRITTEN(why=in_words(error))) from error
        return result

    def _run(self) -> None:
        try:
            connection, self.server = opened(self._place, self._alone)
            self._batch = Batch(connection, self.server)
        except Exception as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            while orders := self._orders.next():
                self._commit([order for order in orders if order.future.set_running_or_notify_cancel()])
        finally:
            self._leave()

    def _commit(self, orders: list[Order[Batch]]) -> None:
        began, wait = time.monotonic(), FIRST_WAIT
        self._tried = None
        while True:
            try:
                outcomes = self._try(orders)
                break
            except Exception as error:
                patience = CLOSING if self._closing.is_set() else PATIENCE
                if not passes(error) or time.monotonic() > began + patience:
                    outcomes = [Failure(error)] * len(orders)
                    break
                if self.waiting is None:
                    log.warning("The store waits: %s. Events of runs are stored as soon as it can.", in_words(error))
                self.waiting = in_words(error)
            time.sleep(FIRST_WAIT) if self._closing.wait(wait) else None
            wait = min(2 * wait, LONGEST_WAIT)
        if self.waiting is not None and not any(isinstance(one, Failure) for one in outcomes):
            log.warning("The store writes again.")
        self.waiting = None
        _give(orders, outcomes)

    def _try(self, orders: list[Order[Batch]]) -> list[Any]:
        """What each order gave, once all is committed."""
        batch = self._ready()
        if self._tried is not None and _has_mark(batch, self._tried.mark):
            return self._tried.outcomes
        try:
            outcomes = _all(batch, orders)
            self._tried = Tried(random.getrandbits(62), outcomes)
            batch.connection.execute("UPDATE servers SET batch = %s WHERE key = %s", (self._tried.mark, batch.server))
            batch.connection.execute("COMMIT")
        except BaseException:
            batch.forget()
            if not batch.connection.closed:
                batch.connection.execute("ROLLBACK")
            raise
        batch.rest()
        return outcomes

    def _ready(self) -> Batch:
        """Connected, and with the lock."""
        if self._batch is not None and self._batch.connection.closed:
            self._leave()
        if self._batch is None:
            connection, self.server = open_writer(self._place, self._alone)
            self._batch = Batch(connection, self.server)
        return self._batch

    def _leave(self) -> None:
        if self._batch is not None:
            self._batch.connection.close()
        self._batch = None


def _has_mark(batch: Batch, mark: int) -> bool:
    found = batch.connection.execute("SELECT batch FROM servers WHERE key = %s", (batch.server,)).fetchone()
    return found == (mark,)


def _all(batch: Batch, orders: list[Order[Batch]]) -> list[Any]:
    """Does what was ordered in a transaction: together, and where that fails one after the other."""
    batch.connection.execute("BEGIN")
    try:
        outcomes = [order.work(batch) for order in orders]
        batch.send()
        return outcomes
    except Exception as error:
        if passes(error):
            raise
    batch.forget()
    batch.connection.execute("ROLLBACK")
    batch.connection.execute("BEGIN")
    return [_alone(batch, order) for order in orders]


def _alone(batch: Batch, order: Order[Batch]) -> Any:
    batch.connection.execute("SAVEPOINT alone")
    try:
        outcome = order.work(batch)
        batch.send()
    except Exception as error:
        if passes(error):
            raise
        batch.forget()
        batch.connection.execute("ROLLBACK TO alone")
        outcome = Failure(error)
    batch.connection.execute("RELEASE alone")
    return outcome


def _give(orders: list[Order[Batch]], outcomes: list[Any]) -> None:
    for order, outcome in zip(orders, outcomes, strict=True):
        if isinstance(outcome, Failure):
            order.future.set_exception(outcome.error)
        else:
            order.future.set_result(outcome)
