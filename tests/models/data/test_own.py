"""A person's own data: kept under its hash, found by it, refused in words where it cannot be learnt from."""

import errno
import hashlib
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PIL import Image

from models.data.uploads import files, intake, left_out, tables, zipped, zips
from models.data.uploads.left_out import LeftOut
from models.data.uploads.pictures import drawn_as_picture, entries_by_class, load_pictures, pixels
from models.data.uploads.unusable import Unusable
from models.sentences import Text
from models.tasks.pictures import Pictures
from tests.own_files import drawings, packed, picture, table, wave


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with files.looking_in(tmp_path):
        yield tmp_path


def refused(content: bytes, name: str = "x.zip") -> str:
    with pytest.raises(Unusable) as error:
        intake.keep(content, name)
    assert not list(files.folders()[0].iterdir())
    return str(error.value)


def test_a_zip_is_kept_under_its_hash_and_described(folder: Path) -> None:
    content = packed({**drawings(5), "readme.txt": b"hello", "__MACOSX/lying/._1.png": b"x", "lying/.DS_Store": b""})
    own_data = intake.keep(content, "my bars.zip")
    assert own_data.data == hashlib.sha256(content).hexdigest()
    assert (own_data.form, own_data.title, own_data.classes) == ("pictures", "my bars", {"lying": 5, "standing": 5})
    assert own_data.left_out == [LeftOut("readme.txt", Text("It is no picture."))]
    assert (folder / own_data.data).read_bytes() == files.content(own_data.data) == content
    assert sorted(one.name for one in folder.iterdir()) == [own_data.data + ending for ending in ("", ".json", ".webp")]


def test_a_file_for_which_the_disk_has_no_room_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        intake.keep(packed(drawings()), "one.zip")
    assert list(folder.iterdir()) == []


def test_the_same_twice_is_one_and_keeps_its_first_title() -> None:
    first = intake.keep(packed(drawings()), "one.zip")
    assert intake.keep(packed(drawings()), "two.zip") == first
    assert intake.list_data() == [first]


def test_what_is_forgotten_is_gone_and_no_other_path_is_touched(folder: Path) -> None:
    own_data = intake.keep(packed(drawings()), "one.zip")
    assert not intake.forget(f"../{folder.name}/{own_data.data}")
    assert intake.forget(own_data.data)
    assert list(folder.iterdir()) == []
    assert intake.find(own_data.data) is None
    with pytest.raises(Unusable, match="not here"):
        files.content(own_data.data)


def test_a_file_that_is_not_what_it_was_is_not_learnt_from(folder: Path) -> None:
    own_data = intake.keep(packed(drawings()), "one.zip")
    (folder / own_data.data).write_bytes(packed(drawings(7)))
    with pytest.raises(Unusable, match="not what it was"):
        files.content(own_data.data)


def test_what_is_left_out_is_named_as_far_as_a_list_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_out, "MOST_NAMED", 2)
    own_data = intake.keep(packed({**drawings(), **{f"{place}.txt": b"x" for place in range(5)}}), "one.zip")
    assert ([one.name for one in own_data.left_out], own_data.left_out_more) == (["0.txt", "1.txt"], 3)


@pytest.mark.parametrize("note", [b"", b"{}", b"[]", b"\xff\xfe", b'{"data": 3', b'{"data": "' + b"0" * 64 + b'"}'])
def test_a_damaged_note_spoils_no_other_and_is_mended_by_another_upload(folder: Path, note: bytes) -> None:
    first, other = intake.keep(packed(drawings()), "one.zip"), intake.keep(table(), "weather.csv")
    (folder / f"{first.data}.json").write_bytes(note)
    listed = {one.data: one for one in intake.list_data()}
    assert listed[other.data] == other
    assert "damaged" in listed[first.data].damaged
    assert (listed[first.data].form, listed[first.data].bytes) == ("pictures", first.bytes)
    assert intake.problem(first.data, "pictures") == listed[first.data].damaged
    again = intake.keep(packed(drawings()), "again.zip")
    assert (again.title, again.classes, intake.problem(first.data, "pictures")) == ("again", first.classes, None)
    (folder / f"{first.data}.json").write_bytes(note)
    assert intake.forget(first.data)
    assert [one.data for one in intake.list_data()] == [other.data]


def test_a_file_that_is_gone_is_listed_as_gone_and_comes_back_with_another_upload(folder: Path) -> None:
    own_data = intake.keep(packed(drawings()), "one.zip")
    (folder / own_data.data).unlink()
    assert [one.damaged for one in intake.list_data()] == [
        "The file itself is gone. Upload it again, or delete what is left of it."
    ]
    with pytest.raises(Unusable, match="not here"):
        files.content(own_data.data)
    assert intake.keep(packed(drawings()), "one.zip").damaged == ""
    assert files.content(own_data.data) == packed(drawings())


def test_what_else_lies_in_the_folder_is_not_listed(folder: Path) -> None:
    own_data = intake.keep(packed(drawings()), "one.zip")
    (folder / "remarks.json").write_text("{}")
    assert intake.list_data() == [own_data]


def test_a_note_of_the_first_version_is_read(folder: Path) -> None:
    own_data = intake.keep(packed(drawings()), "one.zip")
    note = json.loads((folder / f"{own_data.data}.json").read_bytes())
    first = {name: note[name] for name in ("data", "form", "title", "name", "bytes", "added", "classes", "columns")}
    (folder / f"{own_data.data}.json").write_text(json.dumps({**first, "rows": 0, "left_out": 3}))
    (listed,) = intake.list_data()
    assert (listed.title, listed.classes, listed.left_out, listed.left_out_more) == ("one", own_data.classes, [], 3)
    assert intake.problem(own_data.data, "pictures") is None
    expected = {name: list(range(start, start + 6)) for name, start in (("lying", 0), ("standing", 6))}
    assert entries_by_class(own_data.data) == expected
    assert load_pictures(own_data.data, 16, False).shape == (12, 1, 16, 16)


def test_data_of_another_form_or_not_here_or_no_hash_is_said() -> None:
    own_data = intake.keep(table(), "weather.csv")
    assert intake.problem(own_data.data, "table") is intake.problem("", "table") is None
    assert "weather is a table of numbers" in str(intake.problem(own_data.data, "pictures"))
    assert intake.problem("ab" * 32, "table") == (
        "This link needs data that is not here: abababab. Ask whoever made it for the file."
    )
    assert "SHA-256" in str(intake.problem("../../etc/passwd", "table"))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Two or more folders with pictures are needed"),
        ({"lying/1.png": b"x", "lying/2.png": b"x", "lying/3.png": b"x"}, "here is only 'lying'"),
        ({"1.png": b"x", "2.png": b"x"}, "here is none"),
        ({**drawings(), "third/1.png": picture("lying", 1)}, "The folder 'third' has too few pictures: 1"),
        ({**drawings(), "third/1.png": b"x"}, "The folder 'third' has too few pictures: 0"),
        ({**drawings(), "[Content_Types].xml": b"x"}, "Save a table as CSV"),
        ({f"{one}/{two}.png": b"" for one in range(101) for two in range(3)}, "At most 100 classes"),
    ],
)
def test_a_zip_that_cannot_be_learnt_from_is_refused_by_what_is_wrong(files: dict[str, bytes], words: str) -> None:
    assert words in refused(packed(files))


def test_a_picture_of_absurd_size_is_left_out_before_it_is_unpacked() -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    size = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + struct.pack(">I", 0) + b"IDAT"
    own_data = intake.keep(packed({**drawings(), "lying/huge.png": b"\x89PNG\r\n\x1a\n" + size}), "x.zip")
    (huge,) = own_data.left_out
    assert (huge.name, huge.reason[:27]) == ("lying/huge.png", "It has far too many pixels.")


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_UNPACKED", 1_000_000)
    content = packed({**drawings(), "lying/bomb.png": picture("lying", 1) + bytes(5_000_000)})
    assert len(content) < 20_000
    assert "unpacks to more than 1 MB" in refused(content)


def test_all_pictures_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_PIXELS", 24 * 24 * 8)
    assert "All pictures together" in refused(packed(drawings()))
    monkeypatch.setattr(zips, "MOST_PICTURES", 10)
    assert "There are 12 pictures. At most 10 would do" in refused(packed(drawings()))


def test_a_list_that_is_too_long_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_LISTED", 500)
    assert "lists more files than can be used" in refused(packed(drawings()))


def test_broken_and_locked_zips_are_refused() -> None:
    whole = packed(drawings())
    assert "its end is missing" in refused(whole[:-30])
    damaged = bytearray(packed(drawings(), zipfile.ZIP_STORED))
    damaged[damaged.index(b"IDAT") + 6] ^= 255
    locked = bytearray(whole)
    at = locked.index(b"PK\x01\x02") + 8
    locked[at] |= 1
    assert "password" in refused(bytes(locked))
    assert "unusual way" in refused(packed(drawings(), zipfile.ZIP_LZMA))
    assert [one.name for one in intake.keep(bytes(damaged), "x.zip").left_out] == ["lying/0.png"]


def test_an_empty_file_and_a_picture_by_itself_are_refused() -> None:
    assert "empty" in refused(b"")
    assert "This is a single picture" in refused(picture("lying", 1), "one.png")


def test_pictures_of_all_kinds_become_squares_on_white_paper() -> None:
    for form in ("PNG", "JPEG", "GIF", "WEBP"):
        made = pixels(picture("lying", 0, 32, form), 16, colour=False)
        assert (made.shape, made.dtype) == ((1, 16, 16), torch.uint8)
        assert made[0, 0, 0] > 200 > 100 > made[0, 2, 8]
    clear = io.BytesIO()
    Image.new("RGBA", (40, 20), (255, 0, 0, 0)).save(clear, "PNG")
    assert (pixels(clear.getvalue(), 16, colour=True) == 255).all()
    deep = io.BytesIO()
    Image.new("I;16", (20, 20), 65535).save(deep, "PNG")
    assert (pixels(deep.getvalue(), 16, colour=False) == 255).all()


def test_a_drawing_that_is_asked_looks_as_the_same_drawing_that_was_learnt() -> None:
    ink = bytes(255 if 20 < place % 64 < 26 else 0 for place in range(64 * 64))
    file = io.BytesIO()
    Image.frombytes("L", (64, 64), bytes(255 - one for one in ink)).save(file, "PNG")
    learnt = 255 - pixels(file.getvalue(), 28, colour=False).int()
    assert (drawn_as_picture(ink, 28).int() - learnt).abs().max() <= 1


def test_classes_stand_in_the_order_of_their_names_and_numbers_as_numbers() -> None:
    files = {f"{name}/{place}.png": picture("lying", place) for name in ("10", "9", "b", "ä") for place in range(3)}
    own_data = intake.keep(packed(files), "n.zip")
    assert len(load_pictures(own_data.data, 16, False)) == 12
    assert Pictures(data=own_data.data).class_names() == ["9", "10", "b", "ä"]


@pytest.mark.parametrize(
    "text",
    [
        "hour,temperature\n{comma}",
        "# a remark\n\nhour;temperature\n{semicolon}",
        "hour\ttemperature\n{tab}",
        "hour temperature\n{blank}",
    ],
)
def test_tables_are_read_however_their_cells_are_parted(text: str) -> None:
    rows = list(enumerate(wave()))
    lines = {
        "comma": "\n".join(f"{a},{b}" for a, b in rows),
        "semicolon": "\r\n".join(f'"{a}";{str(b).replace(".", ",")}' for a, b in rows),
        "tab": "\n".join(f"{a}\t{b}" for a, b in rows),
        "blank": "\n".join(f"  {a}   {b}" for a, b in rows),
    }
    found = tables.read_table(text.format(**lines).encode("utf-8-sig"))
    assert found.columns == ("hour", "temperature")
    assert torch.equal(found.values[:, 1], torch.tensor(wave(), dtype=torch.double))


def test_columns_without_numbers_are_left_out_and_names_are_made_up_where_there_are_none() -> None:
    dated = "\n".join(f"2024-01-{place + 1:02};{place},5;{place}" for place in range(30))
    found = tables.read_table(dated.encode("utf-16"))
    assert found.columns == ("column 2", "column 3")
    assert found.left_out == (LeftOut("column 1", Text("Not numbers, e.g. '2024-01-01' in line 1.")),)
    assert found.values[3].tolist() == [3.5, 3.0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("7,warm", "Line 9, column 2 (temperature): 'warm' is not a number"),
        ("7,", "Line 9, column 2 (temperature): this cell is empty"),
        ("7", "Line 9 has 1 cells and the first has 2"),
        ("7,1e400", "Line 9, column 2 (temperature): 1e400 is too large"),
        (f"7,{'9' * 60}", "is not a number"),
        ("7,nan", "is not a number"),
        ("7,1_000", "is not a number"),
        (f"7,{'9' * 20_000}", "Line 9 is longer than 10,000 characters"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(line: str, words: str) -> None:
    lines = table().decode().split("\n")
    lines.insert(8, line)
    assert words in refused("\n".join(lines).encode(), "weather.csv")


def test_tables_have_a_least_and_a_most() -> None:
    assert "The table has 12 rows. At least 20" in refused(table(12), "few.csv")
    assert "51 columns" in refused("\n".join([",".join("1" * 51)] * 30).encode(), "wide.csv")
    assert "No column holds numbers" in refused("\n".join(["red green"] * 30).encode(), "words.txt")
