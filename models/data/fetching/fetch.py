"""Fetching, checking and caching, the same for every data set.

A data set is a list of raw files with their hashes and a list of sources in the order in which they are tried. A file
is checked when it arrives and has a note beside it from then on, so that looking whether it is there costs nothing.
"""

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from models.sentences import Sentence, Text, text_of

DATA_NOT_FETCHED = Sentence(
    "data-not-fetched",
    "{title} is not on this machine yet ({missing} of {all} files, {size:whole} MB). Run "
    "`schoolyard data {name}` once with a network; it is kept in {folder}.",
)
BEING_FETCHED = Sentence("set-being-fetched", "{title} is being fetched just now. Train again once it is here.")
NOT_FETCHED = Sentence(
    "set-not-fetched",
    "{title} could not be fetched; missing: {files}. Tried: {reasons}. Check the network and try again, or put the "
    "files into {folder}.",
)
SOURCE_FAILED = Sentence("source-failed", "{source}: {why}")
THE_CACHE = Sentence("source-cache", "the cache")
WRONG_FILE = Sentence(
    "file-refused",
    "{file} is not the file it should be and was refused ({came:whole} bytes with SHA-256 {found}; expected "
    "{size:whole} bytes with {expected})",
)
NO_SPACE = Sentence(
    "no-space-for-set",
    "{title} needs {size:whole} MB in {folder}, and {free:whole} MB are free there. Make room and try again.",
)
DISK_FULL = Sentence("disk-full-while-fetching", "The disk is full: {title} has no room in {folder}.")
NOT_WRITABLE = Sentence("cache-not-writable", "{title} cannot be kept in {folder}: {error}.")
FETCHED_ELSEWHERE = Sentence(
    "set-fetched-elsewhere", "Another process has been fetching {title} for too long; end it and retry."
)
WAITS_FOR_OTHER = Sentence("fetching-waits", "another process fetches it; this one waits")

Progress = Callable[[int, int, str], None]
"""Called with the bytes that are done, all bytes, and what is being done, several times a second where there is
something to say or not. What it raises ends the fetching, which leaves nothing half fetched."""

ARRIVING = "arriving-"
LOCK_SECONDS = 900.0
BEAT = 0.2
"""Seconds between two calls of the progress while something else is waited for."""
CHUNK = 1 << 20
FETCHING: set[Path] = set()
"""Folders of the sets that this process is fetching."""


class SourceError(Exception):
    """Why one source did not deliver, as a :class:`Text`. The next one is tried."""


class DataMissing(Exception):
    """A data set that is not there and cannot be had now; the message is a :class:`Text` for people."""


@dataclass(frozen=True)
class RawFile:
    name: str
    size: int
    sha256: str


Delivery = Generator[RawFile, None, None]
"""Yields each file when it has been written as a whole."""


class Source(Protocol):
    """`title` names it to people; `deliver` writes files into a folder, one after the other, under their own names."""

    @property
    def title(self) -> str: ...

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery: ...


@dataclass(frozen=True)
class Dataset:
    """`name` is its folder in the cache and its word for `schoolyard data`, `title` what people call it.

    Before anybody fetches it they are told its size, who `published` it and when, and its licence with the address of
    the licence's text.
    """

    name: str
    title: str
    files: tuple[RawFile, ...]
    sources: tuple[Source, ...]
    licence: str = ""
    licence_link: str = ""
    published: str = ""

    @property
    def bytes(self) -> int:
        """All its raw files together."""
        return sum(file.size for file in self.files)

    @property
    def source(self) -> str:
        """Where it is fetched from, in the order in which that is tried."""
        return ", ".join(source.title for source in self.sources)

    def folder(self) -> Path:
        return cache_folder() / self.name

    def path(self, name: str) -> Path:
        assert any(file.name == name for file in self.files), f"{self.title} has no file {name!r}"
        return self.folder() / name

    def missing(self) -> tuple[RawFile, ...]:
        """The files that are not in the cache, or not as they were when they were checked. Reads no data."""
        return tuple(file for file in self.files if not _is_checked(file, self.folder()))

    def available(self) -> Text | None:
        """None, or a sentence that says what is missing and what to do."""
        missing = self.missing()
        if not missing:
            return None
        if self.folder() in FETCHING:
            return BEING_FETCHED(title=self.title)
        size = sum(file.size for file in missing) / 1e6
        return DATA_NOT_FETCHED(
            title=self.title,
            missing=len(missing),
            all=len(self.files),
            size=size,
            name=self.name,
            folder=str(self.folder()),
        )

    def fetch(self, progress: Progress | None = None) -> None:
        """Gets what is missing, from the first source that has it. Raises DataMissing with every reason."""
        missing = self.missing()
        if not missing:
            return
        progress = progress or _say_nothing
        try:
            with _sole_fetcher(self, progress), _noted(self.folder()):
                _check_space(self)
                _fetch(self, progress)
        except OSError as error:
            full = error.errno == errno.ENOSPC
            folder = str(self.folder())
            raise DataMissing(
                DISK_FULL(title=self.title, folder=folder)
                if full
                else NOT_WRITABLE(title=self.title, folder=folder, error=str(error))
            ) from error


def cache_folder() -> Path:
    """Where fetched data is kept; the environment variable SCHOOLYARD_CACHE moves it."""
    moved = os.environ.get("SCHOOLYARD_CACHE")
    return Path(moved) if moved else user_cache_path("schoolyard", appauthor=False)


def _say_nothing(done: int, total: int, what: str) -> None:
    """For callers that do not want to know."""


def _note(name: str, folder: Path) -> Path:
    return folder / f"{name}.sha256"


def _is_checked(file: RawFile, folder: Path) -> bool:
    try:
        whole = (folder / file.name).stat().st_size == file.size
        return whole and _note(file.name, folder).read_text(encoding="ascii").strip() == file.sha256
    except (OSError, UnicodeDecodeError):
        return False


@contextmanager
def _sole_fetcher(dataset: Dataset, progress: Progress) -> Iterator[None]:
    folder = dataset.folder()
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    _wait_for(lock, dataset, progress)
    try:
        # Whoever holds the lock is the only one fetching, so these belong to a process that was killed.
        for left in folder.glob(f"{ARRIVING}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()


@contextmanager
def _noted(folder: Path) -> Iterator[None]:
    FETCHING.add(folder)
    try:
        yield
    finally:
        FETCHING.discard(folder)


def _wait_for(lock: FileLock, dataset: Dataset, progress: Progress) -> None:
    until = time.monotonic() + LOCK_SECONDS
    while time.monotonic() < until:
        with suppress(Timeout):
            lock.acquire(timeout=BEAT)
            return
        progress(0, dataset.bytes, WAITS_FOR_OTHER())
    raise DataMissing(FETCHED_ELSEWHERE(title=dataset.title))


def _check_space(dataset: Dataset) -> None:
    """Raises DataMissing where what is missing has no room."""
    size, free = sum(file.size for file in dataset.missing()), shutil.disk_usage(dataset.folder()).free
    if size > free:
        folder = str(dataset.folder())
        raise DataMissing(NO_SPACE(title=dataset.title, size=size / 1e6, free=free / 1e6, folder=folder))


def _fetch(dataset: Dataset, progress: Progress) -> None:
    reasons = list(_accept_what_lies_there(dataset))
    for source in dataset.sources:
        wanted = dataset.missing()
        if not wanted:
            return
        try:
            with (
                tempfile.TemporaryDirectory(prefix=ARRIVING, dir=dataset.folder()) as arriving,
                closing(source.deliver(wanted, Path(arriving), progress)) as delivery,
            ):
                for file in delivery:
                    _accept(file, Path(arriving) / file.name, dataset.folder())
        except SourceError as error:
            reasons.append(SOURCE_FAILED(source=source.title, why=text_of(error)))
    if missing := dataset.missing():
        names, folder = [file.name for file in missing], str(dataset.folder())
        raise DataMissing(NOT_FETCHED(title=dataset.title, files=[*names], reasons=[*reasons], folder=folder))


def _accept_what_lies_there(dataset: Dataset) -> Iterator[Text]:
    """A person may have put files into the cache by hand: checked, they are as good as fetched ones."""
    for file in dataset.missing():
        path = dataset.folder() / file.name
        if path.is_file():
            try:
                _accept(file, path, dataset.folder())
            except SourceError as error:
                yield SOURCE_FAILED(source=THE_CACHE(), why=text_of(error))


def _accept(file: RawFile, path: Path, folder: Path) -> None:
    """Checks a file and puts it in its place. It is never there half written, nor noted before it is safe."""
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
        size = content.tell()
    if found != file.sha256:
        raise SourceError(WRONG_FILE(file=file.name, came=size, found=found, size=file.size, expected=file.sha256))
    if path.parent != folder:
        _flush(path)
        path.replace(folder / file.name)
    note = path.with_name(f"{file.name}.sha256")
    note.write_text(found + "\n", encoding="ascii")
    _flush(note)
    note.replace(_note(file.name, folder))


def _flush(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())
