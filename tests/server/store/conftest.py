"""What tests of stores share: each kind of store, and an empty one of it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.store.protocol import Store
from tests.server.store.implementations import IMPLEMENTATIONS, SHARED, Implementation, Where


@pytest.fixture(scope="session", autouse=True)
def shared() -> Iterator[None]:
    yield
    SHARED.end()


@pytest.fixture(params=IMPLEMENTATIONS)
def implementation(request: pytest.FixtureRequest) -> Implementation:
    return IMPLEMENTATIONS[request.param]


@pytest.fixture
def place(implementation: Implementation, tmp_path: Path) -> Iterator[Where]:
    with implementation.place(tmp_path) as place:
        yield place


@pytest.fixture
async def store(implementation: Implementation, place: Where) -> AsyncIterator[Store]:
    async with implementation.store(place) as store:
        yield store
