"""What one transaction is going to change: known rows in memory, and new ones that are sent together at its end.

A round trip to a database costs more than what most statements do there. One server alone writes its runs, so what it
has read or written once it need not ask for again; the primary keys of events refuse what a second writer would add.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.store.postgresql.opening import Connection
from server.store.postgresql.stretches import Written
from server.store.protocol import UnknownRun
from server.store.rows import AttemptRow, Entry

MOST_KNOWN = 512
"""Runs that are remembered between transactions."""

ATTEMPTS = """
INSERT INTO attempts (run, number, state, reason, from_step, extend, extend_batches, device, threads)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
STATES = """
UPDATE attempts SET state = %s, reason = %s, device = %s, threads = %s, started = %s, ended = %s
WHERE run = %s AND number = %s
"""
ALL = """
WITH added AS (
    INSERT INTO events (run, seq, attempt, at, type, step, body)
    SELECT unnest(%s::bigint[]), unnest(%s::bigint[]), unnest(%s::bigint[]), unnest(%s::text[]), unnest(%s::text[]),
        unnest(%s::bigint[]), unnest(%s::text[])
), grown AS (
    INSERT INTO stretches
    SELECT unnest(%s::bigint[]), unnest(%s::text[]), unnest(%s::integer[]), unnest(%s::bigint[]), unnest(%s::bigint[]),
        unnest(%s::bigint[]), unnest(%s::integer[]), unnest(%s::text[]), unnest(%s::bytea[])
    ON CONFLICT (run, clock, level, place) DO UPDATE SET
        first = excluded.first, last = excluded.last, count = excluded.count, columns = excluded.columns,
        rows = excluded.rows
), moved AS (
    UPDATE runs SET attempt = now.attempt, open = now.open, seq = now.seq,
        reset = greatest(runs.reset, now.reset), facts = coalesce(now.facts, runs.facts)
    FROM (
        SELECT unnest(%s::bigint[]) AS key, unnest(%s::bigint[]) AS attempt, unnest(%s::boolean[]) AS open,
            unnest(%s::bigint[]) AS seq, unnest(%s::bigint[]) AS reset, unnest(%s::text[]) AS facts
    ) AS now
    WHERE runs.key = now.key
)
UPDATE servers SET batch = coalesce(%s, batch) FROM set_config('synchronous_commit', %s, true) WHERE key = %s
"""
"""One statement for what events change: each costs Python more than it costs the database. It says last how the
transaction that it stands in, or is, will be committed."""


@dataclass
class Head:
    """What is known of a run, and what this transaction changes of it."""

    key: int
    attempt: int
    open: bool
    seq: int
    reset: int = 0
    facts: str | None = None


@dataclass
class Batch:
    """One transaction after the other on one connection."""

    connection: Connection
    server: int
    heads: dict[str, Head] = field(default_factory=dict)
    shelves: dict[tuple[int, str], Written] = field(default_factory=dict)
    events: list[Sequence[object]] = field(default_factory=list)
    attempts: list[Sequence[object]] = field(default_factory=list)
    states: list[Sequence[object]] = field(default_factory=list)
    moved: dict[int, Head] = field(default_factory=dict)
    begun: bool = False
    """Whether a transaction has; one statement alone is one by itself."""

    def change(self) -> Connection:
        """The connection, for what is changed at once, in a transaction."""
        if not self.begun:
            self.connection.execute("BEGIN")
            self.begun = True
        return self.connection

    def head(self, run: str) -> Head:
        """Raises ``UnknownRun``."""
        if run not in self.heads:
            row = self.connection.execute(
                "SELECT key, attempt, open, seq FROM runs WHERE server = %s AND id = %s", (self.server, run)
            ).fetchone()
            if row is None:
                raise UnknownRun(run)
            self.heads[run] = Head(*row)  # type: ignore[arg-type]  # the columns say what they are
        return self.heads[run]

    def changed(self, run: str) -> Head:
        """The same, to be changed."""
        head = self.head(run)
        self.moved[head.key] = head
        return head

    def shelf(self, key: int, clock: str) -> Written:
        if (key, clock) not in self.shelves:
            self.shelves[key, clock] = Written(self.connection, key, clock, self.send, self.change)
        return self.shelves[key, clock]

    def open_attempt(self, key: int, attempt: AttemptRow) -> None:
        self.attempts.append(
            (
                key, attempt.number, attempt.state, attempt.reason, attempt.from_step, attempt.extend,
                attempt.extend_batches, attempt.device, attempt.threads,
            )
        )  # fmt: skip

    def set_state(self, key: int, state: AttemptRow) -> None:
        self.states.append(
            (state.state, state.reason, state.device, state.threads, state.started, state.ended, key, state.number)
        )

    def add_event(self, head: Head, entry: Entry) -> None:
        body = entry.body.decode()
        self.events.append((head.key, head.seq, entry.attempt, entry.at, entry.type, entry.step, body))

    def send(self) -> None:
        """All that is to be changed, in a transaction that goes on."""
        self._send(self.change())

    def commit(self, mark: int, on_disk: bool) -> None:
        """The same, and ends the transaction, which leaves its ``mark``; whether it is on the disk then."""
        if self.attempts or self.states:
            self.change()
        self._send(self.connection, mark, on_disk)
        if self.begun:
            self.connection.execute("COMMIT")
            self.begun = False

    def roll_back(self) -> None:
        """After what failed: nothing that is remembered or was to be sent counts any more."""
        self.forget()
        if self.begun and not self.connection.closed:
            self.connection.execute("ROLLBACK")
        self.begun = False

    def _send(self, connection: Connection, mark: int | None = None, on_disk: bool = True) -> None:
        with connection.cursor() as cursor:
            if self.attempts:
                cursor.executemany(ATTEMPTS, self.attempts)
            if self.states:
                cursor.executemany(STATES, self.states)
            rows = [row for shelf in self.shelves.values() for row in shelf.new_rows()]
            heads = [(one.key, one.attempt, one.open, one.seq, one.reset, one.facts) for one in self.moved.values()]
            if rows or heads or mark is not None:
                changes = [*columns_of(self.events, 7), *columns_of(rows, 9), *columns_of(heads, 6)]
                cursor.execute(ALL, [*changes, mark, "on" if on_disk else "off", self.server])
        self._sent()

    def forget(self) -> None:
        """After what failed: nothing that is remembered or was to be sent counts any more."""
        self.heads.clear()
        self.shelves.clear()
        self._sent()

    def rest(self) -> None:
        """Between two transactions: of many runs those at work are few."""
        if len(self.heads) > MOST_KNOWN or len(self.shelves) > MOST_KNOWN:
            self.heads.clear()
            self.shelves.clear()

    def _sent(self) -> None:
        for head in self.moved.values():
            head.facts, head.reset = None, 0
        self.events, self.attempts, self.states, self.moved = [], [], [], {}


def columns_of(rows: Sequence[Sequence[object]], count: int) -> list[str]:
    """Arrays as PostgreSQL writes them: psycopg's own way costs as much as all else together."""
    if not rows:
        return ["{}"] * count
    return [f"{{{','.join(map(_element, column))}}}" for column in zip(*rows, strict=True)]


def _element(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return "NULL" if value is None else str(value)
