"""Where the store lies, and whether it still does: a folder may be deleted, moved or replaced under a server."""

import sqlite3
from pathlib import Path

from models.sentences import Sentence, Text, text_of
from server.store.protocol import Damaged, DiskFull, Locked, NotWritable
from server.store.sqlite.opening import cause

GONE = Sentence(
    "store-folder-gone",
    "its folder was deleted, moved or replaced while the server ran; put it back, or start the server again",
)

WORDS = {
    DiskFull: Sentence("store-disk-full", "the disk is full"),
    Locked: Sentence("store-locked", "another program holds the file"),
    Damaged: Sentence("store-damaged", "the file is damaged"),
    NotWritable: Sentence("store-not-writable", "the file cannot be written"),
}


class Gone(Exception):
    """What lies at the store's place is not the file that was opened."""


class Place:
    """The file as it was when it was opened. SQLite itself goes on writing into a file that has no name any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _identity(path)

    def check(self) -> None:
        """Raises ``Gone``."""
        if _identity(self.path) != self._file:
            raise Gone(GONE())


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def in_words(error: Exception) -> Text:
    """Why the store could not write or read; what SQLite has no name for is in its own words."""
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) is not None:
        kind = cause(error)
        if kind is not Damaged or (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return WORDS[kind]()
    return text_of(error)
