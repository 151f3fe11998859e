"""Races: which runs they are made of, in which order those start, and what they are called."""

import pytest

from models.catalogue import find
from server.api.bodies import NewRuns
from server.problems import Refusal
from server.runs.titles import title
from server.runs.variation import differences, put, starting_order, variants
from tests.server.world import SPEC


def test_seeds_vary_slowest_wherever_they_are_named() -> None:
    vary = {"/training/seed": [0, 1], "/architecture/cell": ["GRU", "LSTM"]}
    made = [
        (spec["training"]["seed"], spec["architecture"]["cell"]) for spec in variants(NewRuns(spec=SPEC, vary=vary))
    ]
    assert made == [(0, "GRU"), (0, "LSTM"), (1, "GRU"), (1, "LSTM")]
    assert "seed" not in SPEC["training"]


def test_given_specs_start_in_rounds_too() -> None:
    specs = [
        {"architecture": {"cell": cell}, "training": {"seed": seed}} for cell in ("GRU", "LSTM") for seed in (0, 1)
    ]
    assert starting_order(differences(specs)) == [0, 2, 1, 3]


def test_only_what_differs_is_told() -> None:
    one = {"architecture": {"hidden": [8, 8], "cell": "GRU"}, "training": {"seed": 0}}
    other = {"architecture": {"hidden": [8], "cell": "GRU"}, "training": {"seed": 0}}
    assert differences([one, other]) == [{"/architecture/hidden": [8, 8]}, {"/architecture/hidden": [8]}]


def test_a_member_of_a_tuple_can_vary() -> None:
    spec = {"architecture": {"hidden": [64, 32]}}
    put(spec, "/architecture/hidden/1", 16)
    assert spec == {"architecture": {"hidden": [64, 16]}}


@pytest.mark.parametrize(
    "pointer", ["", "/", "hidden", "/architecture/hidden/5", "/architecture/hidden/x", "/task/a/b"]
)
def test_what_points_nowhere_is_refused(pointer: str) -> None:
    with pytest.raises(Refusal):
        put({"task": {}, "architecture": {"hidden": [1, 2]}}, pointer, 3)


@pytest.mark.parametrize(
    ("varied", "words"),
    [
        ({}, "Recurrent network · Addition"),
        ({"/architecture/cell": "GRU", "/training/seed": 1}, "GRU · seed 1"),
        ({"/training/learning_rate": 0.003}, "learning rate 0.003"),
        ({"/training/seed": 0}, "seed 0"),
        ({"/architecture/bidirectional": False}, "not "),
        ({"/architecture/name": "recurrent"}, "Recurrent network"),
    ],
)
def test_a_run_is_named_by_what_differs(varied: dict[str, object], words: str) -> None:
    spec = find().parse(SPEC)
    assert words in title(spec, varied)
