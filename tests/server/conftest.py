"""A server of each test's own, whose workers the test plays."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.fakes import FakeExecutor
from tests.server.world import World, served


@pytest.fixture
async def executor() -> FakeExecutor:
    return FakeExecutor()


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor) as world:
        yield world
