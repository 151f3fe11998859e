"""The note beside a kept file: what is known of it without reading it. A note may be old, or damaged by a full disk."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError, model_validator

from models.data.uploads.files import content, not_here, note_of, path_of
from models.data.uploads.first_notes import places_by_name
from models.data.uploads.left_out import LeftOut
from models.data.uploads.tables.facts import TableFacts
from models.data.uploads.unusable import Unusable
from models.sentences import NO_TEXT, Sentence, Text

NOTE_OF_OTHER_FILE = Sentence(
    "note-of-other-file", "The note about this file is of another one. Upload the file again, or delete it."
)
NOTE_DAMAGED = Sentence("note-damaged", "The note about this file is damaged. Upload the file again, or delete it.")
UPLOADED_FILE_MISSING = Sentence(
    "uploaded-file-missing", "The file itself is gone. Upload it again, or delete what is left of it."
)

Form = Literal["pictures", "table", "text", "labelled", "weights"]
PACKED = b"PK"
"""First bytes of a ZIP: pictures come in one."""


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
    left_out: list[LeftOut] = field(default_factory=list)
    """Files within the ZIP or columns that are not learnt from, with reasons; not more than a list can show."""
    left_out_more: int = 0
    """How many more were left out."""
    faint: int = 0
    """Pictures that show next to nothing when they are made small."""
    thumbnails: int = 0
    """Pictures in a row of the sheet beside the note, a row for each class; 0 where there is no sheet."""
    places: dict[str, list[tuple[int, int]]] | None = None
    """Of each class, which entries of the ZIP are its pictures: from one to before another. Not in the first notes."""
    tables: list[TableFacts] = field(default_factory=list)
    """Of a table what it holds; two where its lines may be one number or several cells. None in notes of old."""
    encoding: str = ""
    """Of a text; that of a table stands with what it holds."""
    characters: int = 0
    """Of a text."""
    beginning: str = ""
    """Its first characters."""
    network: str = ""
    """Of weights, the name of the architecture."""
    learnt: str = ""
    """Of weights, the name of the task that the network has learnt."""
    parameters: int = 0
    """Of weights, how many numbers."""
    damaged: Text = NO_TEXT
    """Why it cannot be used any more, in a sentence."""

    @model_validator(mode="before")
    @classmethod
    def _of_the_first_version(cls, values: Any) -> Any:
        """Notes of the first version count what was left out and name nothing."""
        if isinstance(values, dict) and isinstance(values.get("left_out"), int):
            return {**values, "left_out": [], "left_out_more": values["left_out"]}
        return values


NOTE = TypeAdapter(Own)


def places_of(data: str) -> dict[str, list[tuple[int, int]]]:
    """Of each class of pictures, which entries of the ZIP are its own: from one to before another.

    A script that is made from a run has them written in. Raises :class:`Unusable` where the file is not here.
    """
    path = path_of(data)
    try:
        note = None if path is None else read_note(note_of(data, path.parent))
    except FileNotFoundError:  # deleted just now
        note = None
    if note is None:
        raise Unusable(not_here(data))
    if note.damaged:
        raise Unusable(note.damaged)
    return (
        {name: ranges(places) for name, places in places_by_name(content(data)).items()}
        if note.places is None
        else note.places
    )


def ranges(places: list[int]) -> list[tuple[int, int]]:
    """Rising places, as few spans."""
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def read_note(path: Path) -> Own:
    """The note at ``path``; one that makes no sense, or whose file is gone, says so. Raises FileNotFoundError."""
    try:
        note = NOTE.validate_json(path.read_bytes())
    except ValidationError:
        return damaged(path, NOTE_DAMAGED())
    if note.data != path.stem:
        return damaged(path, NOTE_OF_OTHER_FILE())
    if not path.with_suffix("").is_file():
        return replace(note, damaged=UPLOADED_FILE_MISSING())
    return note


def damaged(path: Path, why: Text) -> Own:
    """What can be said of a file without its note."""
    added = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="microseconds")
    form: Form = "pictures"
    size = 0
    with suppress(FileNotFoundError), path.with_suffix("").open("rb") as file:
        form = "pictures" if file.read(len(PACKED)) == PACKED else "table"
        size = path.with_suffix("").stat().st_size
    return Own(path.stem, form, path.stem[:8], "", size, added, damaged=why)
