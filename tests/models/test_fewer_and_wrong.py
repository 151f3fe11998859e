"""Fewer examples and wrong labels: both touch what is learnt from, and nothing that is held out."""

from typing import Any

import pytest
import torch

from models.data.labels import mislabelled
from models.spec.kinds import Split, Splits
from models.spec.seeds import generator
from models.spec.task import Task
from models.tasks.addition import ALPHABET, Addition
from tests.specs import FOUND

LABELS = {"digits": "labels", "addition": "answers"}


def made(task: str, **settings: Any) -> tuple[Task, Splits]:
    cls = FOUND.tasks[task]
    one = cls.model_validate({**cls.smallest, **settings})
    return one, one.splits(generator(one.seed, "data"))


def same(one: Split, other: Split) -> bool:
    return all(torch.equal(tensor, other[name]) for name, tensor in one.tensors.items())


def test_a_fifth_of_the_training_pictures_is_given_another_digit(mnist: None) -> None:
    _, right = made("digits")
    _, wrong = made("digits", label_noise=0.2)
    assert int((right.train["labels"] != wrong.train["labels"]).sum()) == 40
    assert torch.equal(right.train["images"], wrong.train["images"])


@pytest.mark.parametrize("task", LABELS)
def test_what_is_held_out_keeps_its_labels(task: str, mnist: None) -> None:
    _, right = made(task)
    _, wrong = made(task, label_noise=0.9)
    assert same(right.validation, wrong.validation)
    assert same(right.test, wrong.test)
    assert not same(right.train, wrong.train)


def test_a_wrong_answer_is_a_number_that_another_sum_could_have() -> None:
    task, splits = made("addition", label_noise=0.9)
    assert isinstance(task, Addition)
    questions, answers = (splits.train[name].tolist() for name in ("questions", "answers"))
    sums = [sum(map(int, ALPHABET.decode(row).split("+"))) for row in questions]
    taught = [int(ALPHABET.decode(row)) for row in answers]
    assert sum(one != other for one, other in zip(sums, taught, strict=True)) == round(0.9 * len(sums))
    assert set(taught) <= set(range(19))


def test_wrong_labels_are_even_over_all_others_and_stay_wrong_as_there_are_more() -> None:
    labels = torch.zeros(10_000, dtype=torch.long)
    few, many = (mislabelled(labels, 5, share, torch.Generator().manual_seed(3)) for share in (0.2, 0.8))
    assert torch.bincount(many, minlength=5)[1:].tolist() == pytest.approx([2000] * 4, rel=0.1)
    assert torch.equal(many[few > 0], few[few > 0])


@pytest.mark.parametrize("task", ["addition", "copying", "translation"])
def test_fewer_training_examples_are_the_first_of_them_and_leave_the_rest_alone(task: str) -> None:
    _, whole = made(task)
    fewer, part = made(task, training_share=0.25)
    assert len(part.train) == fewer.counts()[0] == round(0.25 * len(whole.train))
    assert same(part.train, whole.train.rows(0, len(part.train)))
    assert same(part.validation, whole.validation)
    assert same(part.test, whole.test)


def test_fifty_pictures_are_enough_to_begin_with(mnist: None) -> None:
    _, few = made("digits", examples=50, validation=5000)
    _, many = made("digits", examples=500, validation=5000)
    assert (len(few.train), len(few.validation)) == (50, 5000)
    assert same(few.validation, many.validation)
