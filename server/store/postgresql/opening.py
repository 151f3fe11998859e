"""How a database is opened: reached, made or brought up to date, taken for one server, or refused with the reason."""

import time
from dataclasses import dataclass
from typing import TypeAlias

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from server.store.postgresql.schema import SCHEMA, STEPS, TABLES, VERSION
from server.store.postgresql.trouble import OTHER_SERVER, OtherServer, as_opening, passes
from server.store.protocol import CannotOpen, Damaged, TooNew

Connection: TypeAlias = "psycopg.Connection[tuple[object, ...]]"

PATIENCE = 10.0
"""Seconds in which a database is opened that starts, or that a server has just left."""
BETWEEN = 0.2

LOCKS = 1_935_763_567
"""Our part of the numbers of advisory locks; in it 0 is the schema, and a server's key its runs."""

NOTICED = 10
"""Seconds after which a machine that is gone counts as gone, on both sides."""

KEEPING = {
    "keepalives": 1, "keepalives_idle": 4, "keepalives_interval": 2, "keepalives_count": 3,
    "tcp_user_timeout": 1000 * NOTICED, "connect_timeout": 5,
}  # fmt: skip

SET = f"""
SET search_path = {SCHEMA};
SET client_encoding = 'UTF8';
SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;
SET lock_timeout = '5s';
SET synchronous_commit = on;
SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan;
"""
"""On both sides a lost machine is noticed, so that its lock does not outlive it for hours.

All that we ask for is found by a primary key, in its order. A table that grew by a hundred thousand rows within a
minute has no statistics yet by which the planner would know that."""


@dataclass(frozen=True)
class Place:
    """A database, and the name of the server in it."""

    url: str
    server: str = "schoolyard"

    def __str__(self) -> str:
        """Where it is, without the password that may be in the address."""
        try:
            known = conninfo_to_dict(self.url)
        except psycopg.Error:
            return "the database"
        host, port = known.get("host") or known.get("hostaddr") or "localhost", known.get("port")
        return f"the database {known.get('dbname') or ''} on {host}{f':{port}' if port else ''}".replace("  ", " ")


def connect(place: Place) -> Connection:
    """A connection of ours; each statement is a transaction where none is begun. Raises psycopg.Error."""
    named = make_conninfo(place.url, application_name=f"schoolyard {place.server}", **KEEPING)
    # Each statement is planned once: to plan one anew takes longer than to carry it out.
    connection: Connection = psycopg.connect(named, autocommit=True, prepare_threshold=0)
    try:
        connection.execute(SET, prepare=False)
    except BaseException:
        connection.close()
        raise
    return connection


def open_writer(place: Place, alone: bool) -> tuple[Connection, int]:
    """The connection that writes, which holds the lock of its server, and the server's key.

    Raises psycopg.Error, ``OtherServer`` and ``CannotOpen``.
    """
    connection = connect(place)
    try:
        _bring_up_to_date(connection)
        key = _server(connection, place.server)
        if alone:
            _lock(connection, place, key)
    except BaseException:
        connection.close()
        raise
    return connection, key


def opened(place: Place, alone: bool) -> tuple[Connection, int]:
    """The same for who starts a server: tries for a while, and raises ``CannotOpen`` alone."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return open_writer(place, alone)
        except (psycopg.Error, OtherServer, CannotOpen) as error:
            waits = passes(error) or isinstance(error, OtherServer)
            if not waits or refused_for_good(error) or time.monotonic() > deadline:
                raise as_opening(error, str(place)) from error
        time.sleep(BETWEEN)


def refused_for_good(error: BaseException) -> bool:
    """Whether the server said no to who connects, and not because it starts or stops: libpq gives no codes here."""
    said = str(error)
    passing = ("starting up", "shutting down", "recovery", "too many", "reserved", "terminating")
    return "FATAL:" in said and not any(word in said for word in passing)


def _lock(connection: Connection, place: Place, key: int) -> None:
    row = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCKS, key)).fetchone()
    if row is None or not row[0]:
        raise OtherServer(OTHER_SERVER(server=place.server))


def _server(connection: Connection, name: str) -> int:
    found = connection.execute("SELECT key FROM servers WHERE name = %s", (name,)).fetchone()
    if found is None:
        connection.execute("INSERT INTO servers (name) VALUES (%s) ON CONFLICT DO NOTHING", (name,))
        found = connection.execute("SELECT key FROM servers WHERE name = %s", (name,)).fetchone()
    assert found is not None, f"the server {name} was stored and is not there"
    key = found[0]
    assert isinstance(key, int)
    return key


def _bring_up_to_date(connection: Connection) -> None:
    if _version(connection) == VERSION:
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s, 0)", (LOCKS,))
        found = _version(connection)
        if found is None:
            _make(connection)
        else:
            for version in range(found, VERSION):
                connection.execute(STEPS[version], prepare=False)
            connection.execute("UPDATE store SET version = %s", (VERSION,))


def _version(connection: Connection) -> int | None:
    """None where there is nothing yet. Raises ``TooNew``, ``Damaged``."""
    (there,) = connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.store",)).fetchone() or (None,)
    if there is None:
        foreign = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = %s LIMIT 1", (SCHEMA,)).fetchone()
        if foreign is not None:
            raise Damaged(f"its schema {SCHEMA} holds tables of another program, or not all of ours")
        return None
    row = connection.execute("SELECT version FROM store").fetchone()
    if row is None or not isinstance(row[0], int):
        raise Damaged(f"its schema {SCHEMA} does not say of which version it is")
    if row[0] > VERSION:
        raise TooNew(f"the store has version {row[0]}; this Schoolyard knows versions up to {VERSION}")
    return row[0]


def _make(connection: Connection) -> None:
    encoding = connection.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        raise Damaged(
            f"it stores text as {encoding and encoding[0]}, which cannot hold every language; make it with UTF8"
        )
    if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)).fetchone() is None:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    connection.execute(TABLES, prepare=False)
    connection.execute("INSERT INTO store VALUES (%s)", (VERSION,))
