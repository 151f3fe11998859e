"""Gradient descent as a laboratory: the map of where it ends, noise, the largest rate."""

from typing import Any

import pytest
import torch

from models.laboratories.gradient_descent import GradientDescent, descended
from models.look.descents import CURVES, walked
from models.look.pictures import HeatMap, Lines


def places(laboratory: GradientDescent) -> list[float]:
    """Where SGD stands, from the start on."""
    return descended(laboratory, ["sgd"])[0].tolist()


@pytest.mark.parametrize("name", ["SGD", "Momentum", "RMSprop", "Adam"])
def test_the_map_of_descent_goes_the_ways_that_pytorch_s_optimisers_go(name: Any) -> None:
    curve, starts, rates = (
        CURVES["two minima"],
        torch.tensor([-1.0, 0.3, 2.0]).double(),
        torch.tensor([0.05, 0.2]).double(),
    )
    noisy = GradientDescent(steps=25, noise=0.5)
    ways = walked(curve, name.lower(), 0.9, starts, rates, noisy.chance())
    for row, rate in enumerate(rates.tolist()):
        for column, start in enumerate(starts.tolist()):
            settings = GradientDescent(curve="two minima", start=start, rate=rate, steps=25, noise=0.5)
            (one,) = descended(settings, [name.lower()])
            assert torch.allclose(ways[:, row, column], one)


def test_the_map_of_descent_shows_both_minima_and_what_goes_too_far() -> None:
    laboratory = GradientDescent(curve="two minima", steps=200)
    curve = CURVES["two minima"]
    starts, rates = torch.tensor([-1.0, 1.0, 1.7]).double(), torch.tensor([0.1, 3.0]).double()
    shades = laboratory.shades(curve, walked(curve, "sgd", 0.9, starts, rates, torch.zeros(200)))
    assert shades[0, 0] < 0 < shades[0, 1] < shades[0, 2]
    assert shades[1].tolist() == [0, 0, 0]


def test_the_largest_rate_is_marked_at_its_slider_and_noise_keeps_descent_from_the_minimum() -> None:
    (mark,) = GradientDescent().limits()
    assert mark.setting == "rate"
    assert mark.value == pytest.approx(1.0)  # the curvature of the parabola is 2
    low, high = (mark.value for mark in GradientDescent(curve="two minima").limits())
    assert (low, high) == pytest.approx((0.380, 0.418), abs=1e-3)
    quiet = places(GradientDescent(steps=200))[-1]
    noisy = places(GradientDescent(steps=200, noise=2.0))
    assert abs(quiet - 0.5) < 1e-3 < 0.02 < abs(noisy[-1] - 0.5) < 1
    assert places(GradientDescent(steps=200, noise=2.0, seed=1)) != noisy
    said = GradientDescent(steps=200, noise=0.5).pictures()[1]
    assert isinstance(said, Lines)
    assert "SGD stays within 0.25 of the minimum 0.5" in str(said.remarks[0])


def test_who_begins_outside_the_frame_is_drawn_and_cells_of_the_map_give_their_start_and_rate() -> None:
    losses, basins = GradientDescent(start=-2.5, rate=0.001, steps=1).pictures()[1:]
    assert isinstance(losses, Lines)
    assert losses.highest > (-2.5) ** 2 + 2.5 - 1  # where it begins
    assert isinstance(basins, HeatMap)
    assert basins.panels[0].sets is not None
    down, across = basins.panels[0].sets
    assert (down.setting, down.values[0], down.values[-1]) == ("rate", 3, 0.001)
    assert (across.setting, across.values[0], across.values[25]) == ("start", -2.5, 0)
