"""The addition task keeps the rules of the demo."""

from typing import Any

import pytest
import torch

from models.catalogue import find
from models.spec.seeds import generator
from models.spec_error import SpecError
from models.tasks.addition import ALPHABET, Addition, pairs


def everything(task: Addition) -> list[tuple[str, str]]:
    splits = task.splits(generator(task.seed, "data"))
    parts = (splits.train, splits.validation, splits.test)
    return [
        (ALPHABET.decode(question), ALPHABET.decode(answer))
        for part in parts
        for question, answer in zip(part["questions"].tolist(), part["answers"].tolist(), strict=True)
    ]


def test_every_sum_is_right_and_padded_with_blanks() -> None:
    for question, answer in everything(Addition(digits=2, examples=300)):
        a, b = question.split("+")
        assert len(question) == 5
        assert len(answer) == 3
        assert int(a) + int(b) == int(answer)


def test_no_sum_comes_twice_in_either_order_in_any_split() -> None:
    sums = [frozenset(enumerate(sorted(map(int, question.split("+"))))) for question, _ in everything(Addition())]
    assert len(sums) == len(set(sums)) == 5000


@pytest.mark.parametrize(("digits", "most"), [(1, 55), (2, 5050)])
def test_all_pairs_can_be_asked_for_and_one_more_is_refused_with_the_number(digits: int, most: int) -> None:
    assert pairs(digits) == most
    assert len(everything(Addition(digits=digits, examples=most, test=True))) == most
    with pytest.raises(SpecError, match=f"{most:,}") as refused:
        find().parse({"task": {"name": "addition", "digits": digits, "examples": most + 1}})
    assert refused.value.pointer == "/task/examples"
    assert refused.value.nearest == most


def test_nine_tenths_are_for_training_and_the_rest_is_shared() -> None:
    assert Addition(examples=5000).counts() == (4500, 250, 250)
    assert Addition(examples=5000, test=False).counts() == (4500, 500, 500)


def test_operands_are_even_over_all_numbers() -> None:
    task = Addition(digits=3, examples=20_000)
    operands = task.drawn(generator(1, "data")).flatten()
    thirds = torch.bincount(operands * 3 // 1000, minlength=3) / len(operands)
    assert torch.allclose(thirds, torch.full((3,), 1 / 3), atol=0.02)


@pytest.mark.parametrize(
    ("settings", "question", "answer"),
    [
        ({}, "7+5  ", "12 "),
        ({"padding": "before"}, "  7+5", " 12"),
        ({"padding": "zeros"}, "07+05", "012"),
        ({"units_first": True}, "7+5  ", " 21"),
        ({"units_first": True, "padding": "zeros", "reverse": True}, "50+70", "210"),
    ],
)
def test_short_numbers_are_filled_up_and_answers_begin_at_either_end(
    settings: dict[str, Any], question: str, answer: str
) -> None:
    batch = Addition(**settings).pose("7+5")
    assert ALPHABET.decode(batch.inputs[0].tolist()) == question
    assert ALPHABET.decode(batch.targets[0].tolist()) == answer


def test_a_reversed_question_is_the_same_sum_backwards() -> None:
    plain, reversed_ = everything(Addition()), everything(Addition(reverse=True))
    assert [(question[::-1], answer) for question, answer in reversed_] == plain


def test_guessing_gives_two_fifths_of_the_characters_and_no_answer() -> None:
    task = Addition(test=False)
    guess = task.baseline(task.splits(generator(0, "data")))
    assert guess["accuracy"] == pytest.approx(0.385, abs=0.02)
    assert guess["exact"] == 0


def test_a_question_is_read_as_people_write_it() -> None:
    for task in (Addition(), Addition(reverse=True)):
        batch = task.pose("47 + 38")
        assert task.read(batch) == ["47+38"]
        assert ALPHABET.decode(batch.targets[0].tolist()) == "85 "


@pytest.mark.parametrize("nonsense", ["", "47", "47-38", "471+2", "1+2+3", "a+b", "+", "½+1"])
def test_nonsense_is_refused_with_an_example(nonsense: str) -> None:
    with pytest.raises(ValueError, match=r"such as 77\+73"):
        Addition().pose(nonsense)


def test_the_example_question_can_be_asked() -> None:
    for digits in range(1, 6):
        task = Addition(digits=digits, examples=50)
        task.pose(task.question().example)
