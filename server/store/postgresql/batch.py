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

EVENTS = """
INSERT INTO events (run, seq, attempt, at, type, step, body)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[])
"""
RUNS = """
UPDATE runs SET attempt = now.attempt, open = now.open, seq = now.seq,
    reset = greatest(runs.reset, now.reset), facts = coalesce(now.facts, runs.facts)
FROM unnest(%s::bigint[], %s::bigint[], %s::boolean[], %s::bigint[], %s::bigint[], %s::text[])
    AS now (key, attempt, open, seq, reset, facts)
WHERE runs.key = now.key
"""
ATTEMPTS = """
INSERT INTO attempts (run, number, state, reason, from_step, extend, extend_batches, device, threads)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
STATES = """
UPDATE attempts SET state = %s, reason = %s, device = %s, threads = %s, started = %s, ended = %s
WHERE run = %s AND number = %s
"""
STRETCHES = """
INSERT INTO stretches
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::integer[], %s::bigint[], %s::bigint[], %s::bigint[], %s::integer[],
    %s::text[], %s::bytea[])
ON CONFLICT (run, clock, level, place) DO UPDATE SET
    first = excluded.first, last = excluded.last, count = excluded.count, columns = excluded.columns,
    rows = excluded.rows
"""


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
            self.shelves[key, clock] = Written(self.connection, key, clock, self.send)
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
        """All that is to be changed, in the transaction that is open."""
        with self.connection.cursor() as cursor:
            if self.attempts:
                cursor.executemany(ATTEMPTS, self.attempts)
            if self.states:
                cursor.executemany(STATES, self.states)
            if self.events:
                cursor.execute(EVENTS, columns_of(self.events))
            rows = [row for shelf in self.shelves.values() for row in shelf.new_rows()]
            if rows:
                cursor.execute(STRETCHES, columns_of(rows))
            if self.moved:
                heads = self.moved.values()
                cursor.execute(
                    RUNS, columns_of([(one.key, one.attempt, one.open, one.seq, one.reset, one.facts) for one in heads])
                )
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


def columns_of(rows: Sequence[Sequence[object]]) -> list[str]:
    """Arrays as PostgreSQL writes them: psycopg's own way costs as much as all else together."""
    return [f"{{{','.join(map(_element, column))}}}" for column in zip(*rows, strict=True)]


def _element(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return "NULL" if value is None else str(value)
