"""What only PostgreSQL does: lost connections, restarts, full disks, locks; all of it by a real one."""

import asyncio
import logging
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from server.settings import Settings
from server.store.opening import prepare, shown
from server.store.postgresql import writer as writing
from server.store.postgresql.opening import Place
from server.store.postgresql.store import PostgreSQLStore
from server.store.protocol import Damaged, Locked, NotWritable, ReadFailed, TooNew, Unreachable, WriteFailed
from tests.postgresql import PostgreSQL, made, running
from tests.server.fakes import until
from tests.server.store.implementations import SHARED
from tests.server.store.written import entry, make, points

FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON schoolyard.events FOR EACH STATEMENT EXECUTE FUNCTION full_disk()
"""


@pytest.fixture
def url() -> Iterator[str]:
    with made(SHARED.get()) as url:
        yield url


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchall() if found.description else []


def cut(url: str) -> None:
    """Every connection to the database but this one."""
    execute(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                 " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip


async def test_connections_that_are_lost_again_and_again_lose_and_double_nothing(url: str) -> None:
    async with PostgreSQLStore(Place(url)) as store:
        await make(store, "a", "b")

        async def write(run: str) -> list[int]:
            return [await store.append(points(run, 1 + 5 * turn, 6 + 5 * turn)) for turn in range(40)]

        tasks = [asyncio.create_task(write(run)) for run in ("a", "b")]
        cuts = 0
        while not all(task.done() for task in tasks):
            await asyncio.to_thread(cut, url)
            cuts += 1
            await asyncio.sleep(0.1)
        assert cuts
        for run, task in zip(("a", "b"), tasks, strict=True):
            assert await task == list(range(2, 42))
            assert [event.seq for event in await store.events(run, 0, 1000)] == list(range(1, 42))
            assert (await store.curve(run, "batch", 0, 10_000, 10_000))[0].steps.tolist() == list(range(1, 201))


async def test_a_commit_whose_answer_was_lost_is_not_done_twice(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with PostgreSQLStore(Place(url)) as store:
        await make(store, "a")
        batch = store._writer._batch
        assert batch is not None
        commit_truly = batch.commit

        def answer_lost(mark: int, on_disk: bool) -> None:
            commit_truly(mark, on_disk)
            batch.connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(batch, "commit", answer_lost)
        assert await store.append(entry("a")) == 2
        assert store._writer._batch is not batch
        assert await store.append(entry("a")) == 3
        assert len(await store.events("a", 0, 10)) == 3


async def test_a_database_that_starts_again_is_waited_for_and_said_to_be_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with running() as server, made(server) as url:
        async with PostgreSQLStore(Place(url)) as store:
            await make(store, "a")
            for mode in ("fast", "immediate"):
                server.stop(mode)
                with caplog.at_level(logging.WARNING, "schoolyard"):
                    waiting = asyncio.create_task(store.append(entry("a")))
                    await until(lambda: store._writer.waiting is not None)
                assert "the database cannot be reached" in (await store.trouble() or "")
                reading = asyncio.create_task(store.load())
                await asyncio.sleep(0.05)
                assert not waiting.done()
                server.start()
                assert await waiting == {"fast": 2, "immediate": 3}[mode]
                assert [run.seq for run in (await reading).runs]
                assert await store.trouble() is None
        ours = [record for record in caplog.records if record.name == "schoolyard"]
    assert [record.getMessage().split(":")[0] for record in ours] == [
            "The store waits", "The store writes again.",
        ] * 2  # fmt: skip


class Ending:
    """A database that ends without having written what is committed but need not be on the disk, and starts again."""

    def __init__(self, server: PostgreSQL) -> None:
        self._server = server
        self._writes = self._writer()
        os.kill(self._writes, signal.SIGSTOP)

    def _writer(self) -> int:
        found = self._server.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'")
        assert isinstance(found[0][0], int)
        return found[0][0]

    def end(self) -> None:
        os.kill(self._writes, signal.SIGKILL)
        for _ in range(200):
            with suppress(psycopg.OperationalError, IndexError):
                if self._writer() != self._writes:
                    return
            time.sleep(0.05)
        raise AssertionError("the database did not start again")


async def test_what_a_database_loses_that_ends_before_its_disk_knows_is_done_once_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(writing, "UNTIL_ON_DISK", 1000.0)
    with running() as server, made(server) as url:
        async with PostgreSQLStore(Place(url)) as store:
            await make(store, "a", "b")
            ending = Ending(server)
            for turn in range(3):
                assert await store.append(points("a", 1 + 4 * turn, 5 + 4 * turn)) == 2 + turn
            await asyncio.gather(store.append(entry("b")), store.append(entry("a")))
            ending.end()
            assert execute(url, "SELECT count(*) FROM schoolyard.events") == [(2,)]
            assert [event.seq for event in await store.events("a", 0, 99)] == [1, 2, 3, 4, 5]
            assert [event.seq for event in await store.events("b", 0, 99)] == [1, 2]
            assert (await store.curve("a", "batch", 0, 99, 99))[0].steps.tolist() == list(range(1, 13))
            assert await store.append(entry("a")) == 6
            assert await store.append(entry("b")) == 3
            ending = Ending(server)
        ending.end()
        async with PostgreSQLStore(Place(url)) as store:
            assert [run.seq for run in (await store.load()).runs] == [6, 3]
    assert "The database lost the last 5 writes when it ended" in caplog.text


async def test_what_was_committed_is_on_the_disk_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "UNTIL_ON_DISK", 0.05)
    with running() as server, made(server) as url:
        async with PostgreSQLStore(Place(url)) as store:
            await make(store, "a")
            ending = Ending(server)
            assert await store.append(entry("a")) == 2
            await until(lambda: not store._writer._kept)
            ending.end()
            assert execute(url, "SELECT count(*) FROM schoolyard.events") == [(2,)]


async def test_patience_has_an_end_and_what_came_too_late_was_not_stored(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.2)
    async with PostgreSQLStore(Place(url)) as store:
        await make(store, "a")
        execute(url, FULL)
        with pytest.raises(WriteFailed, match="the disk of the database is full"):
            await store.append(points("a", 1, 5))
        execute(url, "DROP TRIGGER full_disk ON schoolyard.events")
        assert await store.append(entry("a")) == 2
        assert len((await store.curve("a", "batch", 0, 9, 9))[0]) == 0


async def test_a_full_disk_is_waited_for_while_it_is_said(url: str) -> None:
    async with PostgreSQLStore(Place(url)) as store:
        await make(store, "a")
        execute(url, FULL)
        waiting = asyncio.create_task(store.append(points("a", 1, 5)))
        await until(lambda: store._writer.waiting is not None)
        assert await store.trouble() == "the store could not write: the disk of the database is full"
        execute(url, "DROP TRIGGER full_disk ON schoolyard.events")
        assert await waiting == 2
        assert len((await store.curve("a", "batch", 0, 9, 9))[0]) == 4


async def test_a_server_that_ends_while_the_database_is_away_does_not_wait_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "CLOSING", 0.2)
    with running() as server, made(server) as url:
        async with PostgreSQLStore(Place(url)) as store:
            await make(store, "a")
            server.stop()
            waiting = asyncio.create_task(store.append(entry("a")))
            await until(lambda: store._writer.waiting is not None)
        with pytest.raises(WriteFailed, match="cannot be reached"):
            await waiting
        server.start()


async def test_one_server_owns_its_runs_and_others_lie_beside_them(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.postgresql.opening.PATIENCE", 0.0)
    async with PostgreSQLStore(Place(url)) as store:
        await make(store, "a")
        with pytest.raises(Locked, match="another Schoolyard server called schoolyard keeps its runs"):
            async with PostgreSQLStore(Place(url)):
                pass
        async with PostgreSQLStore(Place(url, "room-2")) as other:
            await make(other, "a")
            await other.append(entry("a"))
            assert [run.seq for run in (await other.load()).runs] == [2]
        assert [run.seq for run in (await store.load()).runs] == [1]
    async with PostgreSQLStore(Place(url)) as store:
        assert len((await store.load()).runs) == 1


async def test_who_lost_its_connection_and_its_place_writes_no_more(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with PostgreSQLStore(Place(url)) as store:
        await make(store, "a")
        cut(url)
        async with PostgreSQLStore(Place(url)) as second:
            await second.append(entry("a"))
            with pytest.raises(WriteFailed, match="another Schoolyard server"):
                await store.append(entry("a"))
        assert await store.append(entry("a")) == 3


async def test_what_is_not_ours_or_later_than_we_know_is_refused_and_left_as_it_is(url: str) -> None:
    settings = Settings(postgresql=url)
    execute(url, "CREATE SCHEMA schoolyard; CREATE TABLE schoolyard.pupils (name text)")
    with pytest.raises(Damaged, match="another program"):
        prepare(settings)
    execute(url, "DROP SCHEMA schoolyard CASCADE")
    prepare(settings)
    execute(url, "UPDATE schoolyard.store SET version = 99")
    with pytest.raises(TooNew, match="version 99"):
        prepare(settings)
    assert execute(url, "SELECT version FROM schoolyard.store") == [(99,)]


def test_where_nobody_answers_or_lets_us_in_that_is_said_without_the_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.postgresql.opening.PATIENCE", 0.0)
    with pytest.raises(Unreachable) as refused:
        prepare(Settings(postgresql="postgresql://me:secret@127.0.0.1:9/school"))
    assert "the database school on 127.0.0.1:9" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert shown(Settings(postgresql="postgresql://me:secret@db/school")) == "the database school on db"
    with pytest.raises(Unreachable, match='"nowhere" does not exist'):
        prepare(Settings(postgresql=re.sub("test_[0-9a-f]+", "nowhere", url)))


async def test_an_account_that_may_only_read_is_told_so(url: str) -> None:
    prepare(Settings(postgresql=url))
    name = f"reader_{url.split('test_')[1][:6]}"
    execute(url, f"CREATE ROLE {name} LOGIN")
    try:
        with pytest.raises(NotWritable):
            prepare(Settings(postgresql=url.replace("tests@", f"{name}@")))
    finally:
        execute(url, f"DROP ROLE {name}")


async def test_a_read_that_fails_for_good_is_told_at_once(url: str) -> None:
    async with PostgreSQLStore(Place(url)) as store:
        await make(store, "a")
        execute(url, "ALTER TABLE schoolyard.stretches RENAME TO torn")
        with pytest.raises(ReadFailed, match="the store could not read"):
            await store.history("a", 10)
        assert len((await store.load()).runs) == 1


def test_it_is_of_a_server_that_runs_as_an_ordinary_user() -> None:
    shared: PostgreSQL = SHARED.get()
    assert (shared.folder / "data").stat().st_uid != 0
    ((version,),) = shared.execute("SHOW server_version_num")
    assert int(str(version)) >= 150_000
