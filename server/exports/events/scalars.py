"""Events of one series: its values by step, each with the time at which it was measured."""

import numpy as np
from numpy.typing import NDArray

from server.exports.events.protobuf import field, message, varint
from server.exports.events.record import Bytes, of_numbers, record, records

Numbers = NDArray[np.float64]
VERSION = "brain.Event:2"
TIME, STEP, FILE_VERSION, SUMMARY = 1, 2, 3, 5
"""Fields of Event."""
TAG, SIMPLE_VALUE = 1, 2
"""Fields of Summary.Value."""
BITS = 7


def beginning(at: float) -> bytes:
    """The record with which every event file begins."""
    return record(message((TIME, at), (FILE_VERSION, VERSION)))


def scalars(tag: str, times: Numbers, steps: Numbers, values: Numbers) -> bytes:
    """Records of one series (rows), in order of its steps; a value that is no number is written as it is."""
    parts: list[bytes] = []
    lengths = np.maximum(1, np.ceil(np.log2(steps + 1) / BITS)).astype(int)  # bytes of a varint
    for length in np.unique(lengths):
        here = lengths == length
        parts.append(alike(tag, times[here], steps[here].astype(np.int64), values[here], int(length)))
    return b"".join(parts)


def alike(tag: str, times: Numbers, steps: NDArray[np.int64], values: Numbers, length: int) -> bytes:
    """The same of steps that take ``length`` bytes each, so that all records are of one length."""
    head = field(TAG, tag) + varint(SIMPLE_VALUE << 3 | 5)
    summary = varint(SUMMARY << 3 | 2) + varint(_sized(len(head) + 4)) + varint(1 << 3 | 2) + varint(len(head) + 4)
    places = np.arange(length) * BITS
    low = (steps[:, None] >> places) & 127
    low[:, :-1] |= 128
    columns: list[Bytes] = [
        _same(varint(TIME << 3 | 1), len(steps)),
        of_numbers(times.astype(np.float64)),
        _same(varint(STEP << 3), len(steps)),
        low.astype(np.uint8),
        _same(summary + head, len(steps)),
        of_numbers(values.astype(np.float32)),
    ]
    return records(np.concatenate(columns, 1)).tobytes()


def _sized(length: int) -> int:
    """Of a message that holds one field of ``length`` bytes."""
    return 1 + len(varint(length)) + length


def _same(content: bytes, count: int) -> Bytes:
    return np.tile(np.frombuffer(content, np.uint8), (count, 1))
