"""How the store's file is opened: made, brought up to date after a copy of it, or refused with the reason."""

import logging
import os
import sqlite3
import time
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from server.store.protocol import CannotOpen, Damaged, DiskFull, Locked, NotWritable, TooNew
from server.store.sqlite.schema import STEPS, TABLES, VERSION

SECONDS = 1.0
"""A connection waits so long for another program before it says that the file is locked; who needs it tries again."""
PATIENCE = 10.0
"""Seconds in which a store is opened that another program holds."""
SMALL = ("races", "runs", "attempts")
"""Tables that are checked whenever a store is opened; checking all of a large one takes minutes."""

log = logging.getLogger("schoolyard")


CAUSES: dict[int, type[CannotOpen]] = {
    sqlite3.SQLITE_PERM: NotWritable,
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_READONLY: NotWritable,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CANTOPEN: NotWritable,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_SCHEMA: Damaged,
}


def cause(error: sqlite3.Error) -> type[CannotOpen]:
    """What kind of trouble SQLite met; what it does not name is taken for damage."""
    code = getattr(error, "sqlite_errorcode", None)
    return CAUSES.get(code & 0xFF, Damaged) if code is not None else Damaged


def prepare(path: Path) -> None:
    """Make the store, or bring an older one up to date; what cannot be opened is untouched. Raises ``CannotOpen``."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            open_writer(path).close()
            return
        except Locked:
            if time.monotonic() > deadline:
                raise


def is_emptied(path: Path) -> bool:
    """Whether there is a file without a byte: a store that was made has some."""
    return path.is_file() and not path.stat().st_size


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes and checkpoints: two at once can corrupt a file (sqlite.org/wal.html)."""
    create_private(path)
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=SECONDS)
    except sqlite3.Error as error:
        raise cause(error)(f"{path}: {error}") from error
    try:
        if _refuse_foreign(connection):
            _check_small(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        _bring_up_to_date(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise cause(error)(f"{path}: {error}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    # One reading thread may be closed by another, never used by two at once.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=SECONDS, check_same_thread=False)


def create_private(path: Path) -> None:
    """An empty file for its owner alone, where there is none; SQLite gives its log the same rights."""
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise NotWritable(f"{path}: {error.strerror}") from error


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """A whole store at ``path``, as it is now, while others write; never half there. Raises ``CannotOpen``."""
    beside = path.with_name(path.name + ".part")
    beside.unlink(missing_ok=True)
    create_private(beside)
    try:
        with closing(sqlite3.connect(beside)) as target:
            connection.backup(target)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except sqlite3.Error as error:
        raise cause(error)(f"{path}: {error}") from error
    finally:
        beside.unlink(missing_ok=True)


def check(path: Path) -> int:
    """The version of a store in which everything is whole. Raises ``CannotOpen``."""
    try:
        with closing(open_reader(path)) as connection:
            found = _refuse_foreign(connection)
            (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            _missing_columns(connection)
    except sqlite3.Error as error:
        raise cause(error)(f"{path}: {error}") from error
    if answer != "ok" or not found:
        raise Damaged(f"{path}: {answer if found else 'it holds no runs of Schoolyard'}")
    return found


def _refuse_foreign(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise TooNew(f"the store has version {found}; this Schoolyard knows versions up to {VERSION}")
    if not found and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise Damaged("it is a database of another program")
    return found


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    found = _refuse_foreign(connection)
    if found == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        return
    missing = _missing_columns(connection)
    if found == VERSION and not missing:
        return
    backup = path.with_name(f"{path.stem}-version-{found}-{datetime.now():%Y-%m-%d-%H%M%S}{path.suffix}")
    copy(connection, backup)
    log.warning("The store is brought from version %d up to date; a copy of it as it was is %s.", found, backup)
    connection.execute("BEGIN IMMEDIATE")
    for version in range(found, VERSION):
        for statement in filter(str.strip, STEPS[version].split(";")):
            connection.execute(statement)
    for table, column in _missing_columns(connection):
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _check_small(connection: sqlite3.Connection, path: Path) -> None:
    for table in SMALL:
        (answer,) = connection.execute(f"PRAGMA quick_check({table})").fetchone()
        if answer != "ok":
            raise Damaged(f"{path}: {answer}")


def _missing_columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Table and declaration of each column that today's tables have and these have not. Raises ``Damaged``."""
    missing = []
    with closing(sqlite3.connect(":memory:")) as today:
        today.executescript(TABLES)
        for (table,) in today.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            if not there:
                raise Damaged(f"the table {table} is missing")
            for _, name, kind, needed, default, _ in today.execute(f"PRAGMA table_info({table})"):
                if name not in there:
                    missing.append((table, _declared(name, kind, bool(needed), default)))
    return missing


def _declared(name: str, kind: str, needed: bool, default: str | None) -> str:
    return f"{name} {kind}{' NOT NULL' if needed else ''}{f' DEFAULT {default}' if default is not None else ''}"
