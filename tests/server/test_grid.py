"""Races: which runs they are made of, in which order those start, and what they are called."""

from typing import Any

import pytest

from models.catalogue import find
from server.runs.grid import differences, put, queue_order, variants
from server.runs.prepare import prepare_runs
from server.runs.titles import title
from server.schema.refusal import Refusal
from server.schema.runs import NewRuns
from tests.server.world import SPEC
from tests.wording import known, texts


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
    assert queue_order(differences(specs)) == [0, 2, 1, 3]


def test_only_what_differs_is_told() -> None:
    one = {"architecture": {"hidden": [8, 8], "cell": "GRU"}, "training": {"seed": 0}}
    other = {"architecture": {"hidden": [8], "cell": "GRU"}, "training": {"seed": 0}}
    assert differences([one, other]) == [{"/architecture/hidden": [8, 8]}, {"/architecture/hidden": [8]}]


MLP = {"name": "mlp", "hidden": [8]}
CONVNET = {"name": "convnet", "hidden": [8], "filters": [4]}


def test_whole_architectures_vary_and_settings_within_them_too() -> None:
    spec = {"task": {"name": "digits"}, "training": {}}
    vary = {"/architecture/hidden": [[8], [16, 8]], "/architecture": [MLP, CONVNET]}
    made = [one["architecture"] for one in variants(NewRuns(spec=spec, vary=vary))]
    assert made == [
        {**MLP, "hidden": [8]},
        {**CONVNET, "hidden": [8]},
        {**MLP, "hidden": [16, 8]},
        {**CONVNET, "hidden": [16, 8]},
    ]
    made[0]["hidden"].append(1)
    assert (made[1]["hidden"], MLP["hidden"]) == ([8], [8])


def test_architectures_are_told_apart_by_their_names_and_settings_only_within_one() -> None:
    def spec(architecture: dict[str, Any], rate: float = 0.1) -> dict[str, Any]:
        return {"architecture": architecture, "training": {"learning_rate": rate}}

    apart = differences([spec(MLP), spec({**CONVNET, "hidden": [9]})])
    assert apart == [{"/architecture/name": "mlp"}, {"/architecture/name": "convnet"}]
    three = differences([spec(MLP), spec({**MLP, "hidden": [16]}), spec(CONVNET, rate=0.2)])
    assert three == [
        {"/architecture/name": "mlp", "/architecture/hidden": [8], "/training/learning_rate": 0.1},
        {"/architecture/name": "mlp", "/architecture/hidden": [16], "/training/learning_rate": 0.1},
        {"/architecture/name": "convnet", "/training/learning_rate": 0.2},
    ]


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
    named = title(spec, varied)
    assert words in named
    assert {one.code for one in texts(named) if one.code} <= known("zh"), "every part of it is there in Chinese"


def test_what_cannot_be_used_is_copied_once_however_much_varies_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    copies: list[object] = []

    def unusable(spec: object, values: object) -> dict[str, Any]:
        copies.append(values)
        return {}

    monkeypatch.setattr("server.runs.grid._with", unusable)
    asked = NewRuns(spec=SPEC, vary={"/training/seed": list(range(64))})
    with pytest.raises(Refusal):
        prepare_runs(find(), asked, "teacher", 0)
    assert len(copies) == 1
