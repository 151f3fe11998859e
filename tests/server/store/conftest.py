"""Ends what tests of stores share."""

from collections.abc import Iterator

import pytest

from tests.server.store.implementations import SHARED


@pytest.fixture(scope="session", autouse=True)
def shared() -> Iterator[None]:
    yield
    SHARED.end()
