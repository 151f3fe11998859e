"""What is done about races, runs, attempts and events: reading on a connection, writing into a batch."""

from collections.abc import Sequence
from typing import Any

from server.store.curves import Curve
from server.store.postgresql.batch import Batch, Head
from server.store.postgresql.opening import Connection
from server.store.postgresql.stretches import Stretches, clocks
from server.store.protocol import LONGEST, Fenced, UnknownRun
from server.store.pyramid import stretches_of_one_form
from server.store.rows import AttemptRow, Entry, History, RaceRow, RunRow, StoredEvent, StoredRuns

RUN = (
    "id, owner, race, title, spec, varied, created, place, facts, parent,"
    " deleted, attempt, open, seq, reset, note, pinned"
)
ATTEMPT = "number, state, reason, from_step, extend, extend_batches, device, threads, started, ended"
NEW_RUN = """
INSERT INTO runs (server, id, owner, race, title, spec, varied, created, place, facts, parent)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING key
"""


def create(batch: Batch, race: RaceRow | None, runs: Sequence[RunRow]) -> None:
    if race is not None:
        batch.change().execute(
            "INSERT INTO races VALUES (%s, %s, %s, %s, %s)",
            (batch.server, race.id, race.owner, race.title, race.created),
        )
    if not runs:
        return
    with batch.change().cursor() as cursor:
        rows = [
            (
                batch.server, run.id, run.owner, run.race, run.title, run.spec, run.varied, run.created, run.place,
                run.facts, run.parent,
            )
            for run in runs
        ]  # fmt: skip
        cursor.executemany(NEW_RUN, rows, returning=True)
        for run in runs:
            row: Any = cursor.fetchone()
            batch.heads[run.id] = Head(row[0], 0, False, 0)
            cursor.nextset()


def begin(batch: Batch, attempt: AttemptRow) -> None:
    """Open the next attempt. What was learnt beyond the step it starts from is no part of the run any more."""
    head = batch.head(attempt.run)
    if head.open or attempt.number != head.attempt + 1:
        raise Fenced(f"attempt {attempt.number} of {attempt.run} cannot follow attempt {head.attempt}")
    first, head = not head.attempt, batch.changed(attempt.run)
    if not first:
        _forget(batch, head.key, attempt.from_step)
        batch.moved[head.key] = head
        head.reset = head.seq + 1
    head.attempt, head.open = attempt.number, True
    batch.open_attempt(head.key, attempt)


def _forget(batch: Batch, key: int, step: int) -> None:
    batch.send()
    for clock in clocks(batch.connection, key):
        Curve(batch.shelf(key, clock)).cut(step)
    batch.change().execute(
        "UPDATE events SET void = true WHERE run = %s AND type <> 'state' AND step > %s AND NOT void", (key, step)
    )


def append(batch: Batch, entry: Entry) -> int:
    """An event under the next number of its run, which is returned."""
    head = batch.head(entry.run)
    if entry.attempt != head.attempt or not (head.open or entry.late):
        raise Fenced(f"attempt {entry.attempt} of {entry.run} is over")
    head = batch.changed(entry.run)
    head.seq, head.open, head.facts = head.seq + 1, head.open and not entry.last, entry.facts
    seq = head.seq
    batch.add_event(head, entry)
    if entry.state is not None:
        batch.set_state(head.key, entry.state)
    if entry.rows is not None:
        clock, rows = entry.rows
        Curve(batch.shelf(head.key, clock)).write(rows)
    return seq


def set_deleted(batch: Batch, run: str, at: str | None) -> None:
    _update(batch, run, "deleted = %s", at)


def set_remarks(batch: Batch, run: str, note: str | None, pinned: bool | None) -> None:
    """What is None stays as it is."""
    _update(batch, run, "note = coalesce(%s, note), pinned = coalesce(%s, pinned)", note, pinned)


def set_places(batch: Batch, places: dict[str, int]) -> None:
    for run, place in places.items():
        _update(batch, run, "place = %s", place)


def _update(batch: Batch, run: str, change: str, *values: object) -> None:
    changed = batch.change().execute(
        f"UPDATE runs SET {change} WHERE server = %s AND id = %s", (*values, batch.server, run)
    )
    if not changed.rowcount:
        raise UnknownRun(run)


def load(connection: Connection, server: int) -> StoredRuns:
    def rows(query: str) -> Any:
        return connection.execute(query, (server,), binary=True)

    races = rows("SELECT id, owner, title, created FROM races WHERE server = %s ORDER BY created, id")
    runs = rows(f"SELECT {RUN} FROM runs WHERE server = %s ORDER BY key")
    attempts = rows(
        f"SELECT id, {', '.join(f'attempts.{name}' for name in ATTEMPT.split(', '))} FROM attempts"
        " JOIN runs ON runs.key = attempts.run WHERE server = %s ORDER BY key, number"
    )
    return StoredRuns(
        [RaceRow(*row) for row in races], [RunRow(*row) for row in runs], [AttemptRow(*row) for row in attempts]
    )


def events(connection: Connection, server: int, run: str, after: int, most: int) -> list[StoredEvent]:
    key, _ = _head(connection, server, run)
    rows: Any = connection.execute(
        "SELECT attempt, seq, at, body FROM events WHERE run = %s AND seq > %s ORDER BY seq LIMIT %s",
        (key, after, most),
        binary=True,
    )
    return [StoredEvent(*row) for row in rows]


def history(connection: Connection, server: int, run: str, most: int) -> History:
    """All that a page needs to draw the run from nothing, about ``most`` rows a clock."""
    key, seq = _head(connection, server, run)
    rows: Any = connection.execute(
        "SELECT body FROM events WHERE run = %s AND type <> 'points' AND NOT void ORDER BY seq", (key,), binary=True
    )
    curves = []
    for clock in clocks(connection, key):
        whole, thinned = Curve(Stretches(connection, key, clock)).read(0, LONGEST, most)
        curves += [(clock, part, thinned) for part in stretches_of_one_form(whole)]
    return History(seq, curves, [body for (body,) in rows])


def curve(connection: Connection, server: int, run: str, clock: str) -> Curve:
    return Curve(Stretches(connection, _head(connection, server, run)[0], clock))


def _head(connection: Connection, server: int, run: str) -> tuple[int, int]:
    """Key, seq. Raises ``UnknownRun``."""
    row: Any = connection.execute("SELECT key, seq FROM runs WHERE server = %s AND id = %s", (server, run)).fetchone()
    if row is None:
        raise UnknownRun(run)
    key, seq = row
    return key, seq
