"""A data folder as one file: taken while its server is at work, checked, and put back.

The file is a ZIP: the store, the weights, what was uploaded, and a list of them with their hashes. What lies beside the
store is never changed in place, so that links to it, made before the store is copied, are as it was at that moment.
"""

import hashlib
import json
import os
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from server.process.startup import CannotStart, Exit
from server.settings import Settings, own_version
from server.store import opening
from server.weights.folder import parse

FORM = 1
LIST = "schoolyard-backup.json"
MOST_LIST = 2**26
"""Bytes of the list, which are read at once."""
STORE = "schoolyard.sqlite"
FOLDERS = ("runs", "uploads", "opened")
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
PIECE = 2**20


@dataclass(frozen=True)
class Backup:
    """What is in one."""

    file: Path
    made_at: str
    runs: int
    files: int
    bytes: int


def take(settings: Settings, file: Path) -> Backup:
    """The data folder as it is now, in ``file``: there whole or not at all. Raises ``CannotStart``, OSError."""
    if not opening.is_there(settings):
        why = f"there are no runs in {settings.data}"
        raise CannotStart(Exit.NO_SUCH_FOLDER, why, "Name the folder of a server with --data")
    if file.is_dir():
        file = file / f"schoolyard-{datetime.now():%Y-%m-%d-%H%M%S}.zip"
    if file.exists():
        raise CannotStart(Exit.NOT_A_BACKUP, f"{file} is there already", "Choose another name, or move it away")
    part = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=f"backup-{os.getpid()}-", suffix=".part") as beside:
        try:
            backup = _written(settings, Path(beside), part)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return Backup(file, *backup)


def _written(settings: Settings, beside: Path, part: Path) -> tuple[str, int, int, int]:
    linked = list(_linked(settings.data, beside))
    opening.copy(settings, beside / STORE)
    made_at, steps = datetime.now().astimezone().isoformat(timespec="seconds"), opening.last_steps(beside / STORE)
    listed: dict[str, dict[str, Any]] = {}
    with open(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as raw:
        with zipfile.ZipFile(raw, "w") as packed:
            for name in (STORE, *(name for name in linked if _belongs(name, steps))):
                listed[name] = _pack(packed, name, beside / name)
            about = {"form": FORM, "version": own_version(), "taken": made_at, "files": listed}
            packed.writestr(LIST, json.dumps(about, indent=1), zipfile.ZIP_DEFLATED)
        raw.flush()
        os.fsync(raw.fileno())
    return made_at, len(steps), len(listed), sum(one["bytes"] for one in listed.values())


def _linked(data: Path, beside: Path) -> Iterator[str]:
    """Links to all files, or copies where the disk has none; what is deleted this moment is left out."""
    for folder in FOLDERS:
        for path in _files(data / folder):
            name = path.relative_to(data)
            if path.is_symlink() or not path.is_file() or not all(PLAIN.fullmatch(part) for part in name.parts):
                continue
            if path.suffix == ".part" or any(part.startswith("arriving-") for part in name.parts):
                continue
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            try:
                _link(path, beside / name)
            except FileNotFoundError:
                continue
            yield name.as_posix()


def _files(folder: Path) -> Iterator[Path]:
    """All that lie in it; folders may go meanwhile. Raises OSError of one that cannot be read."""

    def missed(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    for place, _, names in os.walk(folder, onerror=missed):
        yield from (Path(place, name) for name in sorted(names))


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy(path, place)


def _belongs(name: str, steps: dict[str, int]) -> bool:
    """Whether the store knows of it: weights of a run that came later, or beyond its step then, have no past in it."""
    folder, run, *rest = name.split("/")
    if folder != "runs":
        return True
    weights = parse(rest[-1]) if rest else None
    return weights is None or (run in steps and weights[0] <= steps[run])


def _pack(packed: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    total, digest = 0, hashlib.sha256()
    about = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
    about.compress_type = zipfile.ZIP_DEFLATED if name == STORE else zipfile.ZIP_STORED
    with path.open("rb") as source, packed.open(about, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            digest.update(piece)
            total += len(piece)
            target.write(piece)
    return {"bytes": total, "sha256": digest.hexdigest()}


NOT_READABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, TypeError, ValueError, AttributeError, EOFError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What reading a file that is no ZIP, a cut one, or one of another program may raise."""


def unpack(file: Path, folder: Path) -> Backup:
    """All of it into ``folder``, every hash and the store checked. Raises ``CannotStart``, ``CannotOpen``, OSError."""
    try:
        source = file.open("rb")
    except OSError as error:
        raise _no_backup(file, error.strerror or str(error)) from error
    try:
        with source, zipfile.ZipFile(source) as packed:
            about = _about(packed)
            size = sum(one["bytes"] for one in about["files"].values())
            if size > shutil.disk_usage(folder).free:
                raise CannotStart(Exit.DISK_FULL, f"{file} needs {size:,} bytes", "Make room on the disk of the folder")
            for name, facts in about["files"].items():
                _extract(packed, name, facts, folder / name)
    except NOT_READABLE as error:
        raise _no_backup(file, str(error)) from error
    opening.check(folder / STORE)
    return Backup(file, str(about["taken"]), len(opening.last_steps(folder / STORE)), len(about["files"]), size)


def _about(packed: zipfile.ZipFile) -> dict[str, Any]:
    """The list, where it is one and names just what is there. Raises ValueError."""
    if packed.getinfo(LIST).file_size > MOST_LIST:
        raise ValueError("its list is too long")
    about: dict[str, Any] = json.loads(packed.read(LIST))
    if about["form"] > FORM:
        raise ValueError("a newer version of Schoolyard made it")
    names = set(about["files"])
    if names != {one.filename for one in packed.infolist()} - {LIST} or STORE not in names:
        raise ValueError("it does not hold what its list names")
    if any(int(one["bytes"]) < 0 for one in about["files"].values()):
        raise ValueError("a file in it has less than no bytes")
    for name in names - {STORE}:
        parts = PurePosixPath(name).parts
        if parts[0] not in FOLDERS or len(parts) < 2 or not all(PLAIN.fullmatch(part) for part in parts):
            raise ValueError(f"{name[:80]!r} has no place in a data folder")
    return about


def _extract(packed: zipfile.ZipFile, name: str, facts: dict[str, Any], place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), int(facts["bytes"])
    with packed.open(name) as source, open(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
        while piece := source.read(min(PIECE, left + 1)):
            digest.update(piece)
            left -= len(piece)
            if left < 0:
                break
            target.write(piece)
        _to_disk(target)
    if left or digest.hexdigest() != facts["sha256"]:
        raise ValueError(f"{name} is not as it was when it was packed")


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _no_backup(file: Path, why: str) -> CannotStart:
    return CannotStart(
        Exit.NOT_A_BACKUP, f"{file} is no whole backup ({why})", "Nothing was changed; name another file"
    )


def put_back(file: Path, data: Path) -> tuple[Backup, Path | None]:
    """In place of what is in ``data``, which is kept in a folder there. Whoever calls has the folder alone."""
    incoming = data / "restoring.part"
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(mode=0o700)
    try:
        backup = unpack(file, incoming)
        there = [path for name in (STORE, f"{STORE}-wal", f"{STORE}-shm", *FOLDERS) if (path := data / name).exists()]
        before = data / f"replaced-{datetime.now():%Y-%m-%d-%H%M%S}"
        if there:
            before.mkdir(mode=0o700)
        _move(
            [(path, before / path.name) for path in there] + [(path, data / path.name) for path in incoming.iterdir()]
        )
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    return backup, before if there else None


def _move(moves: list[tuple[Path, Path]]) -> None:
    """All of them, or none."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        raise
