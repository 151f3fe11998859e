"""Pictures that an engine reads as they are stored: bytes, and the same bits as the numbers that they stand for."""

from typing import Any

import pytest
import torch

from models.images.classification import ImageClassification
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.spec.task import Task
from tests.specs import FOUND, pairs, smallest

CHANGED: list[dict[str, Any]] = [
    {"rotation": 20.0}, {"horizontal_flip": True}, {"scaled": False}, {"samplewise_center": True},
    {"samplewise_std": True}, {"subtract_mean": True}, {"shuffled_pixels": True}, {"zoom": 0.2},
]  # fmt: skip


def task_of(name: str) -> Task:
    return smallest(*next(pair for pair in pairs() if pair[0] == name)).task


def batches_of(task: Task) -> tuple[Batch, Batch]:
    """Three examples that are learnt from, as numbers and as the task in bytes gives them."""
    split = task.splits(generator(0, "data")).train
    rows = torch.tensor([2, 0, 1])
    numbers, stored = (each.batch(split, rows, generator(0, "noise"), True) for each in (task, task.of_bytes()))
    return numbers, stored


@pytest.mark.parametrize("name", FOUND.tasks)
def test_bytes_are_the_numbers_of_a_batch_over_255_wherever_a_task_has_them(name: str, mnist: None) -> None:
    task = task_of(name)
    if task.of_bytes() is task:
        return
    numbers, stored = batches_of(task)
    assert stored.inputs.dtype == torch.uint8
    assert torch.equal(stored.inputs.float() / 255, numbers.inputs)
    assert torch.equal(stored.targets, numbers.targets)


def test_sets_of_pictures_have_them() -> None:
    assert {name for name in FOUND.tasks if task_of(name).of_bytes() is not task_of(name)} >= {"digits", "fashion"}


@pytest.mark.parametrize("changed", CHANGED, ids=lambda changed: next(iter(changed)))
def test_pictures_that_are_changed_on_their_way_are_numbers(changed: dict[str, Any]) -> None:
    task = FOUND.tasks["digits"].model_validate({"examples": 200, "validation": 100, **changed})
    assert task.of_bytes() is task


def test_a_task_that_feeds_pictures_in_its_own_way_is_asked_for_numbers() -> None:
    class Own(FOUND.tasks["digits"]):  # type: ignore[name-defined, misc]
        def preprocessed(self, images: torch.Tensor, shared: Any) -> torch.Tensor:
            return images * 2

    own = Own.model_validate({"examples": 200, "validation": 100})
    assert isinstance(own, ImageClassification)
    assert own.of_bytes() is own
