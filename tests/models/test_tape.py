"""Exercises on a tape show and ask for what they say, and are scored bit by bit."""

from typing import Any

import pytest
import torch
from torch import Tensor

from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.tapes.exercises import EXERCISES
from models.tasks.tape import Tape


def some(task: Tape, rows: int = 12) -> tuple[dict[str, Tensor], Batch]:
    """Examples as they were drawn, and as a network is given them."""
    split = task.splits(generator(0, "data")).train
    numbers = torch.arange(rows)
    drawn = {name: split.take(name, numbers) for name in split.tensors}
    return drawn, task.batch(split, numbers, torch.Generator(), training=True)


def wanted(name: str, drawn: dict[str, Tensor], row: int, item: int) -> list[list[float]]:
    """What has to be written, worked out vector by vector."""
    length, vectors = int(drawn["lengths"][row]), drawn["vectors"][row].float()
    if name == "copy":
        return vectors[:length].tolist()
    if name == "repeat copy":
        with_end = [[*vector, 0.0] for vector in vectors[:length].tolist()]
        return with_end * int(drawn["repeats"][row]) + [[0.0] * vectors.shape[1] + [1.0]]
    if name == "associative recall":
        start = (int(drawn["query"][row]) + 1) * item
        return vectors[start : start + item].tolist()
    priorities = drawn["priorities"][row, :length]
    order = sorted(range(length), key=lambda one: -float(priorities[one]))
    return [vectors[one].tolist() for one in order[: (4 * length + 4) // 5]]


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_shows_each_vector_once_and_wants_what_it_says(name: Any) -> None:
    task = Tape(exercise=name, bits=3, shortest=2, longest=5, examples=100, item=2)
    drawn, batch = some(task)
    assert batch.mask is not None
    assert batch.inputs.shape[1:] == task.shapes().inputs
    assert batch.targets.shape[1:] == task.shapes().targets
    for row, length in enumerate(drawn["lengths"].tolist()):
        assert batch.targets[row][batch.mask[row]].tolist() == wanted(name, drawn, row, 2)
        marks = batch.inputs[row, :, 3:].ne(0).any(-1)
        vectors = length * (2 if name == "associative recall" else 1)
        bits = drawn["vectors"][row, :vectors].float()
        if name != "priority sort":  # there every vector has a mark, its priority
            shown = batch.inputs[row, ~marks, :3][:vectors]
        else:
            shown = batch.inputs[row, 1 : length + 1, :3]
            assert torch.equal(batch.inputs[row, 1 : length + 1, 5], drawn["priorities"][row, :length])
        assert torch.equal(shown, bits)
        before = int(batch.mask[row].nonzero()[0])
        assert not batch.inputs[row, before:].any(), "nothing is shown while it has to be written"


def test_what_recall_is_asked_about_is_shown_again() -> None:
    drawn, batch = some(Tape(exercise="associative recall", bits=3, shortest=3, longest=3, examples=100, item=2))
    for row, query in enumerate(drawn["query"].tolist()):
        assert batch.inputs[row, 9:13, 4].tolist() == [1, 0, 0, 1]
        assert torch.equal(batch.inputs[row, 10:12, :3], drawn["vectors"][row, 2 * query : 2 * query + 2].float())


def test_all_test_sequences_have_the_length_tested_on_and_no_other_has() -> None:
    splits = Tape(longest=3, tested=7, examples=100).splits(generator(0, "data"))
    assert set(splits.test["lengths"].tolist()) == {7}
    assert max(splits.train["lengths"].max(), splits.validation["lengths"].max()) == 3


def test_wrong_bits_are_counted_by_the_sequence_and_only_where_they_are_wanted() -> None:
    task = Tape(bits=2, longest=2, shortest=2, examples=100)
    _, batch = some(task, 4)
    scores = batch.targets * 2 - 1
    scores[:, :4] *= -1  # nothing is wanted there
    scores[1, 4, 0] *= -1
    scores[1, 5] *= -1
    assert task.score(scores, batch)["wrong"].tolist() == [3, 4]
    assert task.score(scores, batch)["exact"].tolist() == [3, 4]


def test_a_longer_task_has_examples_of_just_that_length() -> None:
    longer = Tape(exercise="priority sort", longest=4).longer(3)
    assert longer.longest_examples(5).inputs.shape == (5, 7 + 2 + 6, 6 + 3)
    assert Tape(longest=4).longer(-3).longest_examples(5).inputs.shape == (5, 4, 8)
