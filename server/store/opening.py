"""Which store a server uses, and its copies on disk. Nothing else names what is behind the protocol.

A store of today is one SQLite file. The store in a backup is such a file too, whatever the server itself uses.
"""

from pathlib import Path

from server.settings import Settings
from server.store.protocol import Damaged, Store
from server.store.sqlite import copying, opening
from server.store.sqlite.store import SQLiteStore


def store_of(settings: Settings) -> Store:
    """The store of a server, to be entered. Nothing is opened before."""
    return SQLiteStore(settings.database)


def prepare(settings: Settings) -> None:
    """Makes the store, or brings an older one up to date, before a server promises anything. Raises ``CannotOpen``."""
    file = settings.database
    if opening.is_emptied(file) and settings.weights.is_dir() and any(settings.weights.iterdir()):
        # A new one in its place would hide that the runs of these weights are lost.
        raise Damaged(f"{file} is empty, but there are weights of runs beside it")
    opening.prepare(file)


def copy(settings: Settings, file: Path) -> None:
    """The whole store as it is at one moment, in ``file``, while a server may write. Raises ``CannotOpen``."""
    copying.copy_file(settings.database, file)


def check(file: Path) -> None:
    """Raises ``CannotOpen`` where a copy of a store is not whole, or is of a later version."""
    opening.check(file)


def last_steps(file: Path) -> dict[str, int]:
    """The last step that a copy of a store knows of each of its runs."""
    return copying.last_steps(file)
