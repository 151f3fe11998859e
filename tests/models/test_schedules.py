"""The curve of the learning rate that a plan shows is the one that training then goes along; a plateau is Keras's."""

import math
from typing import Any

import pytest
import torch

from models.catalogue import find
from models.events import Points
from models.plan.plan import plan
from models.spec.kinds import Series
from models.spec.schedules import PLATEAUS, POINTS, Plateau, planned, rate
from models.spec.training import Training
from models.training.loop import train

SCHEDULES: list[dict[str, Any]] = [
    {},
    {"warmup": 3},
    {"schedule": "cosine", "warmup": 2.5},
    {"schedule": "step", "schedule_every": 4, "schedule_factor": 0.3},
    {"schedule": "exponential", "schedule_every": 2, "lowest_rate": 2e-4},
    {"schedule": "inverse", "decay": 0.01},
]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("length", [{"epochs": 10}, {"batches": 27}])
def test_what_is_planned_is_what_a_training_then_does(schedule: dict[str, Any], length: dict[str, int]) -> None:
    spec = find().parse(
        {
            "task": {"name": "addition", "digits": 1, "examples": 55},
            "architecture": {"name": "recurrent", "hidden": 2},
            "training": {"batch_size": 16, **length, **schedule},
        }
    )
    done = [one.columns for one in train(spec) if isinstance(one, Points) and one.clock == "batch"]
    rates = [value for columns in done for value in columns["learning_rate"]]
    ends = [value for columns in done for value in columns["epoch"]]
    curve = plan(spec).rates
    assert curve is not None
    assert len(rates) <= POINTS  # so short that no step was left out
    assert [value for _, value in curve] == pytest.approx(rates)
    assert [epoch for epoch, _ in curve] == pytest.approx([0, *ends[:-1]])


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_long_curve_is_thinned_and_keeps_both_ends(schedule: dict[str, Any]) -> None:
    training = Training(epochs=300, batch_size=100, **schedule)
    curve = planned(training, 1000)
    assert curve is not None
    assert len(curve) == POINTS
    assert [curve[0][0], curve[-1][0]] == pytest.approx([0, 299.9])
    for epoch, value in curve:
        assert value == pytest.approx(rate(training, round(epoch * 10), epoch, 300))


def test_nobody_knows_ahead_when_progress_will_stop() -> None:
    for schedule in PLATEAUS:
        assert planned(Training(schedule=schedule, warmup=3), 1000) is None


def test_a_training_of_one_step_has_one_rate() -> None:
    assert planned(Training(batches=1), 1000) == [(0, 0.001)]


FIGURES: list[tuple[dict[str, Any], dict[float, float]]] = [
    ({}, {0: 0.001, 7.5: 0.001, 100: 0.001}),
    ({"schedule": "step"}, {0: 0.001, 9.9: 0.001, 10: 0.0005, 19.9: 0.0005, 35: 0.000125}),
    ({"schedule": "exponential"}, {0: 0.001, 5: 0.000707107, 10: 0.0005, 20: 0.00025, 30: 0.000125}),
    ({"schedule": "inverse", "decay": 0.01}, {0: 0.001, 1: 0.000909091, 10: 0.0005, 90: 0.0001}),
    ({"schedule": "cosine"}, {0: 0.001, 2: 0.000853553, 4: 0.0005, 6: 0.000146447, 8: 0, 20: 0}),
    ({"schedule": "cosine", "lowest_rate": 0.0002}, {0: 0.001, 4: 0.0005, 6: 0.0002, 8: 0.0002, 20: 0.0002}),
    ({"warmup": 4}, {0: 0, 1: 0.00025, 3: 0.00075, 4: 0.001, 5: 0.001}),
    ({"schedule": "cosine", "warmup": 4}, {0: 0, 2: 0.000426777, 4: 0.0005, 6: 0.000146447}),
    ({"schedule": "step", "learning_rate": 0.0001, "lowest_rate": 0.001}, {0: 0.0001, 50: 0.0001}),
]
"""Settings, and the rate by epoch: of eight planned, each of ten steps; cut by half every ten where it is cut."""


@pytest.mark.parametrize(("settings", "figures"), FIGURES, ids=str)
def test_rates_are_those_of_a_pocket_calculator(settings: dict[str, Any], figures: dict[float, float]) -> None:
    training = Training(**settings)
    found = {epoch: rate(training, round(10 * epoch), epoch, 8) for epoch in figures}
    assert found == pytest.approx(figures, abs=5e-7)  # a warm-up begins just above nothing


def keras_rates(scores: list[float], patience: int, min_delta: float, cooldown: int, min_lr: float) -> list[float]:
    """The rate after each score of a loss, from 1 and with a factor of 0.5, as Keras 3's ReduceLROnPlateau has it.

    Written from its ``on_epoch_end``, line by line.
    """
    best, wait, rate, cooldown_counter, rates = math.inf, 0, 1.0, 0, []
    for current in scores:
        if cooldown_counter > 0:
            cooldown_counter -= 1
            wait = 0
        if current < best - min_delta:
            best, wait = current, 0
        elif not cooldown_counter > 0:
            wait += 1
            if wait >= patience and rate > min_lr:
                rate, cooldown_counter, wait = max(rate * 0.5, min_lr), cooldown, 0
        rates.append(rate)
    return rates


def torch_rates(scores: list[float], patience: int, min_delta: float, cooldown: int, min_lr: float) -> list[float]:
    """As torch's has it; its usual threshold takes standing still below zero for progress."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, "min", 0.5, patience, min_delta, "abs", cooldown, min_lr
    )
    rates = []
    for score in scores:
        schedule.step(score)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


def our_rates(scores: list[float], series: Series, **training: Any) -> list[float]:
    """The rate after each score of a loss, or of an accuracy that is as far below zero."""
    settings = Training(learning_rate=1.0, schedule="plateau", schedule_factor=0.5, **training)
    plateau, rates = Plateau("exact", series), []
    for score in scores:
        plateau.update(settings, {"exact": score if series.better == "lower" else -score, "loss": score})
        rates.append(rate(settings, 0, 0, 1, plateau.factor))
    return rates


SCORES = [
    [-0.5] * 9,
    [-1.0, -1.1, -1.1, -1.1, -1.05, -1.2, -1.2, -1.2, -1.2, -1.2],
    [0.5, 0.4, 0.4, 0.45, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3],
    [0.1, -0.1, -0.1, 0.0, -0.1, -0.1, -0.1, -0.3, -0.3],
    [0.0] * 6,
    [0.5, 0.49995, 0.4999, 0.49985, 0.4998, 0.49975, 0.4, 0.39999, 0.39998],  # less than 1e-4 is no gain at first
]


@pytest.mark.parametrize("patience", [1, 2, 3])
@pytest.mark.parametrize(("min_delta", "cooldown", "min_lr"), [(0.0, 0, 0.0), (1e-4, 1, 0.3), (1e-4, 3, 0.0)])
def test_a_plateau_is_keras_and_torchs_with_one_less_above_zero_and_below(
    patience: int, min_delta: float, cooldown: int, min_lr: float
) -> None:
    ours = {
        "schedule_every": patience,
        "schedule_threshold": min_delta,
        "schedule_cooldown": cooldown,
        "lowest_rate": min_lr,
    }
    for scores in SCORES:
        keras = keras_rates(scores, patience, min_delta, cooldown, min_lr)
        assert keras == torch_rates(scores, patience - 1, min_delta, max(0, cooldown - 1), min_lr)
        assert keras == our_rates(scores, Series("Loss"), **ours)
        assert keras == our_rates(scores, Series("Right", better="higher"), **ours)
        assert keras == our_rates(scores, Series("Right", better="higher"), schedule_watches="loss", **ours)


def test_a_plateau_joined_with_decay_cuts_and_floors_the_rate_that_decay_then_divides() -> None:
    """As Keras 2: the callback sets ``optimizer.lr``, and each step takes lr / (1 + decay x iterations)."""
    chapter = Training(
        schedule="plateau-inverse", learning_rate=1e-4, schedule_factor=0.1, lowest_rate=1e-6, decay=1e-5
    )
    for factor, floored in ((1.0, 1e-4), (0.1, 1e-5), (1e-3, 1e-6)):
        for step in (0, 1500, 150_000):
            assert rate(chapter, step, step / 1500, 100, factor) == pytest.approx(floored / (1 + 1e-5 * step))
