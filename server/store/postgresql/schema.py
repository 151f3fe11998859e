"""The tables in PostgreSQL, in a schema of their own, and what leads from each earlier version to the next.

They are those of ``sqlite/schema.py`` with a server to each race and run. JSON is text here too: JSONB would change
numbers and the order of keys, and refuse what SQLite keeps. Text is compared byte by byte (``COLLATE "C"``), as
everywhere else in Schoolyard; a database of one language would put ids in its own order.
"""

VERSION = 1

SCHEMA = "schoolyard"

TABLES = """
CREATE TABLE store (version integer NOT NULL);

CREATE TABLE servers (
    key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    batch bigint NOT NULL DEFAULT 0       -- the mark of the last batch that it committed
);

CREATE TABLE races (
    server integer NOT NULL REFERENCES servers,
    id text COLLATE "C" NOT NULL,
    owner text NOT NULL,
    title text NOT NULL,
    created text COLLATE "C" NOT NULL,
    PRIMARY KEY (server, id)
);

CREATE TABLE runs (
    key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    server integer NOT NULL REFERENCES servers,
    id text COLLATE "C" NOT NULL,
    owner text NOT NULL,
    race text COLLATE "C",
    title text NOT NULL,
    spec text NOT NULL,
    varied text NOT NULL,
    created text NOT NULL,
    place bigint NOT NULL,
    deleted text,
    attempt bigint NOT NULL DEFAULT 0,
    open boolean NOT NULL DEFAULT false,
    seq bigint NOT NULL DEFAULT 0,
    reset bigint NOT NULL DEFAULT 0,
    facts text NOT NULL,
    parent text,
    note text NOT NULL DEFAULT '',
    pinned boolean NOT NULL DEFAULT false,
    UNIQUE (server, id),
    FOREIGN KEY (server, race) REFERENCES races (server, id)
) WITH (fillfactor = 70);                 -- a row is written again with each event: beside itself, where there is room

CREATE TABLE attempts (
    run bigint NOT NULL REFERENCES runs,
    number bigint NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    from_step bigint NOT NULL,
    extend bigint NOT NULL,
    extend_batches bigint NOT NULL,
    device text NOT NULL,
    threads bigint NOT NULL,
    started text,
    ended text,
    PRIMARY KEY (run, number)
);

-- What follows names runs unchecked: only a writer that has just read the run adds rows, and to look each of them up
-- in runs once more, with a lock, would cost as much as to store it.
CREATE TABLE events (
    run bigint NOT NULL,
    seq bigint NOT NULL,
    attempt bigint NOT NULL,
    at text NOT NULL,
    type text NOT NULL,
    step bigint NOT NULL,
    void boolean NOT NULL DEFAULT false,
    body text NOT NULL,
    PRIMARY KEY (run, seq)
);
CREATE INDEX events_but_points ON events (run, seq) WHERE type <> 'points';

CREATE TABLE stretches (
    run bigint NOT NULL,
    clock text COLLATE "C" NOT NULL,
    level integer NOT NULL,
    place bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    count integer NOT NULL,
    columns text NOT NULL,
    rows bytea NOT NULL,
    PRIMARY KEY (run, clock, level, place)
);
"""

STEPS: dict[int, str] = {}
"""From each earlier version to the next: none yet."""
