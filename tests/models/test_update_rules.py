"""Optimisers: what their rows say is what PyTorch does."""

import pytest
import torch
from torch import nn

from models.plan.plan import plan
from models.spec.optimizer_settings import that_follow
from models.spec.training import Training
from models.spec.update_rules import UPDATE_RULES
from models.training.optimizers import optimizer
from tests.specs import smallest


@pytest.mark.parametrize("momentum", [0.0, 0.5])
@pytest.mark.parametrize("name", UPDATE_RULES)
def test_a_row_says_how_many_numbers_are_stored_for_every_weight(name: str, momentum: float) -> None:
    weight = nn.Parameter(torch.ones(7))
    training = Training(optimizer=name, momentum=momentum)
    made = optimizer(training, [weight])
    weight.sum().backward()  # type: ignore[no-untyped-call]
    made.step()
    stored = sum(tensor.numel() for tensor in made.state[weight].values() if tensor.shape == weight.shape)
    more = momentum > 0 and "momentum" in UPDATE_RULES[name].settings
    assert stored == 7 * (UPDATE_RULES[name].numbers + more)
    with_rule, plain = (
        plan(smallest("addition", "recurrent", optimizer=one, momentum=momentum)) for one in (name, "sgd")
    )
    plain_more = UPDATE_RULES["sgd"].numbers + (momentum > 0)
    extra = UPDATE_RULES[name].numbers + more - plain_more
    assert with_rule.memory - plain.memory == 4 * extra * plain.parameters


def test_the_form_offers_the_rows_and_shows_each_setting_to_the_optimisers_that_follow_it() -> None:
    fields = Training.model_json_schema()["properties"]
    assert fields["optimizer"]["enum"] == list(UPDATE_RULES)
    for name in {setting for rule in UPDATE_RULES.values() for setting in rule.settings}:
        assert fields[name]["when"] == that_follow(name)
        assert that_follow(name)["optimizer"]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_epsilon_of_rmsprop_stands_beside_the_root_or_under_it(inside: bool, momentum: float) -> None:
    weight = nn.Parameter(torch.tensor([1.0, -2.0], dtype=torch.float64))
    training = Training(optimizer="rmsprop", learning_rate=0.1, epsilon=0.01, epsilon_inside=inside, momentum=momentum)
    steps, expected = optimizer(training, [weight]), weight.detach().clone()
    v = m = torch.zeros(2, dtype=torch.float64)
    for gradient in torch.tensor([[0.3, 1e-4], [-0.1, 2e-4], [0.2, 0.0]], dtype=torch.float64):
        weight.grad = gradient.clone()
        steps.step()
        v = 0.9 * v + 0.1 * gradient**2
        m = momentum * m + gradient / ((v + 0.01).sqrt() if inside else v.sqrt() + 0.01)
        expected -= 0.1 * m
        torch.testing.assert_close(weight.detach(), expected)
