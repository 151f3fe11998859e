"""Presets that repeat published tables: every row is there, and its networks have the published sizes."""

from pathlib import Path

import pytest

from models.catalogue import find
from models.plan.plan import counted
from models.spec.preset import Preset, with_settings
from models.training.loop import Snapshot, train
from models.views.weights import nearly_zero
from tests.specs import FOUND


def preset(name: str) -> Preset:
    return next(one for one in FOUND.presets if one.name == name)


DENSE = {
    "256-256-256": (269_322, 335_114),
    "256-512-256": (337_674, 466_442),
    "512-512-512": (669_706, 932_362),
    "512-1024-512": (937_482, 1_457_162),
    "1024-1024-1024": (1_863_690, 2_913_290),
    "128-128-128": (118_282, 134_794),
}
"""Parameters with two hidden layers, as in the listing, and with three, as on the label."""


def test_the_dense_table_has_all_rows_in_both_readings_and_at_both_rates_of_plain_descent() -> None:
    table = preset("digits-dense-table")
    assert len(table.rows) == 18
    found = [FOUND.parse(with_settings(table.spec, settings)) for _, settings in table.variants()]
    plain = [one for one in found if one.training.optimizer == "sgd"]
    assert (len(found), len(plain)) == (13 * 4 + 5 * 2, 13 * 4)
    assert {one.training.learning_rate for one in plain} == {0.01, 0.1}
    assert {one.training.learning_rate for one in found if one not in plain} == {0.001}
    assert {one.task.counts() for one in found} == {(60_000, 10_000, 10_000)}


@pytest.mark.parametrize("label", DENSE)
def test_a_row_of_the_dense_table_has_the_published_parameters_in_each_reading(label: str) -> None:
    table = preset("digits-dense-table")
    found: dict[int, int] = {}
    for row, settings in table.variants():
        if row is not None and row.title == label:
            one = FOUND.parse(with_settings(table.spec, settings))
            sizes = one.architecture.model_dump()["hidden"]
            found[len(sizes)] = counted(one.task, one.architecture)[1]
    assert (found[2], found[3]) == DENSE[label]


def test_a_preset_may_race_whole_networks_and_one_that_cannot_be_trained_breaks_it(tmp_path: Path) -> None:
    written = """title = "Mine"
text = "Two networks."
[task]
name = "digits"
[architecture]
name = "mlp"
[training]
epochs = 1
[vary]
"/architecture" = [{ name = "mlp", hidden = [42] }, { name = "convnet", filters = [4] }]
"""
    folder = tmp_path / "presets"
    folder.mkdir()
    (folder / "good.toml").write_text(written)
    (folder / "wrong.toml").write_text(written.replace("filters", "wings"))
    found = find([tmp_path])
    assert [Path(one.file).name for one in found.broken] == ["wrong.toml"]
    (mine,) = (one for one in found.presets if one.name == "good")
    raced = [found.parse(with_settings(mine.spec, settings)).architecture for _, settings in mine.variants()]
    assert [one.name for one in raced] == ["mlp", "convnet"]
    assert mine.vary["/architecture"][1] == {"name": "convnet", "blocks": "4k5 max2 drop"}


def test_every_figure_of_a_row_is_of_a_series_that_there_is() -> None:
    for one in FOUND.presets:
        for row in one.rows:
            series = FOUND.parse(with_settings(one.spec, row.set)).series
            assert row.published
            assert {figure.series for figure in row.published} <= series.keys()


def test_strong_l1_on_a_dense_layer_leaves_small_patches_and_the_view_of_weights_counts_the_rest(mnist: None) -> None:
    """Of made-up digits, in few steps: the share of weights below a hundredth of the largest."""
    found = preset("digits-locality")
    small = {"/task/examples": 400, "/task/validation": 100, "/training/epochs": 8}
    shares = []
    for l1 in (0, 0.003):
        spec = FOUND.parse(with_settings(found.spec, {**small, "/training/l1": l1}))
        last = [one for one in train(spec, views=FOUND.views) if isinstance(one, Snapshot)][-1]
        shares.append(nearly_zero(last.weights().tensors["dense1.weight"]))
    assert shares[0] < 0.2
    assert shares[1] > 0.5


def test_a_task_of_several_presets_begins_with_the_one_that_says_so() -> None:
    beginning = [(one.spec["task"]["name"], one.name) for one in FOUND.presets if one.begins]
    assert len(dict(beginning)) == len(beginning)
    assert dict(beginning)["digits"] == "mnist-convnet"
