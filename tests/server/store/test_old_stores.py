"""A store of every version that ever was opens with its runs, curves and events, and is copied before it is changed."""

import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.store.protocol import Damaged
from server.store.sqlite.opening import check, open_writer, prepare
from server.store.sqlite.schema import VERSION
from server.store.sqlite.store import SQLiteStore
from tests.server.fakes import FakeExecutor
from tests.server.store.old import STORES, unpack
from tests.server.world import served


def versions(path: Path) -> tuple[int, set[str]]:
    with closing(sqlite3.connect(path)) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(runs)")}
        return connection.execute("PRAGMA user_version").fetchone()[0], columns


def test_every_version_is_there() -> None:
    assert {int(store.name.partition("-")[0]) for store in STORES} >= set(range(1, VERSION + 1))
    assert all(store.stat().st_size < 20_000 for store in STORES)


@pytest.mark.parametrize("packed", STORES, ids=lambda store: store.name)
async def test_an_old_store_opens_with_its_runs_curves_and_events(packed: Path, tmp_path: Path) -> None:
    path = unpack(packed, tmp_path / "schoolyard.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        counts = dict(connection.execute("SELECT runs.id, count(*) FROM runs JOIN events ON run = key GROUP BY id"))
    async with served(tmp_path, FakeExecutor()) as world:
        bodies = [await world.run(run) for run in counts]
        for body in bodies:
            events = await world.parts.store.events(body["id"], 0, 10_000)
            assert len(events) == counts[body["id"]]
            epochs = (await world.http.get(f"/api/runs/{body['id']}/points?clock=epoch")).json()["columns"]
            assert epochs["step"] == sorted(epochs["step"])
            assert body["problem"] is None
        async with world.page() as page:
            await page.watch(**{f"_{body['id']}": 0 for body in bodies if not body["deleted"]})
            for body in bodies:
                if body["state"] == "finished":
                    await page.until_told_the_end(body["id"])
        assert {body["state"] for body in bodies} == {"finished", "stopped"}
        (made,) = await world.make()
        assert (await world.run(made))["state"] in ("queued", "starting")
    assert versions(path)[0] == check(path) == VERSION


@pytest.mark.parametrize("packed", STORES, ids=lambda store: store.name)
def test_a_copy_is_made_before_a_store_is_changed_and_the_log_names_it(
    packed: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = unpack(packed, tmp_path / "schoolyard.sqlite")
    before = versions(path)
    with caplog.at_level(logging.WARNING, "schoolyard"):
        prepare(path)
        prepare(path)
    copies = [file for file in tmp_path.iterdir() if "-version-" in file.name]
    assert len(copies) == len(caplog.records) == (before[0] != VERSION)
    for copied in copies:
        assert copied.name.startswith(f"schoolyard-version-{before[0]}-20")
        assert versions(copied) == before
        assert str(copied) in caplog.text
        assert copied.stat().st_mode & 0o777 == 0o600


def test_a_column_that_came_without_a_step_of_the_version_is_added(tmp_path: Path) -> None:
    """The first stores lack one of version 1, and still lack it where they were brought to version 2."""
    path = unpack(STORES[0], tmp_path / "schoolyard.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT ''")
        connection.execute("ALTER TABLE runs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0")
        connection.execute("PRAGMA user_version = 2")
    assert "parent" not in versions(path)[1]
    prepare(path)
    assert "parent" in versions(path)[1]
    assert len(list(tmp_path.glob("*-version-2-*"))) == 1


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = unpack(STORES[0], tmp_path / "schoolyard.sqlite")
    before = versions(path)
    monkeypatch.setattr("server.store.sqlite.opening.STEPS", {1: "ALTER TABLE runs ADD COLUMN note TEXT; NONSENSE"})
    with pytest.raises(Damaged):
        prepare(path)
    assert versions(path) == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "schoolyard.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (name TEXT)")
    content = path.read_bytes()
    with pytest.raises(Damaged, match="another program"):
        open_writer(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("noted", [one for one in STORES if one.name > "2"], ids=lambda store: store.name)
async def test_notes_and_pins_of_old_stores_are_there(noted: Path, tmp_path: Path) -> None:
    async with SQLiteStore(unpack(noted, tmp_path / "schoolyard.sqlite")) as store:
        runs = (await store.load()).runs
    assert [(run.note, run.pinned) for run in runs if run.note] == [("Look at step 3", True)]
    assert any(run.parent and json.loads(run.parent)["run"] for run in runs)
