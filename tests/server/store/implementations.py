"""What can be behind the protocol of stores. One more implementation is one more row."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.store.protocol import Store
from server.store.sqlite.store import SQLiteStore


@dataclass(frozen=True)
class Implementation:
    """``store`` gives the one that lies in a folder, to be entered; ``broken`` keeps it from writing meanwhile."""

    store: Callable[[Path], Store]
    broken: Callable[[Path], AbstractContextManager[None]]


@contextmanager
def file_moved_away(folder: Path) -> Iterator[None]:
    file = folder / "store.sqlite"
    file.rename(folder / "away")
    yield
    (folder / "away").rename(file)


IMPLEMENTATIONS = {
    "sqlite": Implementation(lambda folder: SQLiteStore(folder / "store.sqlite"), file_moved_away),
}
