"""Weights on disk: whole or not there, and a disk that takes no more ends no training."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch

from models.events import Checkpoint, Notice
from models.training.checkpoints import Saved, Snapshot
from server.weights.folder import WeightFolder
from server.weights.keeper import Keeper

LARGE = 10_000
"""Numbers, four bytes each."""


def snapshot(step: int, best: int | None = None, due: bool = True) -> Snapshot:
    saved = Saved({"weight": torch.full((LARGE,), float(step))})
    return Snapshot(step, step / 10, best, lambda: saved, lambda: saved, due)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A disk that takes nothing until the event is set."""
    may_go, really = threading.Event(), WeightFolder.write

    def slowly(*given: Any, **more: Any) -> int:
        may_go.wait(30)
        return really(*given, **more)

    monkeypatch.setattr(WeightFolder, "write", slowly)
    return may_go


def keeper_of(root: Path) -> Keeper:
    return Keeper(WeightFolder(root), "run")


def steps(said: list[Checkpoint | Notice]) -> list[tuple[int | None, bool]]:
    """(step, best) of what was written."""
    return [(one.step, one.best) for one in said if isinstance(one, Checkpoint) and one.full]


def test_training_does_not_wait_for_the_disk_and_the_best_is_kept_all_the_same(
    tmp_path: Path, held: threading.Event
) -> None:
    keeper = keeper_of(tmp_path)
    assert keeper.offer(snapshot(1, best=1, due=False)) == []
    assert keeper.offer(snapshot(2, best=2, due=False)) == []
    assert keeper.offer(snapshot(3, best=2, due=False)) == []
    assert keeper.collect() == []
    held.set()
    assert steps(keeper.collect(wait=True)) == [(1, True)]
    assert steps(keeper.offer(snapshot(4, best=2))) == [(2, True), (4, False)]
    assert keeper.steps == [1, 2, 4]
    assert sorted(file.name for file in (tmp_path / "run").glob("checkpoint*")) == [
        "checkpoint-000000002.safetensors",
        "checkpoint-000000004.safetensors",
    ]


def test_the_whole_state_is_written_more_rarely_and_that_of_the_best_is_not_lost(tmp_path: Path) -> None:
    keeper = keeper_of(tmp_path)
    keeper.offer(snapshot(1, best=1, due=False))
    said = keeper.collect(wait=True)
    for step in (2, 3):
        keeper.idle_until = 0.0  # the disk has rested
        said += [*keeper.offer(snapshot(step, best=2, due=False)), *keeper.collect(wait=True)]
    assert [(one.step, one.full) for one in said if isinstance(one, Checkpoint)] == [
        (1, False),
        (1, True),
        (2, False),
        (3, False),
    ]
    assert keeper.store.steps("run", full=True) == [1]
    assert steps(keeper.offer(snapshot(4, best=2))) == [(2, True), (4, False)]
    assert keeper.store.steps("run", full=True) == [2, 4]
    assert keeper.store.steps("run") == [1, 2, 3, 4]


def test_the_best_of_an_earlier_attempt_stays(tmp_path: Path) -> None:
    keeper_of(tmp_path).offer(snapshot(1, best=1))
    keeper = keeper_of(tmp_path)
    for step in (2, 3):
        keeper.offer(snapshot(step, best=1))
    assert sorted(file.name for file in (tmp_path / "run").glob("checkpoint*")) == [
        "checkpoint-000000001.safetensors",
        "checkpoint-000000003.safetensors",
    ]


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
    keeper = keeper_of(tmp_path)
    with no_file_larger_than(LARGE):
        (notice,) = keeper.offer(snapshot(1))
        assert keeper.offer(snapshot(2)) == []
    assert isinstance(notice, Notice)
    assert (notice.code, notice.text) == (
        "disk full",
        "The weights could not be kept: File too large. Training goes on.",
    )
    assert list((tmp_path / "run").iterdir()) == []
    assert [type(one) for one in keeper.offer(snapshot(3))] == [Checkpoint, Checkpoint]
    assert keeper.store.read("run", 3).tensors["weight"].tolist() == [3.0] * LARGE


def test_what_a_killed_worker_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    keeper_of(tmp_path).offer(snapshot(1))
    for torn in ("step-000000002.part", ".tmpa1b2c3"):
        (tmp_path / "run" / torn).write_bytes(b"half")
    WeightFolder(tmp_path).prepare("run")
    assert keeper_of(tmp_path).steps == [1]
    assert sorted(file.name for file in (tmp_path / "run").iterdir()) == [
        "checkpoint-000000001.safetensors",
        "step-000000001.safetensors",
    ]
