"""What a killed process has left in the temp folder is deleted by the next one, and nothing else is."""

import tempfile
from pathlib import Path

import pytest

from server.process.temporary import NOTE, delete_left, temporary


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temp folder of the test's own."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_all_that_is_temporary_lies_in_one_folder_that_goes(place: Path, tmp_path: Path) -> None:
    with temporary(tmp_path) as folder:
        assert Path(tempfile.mkdtemp()).parent == folder
        assert (tmp_path / NOTE).read_text() == str(folder)
    assert list(place.iterdir()) == []
    assert not (tmp_path / NOTE).exists()
    assert tempfile.gettempdir() == str(place)


def test_what_a_killed_server_left_goes_when_the_next_begins(place: Path, tmp_path: Path) -> None:
    left = place / "schoolyard-left"
    (left / "pymp-1").mkdir(parents=True)
    (place / "schoolyard-of-another-server").mkdir()
    (tmp_path / NOTE).write_text(str(left))
    with temporary(tmp_path):
        assert not left.exists()
        assert (place / "schoolyard-of-another-server").is_dir()


@pytest.mark.parametrize("name", ["homework", "schoolyard-file", "schoolyard-link"])
def test_what_is_not_ours_stays(place: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "schoolyard-elsewhere").mkdir()
    (place / "homework").mkdir()
    (place / "schoolyard-file").touch()
    (place / "schoolyard-link").symlink_to(tmp_path / "schoolyard-elsewhere")
    for written in (str(place / name), str(tmp_path / "schoolyard-elsewhere"), "nonsense\0", ""):
        (tmp_path / NOTE).write_text(written)
        delete_left(tmp_path / NOTE)
    assert (place / name).exists()
    assert (tmp_path / "schoolyard-elsewhere").is_dir()
