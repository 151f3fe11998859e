"""In which order tests begin, and what is one process's alone: ``make test-extras`` has three processes.

xdist has groups, but what it writes for them nobody reads since pytest 9.2: findings/xdist_groups_are_lost.sh.
"""

from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
LONG = ("ray", "image", "postgresql", "exports/test_try_page", "exports/test_taken_away", "exports/test_tensorboard")
"""What begins first, in this order: what takes long and begins last is waited for by all."""
SHARED = ("tests/extras/ray/", "tests/extras/image/", "tests/extras/exports/test_try_page.py")
"""Tests that need one thing which takes long to make: a cluster, of which there is one at a time, a wheel, a server."""


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """Each test goes to whichever process is free, but for those that share something."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for shared in SHARED if nodeid.startswith(shared)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Sharing(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=place)


def place(item: pytest.Item) -> int:
    file = item.path.relative_to(HERE).as_posix() if item.path.is_relative_to(HERE) else ""
    return next((number for number, long in enumerate(LONG) if file.startswith(long)), len(LONG))
