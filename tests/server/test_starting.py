"""What cannot start says why in a sentence and what to do, with an exit code of its own."""

import errno
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from server.process import serving
from server.process.startup import CannotStart, Exit, explain, locked
from server.settings import Settings
from server.store.protocol import DiskFull, Locked, NotWritable
from server.store.sqlite.opening import cause
from server.store.sqlite.schema import VERSION
from tests.server.store.old import STORES, unpack
from tests.server.test_commands import typed

ROOT = Path(__file__).parent.parent.parent


def refused(settings: Settings) -> CannotStart:
    """Why a server does not start."""
    with pytest.raises(CannotStart) as found:
        serving.serve(settings, lambda address: pytest.fail(f"it started at {address}"))
    return found.value


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def cut(path: Path) -> None:
    content = unpack(STORES[-1], path).read_bytes()
    path.write_bytes(content[: len(content) // 2])


def overwritten(path: Path) -> None:
    content = bytearray(unpack(STORES[-1], path).read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'runs'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)


def text(path: Path) -> None:
    path.write_text("Dear diary, " * 100)


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (name TEXT)")


def emptied(path: Path) -> None:
    path.touch()
    (path.parent / "runs" / "0123456789ab").mkdir(parents=True)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (newer, Exit.NEWER_STORE),
        (cut, Exit.DAMAGED_STORE),
        (overwritten, Exit.DAMAGED_STORE),
        (text, Exit.DAMAGED_STORE),
        (of_another_program, Exit.DAMAGED_STORE),
        (emptied, Exit.DAMAGED_STORE),
    ],
)
def test_a_store_that_cannot_be_used_is_named_and_left_as_it_is(
    spoil: Callable[[Path], None], code: Exit, tmp_path: Path
) -> None:
    path = tmp_path / "schoolyard.sqlite"
    spoil(path)
    content = path.read_bytes()
    error = refused(Settings(port=0, data=tmp_path))
    assert error.code == code
    assert "--data" in str(error) or "restore" in str(error)
    assert path.read_bytes() == content


def test_a_folder_of_own_files_that_is_not_there_is_named(tmp_path: Path) -> None:
    error = refused(Settings(port=0, data=tmp_path / "data", folders=(tmp_path / "mine",)))
    assert (error.code, str(tmp_path / "mine") in str(error)) == (Exit.NO_SUCH_FOLDER, True)


def test_a_file_in_place_of_the_folder_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert refused(Settings(port=0, data=tmp_path / "data")).code == Exit.NOT_WRITABLE
    assert refused(Settings(port=0, data=tmp_path / "data" / "deeper")).code == Exit.NOT_WRITABLE


def test_a_folder_in_place_of_the_store_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "schoolyard.sqlite").mkdir()
    assert refused(Settings(port=0, data=tmp_path)).code == Exit.NOT_WRITABLE


def test_a_folder_in_use_is_said_to_be(tmp_path: Path) -> None:
    settings = Settings(port=0, data=tmp_path)
    with locked(settings):
        error = refused(settings)
    assert (error.code, "another Schoolyard server" in str(error)) == (Exit.FOLDER_IN_USE, True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who may do everything is not refused")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert refused(Settings(port=0, data=tmp_path)).code == Exit.NOT_WRITABLE
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Exit.DISK_FULL),
        (errno.EDQUOT, Exit.DISK_FULL),
        (errno.EROFS, Exit.NOT_WRITABLE),
        (errno.EACCES, Exit.NOT_WRITABLE),
        (errno.EMFILE, Exit.TOO_FEW_FILES),
        (errno.EAGAIN, Exit.TOO_FEW_FILES),
    ],
)
def test_what_the_system_refuses_has_a_code_and_advice(number: int, code: Exit, tmp_path: Path) -> None:
    error = explain(OSError(number, os.strerror(number)), Settings(data=tmp_path))
    assert error.code == code
    assert explain(ExceptionGroup("", [OSError(number, "")]), Settings(data=tmp_path)).code == code


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders belong to nobody here")
def test_a_folder_of_another_user_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = tmp_path.owner()
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    error = explain(PermissionError(errno.EACCES, "no"), Settings(data=tmp_path / "new"))
    assert (error.code, f"another user ({owner})" in str(error)) == (Exit.ANOTHERS, True)


@pytest.mark.parametrize(
    ("statement", "pages", "kind"),
    [
        ("CREATE TABLE more (x)", 1, DiskFull),
        ("BEGIN EXCLUSIVE", 0, Locked),
        ("ATTACH '/no/such/folder/x' AS x", 0, NotWritable),
    ],
)
def test_what_sqlite_says_is_understood(statement: str, pages: int, kind: type, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x", timeout=0)) as one, closing(sqlite3.connect(tmp_path / "x")) as other:
        one.execute("CREATE TABLE there (x)")
        if pages:
            one.execute("PRAGMA max_page_count = 2")
        if kind is Locked:
            other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.Error) as found:
            one.execute(statement)
    assert cause(found.value) is kind


def test_a_port_that_is_taken_or_forbidden_or_nowhere_has_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "NEXT_PORTS", 1)
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        error = refused(Settings(port=taken.getsockname()[1], data=tmp_path))
        assert (error.code, "--port" in str(error)) == (Exit.NO_PORT, True)
    assert "--host" in str(refused(Settings(host="192.0.2.1", port=8000, data=tmp_path)))
    assert "--host" in str(refused(Settings(host="no.such.invalid", port=8000, data=tmp_path)))


def command(*options: str, files: int) -> tuple[int, str]:
    """``schoolyard serve``, and what it writes; with so many files at once."""

    def fewer() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    ended = subprocess.run(
        [sys.executable, "-m", "server", "serve", "--no-browser", "--port", "0", *options],
        cwd=ROOT, capture_output=True, text=True, timeout=120, preexec_fn=fewer, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stderr


def test_the_command_says_it_in_one_line_and_the_traceback_only_to_who_asks(tmp_path: Path) -> None:
    newer(tmp_path / "schoolyard.sqlite")
    options = ("serve", "--no-browser", "--port", "0", "--data", str(tmp_path))
    code, written = typed(*options)
    assert code == Exit.NEWER_STORE
    assert re.fullmatch(r"Schoolyard cannot start: .*\n", written)
    code, written = typed(*options, "--verbose")
    assert (code, "Traceback" in written) == (Exit.NEWER_STORE, True)


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set")
def test_too_few_files_are_said_to_be(tmp_path: Path) -> None:
    code, written = command("--data", str(tmp_path), files=20)
    assert (code, "Traceback" in written) == (Exit.TOO_FEW_FILES, False)
