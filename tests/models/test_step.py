"""The explained step: what it foretells of one weight is what the run then does, and its gradient is checked."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import nn

from models.events import Points
from models.look.explained import ExplainedStep, StepLine
from models.look.view import look
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.checkpoints import Saved
from models.training.explained.moments import moment_of
from models.training.explained.one_step import Check
from models.training.explained.saying import verdict
from models.training.loop import Snapshot, train
from tests.specs import FOUND, smallest, spec

STEP = FOUND.views["step"]
GAP = "gap/recurrent"


def stopped_after(run: Spec, batches: int) -> Saved:
    """All of the training's state after so many batches."""
    short = replace(run, training=run.training.model_copy(update={"batches": batches}))
    last = [one for one in train(short) if isinstance(one, Snapshot)][-1]
    assert last.step == batches
    return last.everything()


def network_of(run: Spec, saved: Saved) -> nn.Module:
    network = run.architecture.build(run.task.shapes(), generator(0, "weights"))
    network.load_state_dict(weights_of(saved))
    return network


def weights_of(saved: Saved) -> dict[str, torch.Tensor]:
    return {
        name.removeprefix("network/"): one for name, one in saved.tensors.items() if name.startswith("network/")
    } or saved.tensors


def splits_of(run: Spec) -> Splits:
    return run.task.splits(generator(run.task.seed, "data"))


def explained(run: Spec, saved: Saved, question: str = "") -> ExplainedStep:
    splits = splits_of(run)
    picture = look(STEP, network_of(run, saved), run, splits, question, lambda: moment_of(run, splits, saved))
    assert isinstance(picture, ExplainedStep)
    return picture


def lines(picture: ExplainedStep, part: int) -> dict[str, StepLine]:
    return {line.formula: line for line in picture.parts[part].lines}


def value(line: StepLine) -> float:
    assert line.value is not None
    return line.value


RULES: dict[str, dict[str, Any]] = {
    "plain descent": {"optimizer": "sgd", "momentum": 0.0},
    "momentum": {"optimizer": "sgd", "momentum": 0.9},
    "Nesterov": {"optimizer": "sgd", "momentum": 0.9, "nesterov": True},
    "RMSprop": {"optimizer": "rmsprop"},
    "RMSprop with momentum, epsilon inside": {"optimizer": "rmsprop", "momentum": 0.5, "epsilon_inside": True},
    "Adam": {"optimizer": "adam"},
    "AdamW": {"optimizer": "adamw", "weight_decay": 0.1},
    "charged and clipped": {"optimizer": "sgd", "momentum": 0.0, "l1": 0.001, "l2": 0.01, "clip": 0.05},
    "clipped value by value": {"optimizer": "sgd", "momentum": 0.0, "clip_value": 0.001},
}


@pytest.mark.parametrize("settings", RULES.values(), ids=RULES)
def test_the_new_weight_is_the_one_that_the_run_has_after_its_next_step(settings: dict[str, Any]) -> None:
    run = spec(GAP, hidden=6, examples=60, batch_size=16, learning_rate=0.01, epochs=5, engine="torch", **settings)
    saved = stopped_after(run, 5)
    after = weights_of(stopped_after(run, 6))
    picture = explained(run, saved)
    row, column, _ = (int(knob.value) for knob in picture.knobs)
    new = picture.parts[3].lines[-1]
    wanted = after[picture.chosen][row - 1, column - 1].item()
    before = value(lines(picture, 0)["w"])
    assert abs(wanted - before) > 1e-7, "it moves"
    assert value(new) - before == pytest.approx(wanted - before, rel=2e-3, abs=2e-8)


def test_batch_order_and_dropout_are_those_that_come_in_the_run() -> None:
    run = spec(GAP, hidden=6, examples=60, batch_size=16, dropout=0.5, learning_rate=0.01, epochs=5, engine="torch")
    saved = stopped_after(run, 7)  # in the second epoch
    rows = [one for one in train(run) if isinstance(one, Points) and one.clock == "batch"]
    losses = [loss for one in rows for loss in one.columns["train/loss"]]
    picture = explained(run, saved)
    assert value(lines(picture, 1)["L = (ℓ₁ + ℓ₂ + …) / n"]) == pytest.approx(losses[7], rel=1e-5)
    assert "step 8 of the run" in str(picture.remarks[0])


def test_the_order_follows_from_the_seed_where_only_weights_are_kept() -> None:
    run = spec(GAP, hidden=6, examples=60, batch_size=16, epochs=5, engine="torch", optimizer="adam")
    splits = splits_of(run)
    for taken in (3, 4, 6):
        saved = stopped_after(run, taken)
        weights = Saved(weights_of(saved), {"progress": saved.about["progress"]})
        assert torch.equal(moment_of(run, splits, weights).rows, moment_of(run, splits, saved).rows)
    picture = explained(run, weights)
    assert "Adam remembers" in str(picture.parts[3].remarks[0])
    assert picture.parts[3].lines == []
    assert "only the weights are kept" in str(picture.remarks[1])
    plain = spec(GAP, hidden=6, examples=60, batch_size=16, epochs=5, engine="torch", optimizer="sgd", momentum=0.0)
    assert explained(plain, Saved(weights.tensors, weights.about)).parts[3].lines, "plain descent remembers nothing"


def test_slope_of_the_sum_times_what_is_read_is_the_slope_and_the_mean_over_the_batch_is_the_gradient() -> None:
    run = spec(GAP, hidden=6, examples=60, batch_size=16, epochs=5, engine="torch")
    saved = stopped_after(run, 2)
    name = explained(run, saved).chosen
    slopes = []
    for example in range(1, 17):
        picture = explained(run, saved, f"{name}@2,3&example={example}")
        back, forward = lines(picture, 2), lines(picture, 0)
        slope = value(back["∂ℓ/∂w = δ · x"])
        assert slope == pytest.approx(value(back["δ = ∂ℓ/∂z"]) * value(forward["x"]), rel=1e-9, abs=1e-15)
        slopes.append(slope)
    assert sum(slopes) / 16 == pytest.approx(value(back["g = ∂L/∂w"]), rel=1e-9)


@pytest.mark.parametrize(
    ("task", "architecture"),
    [
        ("gap", "bag_of_words"), ("gap", "conv1d"), ("addition", "recurrent"), ("addition", "attention"),
        ("cosine", "forecaster"), ("plays", "language_model"), ("copying", "ntm"), ("stories", "memn2n"),
        ("stories", "memory_network"), ("moving_digits", "convlstm"),
    ],
)  # fmt: skip
def test_every_sort_of_network_has_its_gradient_checked(task: str, architecture: str) -> None:
    if FOUND.tasks[task].missing():
        pytest.skip("the data are not here")
    run = smallest(task, architecture, batch_size=4)
    network = run.architecture.build(run.task.shapes(), generator(run.training.seed, "weights"))
    before = {name: one.clone() for name, one in network.state_dict().items()}
    picture = look(STEP, network, run, splits_of(run), "")
    assert isinstance(picture, ExplainedStep)
    assert [str(part.title) for part in picture.parts] == TITLES
    assert "the gradient is right" in str(picture.parts[4].remarks[0])
    assert {choice.name for choice in picture.layers} == {name for name, _ in network.named_parameters()}
    assert all(torch.equal(one, before[name]) for name, one in network.state_dict().items()), "nothing is changed"


def test_a_weight_that_is_used_more_than_once_says_why_there_is_no_one_input_of_it() -> None:
    run = smallest("addition", "recurrent", batch_size=4)
    network = run.architecture.build(run.task.shapes(), generator(run.training.seed, "weights"))
    splits = splits_of(run)
    written = next(batches(run.task, splits.train, 4)).targets.shape[1]
    output, encoder = (
        look(STEP, network, run, splits, name) for name in ("output.weight", "encoder.stack.weight_hh_l0")
    )
    assert isinstance(output, ExplainedStep)
    assert isinstance(encoder, ExplainedStep)
    assert f"at {written} places of the example" in str(output.parts[0].remarks[0])
    assert "as at every step of a sequence" in str(encoder.parts[0].remarks[0])


TITLES = ["Forward", "Loss", "Backward", "Update", "Is the gradient right?"]


def test_a_way_back_that_is_cut_is_told_from_a_gradient_that_is_wrong() -> None:
    run = spec("cosine/forecaster", cell="SimpleRNN", hidden=4, truncate=3, batch_size=20, window=20)
    network = run.architecture.build(run.task.shapes(), generator(0, "weights"))
    splits = splits_of(run)
    (cut,) = (name for name, one in network.named_parameters() if "weight_hh" in name)
    of_memory, of_output = (look(STEP, network, run, splits, name) for name in (cut, "output.weight"))
    assert isinstance(of_memory, ExplainedStep)
    assert isinstance(of_output, ExplainedStep)
    assert "cuts the way back after 3 steps" in str(of_memory.parts[4].remarks[0])
    assert "the gradient is right" in str(of_output.parts[4].remarks[0])


def test_a_gradient_that_is_not_the_slope_is_said_to_be_so_and_rounding_is_not() -> None:
    run = spec(GAP, hidden=6)
    wrong = Check(width=1e-5, above=1.00003, below=0.99999, numeric=2.0, computed=1.0)
    assert "further apart than rounding" in str(verdict(wrong, run))
    assert "agree to 8 digits" in str(verdict(Check(1e-5, 1.0, 1.0, 1.0, 1.0 + 5e-9), run))
    assert "Both are 0" in str(verdict(Check(1e-5, 1.0, 1.0, 0.0, 0.0), run))
    assert "gradient is right" in str(verdict(Check(1e-5, 9.0, 9.0, 1e-9, 2e-9), run)), "less than rounding leaves"


@pytest.mark.parametrize("question", ["nothing@1,1", "output.weight@0,1", "output.weight@99,1", "output.weight@x,1"])
def test_a_weight_that_is_not_there_is_refused_with_one_that_is(question: str) -> None:
    run = spec(GAP, hidden=6, examples=60)
    network = run.architecture.build(run.task.shapes(), generator(0, "weights"))
    with pytest.raises(ValueError, match=r"Ask as output\.weight@\d+,\d+&example=1"):
        look(STEP, network, run, splits_of(run), question)


def test_a_large_tensor_shows_the_part_round_the_weight_and_asks_for_its_cells() -> None:
    run = spec("plays/language_model", batch_size=4, hidden=128)
    network = run.architecture.build(run.task.shapes(), generator(0, "weights"))
    name, tensor = max(network.named_parameters(), key=lambda one: one[1].numel())
    picture = look(STEP, network, run, splits_of(run), f"{name}@{len(tensor)},1&example=2")
    assert isinstance(picture, ExplainedStep)
    assert (len(picture.weights.rows), picture.chosen) == (64, name)
    assert picture.weights.asks == f"{name}@{{row}}+{len(tensor) - 64},{{column}}+0&example=2"
    again = look(STEP, network, run, splits_of(run), picture.weights.asks.format(row=64, column=1))
    assert again == picture
