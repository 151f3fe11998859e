"""ZIPs written by hand, for tests: what archivers of other systems write and Python's does not."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass
class Written:
    """One entry, as it is to be written."""

    name: bytes
    content: bytes = b""
    flags: int = 0
    extra: bytes = b""
    """Of the list."""
    other_name: bytes | None = None
    """Beside the content, where it is another one."""
    descriptor: bool = False
    """Sizes after the content, and zeros before it, as of what is written to a pipe."""
    wide: bool = False
    """Sizes in eight bytes."""
    method: int = 8


def unicode_path(name: bytes, wanted: str) -> bytes:
    field = b"\x01" + struct.pack("<L", zlib.crc32(name)) + wanted.encode()
    return struct.pack("<2H", 0x7075, len(field)) + field


def written(entries: Sequence[Written], before: bytes = b"", remark: bytes = b"", wide: bool = False) -> bytes:
    """The whole file. ``wide``: the end is that of a ZIP with numbers of eight bytes."""
    body, listed = bytearray(before), bytearray()
    for one in entries:
        deflate = zlib.compressobj(wbits=-15)
        packed = deflate.compress(one.content) + deflate.flush() if one.method == 8 else one.content
        sizes = (zlib.crc32(one.content), len(packed), len(one.content))
        flags = one.flags | (8 if one.descriptor else 0)
        name = one.name if one.other_name is None else one.other_name
        at = len(body)
        head = struct.pack("<5H", 45, flags, one.method, 0, 0x21)
        body += b"PK\x03\x04" + head + struct.pack("<3L2H", *((0, 0, 0) if one.descriptor else sizes), len(name), 0)
        body += name + packed
        if one.descriptor:
            body += b"PK\x07\x08" + struct.pack("<3L", *sizes)
        extra, shown = one.extra, (*sizes, at - len(before))
        if one.wide:
            extra += struct.pack("<2H3Q", 1, 24, sizes[2], sizes[1], at - len(before))
            shown = (sizes[0], 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        listed += b"PK\x01\x02" + struct.pack("<H", 45) + head + struct.pack("<3L", *shown[:3])
        listed += struct.pack("<5H2L", len(one.name), len(extra), 0, 0, 0, 0, shown[3]) + one.name + extra
    start = len(body) - len(before)
    body += listed
    if wide:
        end = len(body) - len(before)
        count = len(entries)
        body += b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, count, count, len(listed), start)
        body += b"PK\x06\x07" + struct.pack("<LQL", 0, end, 1)
        body += b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, len(remark))
    else:
        count = len(entries)
        body += b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, len(listed), start, len(remark))
    return bytes(body) + remark
