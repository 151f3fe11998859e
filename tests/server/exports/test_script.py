"""An exported script is one plain file that gives the run's curve again, to the last bit."""

import math
import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.commands import Change, Extend, Stop
from models.events import Changed, Points, State
from models.spec.spec import Spec
from models.spec.training import Training
from models.training.loop import QueueInbox, Snapshot, train
from server.exports.pytorch.program import TrainedRun, script
from tests import specs
from tests.models.test_live_settings import two_shares
from tests.specs import FOUND, pairs_by_kind, smallest

Row = tuple[str, int, dict[str, float | None]]
CLOCKS = ["batch", "epoch", "test"]


def rows_of(points: list[Points]) -> list[Row]:
    """The points of a training as rows, as the script prints them."""
    rows: list[Row] = []
    for one in points:
        names = [name for name in one.columns if name.startswith(("train/", "validation/", "test/"))]
        for place, step in enumerate(one.columns["step"]):
            prefix = ("train/",) if one.clock == "batch" else ("validation/", "test/")
            values = {plain(name, prefix): one.columns[name][place] for name in names}
            rows.append((one.clock, int(step or 0), values))
    return sorted(rows, key=lambda row: (row[1], CLOCKS.index(row[0])))


def plain(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        name = name.removeprefix(prefix)
    return name


def again(text: str, folder: Path) -> list[Row]:
    file = folder / "script.py"
    file.write_text(text, "utf-8")
    return list(runpy.run_path(str(file))["train"]())


def both(spec: Spec, folder: Path, changes: dict[int, dict[str, Any]] | None = None) -> tuple[list[Row], list[Row]]:
    """The run's rows and the script's."""
    inbox = QueueInbox()
    for name, value in (changes or {}).get(0, {}).items():
        part = "training" if name in Training.model_fields else "architecture"
        inbox.put(Change(setting=f"/{part}/{name}", value=value))
    told = list(train(spec, inbox))
    points, last = [one for one in told if isinstance(one, Points)], told[-1]
    assert isinstance(last, State)
    tested = tuple(int(one.columns["step"][0] or 0) for one in points if one.clock == "test")
    ran = TrainedRun(spec, last.step, tested, changes=changes or {}, unscored=last.reason.startswith("diverged"))
    return rows_of(points), again(script(ran), folder)


@pytest.mark.parametrize("names", pairs_by_kind(), ids="-".join)
def test_every_architecture_gives_its_curve_again(names: tuple[str, str], tmp_path: Path, mnist: None) -> None:
    run, script_rows = both(smallest(*names, epochs=2), tmp_path)
    assert script_rows == run


@pytest.mark.parametrize(
    "training",
    [
        {"schedule": "plateau", "schedule_every": 1, "epochs": 4},
        {
            "schedule": "plateau-inverse",
            "schedule_every": 1,
            "schedule_watches": "loss",
            "schedule_cooldown": 2,
            "schedule_threshold": 0.1,
            "epochs": 5,
            "optimizer": "rmsprop",
            "epsilon_inside": True,
        },
        {"schedule": "cosine", "warmup": 0.5},
        {
            "l1": 0.001,
            "l2": 0.01,
            "clip": 0.5,
            "optimizer": "sgd",
            "momentum": 0.9,
            "nesterov": True,
            "clip_value": 0.01,
        },
        {"batches": 7, "optimizer": "rmsprop", "schedule": "inverse"},
        {"l1": 0.01, "penalise_biases": True, "layer_factors": [0.5, 2], "output_factor": 0, "activity_l1": 0.01},
    ],
    ids=str,
)
def test_every_setting_of_training_is_carried_over(training: dict[str, Any], tmp_path: Path) -> None:
    run, script_rows = both(smallest("addition", "recurrent", **training), tmp_path)
    assert script_rows == run


@pytest.mark.parametrize("names", [("addition", "recurrent"), ("digits", "convnet"), ("drawing", "gan")], ids=str)
def test_lower_precision_is_in_the_script(names: tuple[str, str], tmp_path: Path, mnist: None) -> None:
    run, script_rows = both(smallest(*names, epochs=2, precision="bfloat16"), tmp_path)
    assert script_rows == run


@pytest.mark.parametrize(
    "settings",
    [
        {"cell": "SimpleRNN", "activation": "ReLU", "biases": False, "truncate": 2, "first_weights": "uniform"},
        {"flavour": "tfjs", "update_gate": "closed", "first_weights": "orthogonal"},
        {"cell": "PeepholeLSTM", "forget_gate": "open", "truncate": 3, "encoder_layers": 2, "bidirectional": True},
    ],
    ids=str,
)
def test_every_variant_of_a_cell_is_in_the_script(settings: dict[str, Any], tmp_path: Path) -> None:
    small: dict[str, Any] = {"digits": 1, "examples": 40, "hidden": 4, "batch_size": 20, "epochs": 2}
    spec = specs.spec("addition/recurrent", clip_value=0.05, **small, **settings)
    run, script_rows = both(spec, tmp_path)
    assert script_rows == run


@pytest.mark.parametrize(
    "blocks",
    [
        "drop0.25 4k3-same-bn-leaky0.1 avg2-up sep4k3-s2 drop dense6-bn-sigmoid drop0.5",
        "depthk3 local2k3-d2 max3-s1 stride2 global",
    ],
)
def test_blocks_of_every_kind_are_in_the_script(blocks: str, tmp_path: Path) -> None:
    spec = specs.spec("pictures/convnet", blocks=blocks, dropout=0.2, initialisation="Glorot", batch_size=8, epochs=1)
    run, script_rows = both(spec, tmp_path)
    assert script_rows == run
    assert "pydantic" not in (tmp_path / "script.py").read_text("utf-8")


def test_a_run_that_diverged_ends_in_the_script_where_it_did(tmp_path: Path) -> None:
    run, script_rows = both(smallest("sunspots", "forecaster", optimizer="sgd", learning_rate=10, epochs=50), tmp_path)
    assert run[-1][0] == "batch"
    assert [row[:2] for row in script_rows] == [row[:2] for row in run]
    assert not math.isfinite(script_rows[-1][2]["loss"] or 0)


def test_a_run_whose_loss_was_lost_after_its_very_last_batch_ends_in_the_script_untested(tmp_path: Path) -> None:
    """As somebody met it: every batch had a loss, and the weights after the last have none."""
    spec = specs.spec("series/forecaster", window=8, optimizer="sgd", learning_rate=10, momentum=0.99, epochs=5, seed=2)
    told = list(train(spec))
    last = told[-1]
    assert isinstance(last, State)
    assert last.reason == "diverged at step 10"
    run = rows_of([one for one in told if isinstance(one, Points)])
    script_rows = again(script(TrainedRun(spec, last.step, ())), tmp_path)
    assert [row[:2] for row in script_rows] == [row[:2] for row in run]
    assert run[-1][:2] == ("epoch", 10)
    assert run[-1][2]["loss"] is None


def test_a_run_whose_worker_died_before_a_scoring_ends_there_in_the_script(tmp_path: Path) -> None:
    spec = smallest("addition", "recurrent", epochs=2)
    points = [one for one in train(spec) if isinstance(one, Points)]
    last = spec.steps_per_epoch
    told = [row for row in rows_of(points) if row[1] < last or (row[1] == last and row[0] == "batch")]
    assert again(script(TrainedRun(spec, last, (), unscored=True)), tmp_path) == told


@pytest.mark.parametrize("names", [("digits", "mlp"), ("addition", "recurrent")], ids="-".join)
def test_the_wrong_labels_of_the_run_are_those_of_the_script(
    names: tuple[str, str], tmp_path: Path, mnist: None
) -> None:
    right = smallest(*names)
    noisy = replace(right, task=right.task.model_copy(update={"label_noise": 0.5}))
    run, script_rows = both(noisy, tmp_path)
    assert script_rows == run
    assert script_rows != both(right, tmp_path)[1]


@pytest.mark.parametrize(
    ("names", "changes"),
    [
        (("addition", "recurrent"), {"learning_rate": 0.05, "dropout": 0.4}),
        (("addition", "recurrent"), {"activity_l1": 0.05, "l2": 0.01, "penalise_biases": True}),
        (("translation", "attention"), {"forcing": False, "dropout": 0.4}),
        (("drawing", "gan"), {"smoothing": 0.4}),
        (("drawing", "gan"), {"judge_steps": 2, "forger_loss": "as written"}),
        (("described_digits", "conditional_gan"), {"frozen": "forger", "reading": 0.5}),
    ],
    ids=str,
)
def test_settings_that_were_changed_on_the_way_are_in_the_script(
    names: tuple[str, str], changes: dict[str, Any], tmp_path: Path, mnist: None
) -> None:
    spec = smallest(*names, epochs=2)
    run, script_rows = both(spec, tmp_path, {0: changes})
    assert script_rows == run
    assert script_rows != both(spec, tmp_path)[1]


@pytest.mark.parametrize(
    "settings",
    [
        {"output": "tanh", "loss": "mean squared error", "layer_activations": ["ELU"], "layer_dropout": [0.2]},
        {"output": "sigmoid", "loss": "binary cross-entropy", "activation": "leaky ReLU", "leak": 0.1},
        {"initialisation": "varianceScaling", "activation": "step"},
    ],
    ids=str,
)
def test_activations_outputs_and_losses_of_a_dense_network_are_those_of_the_script(
    settings: dict[str, Any], tmp_path: Path, mnist: None
) -> None:
    chosen = smallest("digits", "mlp").to_json()
    run, script_rows = both(FOUND.parse({**chosen, "architecture": {**chosen["architecture"], **settings}}), tmp_path)
    assert script_rows == run


def test_the_loss_of_a_convolutional_network_is_that_of_the_script(tmp_path: Path, mnist: None) -> None:
    chosen = smallest("digits", "convnet").to_json()
    settings = {"output": "sigmoid", "loss": "binary cross-entropy"}
    run, script_rows = both(FOUND.parse({**chosen, "architecture": {**chosen["architecture"], **settings}}), tmp_path)
    assert script_rows == run


def test_charges_on_activations_are_in_the_script_of_a_network_with_several_objectives(
    tmp_path: Path, mnist: None
) -> None:
    charges = {"activity_l2": 0.01, "l2": 0.001}
    run, script_rows = both(smallest("drawing", "gan", **charges), tmp_path)
    assert script_rows == run
    assert script_rows != both(smallest("drawing", "gan"), tmp_path)[1]


@pytest.mark.parametrize("length", [{"epochs": 2}, {"batches": 7}], ids=str)
def test_a_run_that_was_made_longer_has_its_curve_in_the_script(length: dict[str, int], tmp_path: Path) -> None:
    spec = smallest("addition", "recurrent", schedule="cosine", lowest_rate=1e-5, **length)
    inbox = QueueInbox()
    inbox.put(Extend(epochs=2))
    events = list(train(spec, inbox))
    (longer,) = [one for one in events if isinstance(one, Changed)]
    *_, last = events
    assert isinstance(last, State)
    assert last.step == spec.steps + 2 * spec.steps_per_epoch
    ran = TrainedRun(spec, last.step, (last.step,), changes={longer.step: {longer.setting.split("/")[2]: longer.after}})
    assert again(script(ran), tmp_path) == rows_of([one for one in events if isinstance(one, Points)])


def test_a_run_that_was_first_stopped_before_its_first_step_is_tested_there_in_the_script(tmp_path: Path) -> None:
    spec = smallest("addition", "recurrent")
    inbox = QueueInbox()
    inbox.put(Stop())
    before = list(train(spec, inbox))
    (kept,) = [one.everything() for one in before if isinstance(one, Snapshot) and one.due]
    points = [one for one in [*before, *train(spec, start=kept)] if isinstance(one, Points)]
    assert again(script(TrainedRun(spec, spec.steps, (0, spec.steps))), tmp_path) == rows_of(points)


def test_the_script_imports_nothing_of_ours_and_runs_by_itself(tmp_path: Path) -> None:
    spec = smallest("addition", "recurrent")
    text = script(TrainedRun(spec, spec.steps, (spec.steps,)))
    assert not [line for line in text.splitlines() if line.startswith(("from models", "from server", "import models"))]
    (tmp_path / "script.py").write_text(text, "utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("epoch 0 loss")
    assert len((tmp_path / "curve.csv").read_text().splitlines()) == spec.steps


def test_the_script_is_clean_by_the_rules_of_this_project(tmp_path: Path) -> None:
    spec = specs.spec("addition/recurrent")
    (tmp_path / "script.py").write_text(script(TrainedRun(spec, spec.steps, (spec.steps,))), "utf-8")
    rules = ["--isolated", "--select", "F,E9"]
    done = subprocess.run([sys.executable, "-m", "ruff", "check", *rules, tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_live_share_of_a_layer_is_changed_in_the_script_too(tmp_path: Path, mnist: None) -> None:
    run, script_rows = both(two_shares(tmp_path, {"dropout": 0.3}), tmp_path, {0: {"blank": 0.5}})
    assert script_rows == run


def test_augmented_and_whitened_pictures_are_the_same_in_a_script(tmp_path: Path, mnist: None) -> None:
    changed = {"rotation": 20.0, "zoom": 0.2, "horizontal_flip": True, "moved": 1, "augmented_test": True}
    prepared = {"samplewise_std": True, "zca_whitening": True, "shuffled_pixels": True, "side": 16}
    run, script_rows = both(specs.spec("pictures/mlp", task=changed | prepared, epochs=2), tmp_path)
    assert script_rows == run
