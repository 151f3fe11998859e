"""Keeping a person's own data: checked, under its SHA-256, with a note. What cannot be used is refused."""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from models.data.own import HASH, folders, not_here, note_of, path_of
from models.data.tables import read_table
from models.data.unusable import Unusable
from models.data.zips import looks_packed, sorted_out

Form = Literal["pictures", "table"]
WORDS: dict[str, str] = {"pictures": "pictures in a ZIP, a folder for each class", "table": "a table of numbers"}


@dataclass(frozen=True)
class Own:
    """What is known of one file without reading it."""

    data: str
    """SHA-256 of the content: how settings name it."""
    form: Form
    title: str
    name: str
    """Of the file as it came."""
    bytes: int
    added: str
    classes: dict[str, int] = field(default_factory=dict)
    """Pictures in each class."""
    columns: list[str] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0
    """Files that are no pictures, or columns without numbers."""


def held(data: str) -> Own | None:
    """What is known of it; None where it is not here."""
    path = path_of(data)
    try:
        return None if path is None else read_note(note_of(data, path.parent))
    except FileNotFoundError:  # deleted just now
        return None


def read_note(path: Path) -> Own:
    return Own(**json.loads(path.read_text("utf-8")))


def problem(data: str, form: Form) -> str | None:
    """Why ``data`` cannot be learnt from as ``form``, in a sentence; None where it can. No data is an example."""
    if not data:
        return None
    if not HASH.fullmatch(data):
        return "Data is named by its SHA-256: 64 of the characters 0 to 9 and a to f, or nothing for the example."
    found = held(data)
    if found is None:
        return not_here(data)
    if found.form != form:
        return f"{found.title} is {WORDS[found.form]}; what is needed here is {WORDS[form]}."
    return None


def keep(content: bytes, name: str, folder: Path | None = None) -> Own:
    """Checks and keeps; what is there already stays as it is. Raises :class:`Unusable`."""
    folder = folder or folders()[0]
    data = hashlib.sha256(content).hexdigest()
    note = note_of(data, folder)
    if note.is_file():
        return read_note(note)
    if not content:
        raise Unusable("The file is empty. Choose one with something in it.")
    made = described(content, data, name)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / data, content)
    # The note comes last: where it is, all is.
    write(note, json.dumps(asdict(made), ensure_ascii=False).encode())
    return made


def described(content: bytes, data: str, name: str) -> Own:
    """What the content holds; raises :class:`Unusable` where it cannot be learnt from."""
    file = name.replace("\\", "/").rpartition("/")[2].strip()
    file = "".join(one for one in file if one.isprintable())[:100]
    title = file.rpartition(".")[0] or file or data[:8]
    added = datetime.now(UTC).isoformat(timespec="microseconds")
    if looks_packed(content):
        classes, left_out = sorted_out(content)
        return Own(data, "pictures", title, file, len(content), added, classes=classes, left_out=left_out)
    table = read_table(content)
    rows, columns = len(table.values), list(table.columns)
    return Own(data, "table", title, file, len(content), added, columns=columns, rows=rows, left_out=table.left_out)


def write(path: Path, content: bytes) -> None:
    """Beside its place, safe on the disk, and then in it: it is never there half written, and fails without a trace."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="arriving-") as beside:
        arriving = Path(beside) / path.name
        arriving.touch(mode=0o600)  # for nobody else on this machine
        with arriving.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        arriving.replace(path)


def kept(folder: Path | None = None) -> list[Own]:
    """All that is there, newest first."""
    notes = (folder or folders()[0]).glob("*.json")
    return sorted((read_note(note) for note in notes), key=lambda one: one.added, reverse=True)


def forget(data: str, folder: Path | None = None) -> bool:
    """Deletes it; False where there is nothing of that name."""
    folder = folder or folders()[0]
    if not HASH.fullmatch(data) or not note_of(data, folder).is_file():
        return False
    note_of(data, folder).unlink()
    (folder / data).unlink(missing_ok=True)
    return True
