"""Weights on disk: whole or not there, and a disk that takes no more ends no training."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch

from models.checkpoints import Saved, Snapshot
from models.events import Checkpoint, Notice
from server.executors.keeping import Keeper, loaded

LARGE = 10_000
"""Numbers, four bytes each."""


def snapshot(step: int) -> Snapshot:
    saved = Saved({"weight": torch.full((LARGE,), float(step))})
    return Snapshot(step, step / 10, False, lambda: saved, lambda: saved, due=True)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="files cannot be limited there")
def test_what_the_system_does_not_write_is_said_once_and_later_weights_are_kept(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    with no_file_larger_than(LARGE):
        (notice,) = keeper.offer(snapshot(1))
        assert keeper.offer(snapshot(2)) == []
    assert isinstance(notice, Notice)
    assert (notice.code, notice.text) == (
        "disk full",
        "The weights could not be kept: File too large. Training goes on.",
    )
    assert list(tmp_path.iterdir()) == []
    assert [type(one) for one in keeper.offer(snapshot(3))] == [Checkpoint, Checkpoint]
    assert loaded(keeper.path(3)).tensors["weight"].tolist() == [3.0] * LARGE


def test_what_a_killed_worker_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    Keeper(tmp_path).offer(snapshot(1))
    for torn in ("step-000000002.part", ".tmpa1b2c3"):
        (tmp_path / torn).write_bytes(b"half")
    assert Keeper(tmp_path).kept == [1]
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "checkpoint-000000001.safetensors",
        "step-000000001.safetensors",
    ]
