"""In which encoding a kept file was found to be: noted when it came, so that no language is needed to read it again."""

from models.data.uploads.files import not_here, note_of, path_of
from models.data.uploads.notes import read_note
from models.data.uploads.unusable import Unusable


def encoding_of(data: str) -> str:
    """Of a text of a person's own. A script that is made from a run has it written in.

    Raises Unusable if the file is not here.
    """
    path = path_of(data)
    try:
        note = None if path is None else read_note(note_of(data, path.parent))
    except FileNotFoundError:  # deleted just now
        note = None
    if note is None:
        raise Unusable(not_here(data))
    return note.encoding or (note.tables[0].encoding if note.tables else "utf-8")
