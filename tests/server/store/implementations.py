"""What can be behind the protocol of stores. One more implementation is one more row."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.store.postgresql.opening import Place
from server.store.postgresql.store import PostgreSQLStore
from server.store.protocol import Store
from server.store.sqlite.store import SQLiteStore
from tests.postgresql import PostgreSQL, made, running

Where = Path | str
"""A folder, or the address of a database."""


@dataclass(frozen=True)
class Implementation:
    """How one is made and used by tests."""

    place: Callable[[Path], AbstractContextManager[Where]]
    """Where a test's own store lies: in a folder that is empty, or in what a test may share."""
    store: Callable[[Where], Store]
    """The one that lies there, to be entered."""
    another: Callable[[Where], Store]
    """A second writer there, which should not be: as after a lock was lost."""
    broken: Callable[[Where], AbstractContextManager[None]]
    """Keeps it from writing meanwhile, in a way that no waiting mends."""


@contextmanager
def folder(path: Path) -> Iterator[Where]:
    yield path


def sqlite(path: Where) -> Store:
    assert isinstance(path, Path)
    return SQLiteStore(path / "store.sqlite")


@contextmanager
def file_moved_away(path: Where) -> Iterator[None]:
    assert isinstance(path, Path)
    file = path / "store.sqlite"
    file.rename(path / "away")
    yield
    (path / "away").rename(file)


class Shared:
    """One PostgreSQL for all tests of a process, started by the first that wants it."""

    def __init__(self) -> None:
        self.server: PostgreSQL | None = None
        self._running: AbstractContextManager[PostgreSQL] | None = None

    def get(self) -> PostgreSQL:
        if self.server is None:
            self._running = running()
            self.server = self._running.__enter__()
        return self.server

    def end(self) -> None:
        if self._running is not None and self.server is not None:
            self._running.__exit__(None, None, None)
        self.server = None


SHARED = Shared()


@contextmanager
def database(path: Path) -> Iterator[Where]:
    with made(SHARED.get()) as url:
        yield url


def postgresql(url: Where) -> Store:
    return PostgreSQLStore(Place(str(url)))


@contextmanager
def schema_renamed(url: Where) -> Iterator[None]:
    name = str(url).split("@/")[1].split("?")[0]
    SHARED.get().execute("ALTER SCHEMA schoolyard RENAME TO away", name)
    yield
    SHARED.get().execute("ALTER SCHEMA away RENAME TO schoolyard", name)


IMPLEMENTATIONS = {
    "sqlite": Implementation(folder, sqlite, sqlite, file_moved_away),
    "postgresql": Implementation(
        database, postgresql, lambda url: PostgreSQLStore(Place(str(url)), alone=False), schema_renamed
    ),
}
