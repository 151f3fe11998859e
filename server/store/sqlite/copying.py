"""A copy of a store, made while a server writes into it, and the steps of the runs in a copy."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from server.store.sqlite.opening import cause, copy, open_reader


def copy_file(source: Path, target: Path) -> None:
    """The store as it is at one moment, whole, at ``target``. Raises ``CannotOpen``."""
    try:
        with closing(open_reader(source)) as connection:
            copy(connection, target)
    except sqlite3.Error as error:
        raise cause(error)(f"{source}: {error}") from error


def last_steps(path: Path) -> dict[str, int]:
    """The last step that is known of each run."""
    with closing(open_reader(path)) as connection:
        rows = connection.execute("SELECT id, facts FROM runs").fetchall()
    return {run: int(json.loads(facts).get("step", 0)) for run, facts in rows}
