#!/usr/bin/env bash
# Pillow 13.0.0, PNG with a grey or a colour that is transparent (the chunk tRNS).
#
# Expected: the PNG specification says that the sample of tRNS is compared with samples at the depth of the file. So a
# picture whose every pixel has that sample is wholly transparent, at every depth, after convert("RGBA").
# Seen: true at 1 and 8 bits only. At 2 and 4 bits Pillow scales pixels to 8 bits and leaves the number of tRNS as it
# is in the file, at 16 bits of grey convert("RGBA") drops it, and at 16 bits a channel it is compared with the high
# bytes: the picture is opaque. A loader that puts pictures on white paper shows black or grey instead.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pillow==13.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import io
import struct
import sys
import zlib

from PIL import Image


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(depth, colour, row, clear):
    head = chunk(b"IHDR", struct.pack(">2I5B", 8, 8, depth, colour, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + row) * 8))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"tRNS", clear) + rows + chunk(b"IEND", b"")


cases = {
    "1 bit of grey": (1, 0, b"\0", b"\0\0"),
    "2 bits of grey": (2, 0, b"\x55" * 2, b"\0\1"),
    "4 bits of grey": (4, 0, b"\x55" * 4, b"\0\5"),
    "8 bits of grey": (8, 0, b"\5" * 8, b"\0\5"),
    "16 bits of grey": (16, 0, b"\1\2" * 8, b"\1\2"),
    "8 bits a channel": (8, 2, b"\5" * 24, b"\0\5" * 3),
    "16 bits a channel": (16, 2, b"\x10\x20" * 24, b"\x10\x20" * 3),
}
seen = {}
for name, case in cases.items():
    with Image.open(io.BytesIO(png(*case))) as image:
        seen[name] = image.convert("RGBA").getpixel((0, 0))[3]
    print(f"{name}: alpha {seen[name]}, expected 0")
expected = {"1 bit of grey": 0, "2 bits of grey": 255, "4 bits of grey": 255, "8 bits of grey": 0,
            "16 bits of grey": 255, "8 bits a channel": 0, "16 bits a channel": 255}
sys.exit(seen != expected)
PYTHON
