"""Formulas that people type, steps by hand, and the curves of a run: against Python, closed forms and autograd."""

import math
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
import torch
from pydantic import ValidationError
from torch import nn

from models.laboratories.activations import WRITTEN, Activations
from models.laboratories.gradient_descent import GradientDescent
from models.look.descents import CURVES
from models.look.formulas import formula
from models.look.pictures import Charts, Lines
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.explained.slices import way_down
from models.views.along_slope import AlongSlope, Walk
from models.views.before_the_bend import BeforeTheBend
from tests.specs import spec


def unpacked(packed: str) -> list[float]:
    return torch.frombuffer(bytearray(b64decode(packed)), dtype=torch.float32).tolist()


X = torch.tensor([-2.0, 0.5, 3.0], dtype=torch.float64)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x / (1 + abs(x))", lambda x: x / (1 + abs(x))),
        ("-x^2", lambda x: -(x**2)),
        ("2^3^2", lambda x: 512),
        ("1 - 2 - 3 + 8/4/2", lambda x: -3),
        ("max(0, x)*2 + 1e-1", lambda x: max(0, x) * 2 + 0.1),
        ("x*sigmoid(1.702*x)", lambda x: x / (1 + math.exp(-1.702 * x))),
        ("2*-x ** 2", lambda x: -2 * x**2),
        ("e^x + pi", lambda x: math.e**x + math.pi),
        ("\u2212(x + 1)·3", lambda x: -(x + 1) * 3),
    ],
)
def test_a_formula_is_read_as_people_mean_it(text: str, value: Callable[[float], float]) -> None:
    assert formula(text)(X).tolist() == pytest.approx([value(x) for x in X.tolist()])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ends too early"), ("x +", "ends too early"), ("2 x", 'stands "x": a sign is missing'),
        ("y + 1", '"y" is not known here. Known are x, pi, e and exp'), ("(x", "bracket is not closed"),
        ("max(x)", "max takes 2 values in brackets, as max(x, 1); here are 1"), ("exp x", "exp(x)"),
        ("x $ 2", '"$" means nothing'), ("*x", 'At place 1 stands "*"'), ("x.real", 'The sign "." means nothing'),
        ("__import__(x)", '"__import__" is not known'), ("(" * 99 + "x", "more than 30 deep"),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_named_and_a_nearest_is_offered(text: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Activations(typed=True, formula=text)
    (error,) = caught.value.errors()
    assert words in str(error["ctx"]["sentence"])
    assert (error["ctx"]["field"], error["ctx"]["nearest"]) == ("formula", "x / (1 + abs(x))")


@pytest.mark.parametrize("name", sorted({*WRITTEN} - {"heaviside"}))
def test_what_stands_as_the_formula_of_a_function_is_that_function(name: str) -> None:
    """Those that are offered are drawn by torch; how they are written is read by the parser of formulas."""
    others = {one: False for one in ("relu", "sigmoid", "tanh")}
    chosen = Activations.model_validate({**others, name: True, "typed": False})
    picture = chosen.pictures()[0]
    assert isinstance(picture, Lines)
    (line,) = picture.lines
    x = picture.start + picture.step * torch.arange(picture.count, dtype=torch.float64)
    drawn = torch.frombuffer(bytearray(b64decode(line.values)), dtype=torch.float32).double()
    assert torch.allclose(formula(line.formula)(x), drawn, atol=2e-5)


def test_a_typed_formula_is_drawn_with_its_slope() -> None:
    chosen = Activations(relu=False, sigmoid=False, tanh=False, typed=True, formula="x^3 / 10")
    picture = chosen.pictures()[0]
    assert isinstance(picture, Lines)
    slopes = torch.frombuffer(bytearray(b64decode(picture.lines[0].slopes)), dtype=torch.float32)
    x = picture.start + picture.step * torch.arange(picture.count)
    assert torch.allclose(slopes, 0.3 * x**2, atol=1e-4)
    assert chosen.model_copy(update={"formula": "1 / x"}).pictures()  # where it has no value there is a gap


def test_steps_by_hand_are_a_path_and_in_the_dark_there_is_nothing_else() -> None:
    laboratory = GradientDescent(by_hand=(0.3, 0.5), blind=True)
    way, losses = laboratory.pictures()
    assert isinstance(way, Lines)
    assert isinstance(losses, Lines)
    assert [str(line.name) for line in way.lines] == ["Your own way"]
    assert "is at the minimum 0.5 from step 2 on" in str(losses.remarks[0])
    beside = GradientDescent(by_hand=(0.3,)).pictures()[0]
    assert isinstance(beside, Lines)
    assert len(beside.lines) == 6
    assert CURVES["parabola"].minima == (0.5,)


def of_run(**settings: Any) -> tuple[Spec, nn.Module, Splits]:
    chosen = spec("digits/mlp", task={"examples": 300}, hidden=[8], **settings)
    network = chosen.architecture.build(chosen.task.shapes(), generator(0, "weights"))
    return chosen, network.eval(), chosen.task.splits(generator(0, "data"))


def test_one_step_follows_the_loss_along_the_slope_and_leaves_the_weights_alone(mnist: None) -> None:
    chosen, network, splits = of_run(activation="tanh")
    before = [one.detach().clone() for one in network.parameters()]
    with torch.no_grad():
        picture = AlongSlope().picture(network, chosen, splits, "")
    assert isinstance(picture, Charts)
    assert all(torch.equal(one, old) for one, old in zip(network.parameters(), before, strict=True))

    batch = next(batches(chosen.task, splits.validation, 64))
    walk = Walk(network, chosen, batch)
    weights = list(network.parameters())
    slopes = torch.autograd.grad(walk.loss(), weights, create_graph=True)
    square = sum(one.square().sum() for one in slopes)
    along = torch.stack([(one * one.detach()).sum() for one in slopes]).sum()
    product = torch.autograd.grad(along, weights)
    exact = sum((a * b.detach()).sum() for a, b in zip(product, slopes, strict=True)) / square  # g H g / g g
    assert walk.curvature() == pytest.approx(float(torch.as_tensor(exact).detach()), rel=0.02)
    start = walk.at(0.0)
    assert walk.at(1e-3) == pytest.approx(start - 1e-3 * walk.square, rel=1e-3)


def test_steps_down_a_slice_are_those_of_the_laboratory() -> None:
    curve = CURVES["parabola"]
    rates = torch.linspace(0, 1.5, 61, dtype=torch.float64)
    losses = curve.value(-0.5 + 2 * rates)  # the slope at -0.5 is -2
    training = spec("digits/mlp", optimizer="sgd", momentum=0.0, learning_rate=0.01).training
    picture = way_down(rates, losses, 2.0, 2.0, training)
    _, best, limit, measured, own = (unpacked(line.values) for line in picture.lines)
    assert measured == pytest.approx(best, abs=1e-3)
    assert best[1:] == pytest.approx([-1.25] * 20, abs=1e-3)  # 1 / λ is there at once
    assert limit == pytest.approx([-0.25] * 21, abs=2e-2)  # 2 / λ swings for ever
    assert own[0] == pytest.approx(-0.25)
    assert unpacked(picture.lines[4].x)[1] == pytest.approx(0.02)  # from -0.5 to -0.48
    assert str(picture.lines[4].name) == "SGD at 0.01, as this run"
    assert "after 20 steps" in str(picture.remarks[-1])
    shorter = way_down(rates[:30], losses[:30], 2.0, 2.0, training)  # up to 0.725, and 2 / λ is 1
    assert str(shorter.remarks[1]) == "SGD at 2 / λ = 1: step 1 leads out of what was measured."
    assert len(unpacked(shorter.lines[2].values)) == 1


def test_dead_and_saturated_units_are_counted_where_they_are_made(mnist: None) -> None:
    chosen, network, splits = of_run(activation="ReLU")
    first = next(one for one in network.modules() if isinstance(one, nn.Linear))
    with torch.no_grad():
        first.bias[:3] = -1000.0
        picture = BeforeTheBend().picture(network, chosen, splits, "")
    assert isinstance(picture, Charts)
    assert "Dead: " in str(picture.charts[0].remarks[0])
    assert int(str(picture.charts[0].remarks[0]).split("Dead: ")[1].split(" of ")[0]) >= 3

    chosen, network, splits = of_run(activation="sigmoid")
    first = next(one for one in network.modules() if isinstance(one, nn.Linear))
    with torch.no_grad():
        first.bias[:5] = 50.0
        picture = BeforeTheBend().picture(network, chosen, splits, "")
    assert isinstance(picture, Charts)
    assert "Saturated: 5" in str(picture.charts[0].remarks[0]) or "Dead: 5 of 8" in str(picture.charts[0].remarks[0])
