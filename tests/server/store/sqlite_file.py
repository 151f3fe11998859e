"""What tests do to the SQLite file behind a store, from within its own connection."""

from typing import Any

from server.store.protocol import Store
from server.store.sqlite.store import SQLiteStore


async def execute(store: Store, statement: str) -> Any:
    """The first row of the answer."""
    assert isinstance(store, SQLiteStore)
    return await store._writer.do(lambda connection: connection.execute(statement).fetchone())


async def fill_disk(store: Store) -> None:
    """From now on the file can grow by nothing."""
    (pages,) = await execute(store, "PRAGMA page_count")
    await execute(store, f"PRAGMA max_page_count = {pages}")


async def make_room(store: Store) -> None:
    await execute(store, "PRAGMA max_page_count = 1000000")
