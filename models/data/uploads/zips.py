"""Pictures in a ZIP, checked before they are kept: nothing is unpacked to the disk, and nothing is believed.

A folder is a class. What a ZIP says of itself may be a lie, so every limit is held while reading. One bad picture is
left out and named; what is refused as a whole is what leads out of the ZIP, or is too much.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from models.data.uploads.left_out import LeftOut
from models.data.uploads.naming import check_name, class_name, is_extra, names_of, parts_of, short_names, shown
from models.data.uploads.pictures import FORMATS, pixels
from models.data.uploads.recognised import LOOKED_AT, is_picture, other_picture, refuse_documents
from models.data.uploads.thumbnails import SIDE, Sheet
from models.data.uploads.unusable import Unusable
from models.data.uploads.zipped import (
    DEFLATED,
    ENCRYPTED,
    MEGABYTE,
    STORED,
    Damaged,
    Entry,
    first_bytes,
    list_of,
    unpacked,
)
from models.sentences import Sentence, Text, text_of

NO_FOLDERS = Sentence("no-folders-found", "none")
TOO_FEW_FOLDERS = Sentence(
    "too-few-classes",
    "Two or more folders with pictures are needed, one for each class; here is {found}. Pictures are PNG, JPEG, GIF or "
    "WebP files.",
)
TOO_FEW_PICTURES = Sentence(
    "too-few-pictures", "The folder {name} has too few pictures: {count}. At least {least} in each would do."
)
WITH_LEFT_OUT = Sentence("with-left-out", "{why} Left out: {file}. {reason}")
PICTURE_UNREADABLE = Sentence("picture-unreadable", "It cannot be read as a picture. Save it anew as PNG or JPEG.")
UNUSUAL_COMPRESSION = Sentence(
    "zip-compression-unknown", "It is packed in an unusual way. Make the ZIP anew with the usual one."
)
PICTURE_FORMAT_UNSUPPORTED = Sentence("picture-format-unsupported", "It is a {kind} picture. Save it as PNG or JPEG.")
ZIP_IN_ZIP = Sentence("zip-in-zip", "It is a ZIP itself. Unpack it, and pack its folder.")
NOT_A_PICTURE = Sentence("not-a-picture", "It is no picture.")
ONE_FOLDER = Sentence("one-folder-found", "only {name}")
TOO_MANY_CLASSES = Sentence(
    "too-many-classes",
    "There are {count:whole} folders with pictures. At most {most} classes would do.",
)
TOO_MANY_PICTURES = Sentence("too-many-pictures", "There are {count:whole} pictures. At most {most:whole} would do.")
PICTURE_TOO_LARGE = Sentence(
    "picture-too-large",
    "It has {width:whole} x {height:whole} pixels. At most {most:whole} on a side would do: make it smaller.",
)
ZIP_HAS_PASSWORD = Sentence("zip-has-password", "The ZIP has a password. Make it anew without one.")
UNPACKED_ZIP_TOO_LARGE = Sentence(
    "zip-unpacks-too-large", "The ZIP unpacks to more than {most}, at {name}. Make the pictures smaller."
)
TOO_MANY_PIXELS = Sentence(
    "too-many-pixels",
    "All pictures together have more than {most} million pixels. Make them smaller: 64 pixels on a side are enough.",
)
PICTURE_FAR_TOO_LARGE = Sentence(
    "picture-far-too-large", "It has far too many pixels. At most {most:whole} on a side would do: make it smaller."
)
PICTURE_WITHOUT_FOLDER = Sentence("picture-without-folder", "It lies in no folder. The folder's name is the class.")

MOST_PICTURES = 10_000
MOST_UNPACKED = 200 * MEGABYTE
MOST_SIDE = 8192
MOST_PIXELS = 400 * MEGABYTE
"""Of all pictures together."""
LEAST_CLASSES, MOST_CLASSES = 2, 100
LEAST_PICTURES = 3
"""In each class: one to learn from, one to choose by, one to test with."""
SMALL, FAINT = 28, 40
"""Pixels on a side, and how far its lightest and its darkest have to be apart for a picture to show something."""
ENDINGS = (".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".pjpeg", ".pjp", ".gif", ".webp")
UNREADABLE = PICTURE_UNREADABLE()


class Bad(Exception):
    """One picture that is left out; the text says why, in a sentence."""


class NoPicture(Bad):
    """A file that was never meant to be one."""


@dataclass
class Sorted:
    """What a ZIP holds: of each class the places of its pictures in the list, and what is not learnt from."""

    classes: dict[str, list[int]]
    left_out: list[LeftOut] = field(default_factory=list)
    faint: int = 0
    """Pictures that show next to nothing when they are made small."""
    thumbnails: bytes = b""
    columns: int = 0


def looks_packed(content: bytes) -> bool:
    return content[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00")


def sorted_out(content: bytes, languages: Sequence[str] = ()) -> Sorted:
    """Classes and what is left out. ``languages``: the reader's, for names that do not say how they are written.

    Raises :class:`Unusable`.
    """
    entries = list_of(content)
    names = names_of(entries, languages)
    refuse_documents(names, start_of(content, entries[0], 80) if entries else b"")
    found = Sorted({})
    folders: dict[str, list[int]] = {}
    for place, (entry, name) in enumerate(zip(entries, names, strict=True)):
        parts = parts_of(name)
        check_name(name)
        if not parts or is_extra(parts) or name.endswith(("/", "\\")):
            continue
        if entry.flags & ENCRYPTED:
            raise Unusable(ZIP_HAS_PASSWORD())
        folder = class_name(parts[-2]) if len(parts) > 1 else ""
        try:
            check_kind(content, entry, parts[-1])
            if not folder:
                raise NoPicture(PICTURE_WITHOUT_FOLDER())
            folders.setdefault(folder, []).append(place)
        except Bad as bad:
            found.left_out.append(LeftOut(name, text_of(bad)))
            if folder and not isinstance(bad, NoPicture):
                folders.setdefault(folder, [])  # a class all the same, though without this one
    short = short_names(folders)
    found.classes = {short[name]: folders[name] for name in sorted(folders, key=order)}
    check_classes(found)
    check_pictures(content, entries, names, found)
    check_classes(found)
    return found


def order(name: str) -> tuple[str, str]:
    """Classes stand in the order of their names, numbers as numbers."""
    return name.zfill(9) if name.isdecimal() else name, name


def start_of(content: bytes, entry: Entry, count: int) -> bytes:
    """The entry's first bytes; none of what cannot be unpacked."""
    try:
        return first_bytes(content, entry, count)
    except Damaged:
        return b""


def check_kind(content: bytes, entry: Entry, file: str) -> None:
    """Raises :class:`Bad` where the first bytes are not those of a picture."""
    refusal = Bad if file.lower().endswith(ENDINGS) else NoPicture
    if entry.method not in (STORED, DEFLATED):
        raise refusal(UNUSUAL_COMPRESSION())
    first = start_of(content, entry, LOOKED_AT)
    if is_picture(first):
        return
    if kind := other_picture(first):
        raise Bad(PICTURE_FORMAT_UNSUPPORTED(kind=kind))
    if looks_packed(first):
        raise NoPicture(ZIP_IN_ZIP())
    raise refusal(UNREADABLE if refusal is Bad else NOT_A_PICTURE())


def check_classes(found: Sorted) -> None:
    """Raises Unusable if there are too few classes or too many, or too few pictures in one."""
    classes = found.classes
    if len(classes) < LEAST_CLASSES:
        here = ONE_FOLDER(name=shown(next(iter(classes)))) if classes else NO_FOLDERS()
        raise Unusable(with_example(TOO_FEW_FOLDERS(found=here), found.left_out))
    if len(classes) > MOST_CLASSES:
        raise Unusable(TOO_MANY_CLASSES(count=len(classes), most=MOST_CLASSES))
    few = next((name for name, places in classes.items() if len(places) < LEAST_PICTURES), None)
    if few is not None:
        short = TOO_FEW_PICTURES(name=shown(few), count=len(classes[few]), least=LEAST_PICTURES)
        raise Unusable(with_example(short, [one for one in found.left_out if few in parts_of(one.name)]))
    count = sum(map(len, classes.values()))
    if count > MOST_PICTURES:
        raise Unusable(TOO_MANY_PICTURES(count=count, most=MOST_PICTURES))


def with_example(why: Text, left_out: Sequence[LeftOut]) -> Text:
    """With the first of what was left out, as one more sentence."""
    return WITH_LEFT_OUT(why=why, file=shown(left_out[0].name), reason=left_out[0].reason) if left_out else why


def check_pictures(content: bytes, entries: Sequence[Entry], names: Sequence[str], found: Sorted) -> None:
    """Opens each one; what cannot be read is left out. All of them together are of a size that can be held."""
    sheet, room = Sheet(len(found.classes)), Room()
    for row, (label, places) in enumerate(found.classes.items()):
        good: list[int] = []
        for place in places:
            try:
                picture = room.unpack(content, entries[place], names[place])
                room.take(area_of(picture))
                found.faint += looked_at(picture, sheet, row, len(good))
                good.append(place)
            except Bad as bad:
                found.left_out.append(LeftOut(names[place], text_of(bad)))
        found.classes[label] = good
    found.thumbnails, found.columns = sheet.written(), sheet.columns


class Room:
    """What all pictures together may have: bytes and pixels."""

    def __init__(self) -> None:
        self.bytes, self.pixels = MOST_UNPACKED, MOST_PIXELS

    def unpack(self, content: bytes, entry: Entry, name: str) -> bytes:
        """Raises :class:`Bad`, or :class:`Unusable` where it is too much."""
        try:
            picture = unpacked(content, entry, self.bytes)
        except Damaged as error:
            raise Bad(UNREADABLE) from error
        self.bytes -= len(picture)
        if self.bytes < 0:
            most = f"{MOST_UNPACKED // MEGABYTE} MB"
            raise Unusable(UNPACKED_ZIP_TOO_LARGE(most=most, name=shown(name)))
        return picture

    def take(self, area: int) -> None:
        """Takes ``area`` pixels from those that are left. Raises Unusable if there are too many."""
        self.pixels -= area
        if self.pixels < 0:
            raise Unusable(TOO_MANY_PIXELS(most=MOST_PIXELS // MEGABYTE))


def area_of(picture: bytes) -> int:
    """Pixels, as the first bytes tell, before anything is made of them. Raises :class:`Bad`."""
    try:
        with Image.open(io.BytesIO(picture), formats=FORMATS) as image:
            width, height = image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Bad(PICTURE_FAR_TOO_LARGE(most=MOST_SIDE)) from error
    except MemoryError:
        raise
    except Exception as error:  # a broken picture may fail in any way
        raise Bad(UNREADABLE) from error
    if max(width, height) > MOST_SIDE:
        raise Bad(PICTURE_TOO_LARGE(width=width, height=height, most=MOST_SIDE))
    return width * height


def looked_at(picture: bytes, sheet: Sheet, row: int, place: int) -> bool:
    """Whether little is left of it when it is small; onto the sheet with it. Raises :class:`Bad`."""
    try:
        square = pixels(picture, SIDE, colour=True)  # (3, side, side)
    except MemoryError:
        raise
    except Exception as error:  # a broken picture may fail in any way
        raise Bad(UNREADABLE) from error
    image = Image.fromarray(np.asarray(square.permute(1, 2, 0)))
    sheet.add(row, place, image)
    small = np.asarray(image.convert("L").resize((SMALL, SMALL), Image.Resampling.LANCZOS))
    return int(small.max()) - int(small.min()) < FAINT
