"""Published figures beside ours: each variant with each seed, kept so that an interrupted call goes on."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.spec.preset import Figure, Preset, Reproduction, Row, with_settings
from models.spec.training import Training
from scripts import reproduce
from scripts.moments import VariantResults
from scripts.reproduced import page, sections
from tests.specs import spec_json

SPEC: dict[str, Any] = spec_json("addition/recurrent", digits=1, examples=40, hidden=4, epochs=2, learning_rate=0.01)
PRESET = Preset(
    "small",
    "Small",
    "Two cells.",
    SPEC,
    vary={"/architecture/cell": ["SimpleRNN", "GRU"]},
    published=[
        Figure("exact", 0.5, "a book", epoch=2, low=0.4, high=0.6, where={"/architecture/cell": "GRU"}),
        Figure("accuracy", 0.9, "a book", split="test"),
    ],
    reproduce=Reproduction(seeds=2, series="loss", epochs=[1]),
)


GRU = {"/architecture/cell": "GRU"}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))


def result(loss: float, exact: float, accuracy: float) -> dict[str, Any]:
    rows = [
        {"epoch": epoch, "step": epoch, "validation/loss": loss / epoch, "validation/exact": exact} for epoch in (1, 2)
    ]
    return {
        "epoch": rows,
        "test": [{"test/accuracy": accuracy}],
        "device": "cpu",
        "machine": "a pocket",
        "date": "today",
    }


def test_every_variant_is_trained_with_every_seed() -> None:
    found = {where["/architecture/cell"]: specs for _, where, specs in reproduce.variants(PRESET)}
    assert list(found) == ["SimpleRNN", "GRU"]
    assert [spec["training"]["seed"] for spec in found["GRU"]] == [0, 1]
    assert {spec["architecture"]["cell"] for spec in found["GRU"]} == {"GRU"}
    assert "cell" not in SPEC["architecture"]


def test_each_seed_draws_its_own_data_where_that_is_asked_for() -> None:
    own = replace(PRESET, reproduce=Reproduction(seeds=2, own_data=True))
    for preset, seeds in ((own, [0, 1]), (PRESET, [None, None])):
        (_, _, specs), *_ = reproduce.variants(preset)
        assert [spec["task"].get("seed") for spec in specs] == seeds


def test_a_run_that_is_kept_is_not_trained_again(monkeypatch: pytest.MonkeyPatch) -> None:
    path = reproduce.trained(SPEC)
    rows = json.loads(path.read_text())
    assert [row["epoch"] for row in rows["epoch"]] == [0, 1, 2]
    assert "test/exact" in rows["test"][0]
    monkeypatch.setattr(reproduce, "train", lambda *_: pytest.fail("trained again"))
    assert reproduce.trained(SPEC) == path


def test_another_seed_is_kept_apart_and_a_default_written_out_is_the_same() -> None:
    assert reproduce.result_file(with_settings(SPEC, {"/training/seed": 1})) != reproduce.result_file(SPEC)
    assert reproduce.result_file(with_settings(SPEC, {"/training/seed": 0})) == reproduce.result_file(SPEC)


def test_the_page_sets_the_published_beside_mean_and_spread() -> None:
    simple = VariantResults({"/architecture/cell": "SimpleRNN"}, [result(2.0, 0.1, 0.8)])
    gru = VariantResults(GRU, [result(1.0, 0.3, 0.7), result(3.0, 0.5, 0.9)])
    lines = page([(PRESET, [simple, gru])]).splitlines()
    assert "| SimpleRNN | loss | epoch 1 |  | 2.000 |  | 1 |" in lines
    assert "| GRU | loss | epoch 1 |  | 2.000 (1.000–3.000) |  | 2 |" in lines
    assert "| GRU | exact | epoch 2 | 0.500 (0.400–0.600) | 0.400 (0.300–0.500) | inside | 2 |" in lines
    assert "| GRU | accuracy | test, at the end | 0.900 | 0.800 (0.700–0.900) |  | 2 |" in lines
    assert not any("SimpleRNN | exact" in line for line in lines)
    assert "3 runs, one thread each; cpu of a pocket, today." in lines


def test_a_mean_beyond_the_published_spread_is_said_to_be_outside() -> None:
    (line,) = (
        line
        for line in page([(PRESET, [VariantResults(GRU, [result(1.0, 0.61, 0.7)])])]).splitlines()
        if "0.610" in line
    )
    assert line == "| GRU | exact | epoch 2 | 0.500 (0.400–0.600) | 0.610 | outside | 1 |"


def test_it_is_said_who_leads_and_whether_another_rate_turns_that_round() -> None:
    rates = replace(PRESET, vary={"/training/learning_rate": [0.001, 0.003], **PRESET.vary}, published=[])
    losses = {(0.001, "SimpleRNN"): 1.0, (0.001, "GRU"): 2.0, (0.003, "SimpleRNN"): 2.0, (0.003, "GRU"): 1.5}
    told = [
        VariantResults(
            {"/training/learning_rate": rate, "/architecture/cell": cell}, [result(loss, 0, 0), result(loss + 1, 0, 0)]
        )
        for (rate, cell), loss in losses.items()
    ]
    text = page([(rates, told)])
    assert "| 0.001 | SimpleRNN, GRU |\n| 0.003 | GRU, SimpleRNN |" in text
    assert "From learning rate 0.001 to 0.003 another leads at epoch 1; the whole order is reversed at epoch 1." in text


def test_numbers_are_ranked_as_names_are() -> None:
    gaps = replace(PRESET, vary={**PRESET.vary, "/task/digits": [1, 2]}, published=[])
    told = [
        VariantResults({"/architecture/cell": cell, "/task/digits": digits}, [result(digits, 0, 0)])
        for cell in ("SimpleRNN", "GRU")
        for digits in (1, 2)
    ]
    assert "| SimpleRNN | 1, 2 |\n| GRU | 1, 2 |" in page([(gaps, told)])


def test_what_was_not_run_is_said() -> None:
    assert "Not run yet." in page([(PRESET, [VariantResults({}, [])])])


def test_an_unknown_name_is_refused_with_its_name() -> None:
    with pytest.raises(SystemExit, match="nothing-like-it"):
        reproduce.wanted([PRESET], {"nothing-like-it"})


TABLE = Preset(
    "table",
    "Table",
    "Two rows, one of which can be read in two ways.",
    SPEC,
    rows=[
        Row("4-4", {"/architecture/cell": "GRU"}, {"/architecture/hidden": [4, 8]}, [Figure("exact", 0.5, "a book")]),
        Row("8", {"/architecture/hidden": 8}, published=[Figure("accuracy", 0.9, "a book", split="test")]),
    ],
)


def test_a_row_is_trained_in_each_of_its_readings() -> None:
    found = [(row and row.title, where, specs) for row, where, specs in reproduce.variants(TABLE)]
    assert [title for title, _, _ in found] == ["4-4", "4-4", "8"]
    assert [specs[0]["architecture"]["hidden"] for _, _, specs in found] == [4, 8, 8]
    assert [specs[0]["architecture"].get("cell") for _, _, specs in found] == ["GRU", "GRU", None]


def test_the_table_says_what_was_not_run_and_which_reading_is_nearest() -> None:
    first, second, third = (VariantResults(where, [], row) for row, where, _ in reproduce.variants(TABLE))
    ran = [{**result(1.0, exact, 0.8), "test": [{"test/accuracy": 0.8, "seconds": 7.4}]} for exact in (0.25, 0.45)]
    text = page([(TABLE, [replace(first, results=ran[:1]), replace(second, results=ran[1:]), third])])
    assert "| 4-4 | cell GRU | 4 | 0.5000 | 0.2500 |  | 0.8000 | 1 | 7 | cpu, today |" in text
    assert "| 8 |  | 8 |  | not yet run | 0.9000 | not yet run | 0 |  |  |" in text
    nearest, farther = [line for line in text.splitlines() if line.startswith("- exact, at the end")]
    assert nearest == "- exact, at the end: hidden 8 is 0.0500 off, over 1 row."
    assert farther == "- exact, at the end: hidden 4 is 0.2500 off, over 1 row."


def test_the_best_of_the_seeds_is_chosen_by_validation_and_not_by_its_test() -> None:
    runs = [result(1.0, exact, 0.8) | {"test": [{"test/exact": test, "seconds": 1.0}]}
            for exact, test in ((0.2, 0.9), (0.6, 0.5), (0.6, 0.7))]  # fmt: skip
    asked = replace(TABLE, rows=TABLE.rows[:1], reproduce=Reproduction(seeds=3, best="exact"))
    where = next(found for _, found, _ in reproduce.variants(asked))
    text = page([(asked, [VariantResults(where, runs, asked.rows[0])])])
    assert "| that of the best of the seeds by validation exact | seeds |" in text
    assert "| 0.4667 (0.2000–0.6000) | 0.5000 | 3 |" in text


def test_what_was_measured_elsewhere_stays_on_the_page() -> None:
    here = (PRESET, [VariantResults(GRU, [result(1.0, 0.3, 0.7)])])
    written = page([here, (TABLE, [])])
    measured = page([(PRESET, [])], sections(written))
    assert sections(measured)["small"] == sections(written)["small"]
    assert "Not run yet." in page([(TABLE, [])], sections(written))


def test_a_setting_that_comes_later_loses_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reproduce.result_file(SPEC)
    monkeypatch.setattr(Training.model_fields["patience"], "default", 3)
    assert reproduce.result_file({**SPEC, "training": {**SPEC["training"], "patience": 3}}) == before


def test_a_few_runs_do_not_take_the_place_of_many() -> None:
    many = (PRESET, [VariantResults(GRU, [result(1.0, 0.3, 0.7), result(1.0, 0.5, 0.7)])])
    one = (PRESET, [VariantResults(GRU, [result(2.0, 0.1, 0.1)])])
    written = page([many])
    assert page([one], sections(written)) == written
    assert page([many], sections(page([one]))) == written


def test_without_epochs_the_test_pictures_are_looked_at() -> None:
    asked = replace(PRESET, vary={}, published=[], reproduce=Reproduction(seeds=1, series="accuracy"))
    assert "| accuracy | test, at the end |  | 0.700 |" in page(
        [(asked, [VariantResults({}, [result(1.0, 0.3, 0.7)])])]
    )


def test_beside_a_curve_others_are_looked_at_at_the_end() -> None:
    asked = Reproduction(series="exact", epochs=[2], at_end=["accuracy"])
    lines = page(
        [(replace(PRESET, vary={}, published=[], reproduce=asked), [VariantResults({}, [result(1.0, 0.3, 0.7)])])]
    )
    assert "| exact | epoch 2 |  | 0.300 |  | 1 |\n| accuracy | test, at the end |  | 0.700 |  | 1 |" in lines


def test_the_first_epochs_of_a_long_run_count_until_all_of_it_is_there() -> None:
    long = {**SPEC, "training": {**SPEC["training"], "epochs": 3}}
    for until, epochs in ((1, 1), (2, 2), (0, 3)):
        reproduce.trained(long, until)
        found = reproduce.stored(long)
        assert found is not None
        assert json.loads(found.read_text())["epoch"][-1]["epoch"] == epochs


def test_what_was_learnt_is_asked_longer_questions_too() -> None:
    tape = {
        "task": {"name": "tape", "bits": 2, "longest": 2, "tested": 2, "examples": 60},
        "architecture": {"name": "ntm", "hidden": 4, "slots": 4, "width": 3},
        "training": {"epochs": 1},
    }
    found = json.loads(reproduce.trained(tape, longer=[0, 3]).read_text())
    assert {more: list(values) for more, values in found["longer"].items()} == {
        "0": ["wrong", "exact"],
        "3": ["wrong", "exact"],
    }
    assert 0 < found["longer"]["0"]["wrong"] < 2 * 2 < found["longer"]["3"]["wrong"] < 2 * 5
    asked = Reproduction(series="wrong", longer=[0, 3])
    lines = page([(replace(PRESET, vary={}, published=[], reproduce=asked), [VariantResults({}, [found])])])
    assert f"| wrong | at the end, longest and 3 more |  | {found['longer']['3']['wrong']:.3f} |  | 1 |" in lines
