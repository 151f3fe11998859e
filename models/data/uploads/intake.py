"""Keeping a person's own data: checked, under its SHA-256, with a note. What cannot be used is refused."""

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from models.data.uploads.files import HASH, folders, not_here, note_of, path_of, sheet_of, title_of
from models.data.uploads.left_out import shortened
from models.data.uploads.networks import described, is_weights
from models.data.uploads.notes import NOTE, Form, Own, ranges, read_note
from models.data.uploads.recognised import refuse_by_content
from models.data.uploads.tables.encodings import text_of
from models.data.uploads.tables.facts import facts
from models.data.uploads.tables.reading import read_tables
from models.data.uploads.texts import check_text, labelled, plain
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence, Text

ZIP_OF_PICTURES = Sentence("zip-of-pictures", "pictures in a ZIP, a folder for each class")
NOT_A_DATA_HASH = Sentence(
    "not-a-data-hash",
    "Data is named by its SHA-256: 64 of the characters 0 to 9 and a to f, or nothing for the example.",
)
TABLE_OF_NUMBERS = Sentence("table-of-numbers", "a table of numbers")
PLAIN_TEXT = Sentence("plain-text", "a text")
LABELLED_TEXTS = Sentence("labelled-texts", "a table of texts with a label for each")
WEIGHTS = Sentence("weights-of-a-network", "the weights of a network")
WRONG_KIND_OF_FILE = Sentence("wrong-kind-of-file", "{title} is {what}; what is needed here is {wanted}.")
FILE_EMPTY = Sentence("file-empty", "The file is empty. Choose one with something in it.")

WORDS: dict[str, Text] = {
    "pictures": ZIP_OF_PICTURES(),
    "table": TABLE_OF_NUMBERS(),
    "text": PLAIN_TEXT(),
    "labelled": LABELLED_TEXTS(),
    "weights": WEIGHTS(),
}
ALSO: dict[Form, frozenset[Form]] = {
    "text": frozenset({"table", "labelled"}),
    "labelled": frozenset({"table"}),
}
"""What may be learnt from as another form than it was stored as: every table is a text."""
BEGINNING = 300
"""Characters of a text that the page shows."""


def find(data: str, folder: Path | None = None) -> Own | None:
    """What is known of it, in ``folder`` or wherever it is; None where it is not here."""
    path = path_of(data) if folder is None else folder / data
    try:
        return None if path is None else read_note(note_of(data, path.parent))
    except FileNotFoundError:  # deleted just now
        return None


def problem(data: str, form: Form) -> str | None:
    """Why ``data`` cannot be learnt from as ``form``, in a sentence; None where it can. No data is an example."""
    if not data:
        return None
    if not HASH.fullmatch(data):
        return NOT_A_DATA_HASH()
    found = find(data)
    if found is None:
        return not_here(data)
    if found.damaged:
        return found.damaged
    if found.form != form and found.form not in ALSO.get(form, ()):
        return WRONG_KIND_OF_FILE(title=title_of(data) or found.title, what=WORDS[found.form], wanted=WORDS[form])
    return None


def keep(content: bytes, name: str, folder: Path | None = None, languages: Sequence[str] = (), form: str = "") -> Own:
    """Checks and keeps; what is there already stays as it is. Raises :class:`Unusable`."""
    folder = folder or folders()[0]
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return known(content, folder, form) or store(checked(content, name, languages, form), content, folder)


@dataclass(frozen=True)
class Checked:
    """What a check found: the note, and a sheet of thumbnails or nothing."""

    own: Own
    thumbnails: bytes = b""


def known(content: bytes, folder: Path, form: str = "") -> Own | None:
    """What is kept of this content already, unless that is damaged, or was checked as another ``form``."""
    found = find(hashlib.sha256(content).hexdigest(), folder)
    if found is None or found.damaged:
        return None
    texts = ("text", "labelled")
    if form == "weights" or found.form == "weights":
        return found if found.form == "weights" else None
    if form in texts:
        return found if found.form == form or found.form in ALSO[form] else None  # type: ignore[index]
    return None if found.form in texts else found


def checked(content: bytes, name: str, languages: Sequence[str] = (), form: str = "") -> Checked:
    """What the content holds. Raises Unusable if it cannot be learnt from.

    ``languages``: the reader's, the first one first; they decide what names and numbers leave open. ``form`` is
    "text", "labelled" or "weights" where that is wanted; else a ZIP has pictures, and everything else is a table.
    """
    from models.data.uploads.zips import looks_packed, sorted_out  # with numpy, Pillow and torch

    if not content:
        raise Unusable(FILE_EMPTY())
    data = hashlib.sha256(content).hexdigest()
    title, file = title_and_name(name, data)
    added = datetime.now(UTC).isoformat(timespec="microseconds")
    if form == "weights" or is_weights(content):
        return Checked(of_weights(content, Own(data, "weights", title, file, len(content), added)))
    if not looks_packed(content):
        refuse_by_content(content)
        if form in ("text", "labelled"):
            return Checked(of_text(content, languages, Own(data, form, title, file, len(content), added)))  # type: ignore[arg-type]
        return Checked(of_table(content, languages, Own(data, "table", title, file, len(content), added)))
    found = sorted_out(content, languages)
    named, more = shortened(found.left_out)
    counts = {name: len(places) for name, places in found.classes.items()}
    own = Own(data, "pictures", title, file, len(content), added, counts, left_out=named, left_out_more=more)
    places = {name: ranges(places) for name, places in found.classes.items()}
    return Checked(replace(own, faint=found.faint, thumbnails=found.columns, places=places), found.thumbnails)


def title_and_name(name: str, data: str) -> tuple[str, str]:
    """Of a file that was sent under ``name``."""
    file = name.replace("\\", "/").rpartition("/")[2].strip()
    file = "".join(one for one in file if one.isprintable())[:100]
    return file.rpartition(".")[0] or file or data[:8], file


def of_table(content: bytes, languages: Sequence[str], own: Own) -> Own:
    """``own`` with what its table holds."""
    tables = read_tables(content, languages)
    named, more = shortened(tables[0].left_out)
    columns, rows = list(tables[0].columns), tables[0].rows
    return replace(own, columns=columns, rows=rows, tables=facts(tables), left_out=named, left_out_more=more)


def of_text(content: bytes, languages: Sequence[str], own: Own) -> Own:
    """``own`` with what its text holds: of one with labels, how many lines have each."""
    written, encoding = text_of(content, languages)
    text = plain(written)
    known = replace(own, encoding=encoding, characters=len(text), beginning=text[:BEGINNING])
    if own.form == "text":
        check_text(text)
        return known
    _, labels = labelled(text)
    return replace(known, classes=dict(Counter(labels).most_common()), rows=len(labels))


def of_weights(content: bytes, own: Own) -> Own:
    """``own`` with what the file says of its network."""
    found = described(content)
    network = str(found.architecture["name"])
    return replace(own, network=network, learnt=found.learnt, parameters=found.parameters)


def store(made: Checked, content: bytes, folder: Path) -> Own:
    """Keeps what was checked. Raises OSError, also where what ``folder`` lies in is gone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    data = made.own.data
    write(folder / data, content)
    if made.thumbnails:
        write(sheet_of(data, folder), made.thumbnails)
    # The note comes last: where it is, all is.
    write(note_of(data, folder), NOTE.dump_json(made.own))
    return made.own


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


def list_data(folder: Path | None = None) -> list[Own]:
    """All that is there, newest first; what is damaged says so."""
    found = []
    for note in (folder or folders()[0]).glob("*.json"):
        with suppress(FileNotFoundError):  # deleted just now
            if HASH.fullmatch(note.stem):
                found.append(read_note(note))
    return sorted(found, key=lambda one: one.added, reverse=True)


def outdated(known: Own) -> bool:
    """Whether the note is of a version that did not say what a table holds."""
    return known.form == "table" and not known.tables and not known.damaged


def renew(known: Own, made: Checked, folder: Path) -> Own:
    """The note as a new check found it, under the title that it has."""
    own = replace(made.own, title=known.title, name=known.name, added=known.added)
    note = note_of(known.data, folder)
    with suppress(OSError):  # where nothing can be written it is looked through again
        if note.is_file():  # and was not deleted meanwhile
            write(note, NOTE.dump_json(own))
    return own


def forget(data: str, folder: Path | None = None) -> bool:
    """Deletes it; False where there is nothing of that name."""
    folder = folder or folders()[0]
    if not HASH.fullmatch(data) or not note_of(data, folder).is_file():
        return False
    note_of(data, folder).unlink()
    sheet_of(data, folder).unlink(missing_ok=True)
    (folder / data).unlink(missing_ok=True)
    return True
