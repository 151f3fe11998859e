"""A ZIP as the archivers of three systems write it: its list, and the bytes of one entry.

Python's zipfile gives up the whole of a ZIP for one name that is not the UTF-8 it says it is, and an entry whose name
is written another way beside its bytes than in the list. People bring such ZIPs, so the list is read here.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

ZIP_END_MISSING = Sentence("zip-end-missing", "its end is missing")
ZIP_BROKEN = Sentence("zip-broken", "The ZIP is broken: {why}. Make it anew.")
ZIP_TOO_MANY_FILES = Sentence(
    "zip-too-many-files", "The ZIP lists more files than can be used. At most 10,000 pictures would do."
)
ZIP_LIST_MISPLACED = Sentence("zip-list-misplaced", "its list is not where it should be")
ZIP_LIST_CUT_OFF = Sentence("zip-list-cut-off", "its list is cut off")
ZIP_IN_PARTS = Sentence("zip-in-parts", "This is one part of a ZIP in several parts. Make it anew as one file.")

MEGABYTE = 1_000_000
MOST_LISTED = 4 * MEGABYTE
"""Bytes of the list at the end of a ZIP."""
STORED, DEFLATED = 0, 8
ENCRYPTED, UTF8 = 0x1, 0x800
"""Bits of an entry."""
CHUNK = 2**16
MOST_ENDS = 8
"""Places that look like an end and are tried."""
END, END64, LOCATOR, LISTED, LOCAL = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02", b"PK\x03\x04"
SIZE64, NAME_UTF8 = 0x0001, 0x7075
"""Kinds of extra fields: what is too large for four bytes, and the name in UTF-8."""
FULL = 0xFFFFFFFF
"""What stands in a field whose number is in the extra field."""


class Damaged(Exception):
    """The bytes of an entry are not what the list says."""


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    offset: int
    utf8_name: bytes
    """From the extra field; empty where there is none that belongs to this name."""


def list_of(content: bytes) -> list[Entry]:
    """All entries in the order of the list. Raises :class:`Unusable`."""
    start, length, shift = list_at(content)
    try:
        return list(entries(content, start, start + length, shift))
    except struct.error as error:
        raise broken(ZIP_LIST_CUT_OFF()) from error


def list_at(content: bytes) -> tuple[int, int, int]:
    """Where the list starts, how long it is, and how many bytes stand before the ZIP: it may follow a program.

    Raises Unusable if there is no list.
    """
    end = content.rfind(END)
    wrong = broken(ZIP_END_MISSING())
    for _ in range(MOST_ENDS):
        if end < 0:
            break
        try:
            return list_before(content, end)
        except Unusable as error:  # a remark after the real end may look like one
            wrong = error
        end = content.rfind(END, 0, end)
    raise wrong


def list_before(content: bytes, end: int) -> tuple[int, int, int]:
    """As :func:`list_at`, where the end is known. Raises :class:`Unusable`."""
    if len(content) < end + 22:
        raise broken(ZIP_END_MISSING())
    disk, first_disk, _, _, length, offset = struct.unpack_from("<4H2L", content, end + 4)
    after = end
    if content[max(0, end - 20) : max(0, end - 16)] == LOCATOR:
        after, length, offset = end_of_64(content, end)
    elif disk or first_disk:
        raise Unusable(ZIP_IN_PARTS())
    if length > MOST_LISTED:
        raise Unusable(ZIP_TOO_MANY_FILES())
    start = after - length
    if start < 0 or start < offset or (length and content[start : start + 4] != LISTED):
        raise broken(ZIP_LIST_MISPLACED())
    return start, length, start - offset


def end_of_64(content: bytes, end: int) -> tuple[int, int, int]:
    """Of a ZIP with numbers of eight bytes: where its end starts, and how long its list is and where.

    Raises Unusable if that end is missing.
    """
    at = content.rfind(END64, max(0, end - 20 - 56 - 0xFFFF), end)
    if at < 0 or len(content) < at + 56:
        raise broken(ZIP_END_MISSING())
    length, offset = struct.unpack_from("<2Q", content, at + 40)
    return at, length, offset


def entries(content: bytes, at: int, end: int, shift: int) -> Iterator[Entry]:
    """The lines of the list between two places."""
    while at + 46 <= end and content[at : at + 4] == LISTED:
        flags, method = struct.unpack_from("<2H", content, at + 8)
        checksum, packed, size, name, extra, remark = struct.unpack_from("<3L3H", content, at + 16)
        (offset,) = struct.unpack_from("<L", content, at + 42)
        names_at = at + 46
        written = content[names_at : names_at + name]
        more = dict(extras(content[names_at + name : names_at + name + extra]))
        size, packed, offset = wide(more.get(SIZE64, b""), size, packed, offset)
        yield Entry(written, flags, method, checksum, packed, size, offset + shift, utf8_name(more, written))
        at = names_at + name + extra + remark


def extras(field: bytes) -> Iterator[tuple[int, bytes]]:
    """Kinds and contents of an extra field; what is cut off is left out."""
    at = 0
    while at + 4 <= len(field):
        kind, length = struct.unpack_from("<2H", field, at)
        yield kind, field[at + 4 : at + 4 + length]
        at += 4 + length


def wide(field: bytes, *numbers: int) -> Iterator[int]:
    """The numbers; those that are too large for four bytes stand in the field, in the same order."""
    at = 0
    for number in numbers:
        there = number == FULL and at + 8 <= len(field)
        yield struct.unpack_from("<Q", field, at)[0] if there else number
        at += 8 * there


def utf8_name(more: dict[int, bytes], name: bytes) -> bytes:
    """What the extra field calls the entry, where it was written for this very name."""
    field = more.get(NAME_UTF8, b"")
    fits = len(field) > 5 and field[0] == 1 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(name)
    return field[5:] if fits else b""


def unpacked(content: bytes, entry: Entry, most: int) -> bytes:
    """The entry's bytes, of too many the first ``most`` and one. Raises :class:`Damaged`."""
    whole = first_bytes(content, entry, most + 1)
    if len(whole) <= most and (len(whole) != entry.size or zlib.crc32(whole) != entry.checksum):
        raise Damaged
    return whole


def first_bytes(content: bytes, entry: Entry, count: int) -> bytes:
    """So many of the entry's bytes, unchecked; fewer where there are no more. Raises :class:`Damaged`."""
    if content[entry.offset : entry.offset + 4] != LOCAL or entry.offset + 30 > len(content):
        raise Damaged
    start = entry.offset + 30 + sum(struct.unpack_from("<2H", content, entry.offset + 26))
    end = min(start + entry.packed, len(content))
    if entry.method == STORED:
        return content[start : min(end, start + count)]
    return inflated(content, start, end, count)


def inflated(content: bytes, start: int, end: int, most: int) -> bytes:
    """Unpacks piece by piece, so that no more than ``most`` bytes are ever made. Raises Damaged if it cannot."""
    inflate, parts, left = zlib.decompressobj(-15), [], most
    try:
        for at in range(start, end, CHUNK):
            parts.append(inflate.decompress(content[at : min(at + CHUNK, end)], left))
            left -= len(parts[-1])
            if left <= 0 or inflate.eof:
                break
    except zlib.error as error:
        raise Damaged from error
    return b"".join(parts)


def broken(why: str) -> Unusable:
    return Unusable(ZIP_BROKEN(why=why))
