"""One thread, one connection, which holds the lock of its server, and everything that is written goes through it.

A batch of orders is one transaction. What passes (a lost connection, a server that starts again, a full disk) is waited
for: the batch is done once more from its beginning. Where the connection went away during a commit nobody knows whether
it was done; each transaction leaves a mark of its own in the row of its server, which tells that afterwards.

A disk takes milliseconds for what the database does in a few hundred microseconds. So a commit of events returns before
it is on the disk, and their orders are kept until a later one is, a fifth of a second after: where the database ended
meanwhile and lost the last of them, as the mark tells, these are done once more, with the same numbers.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
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
UNTIL_ON_DISK = 0.2
"""Seconds after which what was committed is on the disk."""
MAKING_GOOD = 10.0
"""Seconds that who reads waits for what a database lost."""

log = logging.getLogger("schoolyard")


@dataclass(frozen=True)
class Tried:
    """A transaction whose commit was asked for, and what its orders gave."""

    mark: int
    orders: list[Order[Batch]]
    outcomes: list[Any]
    on_disk: bool


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
        """The transaction of which nobody knows whether it was committed."""
        self._kept: list[Tried] = []
        """Those that were committed and may not be on the disk."""
        self._sure: object = None
        """The mark of the last that is on the disk,"""
        self._since = 0.0
        """and when it was committed."""
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

    async def do(self, work: Work[Result], on_disk: bool = True) -> Result:
        """The result of ``work`` once it is committed; unless ``on_disk``, soon on the disk whoever ends but both.

        One failing piece of work undoes only itself.
        """
        if self._closing.is_set():
            raise Closed("the store is closed")
        order = Order(work, on_disk)
        self._orders.put(order)
        try:
            result: Result = await asyncio.wrap_future(order.future)
        except (psycopg.Error, OtherServer, CannotOpen) as error:
            raise WriteFailed(NOT_WRITTEN(why=in_words(error))) from error
        return result

    def made_good(self) -> None:
        """Waits, in a thread that reads, until a database that ended has again what it lost, or cannot get it."""
        if self._kept:
            order: Order[Batch] = Order(lambda batch: None)
            self._orders.put(order)
            wait([order.future], MAKING_GOOD)

    def _run(self) -> None:
        try:
            connection, self.server = opened(self._place, self._alone)
            self._batch = Batch(connection, self.server)
            self._sure = _mark(self._batch)
        except Exception as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            while (orders := self._orders.next(UNTIL_ON_DISK if self._kept else None)) is not None:
                self._commit([order for order in orders if order.future.set_running_or_notify_cancel()])
            if self._kept:
                self._commit([])
            if self._kept:
                log.error("The store ends without the database: the last events of runs may be missing.")
        finally:
            self._leave()

    def _commit(self, orders: list[Order[Batch]]) -> None:
        began, pause = time.monotonic(), FIRST_WAIT
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
            time.sleep(FIRST_WAIT) if self._closing.wait(pause) else None
            pause = min(2 * pause, LONGEST_WAIT)
        if self.waiting is not None and not any(isinstance(one, Failure) for one in outcomes):
            log.warning("The store writes again.")
        self.waiting = None
        _give(orders, outcomes)

    def _try(self, orders: list[Order[Batch]]) -> list[Any]:
        """What each order gave, once all is committed."""
        batch = self._ready()
        if self._tried is None or self._tried.orders is not orders:
            late = time.monotonic() > self._since + UNTIL_ON_DISK
            self._transact(batch, orders, late or not orders or any(order.on_disk for order in orders))
        done, self._tried = self._tried, None
        assert done is not None, "a transaction ended without a word"
        return done.outcomes

    def _transact(self, batch: Batch, orders: list[Order[Batch]], on_disk: bool) -> None:
        """Does what was ordered in a transaction: together, and where that fails one after the other."""
        try:
            try:
                outcomes = [order.work(batch) for order in orders]
                self._end(batch, orders, outcomes, on_disk)
            except Exception as error:
                if passes(error):
                    raise
                batch.roll_back()
                batch.change()
                self._end(batch, orders, [_alone(batch, order) for order in orders], on_disk)
        except BaseException:
            batch.roll_back()
            if not batch.connection.closed:
                self._tried = None
            raise
        batch.rest()

    def _end(self, batch: Batch, orders: list[Order[Batch]], outcomes: list[Any], on_disk: bool) -> None:
        self._tried = Tried(random.getrandbits(62), orders, outcomes, on_disk)
        batch.commit(self._tried.mark, on_disk)
        self._committed(self._tried)

    def _committed(self, tried: Tried) -> None:
        if tried.on_disk:
            self._kept, self._sure, self._since = [], tried.mark, time.monotonic()
        else:
            self._kept.append(tried)

    def _ready(self) -> Batch:
        """Connected, with the lock, and with all that was answered for in the database."""
        if self._batch is not None and self._batch.connection.closed:
            self._leave()
        if self._batch is None:
            connection, self.server = open_writer(self._place, self._alone)
            batch = Batch(connection, self.server)
            try:
                self._make_good(batch)
            except BaseException:
                connection.close()
                raise
            self._batch = batch
        return self._batch

    def _make_good(self, batch: Batch) -> None:
        """Does once more what the database lost, and finds out whether what was tried last was committed."""
        mark, tried = _mark(batch), self._tried
        if tried is not None and tried.mark == mark:
            self._committed(tried)
            return
        self._tried = None
        marks = [self._sure, *(one.mark for one in self._kept)]
        if mark not in marks:
            log.warning("Another program has written into the runs of this server meanwhile.")
            self._kept, self._sure = [], mark
        elif lost := [order for one in self._kept[marks.index(mark) :] for order in one.orders]:
            log.warning("The database lost the last %d writes when it ended; they are done once more.", len(lost))
            self._transact(batch, lost, on_disk=True)
            self._tried = None

    def _leave(self) -> None:
        if self._batch is not None:
            self._batch.connection.close()
        self._batch = None


def _mark(batch: Batch) -> object:
    """Of the last transaction that the database knows."""
    found = batch.connection.execute("SELECT batch FROM servers WHERE key = %s", (batch.server,)).fetchone()
    return found[0] if found else None


def _alone(batch: Batch, order: Order[Batch]) -> Any:
    batch.change().execute("SAVEPOINT alone")
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
