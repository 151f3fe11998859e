"""What PostgreSQL says when it cannot, as kinds of trouble: what passes is tried again, the rest is told at once."""

import psycopg
from psycopg import errors

from models.sentences import Sentence, Text, text_of
from server.store.protocol import CannotOpen, Damaged, DiskFull, Locked, NotWritable, Unreachable

OTHER_SERVER = Sentence(
    "store-database-taken",
    "another Schoolyard server called {server} keeps its runs in this database; end it, or give this one"
    " another name with SCHOOLYARD_SERVER",
)
AWAY = Sentence("store-database-away", "the database cannot be reached ({why})")
FULL = Sentence("store-database-full", "the disk of the database is full")
BUSY = Sentence("store-database-busy", "another program holds what is to be changed in the database")
FORBIDDEN = Sentence("store-database-forbidden", "this account may not write into the database")

PASSING = (
    psycopg.OperationalError,  # a lost connection, a server that stops or starts, a full disk, a lock in the way
    psycopg.InterfaceError,  # the connection was closed
    errors.ReadOnlySqlTransaction,  # a standby that is about to take over
)
FOR_GOOD = (
    errors.InvalidPassword,
    errors.InvalidAuthorizationSpecification,
    errors.InvalidCatalogName,
    errors.IndexCorrupted,
    errors.DataCorrupted,
    errors.QueryCanceled,
)
"""Of those, what no waiting mends."""


class OtherServer(Exception):
    """Another server has the runs."""


def passes(error: BaseException) -> bool:
    """Whether the same may succeed in a while."""
    return isinstance(error, PASSING) and not isinstance(error, FOR_GOOD)


def is_full(error: BaseException) -> bool:
    return isinstance(error, errors.DiskFull)


def in_words(error: BaseException) -> Text:
    """Why the store could not write or read; what has no name here is in PostgreSQL's own words."""
    if isinstance(error, OtherServer):
        return text_of(error)
    if is_full(error):
        return FULL()
    if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected):
        return BUSY()
    if isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
        return FORBIDDEN()
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return AWAY(why=first_line(error))
    return text_of(error)


def first_line(error: BaseException) -> str:
    """The first line that says something; the rest of libpq's are hints and places in files."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def as_opening(error: BaseException, where: str) -> CannotOpen:
    """The same for who starts a server."""
    if isinstance(error, CannotOpen):
        return error
    if isinstance(error, OtherServer):
        return Locked(str(error))
    if is_full(error):
        return DiskFull(f"{where}: {first_line(error)}")
    if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected):
        return Locked(f"{where}: {first_line(error)}")
    if isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
        return NotWritable(f"{where}: {first_line(error)}")
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return Unreachable(f"{where}: {first_line(error)}")
    return Damaged(f"{where}: {first_line(error)}")
