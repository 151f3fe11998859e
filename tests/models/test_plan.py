"""What a plan says that a network costs, against sums written by hand and against what a step really keeps."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
from torch import nn

from models.layers.meta import network_on_meta
from models.plan.activation_memory import ActivationMemory
from models.plan.plan import counted_with_data, plan
from models.spec.kinds import Shapes
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests.specs import FOUND, smallest

FLOAT, LONG = 4, 8
"""Bytes of a number."""


def parsed(task: str, architecture: dict[str, Any], **training: Any) -> Spec:
    task_settings = {"name": task, **FOUND.tasks[task].smallest}
    return FOUND.parse({"task": task_settings, "architecture": architecture, "training": training})


def test_a_gru_that_reads_and_one_that_writes() -> None:
    spec = parsed("addition", {"name": "recurrent", "hidden": 8}, batch_size=10)
    shapes = spec.task.shapes()
    read, written = shapes.inputs[0], shapes.targets[0]
    assert (read, written) == (3, 2)  # 4+5 and 9, in two places
    assert shapes.source is not None
    assert shapes.target is not None
    given, told = len(shapes.source), len(shapes.target)
    of_encoder = 3 * (3 * 8 * given + 3 * 8 * 8)  # each of three symbols, and the state before it, to three gates
    of_decoder = 2 * (3 * 8 * 8 + 3 * 8 * 8)
    of_output = 2 * 8 * told
    found = plan(spec)
    assert [layer.multiply_adds for layer in found.layers] == [of_encoder, of_decoder, of_output]
    # A step of PyTorch's keeps reset, update and U h of the candidate in one (3 x 8), U h before it was reset, the
    # candidate, how far it is from the state, and the state: seven times eight. Kept are also the symbols, the state
    # between the two, and what the output layer reads.
    kept = FLOAT * (3 * given + (3 + 2) * 7 * 8 + 8 + 2 * 8)
    weights = 3 * 8 * given + 3 * 8 * 8 + 6 * 8 + 2 * 3 * 8 * 8 + 6 * 8 + 8 * told + told
    assert found.parameters == weights
    assert found.memory == 4 * FLOAT * weights + 10 * kept  # weights, gradients, two of Adam's


def test_a_convolutional_network(mnist: None) -> None:
    network = {"name": "convnet", "filters": [2, 3], "kernel": 3, "hidden": [5]}
    found = plan(parsed("digits", network, batch_size=10, optimizer="sgd"))
    # 28 pixels - 2 = 26, halved 13, - 2 = 11, halved 5.
    first, second = 26 * 26 * 2 * 9, 11 * 11 * 3 * 2 * 9
    dense, output = 5 * 5 * 3 * 5, 5 * 10
    assert [layer.multiply_adds for layer in found.layers if layer.parameters] == [first, second, dense, output]
    assert found.multiply_adds == first + second + dense + output
    # The picture; what ReLU lets through; what is left of it, and from where it came.
    pictures = 28 * 28 + 26 * 26 * 2 + 13 * 13 * 2 + 11 * 11 * 3
    kept = FLOAT * (pictures + 5 * 5 * 3 + 5) + LONG * (13 * 13 * 2 + 5 * 5 * 3)
    weights = (9 * 2 + 2) + (2 * 9 * 3 + 3) + (75 * 5 + 5) + (5 * 10 + 10)
    assert found.memory == 2 * FLOAT * weights + 10 * kept


@pytest.mark.parametrize(
    ("optimizer", "copies"),
    [({"optimizer": "sgd"}, 2), ({"optimizer": "sgd", "momentum": 0.9}, 3), ({"optimizer": "rmsprop"}, 3),
     ({"optimizer": "rmsprop", "momentum": 0.9}, 4), ({"optimizer": "adam", "momentum": 0.9}, 4)],
)  # fmt: skip
def test_an_optimiser_takes_its_room(optimizer: dict[str, Any], copies: int) -> None:
    one, two = (plan(smallest("addition", "recurrent", **{**optimizer, "batch_size": size})) for size in (1, 2))
    assert 2 * one.memory - two.memory == copies * FLOAT * one.parameters


@pytest.mark.parametrize(
    ("task", "architecture"),
    [
        ("addition", {"name": "recurrent", "hidden": 32, "flavour": "tfjs"}),
        ("addition", {"name": "recurrent", "hidden": 32, "cell": "LSTM", "bidirectional": True, "encoder_layers": 2}),
        ("addition", {"name": "attention", "hidden": 32, "attention": "concat"}),
        ("copying", {"name": "ntm", "hidden": 32}),
        ("sunspots", {"name": "forecaster", "hidden": 32}),
        ("digits", {"name": "convnet"}),
    ],
    ids=str,
)
def test_memory_is_about_what_a_step_on_a_cpu_keeps(task: str, architecture: dict[str, Any], mnist: None) -> None:
    spec = parsed(task, architecture, batch_size=20)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    train = spec.task.splits(generator(0, "data")).train
    batch = spec.task.batch(train, torch.arange(20), generator(0, "noise"), training=True)
    with ActivationMemory(network) as kept:
        list(spec.architecture.objectives(network, batch, spec.task, generator(0, "noise")))
    found = plan(spec)
    assert found.memory - 4 * FLOAT * found.parameters == pytest.approx(kept.bytes, rel=0.5)


def test_the_plan_the_views_and_opened_weights_share_one_network_built_on_meta(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = parsed("addition", {"name": "recurrent", "hidden": 11})
    cls, built = type(spec.architecture), list[nn.Module]()

    def network(architecture: Any, shapes: Shapes) -> nn.Module:
        built.append(original(architecture, shapes))
        return built[-1]

    original = cls.network
    monkeypatch.setattr(cls, "network", network)
    offered = [view.offered(spec.task, spec.architecture) for view in FOUND.views.values()]
    first = plan(spec)
    assert any(offered)
    assert network_on_meta(spec.architecture, spec.task.shapes()) is built[0]  # as opened weights are compared
    counted_with_data.cache_clear()
    assert plan(spec) == first
    assert len(built) == 2  # one of the views asks for the network of longer sums too
    assert not any(module._forward_hooks for network in built for module in network.modules())


def test_threads_that_plan_equal_networks_at_once_count_each_its_own() -> None:
    spec = parsed("addition", {"name": "recurrent", "hidden": 13})
    alone = counted_with_data.__wrapped__(spec.task, spec.architecture, True)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(counted_with_data.__wrapped__, spec.task, spec.architecture, True) for _ in range(40)]
        assert all(one.result() == alone for one in asked)
