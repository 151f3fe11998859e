"""What every test may count on: a folder of its own for what is written, and asyncio for what is awaited."""

import os
import tempfile
from collections.abc import Iterator

import pytest

from models.data.sets import digits, fashion
from tests import small_digits

# Made before anything is imported, so that no test can write where a person's runs are kept.
# The cache stays the user's: it is only read, and what fetches takes a folder of its own.
_data = tempfile.TemporaryDirectory(prefix="schoolyard-tests-", ignore_cleanup_errors=True)
os.environ["SCHOOLYARD_DATA"] = _data.name


def pytest_unconfigure() -> None:
    _data.cleanup()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def mnist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """MNIST and its like where this machine has all; else as many made-up pictures in their place."""
    if digits.available() is None and fashion.available() is None:
        yield
        return
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digits, "DATASET", small_digits.place(cache, 60_000, 10_000))
        patch.setattr(fashion, "DATASET", small_digits.place_fashion(cache))
        patch.setenv("SCHOOLYARD_CACHE", str(cache))
        yield
