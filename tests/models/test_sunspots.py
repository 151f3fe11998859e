"""The sunspots are the published ones, and a carried state is one long sequence."""

import base64
import hashlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from models.architectures.forecaster import Forecaster
from models.catalogue import find
from models.data.sets import sunspots as data
from models.forecasts.rivals import linear_rule
from models.look.pictures import Lines
from models.look.view import look
from models.plan.plan import plan
from models.spec.kinds import Batch, Shapes, Splits, run
from models.spec.metrics import batches, score
from models.spec.seeds import generator
from models.tasks.sunspots import Sunspots
from models.training.trainer import Trainer
from models.views.forecast import Forecast, forecasts

PUBLISHED = Sunspots(scale="all months", test=False)


def splits_of(task: Sunspots) -> Splits:
    return task.splits(generator(task.seed, "data"))


def test_the_numbers_are_those_that_were_published() -> None:
    months = data.load().double().tolist()
    text = "\n".join(f"{round(month, 1):g}" for month in months)
    assert len(months) == data.MONTHS
    assert hashlib.sha256(text.encode()).hexdigest() == data.SHA256
    assert text + "\n" == data.FILE.read_text("ascii")


def test_repeating_the_last_month_gives_0_0240_and_a_linear_rule_0_0210() -> None:
    splits = splits_of(PUBLISHED)
    assert PUBLISHED.baseline(splits)["loss"] == pytest.approx(0.0240, abs=5e-5)
    foretold = linear_rule(PUBLISHED, splits.train)(splits.validation["rows"])
    missed = (foretold - splits.validation["next"]).square().mean().item()
    assert missed == pytest.approx(0.0210, abs=5e-5)


def test_every_window_is_followed_by_its_month_and_splits_by_each_other() -> None:
    task = Sunspots()
    splits = splits_of(task)
    months = data.load()
    torch.testing.assert_close(task.in_units(splits.train["rows"][7, :, 0]), months[7:22])
    torch.testing.assert_close(task.in_units(splits.validation["next"][0, 0, 0]), months[2315])
    torch.testing.assert_close(task.in_units(splits.test["next"][0, 0, 0]), months[2565])
    assert splits.train["when"][0].item() == 1749 + 15 / 12
    assert splits.train["rows"].abs().max() == 1


def test_more_months_than_there_are_are_refused_with_how_many_are_left() -> None:
    with pytest.raises(ValueError, match="Only 120 of the 2,820 months"):
        Sunspots(window=100, training_months=2600, held_out_months=500)


@pytest.mark.parametrize("flavour", ["torch", "keras", "keras 2018"])
@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"])
def test_a_carried_state_equals_one_long_sequence(cell: Any, flavour: Any) -> None:
    settings = Forecaster(cell=cell, hidden=5, layers=2, flavour=flavour)
    network = settings.build(Shapes((4, 1), (1, 1)), generator(0, "weights")).eval()
    values = torch.randn(3, 12, 1)
    targets = torch.zeros(3, 1, 1)
    whole, _ = run(network, Batch(values, targets))
    state = None
    for part in torch.split(values, 4, 1):
        outputs, state = run(network, Batch(part, targets).after(state))
    torch.testing.assert_close(outputs, whole)
    assert state is not None
    assert not any(one.requires_grad for one in state)


def test_the_task_goes_on_exactly_where_a_batch_as_long_as_the_window_stopped() -> None:
    task = Sunspots(window=5, training_months=40, held_out_months=20)
    first, second = list(batches(task, splits_of(task).train, 5))[:2]
    months = torch.cat([first.inputs[2], second.inputs[2]])
    torch.testing.assert_close(task.in_units(months[:, 0]), data.load()[2:12])


def test_a_shorter_batch_takes_the_first_states_and_a_longer_one_begins_the_others_at_nothing() -> None:
    network = Forecaster(hidden=4).build(Shapes((4, 1), (1, 1)), generator(0, "weights")).eval()
    batch = Batch(torch.randn(5, 4, 1), torch.zeros(5, 1, 1))
    state = (torch.randn(1, 3, 4), torch.randn(1, 3, 4))
    longer, _ = run(network, batch.after(state))
    shorter, _ = run(network, Batch(batch.inputs[:2], batch.targets[:2]).after(state))
    begun, _ = run(network, batch)
    torch.testing.assert_close(shorter, longer[:2])
    torch.testing.assert_close(begun[3:], longer[3:])
    assert not torch.allclose(begun[:3], longer[:3])


def test_without_the_state_each_window_is_read_from_nothing() -> None:
    network = Forecaster(hidden=4, stateful=False).build(Shapes((4, 1), (1, 1)), generator(0, "weights"))
    assert run(network, Batch(torch.randn(5, 4, 1), torch.zeros(5, 1, 1)))[1] is None


def test_saying_the_change_begins_near_repeating_the_last_value() -> None:
    settings = Forecaster(hidden=4, difference=True)
    network = settings.build(PUBLISHED.shapes(), generator(0, "weights")).eval()
    for parameter in network.get_submodule("output").parameters():
        torch.nn.init.zeros_(parameter)
    splits = splits_of(PUBLISHED)
    measured = score(network, PUBLISHED, splits.validation, settings.at_once(PUBLISHED))
    assert measured == pytest.approx(PUBLISHED.baseline(splits))


def test_the_forecast_shows_what_the_network_said_in_sunspots() -> None:
    task = Sunspots(**Sunspots.smallest)
    spec = find().parse({"task": {"name": "sunspots", **Sunspots.smallest}, "architecture": {"name": "forecaster"}})
    network = spec.architecture.build(task.shapes(), generator(0, "weights")).eval()
    splits = splits_of(task)
    picture = look(Forecast(), network, spec, splits, "")
    assert isinstance(picture, Lines)
    lines = {str(line.name): np.frombuffer(base64.b64decode(line.values), "<f4") for line in picture.lines}
    came = task.in_units(splits.validation["next"][:, 0, 0]).numpy()
    np.testing.assert_allclose(lines["What came"], came, rtol=1e-5)
    with torch.no_grad():
        answers = forecasts(network, replace(spec, task=task), splits.validation).answers
    np.testing.assert_allclose(lines["Network"], task.in_units(answers)[:, 0, 0].numpy(), rtol=1e-5)
    assert picture.count == len(came) == 30
    assert (picture.start, picture.step) == pytest.approx((1749 + 203 / 12, 1 / 12), abs=1e-4)


def test_a_state_that_is_never_reset_goes_from_epoch_to_epoch_and_through_each_scoring() -> None:
    made = find().parse(
        {
            "task": {"name": "sunspots", "window": 3, "training_months": 40, "held_out_months": 20, "test": False},
            "architecture": {"name": "forecaster", "hidden": 2, "reset": "never"},
            "training": {"batch_size": 20, "optimizer": "sgd", "learning_rate": 1e-6},
        }
    )
    trainer = Trainer(made, torch.device("cpu"))
    splits = splits_of(made.task)  # type: ignore[arg-type]
    state: tuple[torch.Tensor, ...] | None = None
    for _ in range(2):
        trainer.begin_epoch()
        for batch in batches(made.task, splits.train, 20):
            state = run(trainer.network, batch.after(state))[1]
            trainer.train_step(batch, made.training)
        for batch in batches(made.task, splits.validation, 20):
            state = run(trainer.network, batch.after(state))[1]
        before = trainer.carries
        trainer.measured(splits.test, made.training)
        assert trainer.carries is before
        trainer.measured(splits.validation, made.training, goes_on=True)
        assert trainer.carries is not None
        assert state is not None
        for ours, theirs in zip(trainer.carries, state, strict=True):
            torch.testing.assert_close(ours, theirs, atol=1e-3, rtol=0)


def test_the_published_networks_have_as_many_weights_as_were_counted() -> None:
    counts = {name: plan(find().parse(preset.spec)).parameters for preset in find().presets for name in [preset.name]}
    assert (counts["sunspots-published"], counts["cosine-listing"], counts["cosine-better"]) == (101, 15_100, 321)


def test_weights_by_place_are_those_of_a_column_for_each_step() -> None:
    settings = Forecaster(cell="SimpleRNN", hidden=3, by_place=True, biases=False, stateful=False, activation="sigmoid")
    network = settings.build(Shapes((4, 2), (1, 1)), generator(0, "weights")).eval()
    weights = dict(network.named_parameters())
    window, state = torch.randn(4, 2), torch.zeros(3)
    for step in range(4):
        columns = weights["memory.weight_ih_l0"][:, 2 * step : 2 * step + 2]  # of both features
        state = torch.sigmoid(columns @ window[step] + weights["memory.weight_hh_l0"] @ state)
    outputs, _ = run(network, Batch(window.unsqueeze(0), torch.zeros(1, 1, 1)))
    torch.testing.assert_close(outputs[0, 0], weights["output.weight"] @ state)


def test_the_way_back_ends_after_as_many_steps_as_are_set() -> None:
    settings = Forecaster(cell="SimpleRNN", hidden=3, truncate=2, stateful=False)
    network = settings.build(Shapes((6, 1), (1, 1)), generator(0, "weights"))
    window = torch.randn(1, 6, 1, requires_grad=True)
    run(network, Batch(window, torch.zeros(1, 1, 1)))[0].sum().backward()
    assert window.grad is not None
    assert (window.grad[0, :, 0] != 0).tolist() == [False] * 4 + [True] * 2


def test_an_output_of_tanh_says_nothing_beyond_1() -> None:
    network = Forecaster(hidden=4, output="tanh", stateful=False).build(Shapes((4, 1), (1, 1)), generator(0, "weights"))
    torch.nn.init.constant_(network.get_submodule("output").bias, 100.0)  # type: ignore[arg-type]
    assert run(network, Batch(torch.randn(5, 4, 1), torch.zeros(5, 1, 1)))[0].max() == 1
