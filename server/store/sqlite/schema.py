"""The tables, and what leads from each earlier version to the next."""

VERSION = 3

TABLES = """
CREATE TABLE races (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    created TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    race TEXT REFERENCES races (id),
    title TEXT NOT NULL,
    spec TEXT NOT NULL,
    varied TEXT NOT NULL,
    created TEXT NOT NULL,
    place INTEGER NOT NULL,         -- order in which queued runs of one owner start
    deleted TEXT,                   -- when it went to the trash
    attempt INTEGER NOT NULL,       -- the present attempt; what older ones write is refused
    open INTEGER NOT NULL,          -- 0 once the present attempt has had its last state
    seq INTEGER NOT NULL,           -- of the last event
    reset INTEGER NOT NULL,         -- seq of the event since which older readings of the curves are void
    facts TEXT NOT NULL,            -- what the events so far come to, as JSON
    parent TEXT,                    -- run and step that it was forked from, as JSON
    note TEXT NOT NULL DEFAULT '',  -- what a person wrote beside it
    pinned INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE attempts (
    run INTEGER NOT NULL REFERENCES runs (key),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    from_step INTEGER NOT NULL,
    extend INTEGER NOT NULL DEFAULT 0,  -- epochs more than were planned before
    extend_batches INTEGER NOT NULL DEFAULT 0,
    device TEXT NOT NULL,
    threads INTEGER NOT NULL,
    started TEXT,
    ended TEXT,
    PRIMARY KEY (run, number)
) WITHOUT ROWID;

CREATE TABLE events (
    run INTEGER NOT NULL REFERENCES runs (key),
    seq INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    at TEXT NOT NULL,
    type TEXT NOT NULL,
    step INTEGER NOT NULL,
    void INTEGER NOT NULL DEFAULT 0,  -- 1 where a later attempt began before its step
    body TEXT NOT NULL,
    PRIMARY KEY (run, seq)
) WITHOUT ROWID;
CREATE INDEX events_but_points ON events (run, seq) WHERE type <> 'points';

CREATE TABLE stretches (
    run INTEGER NOT NULL REFERENCES runs (key),
    clock TEXT NOT NULL,
    level INTEGER NOT NULL,         -- 0: rows as measured; above: only their extremes
    place INTEGER NOT NULL,
    first INTEGER NOT NULL,         -- steps of the measured rows that it stands for
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,         -- rows that it holds
    columns TEXT NOT NULL,
    rows BLOB NOT NULL,
    PRIMARY KEY (run, clock, level, place)
) WITHOUT ROWID;
"""


STEPS = {
    1: """
ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
""",
    2: "ALTER TABLE attempts ADD COLUMN extend_batches INTEGER NOT NULL DEFAULT 0;",
}
"""From each earlier version to the next; columns that came without a step are added wherever they are missing."""
