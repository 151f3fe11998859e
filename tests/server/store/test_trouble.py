"""What keeps the store from writing or reading is waited for where it passes, and said in words where it does not."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from models.events import Notice
from server.store.protocol import ReadFailed, WriteFailed
from server.store.rows import History
from server.store.sqlite import statements
from server.store.sqlite.store import SQLiteStore
from tests.server.fakes import FakeExecutor, until
from tests.server.store.written import entry, make
from tests.server.world import SPEC, World


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SQLiteStore]:
    monkeypatch.setattr("server.store.sqlite.opening.SECONDS", 0.01)
    (tmp_path / "data").mkdir()
    async with SQLiteStore(tmp_path / "data" / "store.sqlite") as store:
        yield store


async def test_what_is_written_waits_for_another_program_and_is_then_kept(
    store: SQLiteStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await make(store, "a")
    with closing(sqlite3.connect(tmp_path / "data" / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.WARNING, "schoolyard"):
            writing = asyncio.create_task(store.append(entry("a")))
            await until(lambda: store._writer.waiting)
        assert await store.trouble() == "the store could not write: another program holds the file"
        assert len(caplog.records) == 1
        other.execute("ROLLBACK")
    assert await writing == 2
    assert await store.trouble() is None


async def test_patience_has_an_end(store: SQLiteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.sqlite.writer.PATIENCE", 0.05)
    await make(store, "a")
    with closing(sqlite3.connect(tmp_path / "data" / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WriteFailed, match="another program"):
            await store.append(entry("a"))
    assert await store.append(entry("a")) == 2


async def test_a_folder_that_is_moved_away_takes_nothing_and_put_back_it_goes_on(
    store: SQLiteStore, tmp_path: Path
) -> None:
    await make(store, "a")
    folder, away = tmp_path / "data", tmp_path / "away"
    folder.rename(away)
    folder.mkdir()
    for _ in range(2):
        with pytest.raises(WriteFailed, match="deleted, moved or replaced"):
            await store.append(entry("a"))
        (folder / "store.sqlite").touch()
    assert "replaced" in (await store.trouble() or "")
    (folder / "store.sqlite").unlink()
    folder.rmdir()
    away.rename(folder)
    assert await store.append(entry("a")) == 2


async def test_a_damaged_page_is_said_to_whoever_reads_it(store: SQLiteStore, tmp_path: Path) -> None:
    await make(store, "a")

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("SELECT * FROM absent")

    with pytest.raises(ReadFailed, match="the store could not read: no such table"):
        await store._readers.do(broken)


async def test_runs_pages_and_supervisors_are_told_that_the_folder_is_gone(
    world: World, executor: FakeExecutor, tmp_path: Path
) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    await world.state(run, "running")
    store = world.parts.settings.database
    store.rename(tmp_path / "elsewhere")
    worker.say(Notice(code="worker", text="Anything.", step=1, epoch=0.1))
    failed = await world.state(run)
    assert (failed["state"], "deleted, moved or replaced" in failed["reason"]["text"]) == ("failed", True)
    health = await world.http.get("/healthz")
    assert (health.status_code, "replaced" in health.json()["detail"]) == (503, True)
    refused = await world.http.post("/api/runs", json={"spec": SPEC})
    assert (refused.status_code, "replaced" in refused.json()["detail"]) == (507, True)
    (tmp_path / "elsewhere").rename(store)
    assert (await world.http.get("/healthz")).status_code == 200


async def test_a_run_whose_curve_is_damaged_is_told_to_be_and_all_others_are_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, other = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
    read = statements.history

    def torn(connection: sqlite3.Connection, run: str, most: int) -> History:
        if run == damaged:
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
        return read(connection, run, most)

    monkeypatch.setattr(statements, "history", torn)
    async with world.page() as page:
        await page.watch(**{f"_{damaged}": 0, f"_{other}": 0})
        trouble = await page.until(lambda frame: frame["type"] == "trouble")
        assert trouble["text"]["text"].endswith("cannot be shown: the store could not read: the file is damaged.")
        await page.until(lambda frame: frame["type"] == "caught_up" and frame["run"] == other)
    with pytest.raises(ReadFailed):
        await world.parts.store.history(damaged, 10)
    forks = await world.http.get(f"/api/runs/{damaged}/fork")
    assert (forks.status_code, forks.json()["title"]) == (503, "Not read")
