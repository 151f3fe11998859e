"""L1, L2 and clipping: a step of a linear network, worked out by hand."""

from typing import Any

import pytest
import torch
from torch import nn

from models.events import Points
from models.spec.architecture import Architecture
from models.spec.kinds import Kind, Shapes
from models.spec.spec import Spec
from models.spec.training import Training
from models.training.loop import train
from models.training.penalties import ActivityPenalty, penalised
from models.training.trainer import Trainer
from tests.specs import smallest


class TwoLayers(Architecture):
    """Two layers of one unit each, and one that gives two scores."""

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        return None

    def network(self, shapes: Shapes) -> nn.Module:
        return nn.Sequential(nn.Linear(1, 1), nn.BatchNorm1d(1), nn.ReLU(), nn.Linear(1, 1), nn.Linear(1, 2))


class Line(Architecture):
    """w x + b."""

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        return None

    def network(self, shapes: Shapes) -> nn.Module:
        return nn.Linear(3, 1)


def stepped(gradient: list[float], of_bias: float, **settings: Any) -> list[float]:
    """(w1, w2, w3, b), 2, -1, 0 and 3 before, after a step of 0.1 along the restrained gradient."""
    spec = Spec(smallest("addition", "recurrent").task, Line(), Training(optimizer="sgd", **settings))
    trainer = Trainer(spec, torch.device("cpu"))
    weights, bias = trainer.parameters
    with torch.no_grad():
        weights.copy_(torch.tensor([[2.0, -1.0, 0.0]]))
        bias.fill_(3.0)
    weights.grad, bias.grad = torch.tensor([gradient]), torch.tensor([of_bias])
    trainer.apply_settings(spec.training, 0.1)
    trainer.regularize_and_clip_gradients(spec.training)
    trainer.optimizer.step()
    return [*weights.flatten().tolist(), bias.item()]


def test_l1_charges_every_weight_alike_and_no_bias() -> None:
    # The charge 0.05 |w| has the slope 0.05 toward either side of 0, and none at 0.
    assert stepped([0.5, 0.5, 0.5], 1.0, l1=0.05) == pytest.approx([2 - 0.055, -1 - 0.045, -0.05, 2.9])


def test_clipping_value_by_value_limits_each_number_by_itself_after_the_norm() -> None:
    assert stepped([3.0, -0.2, 0.0], 4.0, clip_value=0.5) == pytest.approx([1.95, -0.98, 0, 2.95])
    # The norm is 5: at most 1 makes it (0.6, 0, 0, 0.8), of which at most 0.7 is left.
    assert stepped([3.0, 0.0, 0.0], 4.0, clip=1, clip_value=0.7) == pytest.approx([1.94, -1, 0, 2.93])


def test_l2_charges_every_weight_by_its_size_and_no_bias() -> None:
    # The charge 0.1 w^2 has the slope 0.2 w: 0.4, -0.2 and 0.
    assert stepped([0.5, 0.5, 0.5], 1.0, l2=0.1) == pytest.approx([2 - 0.09, -1 - 0.03, -0.05, 2.9])


def test_a_gradient_that_is_too_long_is_shortened_as_a_whole() -> None:
    # (3, 0, 0, 4) is 5 long: a fifth of it is 1 long.
    assert stepped([3.0, 0.0, 0.0], 4.0, clip=1.0) == pytest.approx([2 - 0.06, -1, 0, 3 - 0.08])
    assert stepped([3.0, 0.0, 0.0], 4.0, clip=5.5) == pytest.approx([2 - 0.3, -1, 0, 3 - 0.4])


def test_what_is_clipped_has_been_charged_before() -> None:
    # 2.6 + 0.2 x 2 = 3 and 0.2 - 0.2 = 0 beside 4: 5 long again.
    assert stepped([2.6, 0.2, 0.0], 4.0, l2=0.1, clip=1.0) == pytest.approx([2 - 0.06, -1, 0, 3 - 0.08])


def test_biases_are_charged_where_that_is_asked_for() -> None:
    # The bias is 3: its slope is 0.05 by L1, and 0.6 by 0.1 of L2.
    assert stepped([0.0, 0.0, 0.0], 0.0, l1=0.05, l2=0.1, penalise_biases=True)[3] == pytest.approx(3 - 0.065)


@pytest.mark.parametrize(
    ("settings", "factors"),
    [
        ({}, [1, 1, 1]),
        ({"layer_factors": (0.5, 2)}, [0.5, 2, 2]),
        ({"layer_factors": (3, 0)}, [3, 0, 0]),
        ({"output_factor": 0}, [1, 1, 0]),
        ({"layer_factors": (1, 2, 4), "output_factor": 0.5}, [1, 2, 2]),
    ],
    ids=str,
)
def test_each_layer_with_weights_is_charged_by_its_factor(settings: dict[str, Any], factors: list[float]) -> None:
    training = Training(l2=0.01, penalise_biases=True, **settings)
    network = TwoLayers().network(Shapes((1,)))
    charged = {id(parameter): factor for parameter, factor in penalised(network, training)}
    named = {name: charged.get(id(parameter), 0) for name, parameter in network.named_parameters()}
    norm = {"1.weight": 0, "1.bias": 0}  # a normalisation has no weights between units
    layers = {f"{layer}.{part}": factors[place] for place, layer in enumerate((0, 3, 4)) for part in ("weight", "bias")}
    assert named == layers | norm


def test_activations_are_charged_as_in_keras_and_the_drawn_loss_is_not() -> None:
    """A sum over the units and a mean over the batch, of what ReLU gave."""
    network = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    inputs, training = torch.randn(5, 3), Training(activity_l1=0.02, activity_l2=0.03)
    penalty = ActivityPenalty(network)
    network.eval()(inputs)
    network.train()(inputs)
    given = network[1](network[0](inputs))
    penalty.outputs.pop()
    expected = (0.02 * given.abs() + 0.03 * given**2).sum(1).mean()
    torch.testing.assert_close(penalty.take(training), expected)
    assert penalty.outputs == []


def test_a_charge_on_activations_changes_what_is_learnt_and_not_how_the_loss_is_told(mnist: None) -> None:
    plain, charged = (
        [one for one in train(smallest("digits", "mlp", activity_l1=charge, engine="torch")) if isinstance(one, Points)]
        for charge in (0, 0.1)
    )
    first = [
        next(one for one in points if one.clock == "batch").columns["train/loss"][0] for points in (plain, charged)
    ]
    last = [points[-1].columns["test/loss"][0] for points in (plain, charged)]
    assert first[0] == first[1]
    assert last[0] != last[1]
