"""A file of data is found by its hash, or got from where it is published."""

import gzip
import hashlib
from pathlib import Path

import pytest

from models.data.fetching.single import raw_file, text_file

CONTENT = b"many bright pictures"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def mirror(folder: Path, content: bytes) -> str:
    folder.mkdir()
    (folder / "pictures.gz").write_bytes(content)
    return f"{folder.as_uri()}/"


def test_a_file_that_lies_there_is_taken_only_if_it_is_the_right_one(tmp_path: Path) -> None:
    folders = [str(tmp_path / "own"), str(tmp_path / "cache")]
    for folder, content in zip(folders, (b"other pictures", CONTENT), strict=True):
        Path(folder).mkdir()
        Path(folder, "pictures").write_bytes(content)
    assert raw_file("pictures", SHA256, folders, []) == tmp_path / "cache" / "pictures"


def test_a_file_is_fetched_from_the_first_mirror_that_has_it_and_then_lies_there(tmp_path: Path) -> None:
    packed = gzip.compress(CONTENT)
    mirrors = [
        f"{(tmp_path / 'gone').as_uri()}/",
        mirror(tmp_path / "plain", CONTENT),
        mirror(tmp_path / "cut", packed[:-9]),
        mirror(tmp_path / "other", gzip.compress(b"other pictures")),
        mirror(tmp_path / "right", packed),
    ]
    own = [str(tmp_path / "own")]
    assert raw_file("pictures", SHA256, own, mirrors).read_bytes() == CONTENT
    assert raw_file("pictures", SHA256, own, []) == tmp_path / "own" / "pictures"
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "pictures").write_bytes(CONTENT)
    assert raw_file("pictures", SHA256, [str(tmp_path / "another")], mirrors[:1]).read_bytes() == CONTENT
    (tmp_path / "gone" / "pictures").unlink()
    with pytest.raises(FileNotFoundError) as error:
        raw_file("pictures", SHA256, [str(tmp_path / "empty")], mirrors[:4])
    words = str(error.value)
    assert words.startswith(f"pictures with the SHA-256 {SHA256} is not here. {mirrors[0]}pictures.gz: ")
    assert f" {mirrors[3]}pictures.gz is another file." in words
    assert words.endswith(f" Put it into the folder {tmp_path / 'empty'}.")
    assert not (tmp_path / "empty").exists()


def test_a_text_is_written_where_it_does_not_lie_yet(tmp_path: Path) -> None:
    folders = [str(tmp_path / "own"), str(tmp_path)]
    assert text_file("months.txt", "58\n62.6\n", folders).read_bytes() == b"58\n62.6\n"
    (tmp_path / "days.txt").write_bytes(b"1\r\n\xc3\xa4")
    assert text_file("days.txt", "1\r\nä", folders) == tmp_path / "days.txt"
