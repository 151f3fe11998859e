"""All rows of one server in PostgreSQL, to be moved elsewhere, and its tables filled with those of another store."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from server.store.moving import COLUMNS, ORDER, YES_OR_NO, NotMoved, Row
from server.store.postgresql.opening import Connection, Place, opened
from server.store.postgresql.trouble import as_opening, first_line

AT_ONCE = 1000


class Contents:
    """Of one server, in one transaction."""

    def __init__(self, connection: Connection, server: int) -> None:
        self._connection, self._server = connection, server
        self._keys: dict[str, int] = {}

    def rows(self, table: str) -> Generator[Row, None, None]:
        columns = ", ".join(_read(table, name) for name in COLUMNS[table])
        joined = "" if table in ("races", "runs") else " JOIN runs ON runs.key = run"
        query = f"SELECT {columns} FROM {table}{joined} WHERE server = %s ORDER BY {ORDER[table]}"
        with self._connection.cursor(f"all_{table}", binary=True) as cursor:  # not all of them at once
            cursor.itersize = AT_ONCE
            yield from cursor.execute(query, (self._server,))

    def fill(self, table: str, rows: Iterable[Row]) -> None:
        names = COLUMNS[table]
        of_runs = names[0] == "run"
        columns = ", ".join(names if of_runs else ("server", *names))
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                first = (self._keys[row[0]], *row[1:]) if of_runs else (self._server, *row)
                copy.write_row(first)
        if table == "runs":
            found: Any = self._connection.execute("SELECT id, key FROM runs WHERE server = %s", (self._server,))
            self._keys = dict(found)


def _read(table: str, name: str) -> str:
    if name == "run":
        return "runs.id"
    return f"{table}.{name}::integer" if name in YES_OR_NO else f"{table}.{name}"


@contextmanager
def read(place: Place, alone: bool) -> Iterator[Contents]:
    """What the database holds of the server at one moment. Raises ``CannotOpen``."""
    try:
        connection, key = opened(place, alone)
        with connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield Contents(connection, key)
    except psycopg.Error as error:
        raise as_opening(error, str(place)) from error


@contextmanager
def written(place: Place) -> Iterator[Contents]:
    """The server's tables, which are filled once this is left. Raises ``CannotOpen``, and ``NotMoved`` with runs."""
    try:
        connection, key = opened(place, alone=True)
        with connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            there = Contents(connection, key)
            if next(there.rows("runs"), None) is not None:
                raise NotMoved(f"{place} holds runs of a server called {place.server} already")
            yield there
            connection.execute("COMMIT")
            connection.execute("ANALYZE runs, attempts, events, stretches")
    except psycopg.DataError as error:
        raise NotMoved(f"{place} cannot hold what there is ({first_line(error)})") from error
    except psycopg.Error as error:
        raise as_opening(error, str(place)) from error
