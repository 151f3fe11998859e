"""What people bring instead of a ZIP or a table is recognised by its bytes, and they are told what would do."""

import bz2
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.data.uploads import files, intake
from models.data.uploads.notes import Own
from models.data.uploads.unusable import Unusable
from tests.own_files import packed, picture


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with files.looking_in(tmp_path):
        yield tmp_path


def keep(content: bytes) -> Own:
    return intake.keep(content, "x.zip")


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)
BROUGHT = {
    "RAR": b"Rar!\x1a\7\1\0" + bytes(99),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(99),
    "gzip": b"\x1f\x8b\x08" + bytes(99),
    "tar": b"lying/".ljust(257, b"\0") + b"ustar\00000",
    "bzip2": bz2.compress(b"lying " * 99),
    "xz": b"\xfd7zXZ\0" + bytes(9),
    "single picture": picture("lying", 1),
    "a single picture": HEIC,
    "an old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
    "a PDF": b"%PDF-1.7\n",
    "a film or a sound": b"\0\0\0\x18ftypmp42" + bytes(30),
    "a program": b"MZ\x90\0" + bytes(99),
    "an OpenDocument file": packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}),
    "an Office document": packed({"xl/x.xml": b"", "[Content_Types].xml": b"<x/>"}),
    "Numbers, Pages or Keynote": packed({"Index/Document.iwa": b"x", "preview.jpg": b"x"}),
    "an e-book": packed({"mimetype": b"application/epub+zip"}),
    "NumPy arrays": packed({"x.npy": b"\x93NUMPY", "y.npy": b"\x93NUMPY"}),
}  # fmt: skip


@pytest.mark.parametrize("what", BROUGHT)
def test_what_people_bring_instead_is_named_and_what_would_do(what: str, folder: Path) -> None:
    with pytest.raises(Unusable, match=f"This is .*{what}.*(ZIP|CSV)"):
        keep(BROUGHT[what])
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["BM", "PAR1", "MZ", "ID3", "Rar!", "MSCF", "BZh9", "II", "RIFF", "GIF"])
def test_a_table_may_begin_with_the_letters_of_anything(name: str) -> None:
    lines = [f"{name};value", *(f"{row};{row * row % 7}" for row in range(30))]
    assert keep("\n".join(lines).encode()).columns == [name, "value"]
