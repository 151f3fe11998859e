"""The store keeps what it said it kept, in order, and refuses what comes from the past."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest

from server.store.pyramid import lists, table
from server.store.rows import AttemptRow, Entry, RaceRow, RunRow
from server.store.sqlite.opening import TooNew
from server.store.sqlite.readers import NotRead
from server.store.sqlite.schema import VERSION
from server.store.sqlite.statements import Fenced, Unknown
from server.store.sqlite.store import Store
from server.store.sqlite.writer import Closed, NotKept


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "store.sqlite")
    await store.open()
    yield store
    await store.close()


def row(name: str, race: str | None = None) -> RunRow:
    return RunRow(name, "teacher", race, name, "{}", "{}", "2026-01-01", 1, "{}")


def entry(run: str, attempt: int = 1, step: int = 0, last: bool = False) -> Entry:
    return Entry(run, attempt, "notice", b'{"type":"notice"}', "2026-01-01", step, "{}", last=last)


def points(run: str, first: int, last: int, attempt: int = 1) -> Entry:
    rows = table({"step": list(range(first, last)), "loss": [1 / (1 + step) for step in range(first, last)]})
    return Entry(run, attempt, "points", b'{"type":"points"}', "2026-01-01", last - 1, "{}", ("batch", rows))


async def make(store: Store, *names: str) -> None:
    race = RaceRow("race", "teacher", "", "") if len(names) > 1 else None
    rows = [row(name, "race" if race else None) for name in names]
    await store.create(race, rows, [AttemptRow(name, 1, "queued") for name in names], [entry(name) for name in names])


async def test_events_are_numbered_without_gaps_whoever_writes_at_once(store: Store) -> None:
    await make(store, "a", "b")
    numbers: dict[str, list[int]] = {"a": [], "b": []}

    async def write(run: str) -> None:
        numbers[run].append(await store.append(entry(run)))

    async with anyio.create_task_group() as group:
        for _ in range(200):
            group.start_soon(write, "a")
            group.start_soon(write, "b")
    assert sorted(numbers["a"]) == sorted(numbers["b"]) == list(range(2, 202))
    assert [kept.seq for kept in await store.events("a", 190, 100)] == list(range(191, 202))


async def test_an_attempt_that_is_over_writes_no_more(store: Store) -> None:
    await make(store, "a")
    await store.append(entry("a", last=True))
    with pytest.raises(Fenced):
        await store.append(entry("a"))


async def test_an_old_attempt_is_fenced_off_by_a_new_one(store: Store) -> None:
    await make(store, "a")
    with pytest.raises(Fenced):
        await store.begin(AttemptRow("a", 2, "queued"), entry("a", attempt=2))
    await store.append(entry("a", last=True))
    await store.begin(AttemptRow("a", 2, "queued"), entry("a", attempt=2))
    with pytest.raises(Fenced):
        await store.append(entry("a", attempt=1))
    with pytest.raises(Fenced):
        await store.append(points("a", 0, 5, attempt=1))
    assert len((await store.curve("a", "batch", 0, 99, 99))[0]) == 0
    assert await store.append(entry("a", attempt=2)) == 4


async def test_what_is_told_again_of_a_step_takes_the_place_of_what_was_told(store: Store) -> None:
    await make(store, "a")
    await store.append(points("a", 0, 101))
    await store.append(points("a", 100, 103))
    curve, _ = await store.curve("a", "batch", 0, 1000, 1000)
    assert lists(curve)["step"] == list(range(103))


async def test_a_new_attempt_voids_what_lies_beyond_its_beginning(store: Store) -> None:
    await make(store, "a")
    await store.append(points("a", 1, 101))
    await store.append(entry("a", step=30))
    await store.append(entry("a", step=90))
    await store.append(entry("a", last=True))
    await store.begin(AttemptRow("a", 2, "queued", from_step=50), entry("a", attempt=2))
    await store.append(points("a", 51, 61, attempt=2))
    curve, _ = await store.curve("a", "batch", 0, 1000, 1000)
    assert lists(curve)["step"] == list(range(1, 61))
    told = await store.told("a", 1000)
    assert len(told.events) == 4
    assert (await store.load()).runs[0].reset == 6


async def test_one_piece_of_work_that_fails_undoes_only_itself(store: Store) -> None:
    outcomes: list[object] = []

    async def keep(name: str) -> None:
        try:
            await make(store, name)
            outcomes.append(name)
        except NotKept:
            outcomes.append(None)

    async with anyio.create_task_group() as group:
        for name in ("a", "b", "a", "c"):
            group.start_soon(keep, name)
    assert sorted(map(str, outcomes)) == ["None", "a", "b", "c"]
    assert [run.id for run in (await store.load()).runs] == ["a", "b", "c"]


async def test_a_race_is_kept_whole_or_not_at_all(store: Store) -> None:
    await make(store, "a")
    with pytest.raises(NotKept):
        await make(store, "b", "a")
    everything = await store.load()
    assert ([run.id for run in everything.runs], everything.races) == (["a"], [])


async def test_what_was_kept_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    for turn in range(3):
        store = Store(path)
        await store.open()
        await make(store, f"run{turn}")
        await store.append(points(f"run{turn}", 0, 100))
        await store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["store.sqlite"]
    store = Store(path)
    await store.open()
    assert len((await store.load()).runs) == 3
    assert len((await store.curve("run1", "batch", 0, 1000, 1000))[0]) == 100
    await store.close()


async def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    store = Store(path)
    with pytest.raises(TooNew, match=str(VERSION + 1)):
        await store.open()
    await store.close()


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    await store.open()
    await store.close()
    with pytest.raises(Closed):
        await store.append(entry("a"))
    with pytest.raises(Closed):
        await store.load()


async def test_what_is_not_there_is_unknown(store: Store) -> None:
    with pytest.raises(Unknown):
        await store.told("nobody", 10)
    with pytest.raises(Unknown):
        await store.append(entry("nobody"))


async def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(NotRead, match="cannot be written"):
        await store._readers.do(lambda connection: connection.execute("DELETE FROM runs"))


async def test_a_run_is_told_in_as_many_rows_whatever_else_is_kept(store: Store) -> None:
    """Opening one run touches the pages of that run, be there one or hundreds."""
    await make(store, "first")
    await store.append(points("first", 0, 3000))
    alone = await steps_of(store)
    for number in range(200):
        await make(store, f"run{number}")
        await store.append(points(f"run{number}", 0, 40))
    assert await steps_of(store) <= alone * 1.2


async def steps_of(store: Store) -> int:
    """Instructions of SQLite's machine, in hundreds, that telling the first run takes."""
    from server.store.sqlite import statements

    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    def work(connection: sqlite3.Connection) -> None:
        connection.set_progress_handler(tick, 100)
        statements.told(connection, "first", 2000)
        connection.set_progress_handler(None, 0)

    await store._readers.do(work)
    return count
