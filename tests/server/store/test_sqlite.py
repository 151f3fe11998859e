"""What only a store in a SQLite file does: one file, read by connections that cannot write, in few steps."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.store.protocol import ReadFailed, TooNew
from server.store.sqlite import statements
from server.store.sqlite.schema import VERSION
from server.store.sqlite.store import SQLiteStore
from tests.server.store.written import make, points


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteStore]:
    async with SQLiteStore(tmp_path / "store.sqlite") as store:
        yield store


async def test_a_store_that_was_left_is_one_file(tmp_path: Path) -> None:
    async with SQLiteStore(tmp_path / "store.sqlite") as store:
        await make(store, "a")
        await store.load()
    assert [file.name for file in tmp_path.iterdir()] == ["store.sqlite"]


async def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(TooNew, match=str(VERSION + 1)):
        await SQLiteStore(path).__aenter__()


async def test_readers_cannot_write(store: SQLiteStore) -> None:
    with pytest.raises(ReadFailed, match="cannot be written"):
        await store._readers.do(lambda connection: connection.execute("DELETE FROM runs"))


async def test_a_run_is_read_in_as_many_steps_whatever_else_is_stored(store: SQLiteStore) -> None:
    """Opening one run touches the pages of that run, be there one or hundreds."""
    await make(store, "first")
    await store.append(points("first", 0, 3000))
    alone = await steps_of(store)
    for number in range(200):
        await make(store, f"run{number}")
        await store.append(points(f"run{number}", 0, 40))
    assert await steps_of(store) <= alone * 1.2


async def steps_of(store: SQLiteStore) -> int:
    """Instructions of SQLite's machine, in hundreds, that reading the first run takes."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    def work(connection: sqlite3.Connection) -> None:
        connection.set_progress_handler(tick, 100)
        statements.history(connection, "first", 2000)
        connection.set_progress_handler(None, 0)

    await store._readers.do(work)
    return count
