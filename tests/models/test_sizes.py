"""Gradients and updates, layer by layer, against what can be worked out by hand."""

import pytest
import torch
from torch import nn

from models import catalogue
from models.events import Points
from models.training.gradients import GradientStats
from models.training.loop import train
from tests.specs import spec_json


def test_a_plain_step_changes_by_rate_times_gradient() -> None:
    network = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    stats = GradientStats(network)
    before = torch.cat([one.detach().flatten() for one in network[0].parameters()])
    network(torch.randn(5, 3)).square().sum().backward()
    stats.after_backward()
    torch.optim.SGD(network.parameters(), lr=0.01).step()
    gradient = torch.cat([one.grad.flatten() for one in network[0].parameters() if one.grad is not None])
    columns = stats.compute()
    assert columns.keys() == {"gradient/0", "gradient/2", "update/0", "update/2"}
    # The weights are of 32 bits, and their sums are added up in another order here.
    assert columns["gradient/0"] == pytest.approx(gradient.norm().item(), rel=1e-5)
    assert columns["update/0"] == pytest.approx((0.01 * gradient.norm() / before.norm()).item(), rel=1e-5)


def test_losses_of_one_step_add_up_and_a_layer_without_a_gradient_has_none() -> None:
    network = nn.ModuleDict({"one": nn.Linear(2, 1, bias=False), "other": nn.Linear(2, 1, bias=False)})
    stats = GradientStats(network)
    for gradient in ([3.0, 0.0], [0.0, 4.0]):
        network["one"].weight.grad = torch.tensor([gradient])
        stats.after_backward()
    columns = stats.compute()
    assert columns["gradient/one"] == 5.0
    assert "gradient/other" not in columns
    assert columns["update/other"] == 0.0


def test_every_scoring_but_the_first_tells_the_sizes_of_its_layers() -> None:
    spec = catalogue.find().parse(
        spec_json("addition/recurrent", digits=1, examples=40, hidden=4, batches=4, batch_size=16)
    )
    rows = [said for said in train(spec) if isinstance(said, Points) and said.clock == "epoch"]
    layers = [{name for name in row.columns if name.startswith(("gradient/", "update/"))} for row in rows]
    assert not layers[0]
    assert all(layers[1:]), layers
    assert len({frozenset(names) for names in layers[1:]}) == 1
