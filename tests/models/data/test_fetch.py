"""Checking and caching, with sources that live in the test."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models.data.fetching.fetch import DataMissing, Dataset, Delivery, Progress, RawFile, SourceError, cache_folder
from tests.small_digits import raw_file

CONTENTS = {"pictures": b"many bright pictures", "labels": b"0123456789"}
FILES = tuple(raw_file(name, content) for name, content in CONTENTS.items())


@dataclass
class Shelf:
    """A source that has what it is given, and counts how often it is asked."""

    contents: dict[str, bytes] = field(default_factory=lambda: dict(CONTENTS))
    title: str = "the shelf"
    asked: int = 0

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        self.asked += 1
        for file in files:
            if file.name not in self.contents:
                raise SourceError(f"no {file.name} here")
            (folder / file.name).write_bytes(self.contents[file.name])
            yield file


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def dataset(*sources: Shelf) -> Dataset:
    return Dataset("small", "The small set", FILES, sources)


def test_what_was_fetched_is_kept_and_not_fetched_again(cache: Path) -> None:
    shelf = Shelf()
    dataset(shelf).fetch()
    dataset(shelf).fetch()
    assert shelf.asked == 1
    assert {name: (cache / "small" / name).read_bytes() for name in CONTENTS} == CONTENTS
    assert dataset().available() is None


def test_what_is_missing_is_said_with_what_to_do(cache: Path) -> None:
    sentence = dataset().available()
    assert sentence is not None
    assert "The small set is not on this machine yet (2 of 2 files" in sentence
    assert "schoolyard data" in sentence
    assert str(cache / "small") in sentence


def test_a_file_with_the_wrong_content_is_refused_by_name_and_the_next_source_is_asked(cache: Path) -> None:
    forged = Shelf({**CONTENTS, "pictures": b"many forged pictures"}, title="the forger")
    with pytest.raises(DataMissing, match="the forger: pictures is not the file it should be and was refused"):
        dataset(forged).fetch()
    assert not (cache / "small" / "pictures").exists()
    dataset(forged, Shelf()).fetch()
    assert (cache / "small" / "pictures").read_bytes() == CONTENTS["pictures"]


def test_the_last_error_lists_every_source_and_its_reason(cache: Path) -> None:
    with pytest.raises(DataMissing) as error:
        dataset(Shelf({}, "the first"), Shelf({}, "the second")).fetch()
    assert "Tried: the first: no pictures here, the second: no pictures here." in str(error.value)
    assert "missing: pictures, labels" in str(error.value)


def test_what_one_source_had_is_kept_and_the_next_is_asked_for_the_rest(cache: Path) -> None:
    half = Shelf({"pictures": CONTENTS["pictures"]})
    rest = Shelf({"labels": CONTENTS["labels"]})
    dataset(half, rest).fetch()
    assert (half.asked, rest.asked) == (1, 1)
    assert dataset().available() is None


def test_a_file_that_lost_bytes_in_the_cache_is_fetched_anew(cache: Path) -> None:
    dataset(Shelf()).fetch()
    (cache / "small" / "labels").write_bytes(b"01234")
    assert [file.name for file in dataset().missing()] == ["labels"]
    dataset(Shelf()).fetch()
    assert (cache / "small" / "labels").read_bytes() == CONTENTS["labels"]


def test_files_put_there_by_hand_are_checked_and_then_as_good_as_fetched_ones(cache: Path) -> None:
    (cache / "small").mkdir(parents=True)
    for name, content in CONTENTS.items():
        (cache / "small" / name).write_bytes(content)
    assert dataset().available() is not None
    dataset().fetch()
    assert dataset().available() is None


def test_a_wrong_file_put_there_by_hand_is_refused(cache: Path) -> None:
    (cache / "small").mkdir(parents=True)
    (cache / "small" / "labels").write_bytes(b"9876543210")
    with pytest.raises(DataMissing, match="the cache: labels is not the file it should be"):
        dataset().fetch()


def test_a_cache_that_cannot_be_written_is_said(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    with pytest.raises(DataMissing, match=r"The small set cannot be kept in .*small"):
        dataset(Shelf()).fetch()


def test_two_who_fetch_at_once_fetch_once(cache: Path) -> None:
    shelf, together = Shelf(), threading.Barrier(2)

    def fetch() -> None:
        together.wait()
        dataset(shelf).fetch()

    threads = [threading.Thread(target=fetch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.asked == 1
    assert dataset().available() is None


HALF_WAY = """
import sys
from models.data.fetch import Dataset, RawFile

class Slow:
    title = "the slow one"
    def deliver(self, files, folder, progress):
        (folder / files[0].name).write_bytes(b"many bri")
        print("half way", flush=True)
        sys.stdin.read()
        yield files[0]

Dataset("small", "The small set", (RawFile("pictures", 20, "0" * 64),), (Slow(),)).fetch()
"""


def test_a_killed_download_leaves_nothing_that_passes_for_a_file(cache: Path) -> None:
    command = [sys.executable, "-c", HALF_WAY]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "half way\n"
        os.kill(killed.pid, signal.SIGKILL)
    assert list(cache.glob("small/arriving-*/pictures"))
    assert dataset().available() is not None
    dataset(Shelf()).fetch()
    assert (cache / "small" / "pictures").read_bytes() == CONTENTS["pictures"]
    assert not list(cache.glob("small/arriving-*"))


def test_the_cache_is_in_the_users_folder_unless_it_is_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCHOOLYARD_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/cache")
    assert cache_folder().name == "schoolyard"
    monkeypatch.setenv("SCHOOLYARD_CACHE", "/elsewhere")
    assert cache_folder() == Path("/elsewhere")
