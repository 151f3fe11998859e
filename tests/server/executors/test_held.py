"""A folder on another machine goes with its process: at the end, or when the next begins there."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.executors.ray.held import LOCK, NOT_YET, PREFIX, HeldFolder, delete_left

HOLDS = "from server.executors.ray.held import HeldFolder; held = HeldFolder(); print(held.path, flush=True); input()"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temp folder of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def other(place: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process, and its folder, in which there is something."""
    environment = {**os.environ, "TMPDIR": str(place)}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    (folder / "runs").mkdir()
    (folder / "runs" / "weights").write_bytes(b"many")
    yield process, folder
    process.kill()
    process.communicate()


def test_a_folder_is_in_the_temp_folder_for_its_owner_alone_and_can_be_deleted(place: Path) -> None:
    held = HeldFolder()
    assert [one.name for one in place.iterdir()] == [held.path.name]
    assert held.path.stat().st_mode & 0o777 == 0o700
    (held.path / "uploads").mkdir()
    held.delete()
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays(
    place: Path, other: tuple[subprocess.Popen[str], Path]
) -> None:
    process, folder = other
    assert folder.parent == place
    delete_left()
    assert (folder / "runs" / "weights").read_bytes() == b"many"
    process.kill()
    process.wait()
    assert folder.is_dir()
    delete_left()
    assert list(place.iterdir()) == []


def test_what_was_half_deleted_goes_and_what_is_not_such_a_folder_stays(place: Path) -> None:
    (place / f"{PREFIX}half" / "runs").mkdir(parents=True)
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / LOCK).touch()
    (place / f"{PREFIX}link").symlink_to(place / "elsewhere")
    (place / f"{PREFIX}file").touch()
    (place / f"{NOT_YET}begun").mkdir()
    delete_left()
    assert sorted(one.name for one in place.iterdir()) == sorted(
        ["elsewhere", f"{PREFIX}link", f"{PREFIX}file", f"{NOT_YET}begun"]
    )
    assert (place / "elsewhere" / LOCK).exists()
