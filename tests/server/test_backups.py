"""A folder is packed into one file while its server writes, and put back after a check; what it replaces is kept."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from server import backups
from server.process.startup import CannotStart, Exit, locked
from server.settings import Settings
from server.store.opening import last_steps
from server.store.protocol import TooNew
from tests.own_files import drawings, packed
from tests.server.fakes import FakeExecutor, until
from tests.server.store.old import STORES, unpack
from tests.server.test_commands import typed
from tests.server.test_starting import newer
from tests.server.world import World, served


async def a_little_of_everything(world: World, executor: FakeExecutor) -> tuple[str, str]:
    """A run with weights of steps 0 and 5, and what it learns from."""
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.learn(1, 6)
    record = world.parts.runs.records.get(run)
    assert record is not None
    await until(lambda: record.run.step == 5)
    for step in (0, 5):
        worker.snapshot(step)
    kind = {"content-type": "application/zip"}
    answer = await world.http.post("/api/data?name=shapes.zip", content=packed(drawings()), headers=kind)
    return run, answer.json()["data"]


async def test_a_backup_taken_at_work_is_the_folder_of_that_moment(tmp_path: Path, executor: FakeExecutor) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    async with served(data, executor) as world:
        run, upload = await a_little_of_everything(world, executor)
        (await executor.worker(run)).snapshot(9)  # written, and not told of yet
        made = await anyio.to_thread.run_sync(backups.take, world.parts.settings, tmp_path / "copy.zip")
        assert (made.runs, made.file.stat().st_mode & 0o777) == (1, 0o600)
        (await executor.worker(run)).learn(6, 20)
        async with world.page() as page:
            await page.until(lambda frame: page.runs.get(run, {}).get("step", 0) == 19)
        assert {place.name for place in data.iterdir()} >= {"schoolyard.sqlite", "runs", "uploads"}
        assert not list(data.glob("backup-*"))
    other.mkdir()
    backups.put_back(made.file, other)
    async with served(other, FakeExecutor()) as world:
        body = await world.run(run)
        assert (body["state"], body["step"], body["snapshots"]) == ("interrupted", 5, [0, 5])
        curve = (await world.http.get(f"/api/runs/{run}/points?clock=batch")).json()["columns"]
        assert curve["step"] == [1, 2, 3, 4, 5]
        assert (await world.http.get(f"/api/data/{upload}")).content == packed(drawings())


def test_a_folder_that_goes_while_a_backup_is_taken_is_left_out_and_one_that_cannot_be_read_is_not(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arriving = tmp_path / "first" / "uploads" / "arriving-1"
    arriving.mkdir(parents=True)
    scandir, errors = os.scandir, [FileNotFoundError(), PermissionError()]

    def failing(place: Any) -> Any:
        if place == str(arriving):
            raise errors.pop(0)
        return scandir(place)

    monkeypatch.setattr(os, "scandir", failing)
    again = backups.take(Settings(data=tmp_path / "first"), tmp_path / "again.zip")
    with zipfile.ZipFile(again.file) as one, zipfile.ZipFile(copy) as other:
        assert one.namelist() == other.namelist()
    with pytest.raises(PermissionError):
        backups.take(Settings(data=tmp_path / "first"), tmp_path / "third.zip")


async def test_what_is_replaced_is_kept(tmp_path: Path, executor: FakeExecutor) -> None:
    data = tmp_path / "data"
    async with served(data, executor) as world:
        await a_little_of_everything(world, executor)
        backups.take(world.parts.settings, tmp_path)
    (copy,) = tmp_path.glob("schoolyard-*.zip")
    (data / "uploads" / "later").touch()
    before = {path.relative_to(data) for path in data.rglob("*") if path.is_file()} - {Path("server.lock")}
    code, written = typed("restore", str(copy), "--data", str(data))
    assert (code, "1 runs as of" in written) == (0, True)
    (kept,) = data.glob("replaced-*")
    assert {path.relative_to(kept) for path in kept.rglob("*") if path.is_file()} == before
    assert not (data / "uploads" / "later").exists()
    assert not (data / "restoring.part").exists()


async def test_a_folder_in_use_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "copy.zip").touch()
    with locked(Settings(data=tmp_path)):
        code, written = typed("restore", str(tmp_path / "copy.zip"), "--data", str(tmp_path))
    assert (code, "another Schoolyard server" in written) == (Exit.FOLDER_IN_USE, True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of a folder ``first``."""
    data = tmp_path / "first"
    data.mkdir()
    steps = last_steps(unpack(STORES[-1], data / "schoolyard.sqlite"))
    for run in steps:
        (data / "runs" / run).mkdir(parents=True)
        (data / "runs" / run / "step-000000001.safetensors").write_bytes(b"weights of " + run.encode())
    return backups.take(Settings(data=data), tmp_path / "copy.zip").file


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}
    change(contents)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in contents.items():
            packed.writestr(name, content)


def flipped(file: Path) -> None:
    def change(contents: dict[str, bytes]) -> None:
        name = next(name for name in contents if name.endswith(".safetensors"))
        contents[name] = contents[name][::-1]

    rewritten(file, change)


def one_less(file: Path) -> None:
    def change(contents: dict[str, bytes]) -> None:
        del contents["schoolyard.sqlite"]

    rewritten(file, change)


def one_more(file: Path) -> None:
    def change(contents: dict[str, bytes]) -> None:
        about = json.loads(contents[backups.LIST])
        about["files"]["runs/../elsewhere"] = {"bytes": 0, "sha256": ""}
        contents[backups.LIST], contents["runs/../elsewhere"] = json.dumps(about).encode(), b""

    rewritten(file, change)


def not_listed(file: Path) -> None:
    rewritten(file, lambda contents: contents.update({backups.LIST: b"[]"}))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def garbled(file: Path) -> None:
    """Within the store, which is deflated."""
    content = file.read_bytes()
    file.write_bytes(content[:100] + b"\xff" * 300 + content[400:])


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def no_zip(file: Path) -> None:
    file.write_text("Dear diary")


@pytest.mark.parametrize(
    "spoil", [flipped, one_less, one_more, not_listed, cut, garbled, no_zip, a_folder, Path.unlink]
)
def test_a_backup_that_is_not_whole_changes_nothing(copy: Path, spoil: Callable[[Path], None], tmp_path: Path) -> None:
    spoil(copy)
    data = tmp_path / "first"
    before = sorted(path.name for path in data.rglob("*"))
    with pytest.raises(CannotStart) as found:
        backups.put_back(copy, data)
    assert found.value.code == Exit.NOT_A_BACKUP
    assert sorted(path.name for path in data.rglob("*")) == before


def test_what_cannot_be_moved_is_where_it_was(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, rename = tmp_path / "first", Path.rename

    def held(source: Path, target: Path) -> Path:
        if source == data / "restoring.part" / "runs":
            raise PermissionError(13, "held by another program")
        return rename(source, target)

    before = sorted(path.relative_to(data) for path in data.rglob("*") if path.is_file())
    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(PermissionError):
        backups.put_back(copy, data)
    assert sorted(path.relative_to(data) for path in data.rglob("*") if path.is_file()) == before


def test_a_backup_of_a_later_version_is_left_alone(copy: Path, tmp_path: Path) -> None:
    store = tmp_path / "first" / "schoolyard.sqlite"
    newer(store)
    later = backups.take(Settings(data=tmp_path / "first"), tmp_path / "later.zip").file
    with pytest.raises(TooNew):
        backups.put_back(later, tmp_path / "first")


def test_nothing_is_written_over_and_nothing_half_left(copy: Path, tmp_path: Path) -> None:
    content = copy.read_bytes()
    code, written = typed("backup", str(copy), "--data", str(tmp_path / "first"))
    assert (code, "there already" in written) == (Exit.NOT_A_BACKUP, True)
    code, written = typed("backup", str(tmp_path / "new.zip"), "--data", str(tmp_path / "nowhere"))
    assert (code, "no runs" in written) == (Exit.NO_SUCH_FOLDER, True)
    code, written = typed("backup", str(tmp_path / "no" / "such" / "new.zip"), "--data", str(tmp_path / "first"))
    assert (code, "Traceback" in written) == (Exit.NOT_WRITABLE, False)
    assert copy.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {"copy.zip", "first"}
