"""The same safetensors file for the same weights, byte for byte, so that a checksum tells whether two are the same."""

import json

PLACE = 8
"""Bytes of the header's length before it, and what numbers are aligned to behind it."""


def ordered(file: bytes) -> bytes:
    """The file with what its header says about it in the order of names.

    safetensors writes it in another order each time (findings/safetensors_metadata_order.sh), and weights that are
    opened go by their checksum.
    """
    length = int.from_bytes(file[:PLACE], "little")
    header = json.loads(file[PLACE : PLACE + length])
    header["__metadata__"] = dict(sorted(header.get("__metadata__", {}).items()))
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % PLACE)
    return len(text).to_bytes(PLACE, "little") + text + file[PLACE + length :]
