"""All rows of an SQLite store, to be moved elsewhere, and a file that is filled with those of another."""

import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from server.store.moving import COLUMNS, ORDER, NotMoved, Row
from server.store.sqlite.opening import cause, open_reader, open_writer


class Contents:
    """Of one connection, in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._keys: dict[str, int] = {}

    def rows(self, table: str) -> Generator[Row, None, None]:
        columns = ", ".join("runs.id" if name == "run" else f"{table}.{name}" for name in COLUMNS[table])
        joined = "" if table in ("races", "runs") else " JOIN runs ON runs.key = run"
        yield from self._connection.execute(f"SELECT {columns} FROM {table}{joined} ORDER BY {ORDER[table]}")

    def fill(self, table: str, rows: Iterable[Row]) -> None:
        names = COLUMNS[table]
        if names[0] == "run":
            rows = ((self._keys[run], *rest) for run, *rest in rows)
        marks = ", ".join("?" * len(names))
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
        if table == "runs":
            self._keys = dict(self._connection.execute("SELECT id, key FROM runs"))


@contextmanager
def read(path: Path) -> Iterator[Contents]:
    """What the file holds at one moment. Raises ``CannotOpen``."""
    try:
        with closing(open_reader(path)) as connection:
            connection.isolation_level = None
            connection.execute("BEGIN")
            yield Contents(connection)
    except sqlite3.Error as error:
        raise cause(error)(f"{path}: {error}") from error


@contextmanager
def written(path: Path) -> Iterator[Contents]:
    """A new file at ``path`` once it is filled. Raises ``CannotOpen``, and ``NotMoved`` where there are runs."""
    if path.exists():
        with read(path) as there:
            if next(there.rows("runs"), None) is not None:
                raise NotMoved(f"{path} holds runs already")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(open_writer(part)) as connection:
            connection.execute("BEGIN")
            yield Contents(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
        for log in ("-wal", "-shm"):  # of what was there before
            path.with_name(path.name + log).unlink(missing_ok=True)
        part.replace(path)
    except sqlite3.Error as error:
        raise cause(error)(f"{path}: {error}") from error
    finally:
        for name in (part.name, f"{part.name}-wal", f"{part.name}-shm"):
            part.with_name(name).unlink(missing_ok=True)
