"""Transfer: the core takes the steps of a network with the layers of another, the first of which may be frozen."""

from collections import OrderedDict
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import nn

from models.layers.dropout import Dropout
from models.layers.transferred import Transferred
from models.native.library import Core, core
from models.spec.spec import Spec
from tests.models.test_transfer import transfer, weights_after
from tests.native.comparison import assert_agrees, batch_for, by_core, program_of
from tests.native.test_engine import losses, outputs_of, validation, versions


def body() -> OrderedDict[str, nn.Module]:
    """A convolution whose batch is normalised, a pool, dropout, another convolution, a dense layer; and a head."""
    torch.manual_seed(0)
    norm = nn.BatchNorm2d(5)
    norm.load_state_dict(norm.state_dict() | {"running_mean": torch.randn(5), "running_var": torch.rand(5) + 0.5})
    return OrderedDict(
        conv1=nn.Conv2d(2, 5, 3, padding=1),
        norm=norm,
        bend1=nn.ReLU(),
        pool=nn.MaxPool2d(2),
        silence=Dropout(0.5),
        conv2=nn.Conv2d(5, 17, 2),
        bend2=nn.Tanh(),
        flatten=nn.Flatten(),
        dense=nn.Linear(17 * 9, 8),
        bend3=nn.ReLU(),
        head=nn.Linear(8, 4),
    )


@pytest.mark.parametrize("learning", ["conv2", "dense", "head"])
def test_what_is_behind_frozen_layers_gets_the_gradients_that_pytorch_gives_it(core: Core, learning: str) -> None:
    network = Transferred(body())
    names = list(dict(network.named_children()))
    network.freeze(names[: names.index(learning)])
    assert_agrees(core, network.train(), (2, 8, 8), classes=4)


def test_nothing_is_worked_out_for_a_frozen_layer(core: Core) -> None:
    network = Transferred(body())
    network.freeze(["conv1", "norm", "bend1", "pool", "silence"])
    program = program_of(core, network, (2, 8, 8), classes=True)
    assert len(program.builder.weights.parameters) == 6
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    by_core(program, batch_for((2, 8, 8), (), 0, 4, 5))
    frozen: list[Any] = [one for one in program.builder.lines if one.frozen and hasattr(one, "dy")]
    assert len(frozen) >= 2
    assert all((one.dx, one.dy) == (None, None) for one in frozen)
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())


def other(spec: Spec, engine: str) -> Spec:
    return replace(spec, training=spec.training.model_copy(update={"engine": engine}))


@pytest.mark.usefixtures("mnist")
@pytest.mark.parametrize("settings", [{"start": "frozen"}, {"start": "frozen", "learning": 1}, {"start": "fine-tuned"}])
def test_a_run_by_the_core_is_that_by_pytorch(settings: dict[str, Any]) -> None:
    native = core()
    assert native is not None
    spec = transfer(**settings)
    ours, theirs = outputs_of(spec), outputs_of(other(spec, "torch"))
    assert (versions(ours), versions(theirs)) == (native.engine, "torch")
    assert losses(ours) == pytest.approx(losses(theirs), rel=1e-4)
    assert validation(ours) == pytest.approx(validation(theirs), rel=1e-4)


@pytest.mark.usefixtures("mnist")
def test_decay_does_not_reach_what_is_frozen() -> None:
    spec = transfer(start="frozen")
    decayed = {"optimizer": "adamw", "weight_decay": 0.1, "l2": 0.01}
    first, last = weights_after(replace(spec, training=spec.training.model_copy(update=decayed)))
    assert [name for name in first if not torch.equal(first[name], last[name])] == ["head.weight", "head.bias"]
