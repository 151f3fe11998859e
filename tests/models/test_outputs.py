"""Output activation and loss of a classifier are the formulas that they are named after, and views read them right."""

from typing import Any

import pytest
import torch

from models.events import Points
from models.layers.outputs import class_loss, output_layers, scale_of
from models.look.view import probabilities
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.spec_error import SpecError
from models.training.loop import train
from tests.specs import FOUND, smallest, spec

SCORES = torch.tensor([[2.0, -1.0, 0.5], [0.1, 0.2, -3.0]], dtype=torch.double)
TARGETS = torch.tensor([0, 2])


def outputs_of(output: str, loss: str) -> torch.Tensor:
    values = SCORES
    for layer in output_layers(output, loss).values():
        values = layer(values)
    return values


@pytest.mark.parametrize("loss", ["mean squared error", "mean absolute error", "binary cross-entropy", "cross-entropy"])
def test_a_loss_is_the_same_whether_softmax_is_a_layer_or_part_of_it(loss: str) -> None:
    shares = SCORES.exp() / SCORES.exp().sum(1, keepdim=True)
    right = torch.tensor([[1.0, 0, 0], [0, 0, 1]], dtype=torch.double)
    expected = {
        "mean squared error": ((shares - right) ** 2).mean(),
        "mean absolute error": (shares - right).abs().mean(),
        "binary cross-entropy": -(right * shares.log() + (1 - right) * (1 - shares).log()).mean(),
        "cross-entropy": -(right * shares.log()).sum(1).mean(),
    }
    torch.testing.assert_close(class_loss(outputs_of("softmax", loss), TARGETS, "softmax", loss), expected[loss])


def test_sigmoids_are_divided_by_their_sum_before_a_cross_entropy_as_in_keras() -> None:
    sigmoids = 1 / (1 + (-SCORES).exp())
    shares = sigmoids / sigmoids.sum(1, keepdim=True)
    expected = -(shares[0, 0].log() + shares[1, 2].log()) / 2
    found = class_loss(outputs_of("sigmoid", "cross-entropy"), TARGETS, "sigmoid", "cross-entropy")
    torch.testing.assert_close(found, expected)


def test_a_tanh_is_compared_with_one_and_minus_one_and_shown_as_a_share() -> None:
    outputs = outputs_of("tanh", "mean squared error")
    signs = torch.tensor([[1.0, -1, -1], [-1, -1, 1]], dtype=torch.double)
    found = class_loss(outputs, TARGETS, "tanh", "mean squared error")
    torch.testing.assert_close(found, ((outputs - signs) ** 2).mean())
    network = spec("digits/mlp", output="tanh", loss="mean squared error").architecture.network(SHAPES)
    torch.testing.assert_close(probabilities(outputs, network), (outputs + 1) / 2)


SHAPES = FOUND.tasks["digits"]().shapes()


@pytest.mark.parametrize(("output", "scale"), [("softmax", "scores"), ("sigmoid", "shares"), ("linear", "shares")])
def test_what_views_show_is_what_the_output_gives(output: str, scale: str) -> None:
    loss = "cross-entropy" if output == "softmax" else "mean squared error"
    assert scale_of(output, loss) == scale
    network = spec("digits/mlp", output=output, loss=loss).architecture.build(SHAPES, generator(0, "weights"))
    outputs = network(Batch(torch.rand(4, 1, 28, 28), torch.zeros(4, dtype=torch.long)))
    expected = outputs.softmax(-1) if scale == "scores" else outputs.clamp(0, 1)
    torch.testing.assert_close(probabilities(outputs, network), expected)


@pytest.mark.parametrize("output", ["linear", "tanh"])
def test_a_logarithm_of_what_may_be_negative_is_refused(output: str) -> None:
    with pytest.raises(SpecError) as refused:
        spec("digits/mlp", output=output)
    assert (refused.value.pointer, refused.value.nearest) == ("/architecture/loss", "mean squared error")


@pytest.mark.parametrize(
    "settings",
    [{"output": "sigmoid", "loss": "binary cross-entropy"}, {"output": "linear", "loss": "mean squared error"}],
    ids=str,
)
def test_what_is_scored_is_the_loss_that_is_trained(settings: dict[str, Any], mnist: None) -> None:
    """Of an untrained network half an answer is about right: a binary cross-entropy of 0.7, a squared error of 0.1."""
    small = smallest("digits", "mlp", learning_rate=0.01)
    chosen = FOUND.parse({**small.to_json(), "architecture": {**small.to_json()["architecture"], **settings}})
    points = [one for one in train(chosen) if isinstance(one, Points) and one.clock == "epoch"]
    losses = [one.columns["validation/loss"][0] or 0.0 for one in points]
    assert losses[0] == pytest.approx({"sigmoid": 0.7, "linear": 0.15}[settings["output"]], abs=0.1)
    assert losses[-1] < losses[0]
