"""Fetching, checking and caching, the same for every data set.

A data set is a list of raw files with their hashes and a list of sources in the order in which they are tried. A file
is checked when it arrives and has a note beside it from then on, so that looking whether it is there costs nothing.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from models.sentences import Sentence, Text

DATA_NOT_FETCHED = Sentence(
    "data-not-fetched",
    "{title} is not on this machine yet ({missing} of {all} files, {size:whole} MB). Run "
    "`schoolyard data {name}` once with a network; it is kept in {folder}.",
)

Progress = Callable[[int, int, str], None]
"""Called with the bytes that are done, all bytes, and what is being done."""

ARRIVING = "arriving-"
LOCK_SECONDS = 900.0
CHUNK = 1 << 20


class SourceError(Exception):
    """Why one source did not deliver. The next one is tried."""


class DataMissing(Exception):
    """A data set that is not there and cannot be had now; the message is for people."""


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
    """`name` is its folder in the cache and its word for `schoolyard data`, `title` what people call it."""

    name: str
    title: str
    files: tuple[RawFile, ...]
    sources: tuple[Source, ...]
    licence: str = ""

    @property
    def bytes(self) -> int:
        """All its raw files together."""
        return sum(file.size for file in self.files)

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
        if self.missing():
            try:
                with _sole_fetcher(self):
                    _fetch(self, progress or _say_nothing)
            except OSError as error:
                raise DataMissing(f"{self.title} cannot be kept in {self.folder()}: {error}.") from error


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
def _sole_fetcher(dataset: Dataset) -> Iterator[None]:
    folder = dataset.folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
            # Whoever holds the lock is the only one fetching, so these belong to a process that was killed.
            for left in folder.glob(f"{ARRIVING}*"):
                shutil.rmtree(left, ignore_errors=True)
            yield
    except Timeout:
        raise DataMissing(
            f"Another process has been fetching {dataset.title} for too long; end it and retry."
        ) from None


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
            reasons.append(f"{source.title}: {error}")
    if missing := dataset.missing():
        raise DataMissing(_what_is_missing(dataset, missing, reasons))


def _accept_what_lies_there(dataset: Dataset) -> Iterator[str]:
    """A person may have put files into the cache by hand: checked, they are as good as fetched ones."""
    for file in dataset.missing():
        path = dataset.folder() / file.name
        if path.is_file():
            try:
                _accept(file, path, dataset.folder())
            except SourceError as error:
                yield f"the cache: {error}"


def _accept(file: RawFile, path: Path, folder: Path) -> None:
    """Checks a file and puts it in its place. It is never there half written, nor noted before it is safe."""
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
        size = content.tell()
    if found != file.sha256:
        raise SourceError(
            f"{file.name} is not the file it should be and was refused "
            f"({size:,} bytes with SHA-256 {found}; expected {file.size:,} bytes with {file.sha256})"
        )
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


def _what_is_missing(dataset: Dataset, missing: Sequence[RawFile], reasons: Sequence[str]) -> str:
    tried = "".join(f"\n  - {reason}" for reason in reasons)
    return (
        f"{dataset.title} could not be fetched; missing: {', '.join(file.name for file in missing)}. Tried:{tried}\n"
        f"Check the network and run `schoolyard data {dataset.name}` again, or put the files into {dataset.folder()}."
    )
