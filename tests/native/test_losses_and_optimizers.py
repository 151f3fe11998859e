"""What the core counts, and its optimisers, beside PyTorch's."""

import math
from copy import deepcopy
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.classifier import PictureClassifier
from models.native.library import Core
from models.native.weights import FlatWeights
from models.spec.kinds import Batch
from models.spec.training import Training
from models.training.optimizers import apply_settings, optimizer
from tests.native.comparison import program_of

STEPS = 5


def counted(core: Core, scores: Tensor, targets: Tensor) -> tuple[list[float], Tensor]:
    """What the core counts of scores (batch, classes), and their gradient; a dense layer that changes nothing gives
    them."""
    classes = scores.shape[1]
    dense = nn.Linear(classes, classes)
    with torch.no_grad():
        dense.weight.zero_()
        dense.bias.copy_(scores[0])
    program = program_of(core, PictureClassifier(nn.Flatten(), dense), (1, 1, classes), classes=True)
    batch = Batch(torch.zeros(len(scores), 1, 1, classes), targets)
    program.aim(batch)
    program.core.differentiate(program.lines, len(program.lines), len(scores), program.chunk)
    return program.found.tolist(), program.builder.weights.slope_of(dense.bias)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "scores",
    [[0.0, 0.0, 0.0], [1.0, 2.0, 2.0], [math.nan, 3.0, 1.0], [3.0, math.nan, 1.0], [1.0, math.nan, math.nan],
     [-200.0, 0.0, 90.0], [1e30, -1e30, 0.0], [7.0]],
    ids=str,
)  # fmt: skip
def test_scores_are_counted_as_pytorch_counts(core: Core, scores: list[float]) -> None:
    one = torch.tensor([scores])
    for target in range(len(scores)):
        targets = torch.tensor([target])
        exact = one.double().requires_grad_()
        loss = functional.cross_entropy(exact, targets)
        (gradient,) = torch.autograd.grad(loss, exact)
        (total, right, whole, rows), slope = counted(core, one, targets)
        assert total == pytest.approx(float(loss.detach()), rel=1e-6, abs=1e-6, nan_ok=True)
        assert right == whole == float(one.argmax(-1) == targets)
        assert rows == 1
        assert torch.allclose(slope.double(), gradient[0], atol=1e-6, equal_nan=True)


RULES: list[dict[str, Any]] = [
    {"optimizer": "sgd"},
    {"optimizer": "sgd", "momentum": 0.9},
    {"optimizer": "sgd", "momentum": 0.9, "nesterov": True},
    {"optimizer": "rmsprop"},
    {"optimizer": "rmsprop", "epsilon": 1e-3, "epsilon_inside": True},
    {"optimizer": "rmsprop", "momentum": 0.9},
    {"optimizer": "rmsprop", "momentum": 0.9, "epsilon": 1e-3, "epsilon_inside": True},
    {"optimizer": "adam"},
    {"optimizer": "adam", "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3},
    {"optimizer": "adamw", "weight_decay": 0.1},
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: " ".join(map(str, rule.values())))
@pytest.mark.parametrize("by_pytorch", [(), (1, 3)], ids=["core alone", "in turn with PyTorch"])
def test_optimisers_step_as_in_float64(core: Core, rule: dict[str, Any], by_pytorch: tuple[int, ...]) -> None:
    training = Training(**rule, learning_rate=0.01)
    network = nn.Sequential(nn.Linear(5, 7), nn.Conv2d(3, 2, 2), nn.Linear(1, 1))
    exact = deepcopy(network).double()
    weights = FlatWeights(list(network.parameters()))
    weights.move()
    ours, theirs = (optimizer(training, list(one.parameters())) for one in (network, exact))
    for step in range(STEPS):
        rate = 0.01 / (1 + step)
        weights.gradients.normal_()
        weights.gradients[::3] = 0
        weights.show_gradients()
        for parameter, slope in zip(exact.parameters(), weights.slopes, strict=True):
            parameter.grad = slope.double()
        for one in (ours, theirs):
            apply_settings(one, training, rate)
        theirs.step()
        if step in by_pytorch:
            ours.step()
        else:
            weights.adopt(ours, training)
            core.update(weights.next_update(training, rate))
    found = torch.cat([one.flatten() for one in network.parameters()]).double()
    expected = torch.cat([one.flatten() for one in exact.parameters()])
    assert torch.allclose(found, expected, rtol=1e-5, atol=1e-6)
