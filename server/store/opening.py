"""Which store a server uses, and its copies on disk. Nothing else names what is behind the protocol.

A store is one SQLite file in the data folder, or a part of a PostgreSQL database; what that needs is imported only
where it is asked for. The store in a backup is an SQLite file, whatever the server itself uses.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from server.settings import Settings
from server.store.moving import Empty, Rows, move
from server.store.protocol import Damaged, Store, Unreachable
from server.store.sqlite import contents, copying, opening
from server.store.sqlite.store import SQLiteStore

if TYPE_CHECKING:
    from server.store.postgresql.opening import Place


def store_of(settings: Settings) -> Store:
    """The store of a server, to be entered. Nothing is opened before. Raises ``CannotOpen``."""
    if not settings.postgresql:
        return SQLiteStore(settings.database)
    place = _place(settings)
    from server.store.postgresql.store import PostgreSQLStore

    return PostgreSQLStore(place)


def prepare(settings: Settings) -> None:
    """Makes the store, or brings an older one up to date, before a server promises anything. Raises ``CannotOpen``."""
    if settings.postgresql:
        place = _place(settings)
        from server.store.postgresql.opening import opened

        connection, _ = opened(place, alone=True)
        connection.close()
        return
    file = settings.database
    if opening.is_emptied(file) and settings.weights.is_dir() and any(settings.weights.iterdir()):
        # A new one in its place would hide that the runs of these weights are lost.
        raise Damaged(f"{file} is empty, but there are weights of runs beside it")
    opening.prepare(file)


def shown(settings: Settings) -> str:
    """Where the store lies, for people: without a password."""
    return str(_place(settings)) if settings.postgresql else str(settings.database)


def is_there(settings: Settings) -> bool:
    """Whether there may be a store: of a database one learns that by opening it."""
    return bool(settings.postgresql) or settings.database.is_file()


def copy(settings: Settings, file: Path) -> None:
    """The whole store as it is at one moment, in ``file``, while a server may write. Raises ``CannotOpen``."""
    if not settings.postgresql:
        copying.copy_file(settings.database, file)
        return
    with rows_of(settings, alone=False) as source, contents.written(file) as target:
        move(source, target)


def rows_of(settings: Settings, alone: bool) -> AbstractContextManager[Rows]:
    """All that the store holds at one moment; ``alone``: while no server has it. Raises ``CannotOpen``."""
    if settings.postgresql:
        place = _place(settings)
        from server.store.postgresql.contents import read

        return read(place, alone)
    return contents.read(settings.database)


@contextmanager
def filled(settings: Settings) -> Iterator[Empty]:
    """The store, to be filled; it must hold no runs. Raises ``CannotOpen``, ``NotMoved``."""
    if settings.postgresql:
        place = _place(settings)
        from server.store.postgresql.contents import written

        with written(place) as target:
            yield target
    else:
        with contents.written(settings.database) as target:
            yield target


def check(file: Path) -> None:
    """Raises ``CannotOpen`` where a copy of a store is not whole, or is of a later version."""
    opening.check(file)


def last_steps(file: Path) -> dict[str, int]:
    """The last step that a copy of a store knows of each of its runs."""
    return copying.last_steps(file)


def _place(settings: Settings) -> "Place":
    """Raises ``Unreachable`` where what talks to a database is not installed."""
    try:
        from server.store.postgresql.opening import Place
    except ImportError as error:
        raise Unreachable(
            f"PostgreSQL needs what is not installed here ({error}): pip install 'schoolyard[postgresql]'"
        ) from error
    return Place(settings.postgresql, settings.server)
