"""Laboratories: what all of them keep, and those of the library against closed forms."""

import itertools
import math
import struct
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from models.catalogue import find, schema
from models.laboratories.activations import Activations
from models.laboratories.continuous_convolution import ContinuousConvolution
from models.laboratories.gradient_descent import GradientDescent
from models.laboratories.losses import Losses, binary
from models.laboratories.moving_average import MovingAverage
from models.laboratories.neuron import OneNeuron
from models.laboratories.polynomials import Polynomials, legendre
from models.look.laboratory import Laboratory, pictures_of
from models.look.pictures import PICTURE, Lines, NamedLine
from tests.wording import untranslated

FOUND = find().laboratories


def floats(packed: str) -> list[float]:
    return [value for (value,) in struct.iter_unpack("<f", b64decode(packed))]


def extremes(cls: type[Laboratory]) -> Iterator[dict[str, Any]]:
    """Every option of each setting by itself, then all at their lowest, and all at their highest."""
    fields = schema(cls)["properties"]
    ends: dict[str, list[Any]] = {}
    for name, field in fields.items():
        bounds = [field[bound] for bound in ("minimum", "maximum") if bound in field]
        named = field.get("enum") or list(field.get("choices", {}))
        ends[name] = named or ([False, True] if field["type"] == "boolean" else bounds) or [field["default"]]
    yield {}
    yield from ({name: value} for name, values in ends.items() for value in values)
    yield {name: values[0] for name, values in ends.items()}
    yield {name: values[-1] for name, values in ends.items()}


def accepted(cls: type[Laboratory], settings: dict[str, Any]) -> Laboratory | None:
    """None where these settings cannot be together, and a sentence says so."""
    try:
        return cls.model_validate(settings)
    except ValidationError as error:
        if any(one["type"] != "refused" for one in error.errors()):
            raise
        return None


@pytest.mark.parametrize("name", FOUND)
def test_a_laboratory_has_words_and_pictures_whatever_it_is_set_to(name: str) -> None:
    cls = FOUND[name]
    assert cls.title
    assert cls.text.endswith(".")
    for settings in extremes(cls):
        chosen = accepted(cls, settings)
        pictures = pictures_of(chosen) if chosen else []
        assert pictures or chosen is None
        for picture in pictures:
            assert PICTURE.validate_json(picture.model_dump_json()) == picture  # no number that JSON has not
            assert not untranslated(picture)
            if isinstance(picture, Lines):
                assert picture.lowest < picture.highest
                assert picture.step > 0


def lines(picture: object) -> dict[str, NamedLine]:
    assert isinstance(picture, Lines)
    return {line.name: line for line in picture.lines}


def way(laboratory: GradientDescent, name: str) -> list[float]:
    return floats(lines(laboratory.pictures()[0])[name].x)


def test_the_first_step_from_the_start_of_the_textbook_is_the_one_that_is_printed_there() -> None:
    assert way(GradientDescent(start=-0.5, rate=0.01), "SGD")[:2] == pytest.approx([-0.5, -0.48])


def test_adam_steps_by_its_rate_at_first_and_rmsprop_by_ten_of_them() -> None:
    for curve, start in itertools.product(("parabola", "two minima"), (-2.0, -1.0, 2.0)):
        laboratory = GradientDescent.model_validate({"curve": curve, "start": start, "rate": 0.02})
        assert abs(way(laboratory, "Adam")[1] - start) == pytest.approx(0.02, rel=1e-5)
        assert abs(way(laboratory, "RMSprop")[1] - start) == pytest.approx(0.2, rel=1e-5)


@pytest.mark.parametrize(
    ("rate", "factor", "words"),
    [(0.5, 0.0, "is at the minimum 0.5 from step 1 on"), (0.99, 0.98, "from a minimum"), (1.0, 1.0, "swings for ever"),
     (1.01, 1.02, "diverges")],
)  # fmt: skip
def test_descent_on_a_parabola_diverges_above_two_over_its_curvature_and_not_below(
    rate: float, factor: float, words: str
) -> None:
    laboratory = GradientDescent(rate=rate, steps=10, momentum=False, rmsprop=False, adam=False)
    away = [abs(x - 0.5) for x in way(laboratory, "SGD")]
    assert away == pytest.approx([factor**step for step in range(11)], abs=1e-6)
    (said,) = laboratory.pictures()[1].remarks  # type: ignore[union-attr]
    assert words in said


def test_momentum_stands_a_larger_rate_and_says_which() -> None:
    def remark_at(rate: float) -> str:
        laboratory = GradientDescent(rate=rate, steps=200, keep=0.5, sgd=False, rmsprop=False, adam=False)
        picture = laboratory.pictures()[1]
        assert isinstance(picture, Lines)
        return picture.remarks[0]

    assert remark_at(1.4).startswith("Momentum is at the minimum 0.5")
    assert "2 (1 + 0.5) / λ = 1.5" in remark_at(1.6)


def test_a_small_rate_ends_in_the_nearer_minimum_and_a_large_one_passes_the_hill() -> None:
    def end(rate: float) -> float:
        return way(GradientDescent(curve="two minima", start=-2.5, rate=rate, steps=200), "SGD")[-1]

    assert end(0.05) == pytest.approx(-1.51, abs=0.005)
    assert end(0.3) == pytest.approx(1.66, abs=0.005)


def test_what_runs_away_is_no_picture_without_numbers() -> None:
    laboratory = GradientDescent(curve="two minima", start=2.5, rate=3.0, steps=200)
    losses = floats(lines(laboratory.pictures()[1])["SGD"].values)
    assert not math.isfinite(losses[-1])
    assert "diverges" in laboratory.pictures()[1].remarks[0]  # type: ignore[union-attr]


Function = Callable[[float], float]
CLOSED: dict[str, tuple[Function, Function]] = {
    "Sigmoid": (lambda x: 1 / (1 + math.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "Softplus": (lambda x: math.log1p(math.exp(x)), lambda x: 1 / (1 + math.exp(-x))),
    "ReLU": (lambda x: max(0.0, x), lambda x: float(x > 0)),
    "Leaky ReLU": (lambda x: max(0.2 * x, x), lambda x: 1.0 if x > 0 else 0.2),
    "ELU": (lambda x: x if x > 0 else 2 * (math.exp(x) - 1), lambda x: 1.0 if x > 0 else 2 * math.exp(x)),
    "GELU": (
        lambda x: x * 0.5 * (1 + math.erf(x / math.sqrt(2))),
        lambda x: 0.5 * (1 + math.erf(x / math.sqrt(2))) + x * math.exp(-x * x / 2) / math.sqrt(2 * math.pi),
    ),
    "Softmax": (lambda x: math.exp(x) / (math.exp(x) + 3), lambda x: 3 * math.exp(x) / (math.exp(x) + 3) ** 2),
    "Step": (lambda x: float(x >= 0), lambda x: 0.0),
}


def test_functions_and_slopes_are_those_of_their_formulas() -> None:
    every = {name: True for name, field in Activations.model_fields.items() if field.annotation is bool}
    laboratory = Activations.model_validate({**every, "negative_slope": 0.2, "alpha": 2.0, "rivals": 3, "reach": 3.0})
    found = lines(laboratory.pictures()[0])
    assert len(found) == len(every)
    for name, (value, slope) in CLOSED.items():
        for place in (0, 150, 299, 450, 600):
            x = (place - 300) / 100
            assert floats(found[name].values)[place] == pytest.approx(value(x), abs=1e-6), (name, x)
            assert floats(found[name].slopes)[place] == pytest.approx(slope(x), abs=1e-6), (name, x)


def test_what_layers_leave_of_an_error_is_the_power_of_the_slope() -> None:
    laboratory = Activations(layers=10, sigmoid=True)
    left = floats(lines(laboratory.pictures()[1])["Sigmoid"].values)
    assert left[300] == pytest.approx(0.25**10)


def test_flat_parts_are_dead_saturated_or_a_turn() -> None:
    laboratory = Activations(relu=True, sigmoid=True, gelu=True, saturation=0.05)
    found = lines(laboratory.pictures()[0])
    assert [one.words for one in found["ReLU"].stretches] == ["dead"]
    assert found["ReLU"].stretches[0].end == pytest.approx(0)
    assert [one.words for one in found["Sigmoid"].stretches] == ["saturated", "saturated"]
    assert found["Sigmoid"].stretches[1].start == pytest.approx(2.89, abs=0.02)  # where s (1 - s) is 0.05
    assert [one.words for one in found["GELU"].stretches] == ["saturated", "nearly flat"]


def test_a_fault_in_a_laboratory_is_a_sentence() -> None:
    class Torn(Laboratory):
        title = "Torn"

        def pictures(self) -> list[Any]:
            raise ZeroDivisionError("out of chalk")

    with pytest.raises(ValueError, match="Torn cannot be drawn here: ZeroDivisionError: out of chalk"):
        pictures_of(Torn())


def neuron(**settings: Any) -> tuple[list[float], str]:
    """What one neuron gives from its start on, and what became of it."""
    picture = OneNeuron.model_validate(settings).pictures()[0]
    assert isinstance(picture, Lines)
    return floats(picture.lines[0].values), picture.remarks[0]


def test_a_neuron_of_tanh_with_w_2_settles_at_0_958_and_with_minus_2_flips_for_ever() -> None:
    values, words = neuron(w=2.0, start=0.1)
    assert values[-1] == pytest.approx(0.9575, abs=1e-4)
    assert math.tanh(2 * values[-1]) == pytest.approx(values[-1])
    assert words == "It settles at 0.9575 by step 7."
    assert neuron(w=2.0, start=-0.1)[0][-1] == pytest.approx(-0.9575, abs=1e-4)
    assert neuron(w=-2.0, start=0.1)[1] == "It flips between -0.9575 and 0.9575 for ever."
    rests = OneNeuron(w=2.0).pictures()[1].remarks  # type: ignore[union-attr]
    assert [("could rest" in one, "0.1664" in one) for one in rests] == [(False, True), (True, False), (False, True)]


def test_a_linear_neuron_echoes_by_its_weight_to_the_power_of_the_steps_and_explodes_above_1() -> None:
    values, _ = neuron(function="linear", w=0.9, start=0.0, x=1.0, steps=20)
    assert values[1:] == pytest.approx([0.9**step for step in range(20)])
    for function in ("linear", "ReLU"):
        values, words = neuron(function=function, w=1.1, start=0.0, x=1.0, steps=200)
        assert words == "It explodes: beyond a million at step 146."
        assert values[146] == pytest.approx(1.1**145)


def test_what_is_left_of_a_gradient_is_the_power_that_the_textbook_prints() -> None:
    for w, left in ((0.9, 0.0000266), (1.1, 13_781)):
        picture = OneNeuron(function="linear", w=w, start=1.0, steps=100).pictures()[2]
        assert isinstance(picture, Lines)
        assert picture.log
        assert floats(picture.lines[0].values)[-1] == pytest.approx(left, rel=1e-2)


def test_the_moving_averages_of_the_textbook_come_out() -> None:
    row, kernel = torch.arange(1, 8).double(), MovingAverage(window=3).kernel()
    valid = MovingAverage(window=3).mean(row, kernel)
    assert valid[1:-1].tolist() == pytest.approx([2, 3, 4, 5, 6])
    assert valid[[0, -1]].isnan().all()
    same = MovingAverage(window=3, ends="same").mean(row, kernel)
    assert same.tolist() == pytest.approx([1, 2, 3, 4, 5, 6, 13 / 3])
    assert "[2, 3, 4, 5, 6]" in str(MovingAverage().pictures()[0].model_dump())


@pytest.mark.parametrize("window", [4, 7, 8])
def test_a_window_wider_than_the_row_leaves_nothing_and_an_even_one_lies_where_numpy_has_it(window: int) -> None:
    row = torch.arange(1, 8).double()
    laboratory = MovingAverage(window=window)
    assert laboratory.mean(row, laboratory.kernel()).isfinite().sum() == max(0, 8 - window)
    same = MovingAverage(window=window, ends="same").mean(row, laboratory.kernel())
    if window <= len(row):
        assert same.tolist() == pytest.approx(np.convolve(row, laboratory.kernel(), "same").tolist())


def test_behind_a_softmax_cross_entropy_has_a_slope_of_p_less_1_and_squared_error_twice_that_by_p_and_not_p() -> None:
    laboratory = Losses(classes=10)
    scores = torch.tensor([-4.0, 0.0, 3.0], dtype=torch.float64)
    p = laboratory.share(scores)
    assert p[1].item() == pytest.approx(0.1)
    assert torch.allclose(laboratory.slopes_at(scores, "cross"), p - 1)
    assert torch.allclose(laboratory.slopes_at(scores, "squared"), 2 * (p - 1) * p * (1 - p))
    ends = torch.tensor([0.0, 1.0], dtype=torch.float64)
    assert [binary(ends, right).tolist() for right in (0.0, 1.0)] == [[0, math.inf], [math.inf, 0]]


def test_a_polynomial_of_a_degree_less_than_the_points_goes_through_all_of_them() -> None:
    laboratory = Polynomials(points=6, degree=5)
    x, y = laboratory.thrown(6, 0)
    assert torch.allclose(legendre(5, x) @ laboratory.numbers(5, x, y), y)
    assert torch.allclose(legendre(2, x)[:, 2], (3 * x**2 - 1) / 2)
    held = Polynomials(points=6, degree=5, penalty=1.0)
    assert held.numbers(5, x, y).norm() < laboratory.numbers(5, x, y).norm()


def test_two_boxes_make_a_triangle_and_turning_the_kernel_round_mirrors_where_it_begins() -> None:
    picture = ContinuousConvolution(function="box", kernel="box", t=2.0).pictures()[1]
    whole = floats(lines(picture)["The whole"].values)
    assert isinstance(picture, Lines)
    at = [round((t - picture.start) / picture.step) for t in (0.0, 1.0, 2.0, 3.0, 4.0)]
    assert [whole[place] for place in at] == pytest.approx([0, 1, 2, 1, 0])
    other = ContinuousConvolution(function="box", kernel="box", t=2.0, flipped=False).pictures()[1]
    straight = floats(lines(other)["The whole"].values)
    assert straight[at[0]] == pytest.approx(2)
