"""What every test may count on: a folder of its own for what is written, and asyncio for what is awaited."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch

from models.data.fetching.fetch import Dataset
from models.data.sets import cifar10, digits, emoji, fashion, plays
from tests import small_digits

# Made before anything is imported, so that no test can write where a person's runs are kept.
# The cache stays the user's: it is only read, and what fetches takes a folder of its own.
_data = tempfile.TemporaryDirectory(prefix="schoolyard-tests-", ignore_cleanup_errors=True)
os.environ["SCHOOLYARD_DATA"] = _data.name
torch.set_num_threads(1)  # as in a worker: threads of several processes that share two cores wait for each other


def pytest_unconfigure() -> None:
    _data.cleanup()


@pytest.fixture(autouse=True)
def the_same_random_numbers_each_time() -> None:
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def mnist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """MNIST, Fashion-MNIST, CIFAR-10, emoji, plays where this machine has them; else as many others in their place."""
    stand_ins: dict[ModuleType, Callable[[Path], Dataset]] = {
        digits: lambda cache: small_digits.place(cache, 60_000, 10_000),
        fashion: small_digits.place_fashion,
        cifar10: small_digits.place_cifar,
        emoji: small_digits.place_emoji,
        plays: small_digits.place_plays,
    }
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        for module, place in stand_ins.items():
            if module.available() is None:
                (cache / module.DATASET.name).symlink_to(module.DATASET.folder())
            else:
                patch.setattr(module, "DATASET", place(cache))
        patch.setenv("SCHOOLYARD_CACHE", str(cache))
        yield
