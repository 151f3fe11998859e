"""Protocol buffers, as few of them as event files need; fields have the numbers of TensorFlow's .proto files."""

import struct
from collections.abc import Iterable

Value = str | bytes | int | float


def varint(value: int) -> bytes:
    """Seven bits a byte, the low ones first."""
    found = bytearray()
    value &= 2**64 - 1
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def field(number: int, value: Value) -> bytes:
    """A text, a message that is written already, a whole number, or a double."""
    match value:
        case str():
            return field(number, value.encode())
        case bytes():
            return varint(number << 3 | 2) + varint(len(value)) + value
        case int():
            return varint(number << 3) + varint(value)
    return varint(number << 3 | 1) + struct.pack("<d", value)


def message(*fields: tuple[int, Value]) -> bytes:
    return b"".join(field(number, value) for number, value in fields)


def entries(number: int, values: Iterable[bytes]) -> bytes:
    """A field that may come several times."""
    return b"".join(field(number, value) for value in values)
