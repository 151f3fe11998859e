"""The data folder is its owner's alone, and nothing half written stays in it."""

import logging
import re
import shutil
from contextlib import suppress
from pathlib import Path

import psutil

FOLDER, FILE = 0o700, 0o600
OWN = (
    "schoolyard.sqlite*", "schoolyard-version-*", "server.lock", "temporary.txt", "runs", "uploads", "opened",
    "workers", "replaced-*", "backup-*", "restoring.part",
)  # fmt: skip
"""What a server puts into its data folder. Other things may lie there too, which are none of its business."""
HALF = ("*.part", ".tmp*", "arriving-*")
"""Names of what is being written; it gets its own name once it is whole."""

BACKUP = re.compile(r"backup-(\d+)-")
"""A backup that is being taken, by the id of its process."""

log = logging.getLogger("schoolyard")


def tidy(data: Path) -> None:
    """For whoever has the folder alone, before it is opened: rights of older versions, remains of killed writers."""
    try:
        data.chmod(FOLDER)
        for place in sorted(data.iterdir()):
            if any(place.match(pattern) for pattern in OWN):
                _tidy(place)
    except OSError as error:
        log.error("%s may be readable by others: %s", data, error)


def _tidy(place: Path) -> None:
    """A file, or a folder and all that it holds; links are not followed."""
    if any(place.match(pattern) for pattern in HALF):
        if not _being_taken(place):
            _delete(place)
    elif not place.is_symlink():
        _close(place)
        if place.is_dir():
            for inner in sorted(place.iterdir()):
                _tidy(inner)


def _being_taken(place: Path) -> bool:
    """Whether it is a backup that goes on while the server starts."""
    match = BACKUP.match(place.name)
    return match is not None and psutil.pid_exists(int(match[1]))


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
