"""L1, L2 and clipping: a step of a linear network, worked out by hand."""

from typing import Any

import pytest
import torch
from torch import nn

from models.spec.architecture import Architecture
from models.spec.kinds import Kind, Shapes
from models.spec.spec import Spec
from models.spec.training import Training
from models.training.trainer import Trainer
from tests.specs import smallest


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
