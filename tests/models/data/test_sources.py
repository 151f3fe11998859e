"""A mirror on the loopback, and an npm that is a script of the test."""

import gzip
import hashlib
import io
import socket
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models.data.fetching.fetch import DataMissing, Dataset, SourceError
from models.data.fetching.sources import Mirror, NpmPackage
from tests.small_digits import raw_file

CONTENT = b"many bright pictures" * 20_000
FILE = raw_file("pictures", CONTENT)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: a test that passes is silent."""


@contextmanager
def mirror_of(folder: Path) -> Iterator[Mirror]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Mirror(f"http://127.0.0.1:{server.server_address[1]}/")
        finally:
            server.shutdown()
            thread.join()


def refused(source: Mirror | NpmPackage, folder: Path) -> str:
    """Why the source does not deliver."""
    with pytest.raises(SourceError) as error:
        list(source.deliver([FILE], folder, lambda done, total, what: None))
    return str(error.value)


def test_a_mirror_delivers_unpacked_and_says_how_far_it_is(tmp_path: Path) -> None:
    (tmp_path / "pictures.gz").write_bytes(gzip.compress(CONTENT, compresslevel=0))
    (tmp_path / "into").mkdir()
    heard: list[tuple[int, int, str]] = []
    with mirror_of(tmp_path) as mirror:
        files = list(mirror.deliver([FILE], tmp_path / "into", lambda *progress: heard.append(progress)))
    assert files == [FILE]
    assert (tmp_path / "into" / "pictures").read_bytes() == CONTENT
    done = [progress[0] for progress in heard]
    assert done == sorted(done)
    assert done[-1] == len(CONTENT)
    assert {progress[1] for progress in heard} == {len(CONTENT)}
    assert heard[0][2].startswith("pictures from 127.0.0.1")


def test_a_mirror_may_have_files_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "into").mkdir()
    with mirror_of(tmp_path) as mirror:
        plain = replace(mirror, packed=False)
        (tmp_path / "pictures").write_bytes(CONTENT)
        assert list(plain.deliver([FILE], tmp_path / "into", lambda done, total, what: None)) == [FILE]
        assert (tmp_path / "into" / "pictures").read_bytes() == CONTENT
        (tmp_path / "pictures").write_bytes(CONTENT[:-1])
        assert "ended after 399,999 of 400,000 bytes" in refused(plain, tmp_path / "into")
        (tmp_path / "pictures").write_bytes(CONTENT + b"!")
        assert "longer than the 400,000 bytes" in refused(plain, tmp_path / "into")


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        (gzip.compress(CONTENT)[:-100], "ended after"),
        (b"<html>Please log in to the school's network</html>", "incorrect header check"),
        (gzip.compress(CONTENT + b"and more"), "longer than the 400,000 bytes"),
    ],
)
def test_a_mirror_that_serves_something_else_is_refused(tmp_path: Path, served: bytes, reason: str) -> None:
    (tmp_path / "pictures.gz").write_bytes(served)
    (tmp_path / "into").mkdir()
    with mirror_of(tmp_path) as mirror:
        assert reason in refused(mirror, tmp_path / "into")


def test_a_mirror_without_the_file_is_said_with_its_answer(tmp_path: Path) -> None:
    with mirror_of(tmp_path) as mirror:
        assert refused(mirror, tmp_path).endswith("/pictures.gz answers 404")


def test_a_mirror_that_is_not_there_is_given_up_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        mirror = Mirror(f"http://127.0.0.1:{unheard.getsockname()[1]}/")
        with pytest.raises(DataMissing, match=f"Tried: {mirror.title}: .*refused"):
            Dataset("small", "The small set", (FILE,), (mirror,)).fetch()


def test_a_look_up_of_a_name_that_hangs_costs_no_more_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        over.wait()
        raise OSError("over")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    assert refused(Mirror("http://mirror.test/", answer_seconds=0.1), tmp_path) == "no answer within 0.1 seconds"
    over.set()


def package(folder: Path, contents: dict[str, bytes]) -> NpmPackage:
    """An archive as npm packs it, and the source that expects it."""
    with tarfile.open(folder / "digits-1.0.0.tgz", "w:gz") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(f"package/data/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    sha256 = hashlib.sha256((folder / "digits-1.0.0.tgz").read_bytes()).hexdigest()
    return NpmPackage("digits@1.0.0", sha256, "package/data")


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the PATH, with an npm that copies the archive beside it and notes how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = f"""#!{sys.executable}
import pathlib, shutil, sys
here = pathlib.Path(__file__).parent
with open(here / "calls", "a") as calls: print(*sys.argv[1:], file=calls)
if (here / "fails").exists(): sys.exit((here / "fails").read_text())
if sys.argv[1] == "pack": shutil.copy(here / "digits-1.0.0.tgz", ".")
"""
    for name in ("npm", "node"):
        (folder / name).write_text(program)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_an_npm_package_delivers_without_running_its_code(npm: Path, tmp_path: Path) -> None:
    source = package(npm, {"pictures": CONTENT, "readme": b"not asked for"})
    assert list(source.deliver([FILE], tmp_path, lambda done, total, what: None)) == [FILE]
    assert (tmp_path / "pictures").read_bytes() == CONTENT
    assert not (tmp_path / "readme").exists()
    view, pack = (npm / "calls").read_text().splitlines()
    assert view.startswith("view digits@1.0.0 ")
    assert pack.startswith("pack digits@1.0.0 --ignore-scripts ")


def test_files_of_a_package_may_lie_in_several_folders(npm: Path, tmp_path: Path) -> None:
    source = package(npm, {"sheets/pictures": CONTENT, "list": b"[]"})
    both = replace(source, elsewhere={"pictures": "package/data/sheets"})
    delivered = list(both.deliver([raw_file("list", b"[]"), FILE], tmp_path, lambda done, total, what: None))
    assert [(tmp_path / file.name).read_bytes() for file in delivered] == [b"[]", CONTENT]
    assert "has no file package/data/pictures" in refused(source, tmp_path)


def test_another_archive_of_that_name_is_refused(npm: Path, tmp_path: Path) -> None:
    source = package(npm, {"pictures": CONTENT})
    package(npm, {"pictures": CONTENT, "more": b"than expected"})
    assert "digits-1.0.0.tgz was refused: its SHA-256 is" in refused(source, tmp_path)


def test_a_package_without_the_file_says_so(npm: Path, tmp_path: Path) -> None:
    assert "has no file package/data/pictures" in refused(package(npm, {"other": b"file"}), tmp_path)


def test_npms_own_words_are_the_reason(npm: Path, tmp_path: Path) -> None:
    source = package(npm, {"pictures": CONTENT})
    (npm / "fails").write_text(
        "npm warn an old setting\nnpm error code ENOTFOUND\nnpm error no such host\nnpm error A complete log is in /x"
    )
    assert refused(source, tmp_path) == "npm ended with exit code 1: code ENOTFOUND no such host"


def test_a_machine_without_npm_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    source = NpmPackage("digits@1.0.0", "0" * 64, "package/data")
    assert "npm is not on this machine" in refused(source, tmp_path)
