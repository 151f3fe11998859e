"""Every statement about races, runs, attempts and events."""

import sqlite3
from collections.abc import Sequence

from server.store.curves import Curve
from server.store.protocol import LONGEST, Fenced, UnknownRun
from server.store.pyramid import stretches_of_one_form
from server.store.rows import AttemptRow, Entry, History, RaceRow, RunRow, StoredEvent, StoredRuns
from server.store.sqlite.stretches import Stretches, clocks

RUN = (
    "id, owner, race, title, spec, varied, created, place, facts, parent,"
    " deleted, attempt, open, seq, reset, note, pinned"
)
ATTEMPT = "number, state, reason, from_step, extend, extend_batches, device, threads, started, ended"


def load(connection: sqlite3.Connection) -> StoredRuns:
    races = connection.execute("SELECT id, owner, title, created FROM races ORDER BY created, id")
    runs = connection.execute(f"SELECT {RUN} FROM runs ORDER BY key")
    attempts = connection.execute(
        f"SELECT id, {ATTEMPT} FROM attempts JOIN runs ON runs.key = attempts.run ORDER BY key, number"
    )
    return StoredRuns(
        [RaceRow(*row) for row in races], [RunRow(*row) for row in runs], [AttemptRow(*row) for row in attempts]
    )


def create(connection: sqlite3.Connection, race: RaceRow | None, runs: Sequence[RunRow]) -> None:
    if race is not None:
        connection.execute("INSERT INTO races VALUES (?, ?, ?, ?)", (race.id, race.owner, race.title, race.created))
    for run in runs:
        connection.execute(
            f"INSERT INTO runs ({RUN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 0, 0, 0, '', 0)",
            (
                run.id,
                run.owner,
                run.race,
                run.title,
                run.spec,
                run.varied,
                run.created,
                run.place,
                run.facts,
                run.parent,
            ),
        )


def begin(connection: sqlite3.Connection, attempt: AttemptRow) -> None:
    """Open the next attempt. What was learnt beyond the step it starts from is no part of the run any more."""
    key, number, opened, seq = _head(connection, attempt.run)
    if opened or attempt.number != number + 1:
        raise Fenced(f"attempt {attempt.number} of {attempt.run} cannot follow attempt {number}")
    connection.execute(
        f"INSERT INTO attempts (run, {ATTEMPT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        (
            key,
            attempt.number,
            attempt.state,
            attempt.reason,
            attempt.from_step,
            attempt.extend,
            attempt.extend_batches,
            attempt.device,
            attempt.threads,
        ),
    )
    connection.execute("UPDATE runs SET attempt = ?, open = 1 WHERE key = ?", (attempt.number, key))
    if number:
        _forget(connection, key, attempt.from_step)
        connection.execute("UPDATE runs SET reset = ? WHERE key = ?", (seq + 1, key))


def _forget(connection: sqlite3.Connection, key: int, step: int) -> None:
    for clock in clocks(connection, key):
        Curve(Stretches(connection, key, clock)).cut(step)
    connection.execute("UPDATE events SET void = 1 WHERE run = ? AND type <> 'state' AND step > ?", (key, step))


def append(connection: sqlite3.Connection, entry: Entry) -> int:
    """Store an event under the next number of its run, which is returned."""
    key, number, opened, seq = _head(connection, entry.run)
    if entry.attempt != number or not (opened or entry.late):
        raise Fenced(f"attempt {entry.attempt} of {entry.run} is over")
    connection.execute(
        "INSERT INTO events (run, seq, attempt, at, type, step, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, seq + 1, entry.attempt, entry.at, entry.type, entry.step, entry.body.decode()),
    )
    if entry.rows is not None:
        clock, rows = entry.rows
        Curve(Stretches(connection, key, clock)).write(rows)
    if entry.state is not None:
        _set_state(connection, key, entry.state)
    connection.execute(
        "UPDATE runs SET seq = ?, open = ?, facts = ? WHERE key = ?",
        (seq + 1, opened and not entry.last, entry.facts, key),
    )
    return seq + 1


def _set_state(connection: sqlite3.Connection, key: int, state: AttemptRow) -> None:
    connection.execute(
        "UPDATE attempts SET state = ?, reason = ?, device = ?, threads = ?, started = ?, ended = ?"
        " WHERE run = ? AND number = ?",
        (state.state, state.reason, state.device, state.threads, state.started, state.ended, key, state.number),
    )


def set_deleted(connection: sqlite3.Connection, run: str, at: str | None) -> None:
    _update(connection, run, "deleted = ?", at)


def set_remarks(connection: sqlite3.Connection, run: str, note: str | None, pinned: bool | None) -> None:
    """What is None stays as it is."""
    _update(connection, run, "note = coalesce(?, note), pinned = coalesce(?, pinned)", note, pinned)


def set_places(connection: sqlite3.Connection, places: dict[str, int]) -> None:
    for run, place in places.items():
        _update(connection, run, "place = ?", place)


def _update(connection: sqlite3.Connection, run: str, change: str, *values: object) -> None:
    if not connection.execute(f"UPDATE runs SET {change} WHERE id = ?", (*values, run)).rowcount:
        raise UnknownRun(run)


def events(connection: sqlite3.Connection, run: str, after: int, most: int) -> list[StoredEvent]:
    key = _head(connection, run)[0]
    rows = connection.execute(
        "SELECT attempt, seq, at, body FROM events WHERE run = ? AND seq > ? ORDER BY seq LIMIT ?", (key, after, most)
    )
    return [StoredEvent(*row) for row in rows]


def history(connection: sqlite3.Connection, run: str, most: int) -> History:
    """All that a page needs to draw the run from nothing, about ``most`` rows a clock."""
    key, _, _, seq = _head(connection, run)
    curves = []
    for clock in clocks(connection, key):
        whole, thinned = Curve(Stretches(connection, key, clock)).read(0, LONGEST, most)
        curves += [(clock, part, thinned) for part in stretches_of_one_form(whole)]
    rows = connection.execute(
        "SELECT body FROM events WHERE run = ? AND type <> 'points' AND void = 0 ORDER BY seq", (key,)
    )
    return History(seq, curves, [body for (body,) in rows])


def _head(connection: sqlite3.Connection, run: str) -> tuple[int, int, int, int]:
    """Key, attempt, open, seq."""
    row = connection.execute("SELECT key, attempt, open, seq FROM runs WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise UnknownRun(run)
    key, attempt, opened, seq = row
    return key, attempt, opened, seq


def curve(connection: sqlite3.Connection, run: str, clock: str) -> Curve:
    return Curve(Stretches(connection, _head(connection, run)[0], clock))
