"""Names within a ZIP: written in one way or another, leading nowhere else, and what of them is a class."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from models.data.uploads.names import decoded
from models.data.uploads.unusable import Unusable
from models.data.uploads.zipped import UTF8, Entry
from models.sentences import Sentence
from models.spec.typed import DIRECTIONS

NAME_LEAVES_ZIP = Sentence("name-leaves-zip", "The name {name} leads out of the ZIP. Make it anew with plain folders.")

LONGEST_NAME = 60
"""Characters of a class."""
DRIVE = re.compile("[A-Za-z]:")
ICON = "Icon\r"
"""What macOS puts into a folder with a picture of its own."""
EXTRAS = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "picasa.ini", ICON.lower(), "@eadir", "$recycle.bin"})
"""What systems put beside pictures and nobody means; in small letters."""
NEVER_SHOWN = re.compile(rf"[{DIRECTIONS}\ufeff]")


def names_of(entries: Sequence[Entry], languages: Sequence[str]) -> list[str]:
    """All names, in composed letters; those that do not say how they are written are read together."""
    known = [plain_name(entry) for entry in entries]
    read = iter(decoded([entry.name for entry, name in zip(entries, known, strict=True) if name is None], languages))
    return [unicodedata.normalize("NFC", next(read) if name is None else name) for name in known]


def plain_name(entry: Entry) -> str | None:
    """The name where the entry says how it is written, and it is so."""
    for written, says_so in ((entry.utf8_name, bool(entry.utf8_name)), (entry.name, bool(entry.flags & UTF8))):
        if says_so:
            try:
                return written.decode("utf-8")
            except UnicodeDecodeError:
                continue
    return None


def parts_of(name: str) -> list[str]:
    """Folders and file, however they are parted; "." is where one is."""
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


def is_extra(parts: Sequence[str]) -> bool:
    """Whether it is hidden, or one of those files that a system leaves behind."""
    return any((part.startswith((".", "__MACOSX")) and part != "..") or part.lower() in EXTRAS for part in parts)


def check_name(name: str) -> None:
    """Raises :class:`Unusable` of a name that is a trick."""
    plain = name.removesuffix(ICON).replace("\\", "/")
    strange = any(unicodedata.category(character) == "Cc" for character in plain)
    if strange or plain.startswith("/") or DRIVE.match(name) or ".." in plain.split("/"):
        raise Unusable(NAME_LEAVES_ZIP(name=shown(name)))


def class_name(folder: str) -> str:
    """A folder's name as people are to see it."""
    return " ".join(NEVER_SHOWN.sub("", folder).split())


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Each name, not too long; two that begin alike stay two."""
    found: dict[str, str] = {}
    for name in names:
        short, count = name, 1
        while len(short) > LONGEST_NAME or (short != name and short in found.values()):
            end = "…" if count == 1 else f"… {count}"
            short, count = name[: LONGEST_NAME - len(end)] + end, count + 1
        found[name] = short
    return found


def shown(name: str) -> str:
    """A name within a sentence: in quotes, not too long."""
    return repr(name if len(name) <= 80 else f"…{name[-79:]}")
