"""One folder for all that a server process writes in passing, multiprocessing's sockets too.

A killed process deletes nothing, so the data folder notes where it lies, and the next server deletes it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.executors.local.sockets import once_gone

PREFIX = "schoolyard-"
NOTE = "temporary.txt"


@contextmanager
def temporary(data: Path) -> Iterator[Path]:
    """The folder, for as long as the server lives; whoever calls has the data folder alone."""
    note = data / NOTE
    delete_left(note)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    note.touch(mode=0o600)
    note.write_text(str(folder), "utf-8")
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        once_gone(folder, delete, folder, note)


def delete(folder: Path, note: Path) -> None:
    """The folder, and its note unless the next server has written its own by now."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        if note.read_text("utf-8") == str(folder):
            note.unlink()


def delete_left(note: Path) -> None:
    """What ``note`` names, if it is a folder such as we make, and ours."""
    try:
        folder = Path(note.read_text("utf-8"))
        facts = folder.lstat()
    except (OSError, ValueError):
        return
    ours = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
    if folder.name.startswith(PREFIX) and folder.parent == Path(tempfile.gettempdir()) and ours and folder.is_dir():
        shutil.rmtree(folder, ignore_errors=True)
