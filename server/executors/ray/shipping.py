"""What goes to other machines: our code, folders of a person's own, and the files that a run learns from.

A machine needs the packages that Schoolyard needs, and Ray; not Schoolyard itself, which it has from here, so that both
ends are of one version. Ray packs the folder, sends it to each machine once and unpacks it there.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from models.data.uploads.files import HASH, note_of
from server.executors.protocol import Assignment

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("models", "server")
OWN = "own"
"""Folders of a person's own, numbered in the order in which they count."""
LEFT_OUT = shutil.ignore_patterns("__pycache__", "static", "*.pyc", ".*")

Files = dict[str, bytes]
"""By name."""


def code(into: Path, folders: Sequence[Path]) -> list[str]:
    """Copies what is shipped; gives the own folders' places in it."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, into / package, ignore=LEFT_OUT)
    places = [f"{OWN}/{number}" for number, _ in enumerate(folders)]
    for folder, place in zip(folders, places, strict=True):
        shutil.copytree(folder, into / place, ignore=LEFT_OUT)
    return places


def uploads(assignment: Assignment, folder: Path | None) -> Files:
    """A person's own data that the spec names, with the notes beside them. Raises OSError."""
    found: Files = {}
    for data in sorted(set(HASH.findall(json.dumps(assignment.spec)))) if folder is not None else ():
        assert folder is not None
        for file in (folder / data, note_of(data, folder)):
            if file.is_file():
                found[file.name] = file.read_bytes()
    return found


def unpack(files: Files, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
