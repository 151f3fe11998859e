"""A folder in the temp folder of another machine, for one process: whoever begins there later deletes it if that died.

A process that is killed deletes nothing. As long as it lives it holds a lock on a file in its folder, which the system
takes from it however it ends; so a number that another process has by now, or a container that counts its own, deceives
nobody.
"""

import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "schoolyard-attempt-"
NOT_YET = "schoolyard-new-"
"""Of a folder whose lock is not held yet: nobody else looks at it."""
LOCK = "held.lock"


class HeldFolder:
    """Made at once, and this process's alone until it ends."""

    def __init__(self) -> None:
        new = Path(tempfile.mkdtemp(prefix=NOT_YET))
        self._lock = FileLock(new / LOCK, mode=0o600)
        self._lock.acquire(timeout=0)
        self.path = new.rename(new.with_name(PREFIX + new.name.removeprefix(NOT_YET)))

    def delete(self) -> None:
        """All that is in it; what cannot be deleted now, the next process deletes."""
        shutil.rmtree(self.path, ignore_errors=True)


def delete_left() -> None:
    """Folders such as the above, of ours, whose process is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if is_ours(folder) and is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def is_ours(folder: Path) -> bool:
    try:
        facts = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and (not hasattr(os, "getuid") or facts.st_uid == os.getuid())


def is_left(folder: Path) -> bool:
    """Whether nobody holds it any more."""
    if not (folder / LOCK).is_file():
        return True  # its lock was deleted first, the rest was not
    try:
        with FileLock(folder / LOCK, mode=0o600, timeout=0):
            return True
    except (OSError, Timeout):
        return False
