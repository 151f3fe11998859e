"""Activations are the formulas that they are named after; first weights spread as their papers say."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from models.events import Notice
from models.layers.activations import activation
from models.layers.initial import DRAWS, draw_weights, glorot_normal_
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.training.loop import train
from tests.specs import FOUND, smallest, spec

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
FORMULAS: dict[str, Callable[[float], float]] = {
    "ReLU": lambda x: max(0.0, x),
    "leaky ReLU": lambda x: x if x > 0 else 0.3 * x,
    "ELU": lambda x: x if x > 0 else math.exp(x) - 1,
    "SELU": lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * (math.exp(x) - 1)),
    "softplus": lambda x: math.log1p(math.exp(x)),
    "tanh": lambda x: 2 / (1 + math.exp(-2 * x)) - 1,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "step": lambda x: float(x > 0),
    "none": lambda x: x,
}


@pytest.mark.parametrize("name", FORMULAS)
def test_an_activation_is_its_formula(name: str) -> None:
    points = [-3.0, -0.5, 0.0, 0.5, 3.0]
    found = activation(name)(torch.tensor(points, dtype=torch.double))
    assert found.tolist() == pytest.approx([FORMULAS[name](x) for x in points])


def test_the_leak_of_a_network_is_that_of_its_layers() -> None:
    network = spec("digits/mlp", activation="leaky ReLU", leak=0.1).architecture.network(
        FOUND.tasks["digits"]().shapes()
    )
    (layer,) = [one for one in network.modules() if isinstance(one, nn.LeakyReLU)]
    assert layer.negative_slope == 0.1


def test_before_a_step_nothing_learns_and_after_it_all_does(mnist: None) -> None:
    network, batch = built(activation="step", hidden=[6, 5])
    network(batch).sum().backward()
    learning = {name.split(".")[0] for name, one in network.named_parameters() if one.grad is not None}
    assert learning == {"output"}


def test_a_run_with_a_step_says_at_its_start_why_nothing_is_learnt_before_it(mnist: None) -> None:
    plain = smallest("digits", "mlp").to_json()
    for settings, told in (({"layer_activations": ["step"]}, 1), ({"activation": "sigmoid"}, 0)):
        chosen = FOUND.parse({**plain, "architecture": {**plain["architecture"], **settings}})
        notices = [one for one in train(chosen) if isinstance(one, Notice)]
        assert [(one.code, one.step) for one in notices] == [("settings", 0)] * told


def test_a_linear_activation_is_none_by_another_name() -> None:
    assert spec("digits/mlp", activation="linear") == spec("digits/mlp", activation="none")


DEVIATIONS: dict[str, tuple[float, float]] = {
    # Of 400 inputs and 500 units: the deviation, and the largest that can be drawn.
    "Glorot": (0.8796 * math.sqrt(2 / 900), 2 * math.sqrt(2 / 900)),
    "Glorot uniform": (math.sqrt(2 / 900), math.sqrt(6 / 900)),
    "Glorot normal": (math.sqrt(2 / 900), 2 * math.sqrt(2 / 900) / 0.8796),
    "He": (math.sqrt(2 / 400), 2 * math.sqrt(2 / 400) / 0.8796),
    "LeCun": (0.05, 0.1 / 0.8796),
    "varianceScaling": (0.8796 * 0.05, 0.1),
    "orthogonal": (1 / math.sqrt(500), 1.0),
    "large": (1.0, 10.0),
}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_first_weights_spread_as_their_name_says_and_biases_are_zero(name: str) -> None:
    torch.manual_seed(0)
    layer = draw_weights(nn.Linear(400, 500), name)
    assert isinstance(layer, nn.Linear)
    deviation, most = DEVIATIONS[name]
    assert layer.weight.std().item() == pytest.approx(deviation, rel=0.01)
    assert layer.weight.abs().max() <= most * 1.0001
    assert layer.bias.count_nonzero() == 0


def test_weights_in_a_cut_normal_of_the_published_convnet_end_at_two_of_the_published_deviations() -> None:
    """0.2, 0.0707 and 0.0625 are what TensorFlow.js gives its normal, which it cuts at two of them."""
    torch.manual_seed(0)
    shapes = FOUND.tasks["digits"]().shapes()
    network = spec(
        "digits/convnet", blocks="8k5 max2 16k5 max2", initialisation="varianceScaling"
    ).architecture.network(shapes)
    largest = {name: one.abs().max().item() for name, one in network.named_parameters() if name.endswith("weight")}
    assert largest == pytest.approx({"conv1.weight": 0.4, "conv2.weight": 0.1414, "output.weight": 0.125}, rel=0.05)


def test_orthogonal_units_are_each_of_length_one_and_at_right_angles() -> None:
    torch.manual_seed(0)
    weight = torch.empty(20, 50)
    DRAWS["orthogonal"](weight, 50, 20)
    torch.testing.assert_close(weight @ weight.T, torch.eye(20), atol=1e-5, rtol=0)


def test_zeros_leave_all_units_alike() -> None:
    network, batch = built(initialisation="zeros", activation="sigmoid")
    loss = nn.functional.cross_entropy(network(batch), batch.targets)
    loss.backward()  # type: ignore[no-untyped-call]
    gradient = dict(network.named_parameters())["output.weight"].grad
    assert gradient is not None
    assert torch.equal(gradient, gradient[:, :1].expand_as(gradient))


def test_what_an_older_version_called_glorot_is_drawn_as_it_was() -> None:
    torch.manual_seed(5)
    expected = torch.empty(30, 20)
    glorot_normal_(expected, 20, 30)
    torch.manual_seed(5)
    layer = nn.Linear(20, 30)
    torch.manual_seed(5)
    assert torch.equal(draw_weights(layer, "Glorot").get_parameter("weight"), expected)


def built(**settings: Any) -> tuple[nn.Module, Batch]:
    """A network, and one made-up picture."""
    one = spec("digits/mlp", **settings)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    return network, Batch(torch.rand(1, 1, 28, 28), torch.tensor([3]))
