"""Where a person's own data lie: files under the SHA-256 of their content.

Whoever starts says where (``look_in``); else it is the user's data folder, so that a notebook finds what was uploaded
on the page. How a file gets there is in ``intake.py``.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from platformdirs import user_data_path

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

UPLOADED_FILE_CHANGED = Sentence(
    "uploaded-file-changed", "The file {hash} is not what it was when it was stored. Upload it again."
)
LINKED_DATA_MISSING = Sentence(
    "linked-data-missing", "This link needs data that is not here: {hash}. Ask whoever made it for the file."
)

HASH = re.compile("[0-9a-f]{64}")

Titles = Callable[[str], str | None]
"""What somebody calls a file: "" is as its note does, and None is that it is not theirs."""

_folders: list[Path] = []
_titles: ContextVar[Titles] = ContextVar("titles", default=lambda data: "")


def folders() -> list[Path]:
    """Where to look; the first is where new data go."""
    return list(_folders) or [default_folder()]


def default_folder() -> Path:
    """Beside the runs: in ``SCHOOLYARD_DATA``, or in the user's data folder."""
    chosen = os.environ.get("SCHOOLYARD_DATA")
    return (Path(chosen) if chosen else user_data_path("schoolyard", appauthor=False)) / "uploads"


def look_in(folder: Path) -> None:
    """From now on this process looks there too."""
    _folders.append(folder)


@contextmanager
def looking_in(folder: Path) -> Iterator[None]:
    look_in(folder)
    try:
        yield
    finally:
        _folders.remove(folder)


@contextmanager
def read_for(titles: Titles) -> Iterator[None]:
    """Within it, files that ``titles`` gives None for are not here. Other tasks and threads do not notice."""
    token = _titles.set(titles)
    try:
        yield
    finally:
        _titles.reset(token)


def title_of(data: str) -> str:
    """What whoever reads calls the file; "" where that is what its note says."""
    return _titles.get()(data) or ""


def note_of(data: str, folder: Path) -> Path:
    """What is written beside a file when it is there as a whole."""
    return folder / f"{data}.json"


def sheet_of(data: str, folder: Path) -> Path:
    """Thumbnails, where there are any."""
    return folder / f"{data}.webp"


def path_of(data: str) -> Path | None:
    """Where the content lies; None where it is not here."""
    if not HASH.fullmatch(data) or _titles.get()(data) is None:
        return None
    return next((folder / data for folder in folders() if note_of(data, folder).is_file()), None)


def not_here(data: str) -> str:
    return LINKED_DATA_MISSING(hash=data[:8])


def content(data: str) -> bytes:
    """The file. Raises Unusable if it is not here, or no longer what it was.

    A script that is made from a run has ``given.content`` in its place.
    """
    path = path_of(data)
    try:
        found = path.read_bytes() if path else None
    except FileNotFoundError:  # deleted, and its note was not
        found = None
    if found is None:
        raise Unusable(not_here(data))
    if hashlib.sha256(found).hexdigest() != data:
        raise Unusable(UPLOADED_FILE_CHANGED(hash=data[:8]))
    return found
