"""What every test may count on: a folder of its own for what is written, and asyncio for what is awaited."""

import os
import tempfile

import pytest

# Made before anything is imported, so that no test can write where a person's runs are kept.
# The cache stays the user's: it is only read, and what fetches takes a folder of its own.
_data = tempfile.TemporaryDirectory(prefix="schoolyard-tests-", ignore_cleanup_errors=True)
os.environ["SCHOOLYARD_DATA"] = _data.name


def pytest_unconfigure() -> None:
    _data.cleanup()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
