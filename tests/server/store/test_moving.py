"""A store is moved whole, in both directions, and what would come out otherwise is not moved at all."""

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.__main__ import app
from server.backups import put_back, take
from server.settings import Settings
from server.store.moving import COLUMNS, Empty, NotMoved, Row, Rows, move
from server.store.opening import filled, prepare, rows_of, store_of
from server.store.protocol import Store
from server.store.rows import AttemptRow
from tests.postgresql import made
from tests.server.store.implementations import SHARED
from tests.server.store.old import STORES, unpack
from tests.server.store.written import entry, make, points

EVERY = {table: list[Row]() for table in COLUMNS}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Settings]:
    with made(SHARED.get()) as url:
        yield Settings(data=tmp_path, postgresql=url)


def all_rows(settings: Settings) -> dict[str, list[Row]]:
    with rows_of(settings, alone=True) as rows:
        return {table: list(rows.rows(table)) for table in COLUMNS}


def moved(source: Settings, target: Settings) -> dict[str, int]:
    with rows_of(source, alone=True) as rows, filled(target) as empty:
        return move(rows, empty)


async def write(store: Store) -> None:
    await make(store, "z", "b")
    await store.append(points("z", 1, 300))
    await store.append(replace(entry("z", step=299, last=True), facts='{"é":1e22,"minus":-0.0,"wide":"\\u0000"}'))
    await store.begin(AttemptRow("z", 2, "queued", from_step=40), entry("z", attempt=2))
    await store.append(points("z", 41, 90, attempt=2))
    await store.set_remarks("b", "A note\nin two lines: 猫 'quoted' \\ \t", True)
    await store.set_deleted("b", "2026-02-02")


async def test_there_and_back_again_every_row_is_as_it_was(database: Settings, tmp_path: Path) -> None:
    first, last = Settings(data=tmp_path, postgresql=""), Settings(data=tmp_path / "back", postgresql="")
    last.data.mkdir()
    async with store_of(first) as store:
        await write(store)
    written = all_rows(first)
    counts = {table: len(rows) for table, rows in written.items()}
    assert moved(first, database) == counts
    assert (counts["runs"], counts["attempts"], counts["events"]) == (2, 3, 6)
    assert counts["stretches"] > 3
    assert moved(database, last) == counts
    assert all_rows(first) == all_rows(database) == all_rows(last) == written
    for settings in (database, last):
        async with store_of(settings) as store:  # and goes on
            assert await store.append(points("z", 90, 95, attempt=2)) == 6
            assert (await store.curve("z", "batch", 0, 999, 999))[0].steps.tolist() == list(range(1, 95))


@pytest.mark.parametrize("packed", STORES, ids=lambda packed: packed.name)
def test_the_store_of_each_earlier_version_is_moved_with_all_that_its_runs_were(
    packed: Path, database: Settings, tmp_path: Path
) -> None:
    source = Settings(data=tmp_path, postgresql="")
    unpack(packed, source.database)
    prepare(source)
    counts = moved(source, database)
    assert counts["runs"]
    assert counts["events"]
    assert all_rows(source) == all_rows(database)


class Altered:
    """Another store's rows, with one that comes out otherwise."""

    def __init__(self, rows: Rows, table: str) -> None:
        self._rows, self._table, self._asked = rows, table, 0

    def rows(self, table: str) -> Generator[Row, None, None]:
        self._asked += table == self._table
        for number, row in enumerate(self._rows.rows(table)):
            altered = table == self._table and self._asked > 1 and number == 1
            yield (*row[:-1], b"" if isinstance(row[-1], bytes) else "otherwise") if altered else row


@pytest.mark.parametrize(("table", "column"), [("runs", "pinned"), ("events", "body"), ("stretches", "rows")])
@pytest.mark.parametrize("to_database", [True, False])
async def test_a_row_that_comes_out_otherwise_is_named_and_nothing_is_moved(
    table: str, column: str, to_database: bool, database: Settings, tmp_path: Path
) -> None:
    file = Settings(data=tmp_path, postgresql="")
    source, target = (file, database) if to_database else (database, file)
    async with store_of(source) as store:
        await write(store)
    with (
        pytest.raises(NotMoved, match=rf"row 2 of {table}, of \w, came out otherwise \({column}\)"),
        rows_of(source, alone=True) as rows,
        filled(target) as empty,
    ):
        move(Altered(rows, table), empty)
    prepare(target)
    assert all_rows(target) == EVERY


async def test_a_store_that_has_runs_is_not_written_over(database: Settings, tmp_path: Path) -> None:
    file = Settings(data=tmp_path, postgresql="")
    for settings in (file, database):
        async with store_of(settings) as store:
            await make(store, "a")
    for source, target in ((file, database), (database, file)):
        opening: AbstractContextManager[Empty] = filled(target)
        with pytest.raises(NotMoved, match="already"), opening as empty, rows_of(source, alone=True) as rows:
            move(rows, empty)
    with filled(database.but(server="another")) as empty, rows_of(file, alone=True) as rows:
        assert move(rows, empty)["runs"] == 1


async def test_the_command_moves_and_says_how_much_and_refuses_in_words(database: Settings, tmp_path: Path) -> None:
    async with store_of(Settings(data=tmp_path, postgresql="")) as store:
        await write(store)

    def run_move(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["move", "--data", str(tmp_path), *arguments])
        return result.exit_code, result.output

    code, words = run_move("--to", database.postgresql)
    assert code == 0, words
    assert "Moved and compared row by row: 1 races, 2 runs, 3 attempts, 6 events" in words
    assert run_move("--to", database.postgresql)[0] == 16
    code, words = run_move("--to", "sqlite")
    assert (code, "no runs elsewhere" in words) == (16, True)
    code, words = run_move("--to", "mysql://x")
    assert (code, "postgresql://user@host/name" in words) == (2, True)
    async with store_of(database):  # a server at work
        code, words = run_move("--database", database.postgresql, "--to", "sqlite")
    assert (code, "another Schoolyard server" in words) == (12, True)


async def test_a_backup_of_a_database_is_a_folder_that_can_be_put_back_anywhere(
    database: Settings, tmp_path: Path
) -> None:
    async with store_of(database) as store:
        await write(store)
        backup = take(database, tmp_path / "all.zip")
    back = Settings(data=tmp_path / "back", postgresql="")
    back.data.mkdir()
    assert put_back(backup.file, back.data)[0].runs == 2
    assert all_rows(back) == all_rows(database)
