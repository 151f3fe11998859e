"""TFRecord, the form of event files: length, its checksum, content, its checksum, record after record.

Checksums are CRC-32C (Castagnoli 1993), masked as TensorFlow does. They are counted for all records of one length at
once, byte by byte of a whole column: a hundred thousand take a fraction of a second.
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
POLYNOMIAL = 0x82F63B78
MASK = 0xA282EAD8


def _table() -> NDArray[np.uint32]:
    values = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        values = np.where(values & 1, (values >> 1) ^ np.uint32(POLYNOMIAL), values >> 1)
    return values


TABLE = _table()


def checksums(rows: Bytes) -> NDArray[np.uint32]:
    """Of rows (records, bytes), masked: (records)."""
    found = np.full(len(rows), 0xFFFFFFFF, dtype=np.uint32)
    for column in rows.T:
        found = TABLE[(found ^ column) & 0xFF] ^ (found >> np.uint32(8))
    found = ~found
    return ((found >> np.uint32(15)) | (found << np.uint32(17))) + np.uint32(MASK)


def records(rows: Bytes) -> Bytes:
    """Contents of one length (records, bytes) -> whole records (records, bytes + 16)."""
    count, length = rows.shape
    lengths = np.tile(np.frombuffer(np.uint64(length).tobytes(), np.uint8), (count, 1))
    parts = [lengths, of_numbers(checksums(lengths)), rows, of_numbers(checksums(rows))]
    return np.concatenate(parts, 1)


def record(content: bytes) -> bytes:
    return records(np.frombuffer(content, np.uint8)[None]).tobytes()


def of_numbers(values: NDArray[np.generic]) -> Bytes:
    """Numbers (records) as they lie in memory, little end first: (records, bytes of each)."""
    little = values.astype(values.dtype.newbyteorder("<"))
    return np.frombuffer(little.tobytes(), np.uint8).reshape(len(values), -1)
