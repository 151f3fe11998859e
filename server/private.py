"""The data folder is its owner's alone, and nothing half written stays in it."""

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

FOLDER, FILE = 0o700, 0o600
HALF = ("*.part", ".tmp*", "arriving-*")
"""Names of what is being written; it gets its own name once it is whole."""

BACKUP = re.compile(r"backup-(\d+)-")
"""A backup that is being taken, by the id of its process."""

log = logging.getLogger("schoolyard")


def tidy(data: Path) -> None:
    """For whoever has the folder alone, before it is opened: rights of older versions, remains of killed writers."""
    try:
        data.chmod(FOLDER)
        for place in _below(data):
            if any(place.match(pattern) for pattern in HALF):
                if not _being_taken(place):
                    _delete(place)
            elif not place.is_symlink():
                _close(place)
    except OSError as error:
        log.error("%s may be readable by others: %s", data, error)


def _being_taken(place: Path) -> bool:
    """Whether it is of a backup that goes on while the server starts."""
    match = BACKUP.match(place.name) or BACKUP.match(place.parent.name)
    return match is not None and psutil.pid_exists(int(match[1]))


def _below(folder: Path) -> Iterator[Path]:
    """Everything in it, folders before what they hold; links are not followed."""
    for place in sorted(folder.iterdir()):
        yield place
        if place.is_dir() and not place.is_symlink():
            yield from _below(place)


def _close(place: Path) -> None:
    """Takes from others what they may."""
    mode = place.stat().st_mode & 0o777
    wanted = FOLDER if place.is_dir() else FILE
    if mode & 0o077:
        place.chmod(mode & wanted)


def _delete(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()
