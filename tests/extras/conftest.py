"""In which order the folders begin, and which is one process's alone: ``make test-extras`` has three processes."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONG = ("ray", "image", "postgresql")
"""Folders that begin first: what takes a minute and begins last is waited for by all."""
SHARED = {"ray", "image"}
"""Folders whose tests need one thing that takes long to make: a cluster, of which there is one at a time, a wheel."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folders = {item: folder_of(item) for item in items}
    for item, folder in folders.items():
        if folder in SHARED:
            item.add_marker(pytest.mark.xdist_group(folder))
    items.sort(key=lambda item: LONG.index(folders[item]) if folders[item] in LONG else len(LONG))


def folder_of(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
