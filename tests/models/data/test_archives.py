"""ZIPs as the archivers of three systems write them open; what leads out of them is refused, what is bad is named."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from models.data.uploads import files, intake, zipped, zips
from models.data.uploads.left_out import LeftOut
from models.data.uploads.notes import Own
from models.data.uploads.pictures import entries_by_class, load_pictures, pixels
from models.data.uploads.unusable import Unusable
from models.sentences import Text
from tests.own_files import drawings, packed, picture
from tests.zip_files import Written, unicode_path, written


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with files.looking_in(tmp_path):
        yield tmp_path


BARS = [
    Written(f"{shape}/{place}.png".encode(), picture(shape, place))
    for shape in ("lying", "standing")
    for place in range(3)
]
COUNTS = {"lying": 3, "standing": 3}


def keep(content: bytes, *languages: str) -> Own:
    return intake.keep(content, "x.zip", languages=languages)


def changed(**how: Any) -> list[Written]:
    return [Written(**{**vars(one), **how}) for one in BARS]


def under(start: str, *more: str) -> list[Written]:
    """The bars with something before their names, and more files."""
    extras = [Written(name.encode(), b"\0\5\x16\7" * 9) for name in more]
    return [*(Written((start + one.name.decode()).encode(), one.content) for one in BARS), *extras]


FORMS = {
    "eight bytes": written(changed(wide=True), wide=True),
    "eight bytes at the end only": written(BARS, wide=True),
    "eight bytes of the entries only": written(changed(wide=True)),
    "sizes after the content": written(changed(descriptor=True)),
    "stored": written(changed(method=0)),
    "a remark at the end": written(BARS, remark=b"made by hand"),
    "a remark with an end in it": written(BARS, remark=b"PK\5\6" + b"\5" * 40),
    "a dot before each name": written(under("./")),
    "one folder around all": written(under("my pictures/")),
    "folders around all": written(under("a/b/./c//")),
    "backslashes": written([Written(one.name.replace(b"/", b"\\"), one.content) for one in BARS]),
    "folders as entries": written([Written(b"lying/"), Written(b"standing/"), Written(b"empty/"), *BARS]),
    "of a Mac": written(under("", "__MACOSX/lying/._0.png", "lying/.DS_Store", "lying/Icon\r", "__MACOSX/._Icon\r")),
    "of Windows": written(under("", "lying/Thumbs.db", "desktop.ini", "standing/desktop.ini")),
    "other names beside the content": written(changed(other_name=b"?")),
    "names that are not the UTF-8 that they say they are": written(
        [*BARS, Written("lying/ä.png".encode("cp437"), picture("lying", 5), flags=0x800)]
    ),
    "colons and odd letters": written(under("Ratio 3:4/a*b?/|<>\"/")),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_each_form_that_archivers_write_opens(form: str) -> None:
    found = keep(FORMS[form])
    more = form.startswith("names that are not")
    assert found.classes == ({"lying": 4, "standing": 3} if more else COUNTS)
    assert (found.left_out, found.left_out_more) == ([], 0)
    places = entries_by_class(found.data)
    assert load_pictures(found.data, 16, False).shape == (sum(map(len, places.values())), 1, 16, 16)


def test_what_stands_before_a_zip_is_no_matter() -> None:
    content = written(BARS, before=b"PK00" + bytes(100))
    assert keep(content).classes == COUNTS


def test_pythons_own_zipfile_reads_the_same_entries() -> None:
    content = packed(drawings())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        expected = [file.read(one) for one in file.infolist()]
    assert [zipped.unpacked(content, one, one.size) for one in zipped.list_of(content)] == expected


@pytest.mark.parametrize(
    "name",
    [
        "lying/Screenshot 2024-03-01 at 3.45.12\u202fPM.png",
        "lying/photo\u00a01.png",
        "lying/a\u200db.png",
        "lying/\u2028.png",
        "lying/\u202egnp.png",
        "lying/🐈.png",
        f"lying/{'x' * 300}.png",
        "lying/..png",
        "lying/...png",
    ],
)
def test_odd_names_are_no_tricks(name: str) -> None:
    hidden = name.rpartition("/")[2].startswith(".")
    found = keep(written([*BARS, Written(name.encode(), picture("lying", 9), flags=0x800)]))
    assert found.classes == {"lying": 3 + (not hidden), "standing": 3}


def test_names_of_classes_are_shown_in_one_line_that_runs_one_way() -> None:
    long = {f"{'x' * 80}1": f"{'x' * 59}…", f"{'x' * 80}2": f"{'x' * 57}… 2"}
    names = {"no\u00a0break": "no break", "a\u202eb": "ab", "e\u0301": "é", "  edge ": "edge", **long}
    entries = [
        Written(f"{name}/{place}.png".encode(), picture("lying", place), 0x800) for name in names for place in range(3)
    ]
    found = keep(written(entries))
    assert sorted(found.classes) == sorted(names.values())
    assert list(entries_by_class(found.data)) == list(found.classes)


TRICKS = ["../x/1.png", "a/../../1.png", "/a/1.png", "\\\\host\\a\\1.png", "C:/a/1.png", "c:1.png", "a\\..\\..\\1.png",
          "a\0/1.png", "a\x1b[2J/1.png", "a/\x7f.png", "a/\x85.png", "__MACOSX/../../1.png"]  # fmt: skip


@pytest.mark.parametrize("name", TRICKS)
def test_names_that_lead_out_are_refused(name: str, folder: Path) -> None:
    with pytest.raises(Unusable, match="leads out of the ZIP"):
        keep(written([*BARS, Written(name.encode(), picture("lying", 1), flags=0x800)]))
    assert list(folder.iterdir()) == []


def test_the_name_in_utf8_counts_where_it_belongs_to_the_name() -> None:
    raw = b"katze____/%d.png"
    entries = [
        Written(raw % place, picture("lying", place), extra=unicode_path(raw % place, f"Kätzchen/{place}.png"))
        for place in range(3)
    ]
    assert keep(written([*BARS, *entries])).classes == {"Kätzchen": 3, **COUNTS}
    stale = [Written(one.name, one.content, extra=unicode_path(b"another", "x/1.png")) for one in entries]
    assert keep(written([*BARS, *stale])).classes == {"katze____": 3, **COUNTS}
    trick = Written(b"lying/9.png", picture("lying", 9), extra=unicode_path(b"lying/9.png", "../9.png"))
    with pytest.raises(Unusable, match="leads out"):
        keep(written([*BARS, trick]))


def test_jpeg_is_jpeg_and_a_picture_is_what_its_bytes_say() -> None:
    jpeg = {
        f"lying/{place}{ending}": picture("lying", place, form="JPEG")
        for place, ending in enumerate((".jfif", ".JPE", ".jif", ".pjp", ""))
    }
    wrong = {"lying/wrong.png": picture("lying", 9, form="WEBP"), "lying/wrong.txt": picture("lying", 8, form="GIF")}
    found = keep(packed({**drawings(3), **jpeg, **wrong}))
    assert (found.classes, found.left_out) == ({"lying": 10, "standing": 3}, [])


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)
WIDE = io.BytesIO()
Image.new("1", (9000, 4), 1).save(WIDE, "PNG")
BAD = {
    "lying/no.png": (b"no picture", zips.UNREADABLE),
    "lying/cut.png": (picture("lying", 3)[:60], zips.UNREADABLE),
    "lying/cut.jpg": (picture("lying", 3, 200, "JPEG")[:-400], zips.UNREADABLE),
    "lying/empty.gif": (b"", zips.UNREADABLE),
    "lying/phone.heic": (HEIC, "It is a HEIC picture. Save it as PNG or JPEG."),
    "lying/phone.jpg": (HEIC, "It is a HEIC picture. Save it as PNG or JPEG."),
    "lying/scan.tif": (b"II*\0" + bytes(60), "It is a TIFF picture. Save it as PNG or JPEG."),
    "lying/paint.bmp": (b"BM" + bytes(60), "It is a BMP picture. Save it as PNG or JPEG."),
    "lying/wide.png": (WIDE.getvalue(), "It has 9,000 x 4 pixels. At most 8,192 on a side would do: make it smaller."),
    "lying/readme.txt": (b"hello", "It is no picture."),
    "more/lying.zip": (packed(drawings()), "It is a ZIP itself. Unpack it, and pack its folder."),
    "top.png": (picture("lying", 3), "It lies in no folder. The folder's name is the class."),
}  # fmt: skip


def test_one_bad_picture_of_many_is_left_out_and_named_with_the_reason() -> None:
    found = keep(packed({**drawings(5), **{name: content for name, (content, _) in BAD.items()}}))
    assert found.classes == {"lying": 5, "standing": 5}
    by_name = sorted(found.left_out, key=lambda one: one.name)
    assert by_name == sorted((LeftOut(name, Text(why)) for name, (_, why) in BAD.items()), key=lambda one: one.name)
    assert load_pictures(found.data, 16, False).shape == (10, 1, 16, 16)


def test_what_is_learnt_from_is_the_same_without_the_bad_ones() -> None:
    bad = {"lying/!.png": b"no picture", "standing/0!.png": b"no picture"}
    files = dict(sorted({**drawings(4), **bad}.items()))
    with_bad, without = keep(packed(files)), keep(packed(drawings(4)))
    assert torch.equal(load_pictures(with_bad.data, 16, True), load_pictures(without.data, 16, True))


def test_too_few_that_can_be_read_are_refused_with_a_reason() -> None:
    with pytest.raises(Unusable) as error:
        keep(packed({**drawings(3), "standing/1.png": b"x"}))
    assert str(error.value) == (
        "The folder 'standing' has too few pictures: 2. At least 3 in each would do. "
        "Left out: 'standing/1.png'. It cannot be read as a picture. Save it anew as PNG or JPEG."
    )
    with pytest.raises(Unusable, match=r"The folder 'phone' has too few pictures: 0.*It is a HEIC picture"):
        keep(packed({**drawings(3), **{f"phone/{place}.HEIC": HEIC for place in range(9)}}))


def test_one_part_of_several_and_a_list_elsewhere_are_refused() -> None:
    end = len(written(BARS)) - 22
    parted, moved = bytearray(written(BARS)), bytearray(written(BARS))
    parted[end + 4] = 1
    moved[end + 16] ^= 0xFF
    with pytest.raises(Unusable, match="one part of a ZIP"):
        keep(bytes(parted))
    with pytest.raises(Unusable, match="its list is not where it should be"):
        keep(bytes(moved))


def test_a_thin_line_in_a_large_picture_is_counted_as_hardly_seen() -> None:
    image = Image.new("L", (2000, 2000), 255)
    image.paste(0, (200, 1000, 1800, 1004))
    thin = io.BytesIO()
    image.save(thin, "PNG")
    found = keep(packed({**drawings(4), "lying/thin.png": thin.getvalue()}))
    assert (found.faint, found.classes["lying"]) == (1, 5)
    assert keep(packed(drawings(4))).faint == 0


def test_thumbnails_stand_beside_the_note_a_row_for_each_class_and_go_with_it(folder: Path) -> None:
    found = keep(packed(drawings(10)))
    with Image.open(folder / f"{found.data}.webp") as sheet:
        assert (sheet.size, found.thumbnails) == ((8 * 48, 2 * 48), 8)
        first, second = (sheet.convert("L").crop((0, row * 48, 48, row * 48 + 48)) for row in range(2))
    assert first.getpixel((24, 13)) < 90 < 200 < second.getpixel((24, 40))  # type: ignore[operator]
    many = {f"{name}/{place}.png": picture("lying", place) for name in range(60) for place in range(3)}
    assert keep(packed(many)).thumbnails == 5
    assert intake.forget(found.data)
    assert not (folder / f"{found.data}.webp").exists()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def plain_png(depth: int, colour: int, row: bytes, clear: bytes) -> bytes:
    """A PNG of 8 x 8 equal pixels that names what is transparent."""
    head = chunk(b"IHDR", struct.pack(">2I5B", 8, 8, depth, colour, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + row) * 8))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"tRNS", clear) + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("depth", "colour", "row", "clear", "other"),
    [
        (1, 0, b"\0", b"\0\0", b"\0\1"),
        (2, 0, b"\x55" * 2, b"\0\1", b"\0\2"),
        (4, 0, b"\x55" * 4, b"\0\5", b"\0\6"),
        (8, 0, b"\5" * 8, b"\0\5", b"\0\6"),
        (16, 0, b"\0\0" * 8, b"\0\0", b"\0\1"),
        (16, 0, b"\1\2" * 8, b"\1\2", b"\1\3"),
        (8, 2, b"\5" * 24, b"\0\5" * 3, b"\0\6" * 3),
        (16, 2, b"\x10\x20" * 24, b"\x10\x20" * 3, b"\x20\x20" * 3),
    ],
)
def test_what_is_transparent_is_white_paper_at_every_depth(
    depth: int, colour: int, row: bytes, clear: bytes, other: bytes
) -> None:
    for as_colour in (False, True):
        assert (pixels(plain_png(depth, colour, row, clear), 8, as_colour) == 255).all()
        assert (pixels(plain_png(depth, colour, row, other), 8, as_colour) < 255).all()
