"""Pictures in a ZIP, checked before they are kept: nothing is unpacked to the disk, and nothing is believed.

A folder is a class. What a ZIP says of itself may be a lie, so every limit is held while reading.
"""

import io
import struct
import zipfile
from collections.abc import Iterator

from PIL import Image

from models.data.left_out import LeftOut
from models.data.pictures import class_of, name_of, pixels
from models.data.unusable import Unusable

MEGABYTE = 1_000_000
MOST_LISTED = 4 * MEGABYTE
"""Bytes of the list at the end of a ZIP."""
MOST_PICTURES = 10_000
MOST_UNPACKED = 200 * MEGABYTE
MOST_SIDE = 8192
MOST_PIXELS = 400 * MEGABYTE
"""Of all pictures together."""
LEAST_CLASSES, MOST_CLASSES = 2, 100
LEAST_PICTURES = 3
"""In each class: one to learn from, one to choose by, one to test with."""
LONGEST_NAME = 60
END = b"PK\x05\x06"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def looks_packed(content: bytes) -> bool:
    return content[:4] in (b"PK\x03\x04", END)


def sorted_out(content: bytes) -> tuple[dict[str, int], list[LeftOut]]:
    """How many pictures each class has, and the files that are no pictures. Raises :class:`Unusable`."""
    classes: dict[str, int] = {}
    left_out: list[LeftOut] = []
    check_list(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            refuse_documents(packed)
            for info in packed.infolist():
                if info.is_dir():
                    continue
                name = checked_name(info)
                found = class_of(name)
                if found:
                    classes[found] = classes.get(found, 0) + 1
                else:
                    left_out.append(LeftOut(name, "It is no picture in a folder."))
            check_classes(classes)
            check_pictures(packed)
    except (zipfile.BadZipFile, NotImplementedError, struct.error) as error:
        raise Unusable(f"The ZIP is broken ({error}). Make it anew.") from error
    return dict(sorted(classes.items())), left_out


def check_list(content: bytes) -> None:
    """The list of a ZIP is read as a whole: how long it is has to be known before."""
    end = content.rfind(END)
    if end < 0 or len(content) < end + 22:
        raise Unusable("The ZIP is broken: its end is missing. Make it anew.")
    (length,) = struct.unpack_from("<I", content, end + 12)
    if length > MOST_LISTED:
        raise Unusable(f"The ZIP lists more files than can be used. At most {MOST_PICTURES:,} pictures would do.")


def refuse_documents(packed: zipfile.ZipFile) -> None:
    """A spreadsheet is a ZIP too."""
    if "[Content_Types].xml" in packed.namelist():
        raise Unusable("This is an Office document. Save a table as CSV, or put pictures into a ZIP.")


def checked_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry, where nothing about it is a trick."""
    name = name_of(info)
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0] or not name.isprintable():
        raise Unusable(f"The name {shown(name)} leads out of the ZIP. Make it anew with plain folders.")
    if len(parts) > 1 and len(parts[-2]) > LONGEST_NAME:
        raise Unusable(f"The name of the folder {shown(parts[-2])} is too long. At most {LONGEST_NAME} characters do.")
    if info.flag_bits & 1:
        raise Unusable("The ZIP has a password. Make it anew without one.")
    return name


def check_classes(classes: dict[str, int]) -> None:
    """Enough of them, and enough in each."""
    if len(classes) < LEAST_CLASSES:
        found = f"only {shown(next(iter(classes)))}" if classes else "none"
        raise Unusable(
            f"Two or more folders with pictures are needed, one for each class; here is {found}. "
            "Pictures are PNG, JPEG, GIF or WebP files."
        )
    if len(classes) > MOST_CLASSES:
        raise Unusable(f"There are {len(classes):,} folders with pictures. At most {MOST_CLASSES} classes would do.")
    few = next((name for name, count in classes.items() if count < LEAST_PICTURES), None)
    if few is not None:
        raise Unusable(
            f"The folder {shown(few)} has too few pictures: {classes[few]}. At least {LEAST_PICTURES} in each would do."
        )
    count = sum(classes.values())
    if count > MOST_PICTURES:
        raise Unusable(f"There are {count:,} pictures. At most {MOST_PICTURES:,} would do.")


def check_pictures(packed: zipfile.ZipFile) -> None:
    """Each one opens, and all of them together are of a size that can be held."""
    area = 0
    for name, picture in opened(packed):
        width, height = size(name, picture)
        area += width * height
        if max(width, height) > MOST_SIDE:
            raise Unusable(
                f"{shown(name)} has {width:,} x {height:,} pixels. At most {MOST_SIDE:,} on a side would do: "
                "make it smaller."
            )
        if area > MOST_PIXELS:
            raise Unusable(
                f"All pictures together have more than {MOST_PIXELS // MEGABYTE} million pixels. Make them smaller: "
                "64 pixels on a side are enough."
            )
        try:
            pixels(picture, 16, colour=False)
        except Exception as error:  # a broken picture may fail in any way
            raise broken(name) from error


def opened(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the pictures, one at a time; no more bytes than all may have."""
    left = MOST_UNPACKED
    for info in packed.infolist():
        name = name_of(info)
        if info.is_dir() or not class_of(name):
            continue
        if info.compress_type not in METHODS:
            raise Unusable(f"{shown(name)} is packed in an unusual way. Make the ZIP anew with the usual one.")
        try:
            with packed.open(info) as file:
                picture = file.read(left + 1)
        except Exception as error:  # what unpacks raises as it likes
            raise broken(name) from error
        left -= len(picture)
        if left < 0:
            most = f"{MOST_UNPACKED // MEGABYTE} MB"
            raise Unusable(f"The ZIP unpacks to more than {most}, at {shown(name)}. Make the pictures smaller.")
        yield name, picture


def size(name: str, picture: bytes) -> tuple[int, int]:
    """As its first bytes tell, before anything is made of it."""
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            return image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable(
            f"{shown(name)} has far too many pixels. At most {MOST_SIDE:,} on a side would do: make it smaller."
        ) from error
    except Exception as error:  # a broken picture may fail in any way
        raise broken(name) from error


def broken(name: str) -> Unusable:
    return Unusable(f"{shown(name)} cannot be read as a picture. Leave it out, or save it anew as PNG or JPEG.")


def shown(name: str) -> str:
    """A name within a sentence: in quotes, not too long."""
    return repr(name if len(name) <= 80 else f"…{name[-79:]}")
