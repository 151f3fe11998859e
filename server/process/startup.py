"""Why a server cannot start: one sentence, what to do, and an exit code of its own for each."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from filelock import FileLock, Timeout

from server.executors.executor import NoExecutor
from server.settings import Settings
from server.store.protocol import CannotOpen, Damaged, DiskFull, Locked, NotWritable, TooNew, Unreachable


class Exit(IntEnum):
    """Exit codes of ``schoolyard``; docs/serving.md lists them. 2 is what a command line that cannot be read gives."""

    BROKE_DOWN = 1
    FOLDER_IN_USE = 3
    NO_PORT = 4
    NOT_WRITABLE = 5
    ANOTHERS = 6
    NEWER_STORE = 7
    DAMAGED_STORE = 8
    DISK_FULL = 9
    TOO_FEW_FILES = 10
    NO_SUCH_FOLDER = 11
    LOCKED_STORE = 12
    NOT_A_BACKUP = 13
    NO_EXECUTOR = 14
    NO_DATABASE = 15
    NOT_MOVED = 16
    ENDED_BY_FORCE = 143


class CannotStart(Exception):
    """``why`` in a sentence, and what to do about it."""

    def __init__(self, code: Exit, why: str, advice: str) -> None:
        super().__init__(f"{why}. {advice}")
        self.code = code


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """The data folder for one process alone. Raises ``CannotStart``."""
    lock = FileLock(settings.data / "server.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        why = f"another Schoolyard server keeps its runs in {settings.data}"
        advice = "Use that one, end it, or choose another folder with --data"
        raise CannotStart(Exit.FOLDER_IN_USE, why, advice) from None
    try:
        yield
    finally:
        lock.release()


BACKUP = "`schoolyard restore FILE` puts a backup in its place"


LEAST_FILES = 128
"""Open files that a server, its workers and a few pages need."""


def check_limits() -> None:
    """Raises ``CannotStart`` where too few files may be open at once."""
    if sys.platform != "win32":
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if most != resource.RLIM_INFINITY and most < LEAST_FILES:
            raise _too_few()


def explain(error: BaseException, settings: Settings) -> CannotStart:
    """What kept a server from starting, in words for the person who started it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, CannotStart):
        return error
    if isinstance(error, CannotOpen):
        return _of_store(error, settings)
    if isinstance(error, NoExecutor):
        advice = "Choose another with --executor, or mend that file"
        return CannotStart(Exit.NO_EXECUTOR, str(error), advice)
    if isinstance(error, OSError):
        return _of_system(error, settings)
    if isinstance(error, RuntimeError) and "new thread" in str(error):
        return _too_few()
    why = f"the server made a mistake ({type(error).__name__}: {error})"
    return CannotStart(Exit.BROKE_DOWN, why, "Start it with --verbose to see where, and report that")


def _of_store(error: CannotOpen, settings: Settings) -> CannotStart:
    if settings.postgresql:
        return _of_database(error)
    match error:
        case TooNew():
            advice = "Start that newer version, or choose another folder with --data"
            return CannotStart(Exit.NEWER_STORE, f"{settings.database}: {error}", advice)
        case Damaged():
            advice = f"{BACKUP}; or move the file elsewhere, and the server begins with an empty one"
            return CannotStart(Exit.DAMAGED_STORE, f"the store is damaged ({error})", advice)
        case DiskFull():
            return _disk_full(settings)
        case Locked():
            advice = "End that program and try again"
            return CannotStart(Exit.LOCKED_STORE, f"another program holds the store ({error})", advice)
        case NotWritable():
            return _not_writable(settings, str(error))
    raise AssertionError(error)


IN_DATABASE: dict[type[CannotOpen], tuple[Exit, str]] = {
    TooNew: (Exit.NEWER_STORE, "Start that newer version, or name another database with --database"),
    Damaged: (Exit.DAMAGED_STORE, "Put a backup of the database in its place, or name another with --database"),
    DiskFull: (Exit.DISK_FULL, "Make room there, or name another database with --database"),
    Locked: (Exit.LOCKED_STORE, "What waits for it ends by itself; then start again"),
    NotWritable: (Exit.NOT_WRITABLE, "Let this account make and change tables there"),
    Unreachable: (Exit.NO_DATABASE, "Start the database, or mend its address (--database, SCHOOLYARD_DATABASE)"),
}


def _of_database(error: CannotOpen) -> CannotStart:
    code, advice = IN_DATABASE[type(error)]
    return CannotStart(code, str(error), advice)


def _of_system(error: OSError, settings: Settings) -> CannotStart:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _disk_full(settings)
    if error.errno in (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM):
        return _too_few()
    return _not_writable(settings, error.strerror or str(error))


def _disk_full(settings: Settings) -> CannotStart:
    advice = "Make room there, or choose a folder on another disk with --data"
    return CannotStart(Exit.DISK_FULL, f"the disk that holds {settings.data} is full", advice)


def _too_few() -> CannotStart:
    why = "this account may have too few files, threads or processes at once"
    return CannotStart(
        Exit.TOO_FEW_FILES, why, "Raise the limits (`ulimit -n 4096`, `ulimit -u`), or end other programs"
    )


def _not_writable(settings: Settings, reason: str) -> CannotStart:
    owner = _other_owner(settings)
    if owner is not None:
        advice = "Start the server as that user, or choose a folder of your own with --data"
        return CannotStart(Exit.ANOTHERS, f"{settings.data} belongs to another user ({owner})", advice)
    advice = "Allow it, or choose another folder with --data"
    return CannotStart(Exit.NOT_WRITABLE, f"{settings.data} cannot be written ({reason})", advice)


def _other_owner(settings: Settings) -> str | None:
    """Who owns the folder, or what it is to be made in; None where that is us, or the system does not tell."""
    if not hasattr(os, "getuid"):
        return None
    for place in (settings.database, settings.data, *settings.data.absolute().parents):
        try:
            owner = place.stat().st_uid
        except OSError:
            continue
        return None if owner == os.getuid() else _name_of(place, owner)
    return None


def _name_of(place: Path, owner: int) -> str:
    try:
        return place.owner()
    except KeyError:
        return f"number {owner}"
