"""Histograms of weights and activations, dead and saturated units: against direct computations."""

import base64
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.look.activations import ActivationStats
from models.look.groups import GROUPS
from models.look.histograms import BINS, binned, ends
from models.look.pictures import Histogram, Histograms
from models.look.view import group_of, look
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests.models.test_inside import made
from tests.specs import FOUND


def shown(view: str, spec: Spec, network: nn.Module, splits: Splits) -> dict[str, Histogram]:
    """By the layer's name."""
    picture = look(FOUND.views[view], network, spec, splits, "")
    assert isinstance(picture, Histograms)
    return {one.title.split(" · ")[0]: one for one in picture.histograms}


def bins(one: Histogram) -> list[int]:
    return [int(count) for count in np.frombuffer(base64.b64decode(one.counts), "<u4")]


def dense(**settings: Any) -> tuple[Spec, nn.Sequential, Splits]:
    spec, _, splits = made("digits", "mlp")
    spec = FOUND.parse({**spec.to_json(), "architecture": {"name": "mlp", "hidden": [6], **settings}})
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    assert isinstance(network, nn.Sequential)
    return spec, network, splits


def hidden(network: nn.Sequential, splits: Splits) -> Tensor:
    """What the hidden units give for every validation picture."""
    values = splits.validation["images"].flatten(1).float() / 255
    first, bend = network.get_submodule("dense1"), network.get_submodule("activation1")
    given: Tensor = bend(first(values)).detach()
    return given


def test_weights_are_counted_bin_by_bin(mnist: None) -> None:
    spec, network, splits = dense()
    weight = network.get_submodule("output").get_parameter("weight")
    places = torch.randint(BINS, weight.shape, generator=torch.Generator().manual_seed(0))
    places[0, :2] = torch.tensor([0, BINS - 1])
    with torch.no_grad():
        weight.copy_((places + 0.5) / 20 - 1)
        weight[0, 1] = 1.0  # the highest end, which belongs to the last bin
    drawn = shown("weights", spec, network, splits)["output"]
    counted = Counter(places.flatten().tolist())
    assert (drawn.lowest, drawn.highest) == (-1, 1)
    assert bins(drawn) == [counted[place] for place in range(BINS)]
    assert drawn.words[0] == "60 weights"
    assert drawn.words[1] == f"mean {np.mean(weight.detach().numpy().astype(float)):.4g}"


def test_bins_are_those_of_numpy() -> None:
    values = torch.randn(5000, generator=torch.Generator().manual_seed(1))
    lowest, highest = ends(float(values.min()), float(values.max()))
    theirs, _ = np.histogram(values.numpy(), BINS, (lowest, highest))
    assert np.abs(theirs - binned(values, lowest, highest).numpy()).sum() <= 2  # edges are rounded differently


def test_units_that_a_bias_holds_at_zero_are_dead(mnist: None) -> None:
    spec, network, splits = dense()
    with torch.no_grad():
        network.get_submodule("dense1").get_parameter("bias")[:2] = -100
    given = hidden(network, splits)
    drawn = shown("activations", spec, network, splits)["activation1"]
    dead = sum(not column.any() for column in given.T)
    assert dead >= 2
    assert f"dead units: {dead} of 6" in drawn.words
    assert f"{100 * float((given == 0).double().mean()):.4g} % are 0, not drawn" in drawn.words
    assert f"mean {float(given.double().mean()):.4g}" in drawn.words
    assert sum(bins(drawn)) == int((given != 0).sum())
    assert drawn.highest == pytest.approx(float(given.max()))


def test_a_filter_is_dead_when_it_is_nowhere_in_any_picture(mnist: None) -> None:
    spec, network, splits = made("digits", "convnet")
    with torch.no_grad():
        bias = network.get_submodule("conv1").get_parameter("bias")
        bias[:] = torch.tensor([-100.0, 1.0])
    assert "dead units: 1 of 2" in shown("activations", spec, network, splits)["activation1"].words


@pytest.mark.parametrize(("activation", "low"), [("tanh", -1.0), ("sigmoid", 0.0)])
def test_units_that_are_nearly_always_at_an_end_are_saturated(activation: str, low: float, mnist: None) -> None:
    spec, network, splits = dense(activation=activation)
    with torch.no_grad():
        network.get_submodule("dense1").get_parameter("bias")[:3] = torch.tensor([50.0, -50.0, 0.0])
    given = hidden(network, splits)
    saturated = int((((given < low + 0.01) | (given > 0.99)).double().mean(0) >= 0.95).sum())
    assert 2 <= saturated < 6
    assert f"saturated units: {saturated} of 6" in shown("activations", spec, network, splits)["activation1"].words


def test_calls_of_a_layer_add_up() -> None:
    values = torch.randn(30, 4, 5, generator=torch.Generator().manual_seed(2)).relu()
    whole, parts = ActivationStats("", nn.ReLU()), ActivationStats("", nn.ReLU())
    for watched, calls in ((whole, [values]), (parts, values.split(7))):  # type: ignore[no-untyped-call]
        for call in calls:
            watched.measure(call)
        for call in calls:
            watched.sort(call)
    assert (
        (parts.count, parts.zeros, parts.ends)
        == (whole.count, whole.zeros, whole.ends)
        == (600, whole.zeros, whole.ends)
    )
    assert torch.equal(parts.bins, whole.bins)
    assert parts.deviation == pytest.approx(float(values.double().std(correction=0)), rel=1e-5)


@pytest.mark.parametrize("view", ["weights", "activations"])
def test_a_network_that_has_diverged_is_said_to_have(view: str, mnist: None) -> None:
    spec, network, splits = dense()
    with torch.no_grad():
        network.get_submodule("dense1").get_parameter("weight")[0, 0] = float("nan")
    with pytest.raises(ValueError, match=r"dense1 .* diverged"):
        shown(view, spec, network, splits)
    assert not any(module._forward_hooks for module in network.modules())


def test_the_judge_of_drawn_pictures_is_watched_too(mnist: None) -> None:
    spec, network, splits = made("drawing", "gan")
    splits = replace(splits, validation=splits.validation.rows(0, 10))
    assert any(name.startswith("discriminator.") for name in shown("activations", spec, network, splits))


def test_views_of_the_network_s_own_numbers_come_last_under_their_headings() -> None:
    ranks = [view.rank for view in FOUND.views.values()]
    assert ranks == sorted(ranks)
    under = {group: [name for name, view in FOUND.views.items() if group_of(view) == group] for group in GROUPS}
    assert under["layers"][-6:-1] == ["activations", "along_slope", "before_the_bend", "norms", "weights"]
    assert under["costs"] == ["lesion", "ledger"]
