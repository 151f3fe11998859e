"""Filters and the maps they make, as they travel: what the page works out from them is what the network computed."""

import base64
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from models.catalogue import find
from models.layers.receptive_fields import passages
from models.look.pictures import Filters, HeatMap, Kernels, LayerMaps, Numbers
from models.look.view import look
from models.plan.plan import plan
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests import specs
from tests.models.test_inside import asked
from tests.specs import FOUND

# What an uneven edge costs is no concern of these tests.
pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")

VIEWS = find().views
NETWORKS: dict[str, dict[str, Any]] = {
    "valid": {"name": "convnet", "filters": (3, 4), "kernel": 3},
    "same": {"name": "convnet", "filters": (3, 4), "kernel": 4, "padding": "same", "pool": "average"},
    "blocks": {"name": "convnet", "blocks": "4k3-d2-same max2 depthk3x5-s1x2 max2-up"},
    "dense": {"name": "mlp", "hidden": (5, 4)},
}
Array = np.ndarray[Any, Any]


def made(network: str, side: int = 16, colour: str = "colour") -> tuple[Spec, nn.Module, Splits]:
    spec = FOUND.parse(
        {"task": {"name": "pictures", "side": side, "colour": colour}, "architecture": NETWORKS[network]}
    )
    built = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    return spec, built.eval(), spec.task.splits(generator(0, "data"))


def values(packed: Numbers) -> Array:
    whole = np.frombuffer(base64.b64decode(packed.values), "<i2").reshape(packed.shape)
    return whole / 32767 * packed.scale


def slid(kernels: Kernels, inputs: Array, size: tuple[int, int]) -> Array:
    """(filters, height, width) as the words of ``Kernels`` say it, place by place."""
    weights = values(kernels.weights)
    (down, across), (high, wide) = kernels.padding, weights.shape[2:]
    room = [(0, 0), (down, high), (across, wide)]
    padded = np.pad(inputs, room)
    found = np.zeros((len(weights), *size))
    for row in range(size[0]):
        for column in range(size[1]):
            top, left = row * kernels.stride[0], column * kernels.stride[1]
            found[:, row, column] = (weights * padded[:, top : top + high, left : left + wide]).sum((1, 2, 3))
    return found + (values(kernels.bias)[:, None, None] if kernels.bias else 0)


@pytest.mark.parametrize("network", NETWORKS)
def test_patch_times_filter_plus_bias_is_the_map_in_every_layer_that_weighs(network: str) -> None:
    spec, built, splits = made(network)
    weighing = [one.name for one in plan(spec).layers if one.parameters]
    assert len(weighing) == 3
    for layer in weighing:
        picture = look(VIEWS["maps"], built, spec, splits, f"{asked(spec)}\n{layer}")
        assert isinstance(picture, LayerMaps)
        assert picture.chosen == layer
        assert picture.kernels
        assert picture.inputs
        maps = values(picture.maps)
        worked_out = slid(picture.kernels, values(picture.inputs), maps.shape[1:])
        np.testing.assert_allclose(worked_out, maps, atol=2e-3 * picture.maps.scale)


def test_the_maps_of_each_layer_are_its_outputs_and_say_whose_filters_made_them() -> None:
    spec, built, splits = made("valid")
    made_by = {"conv1": "conv1", "activation1": "conv1", "pool1": "conv1", "conv2": "conv2", "output": "output"}
    outputs: dict[str, torch.Tensor] = {}
    hooks = [
        module.register_forward_hook(lambda _module, _given, output, name=name: outputs.update({name: output[0]}))
        for name, module in built.named_children()
    ]
    built(spec.task.pose(asked(spec)))
    for hook in hooks:
        hook.remove()
    for layer, maker in made_by.items():
        picture = look(VIEWS["maps"], built, spec, splits, f"{asked(spec)}\n{layer}")
        assert isinstance(picture, LayerMaps)
        assert [one.name for one in picture.layers] == [one.name for one in plan(spec).layers if one.type != "Flatten"]
        assert all(0 <= (one.level or 0) <= 1 for one in picture.layers)
        assert picture.kernels
        assert (picture.kernels.layer, picture.inputs is not None) == (maker, layer != "pool1")
        expected = outputs[layer].detach().numpy().reshape(values(picture.maps).shape)
        np.testing.assert_allclose(values(picture.maps), expected, atol=picture.maps.scale / 30_000)
        assert picture.labels == (spec.task.class_names() if layer == "output" else [])


@pytest.mark.parametrize("network", ["valid", "same", "blocks"])
def test_the_field_of_a_place_is_what_changes_it_and_nothing_else_does(network: str) -> None:
    spec, built, _ = made(network)
    built.double()
    inputs = torch.rand(1, 3, 16, 16, dtype=torch.double, generator=torch.Generator().manual_seed(1)).requires_grad_()
    seen: dict[str, torch.Tensor] = {}
    for name, module in built.named_children():
        module.register_forward_hook(lambda _module, _given, output, name=name: seen.update({name: output}))
    batch = spec.task.pose(asked(spec)).__class__(inputs, torch.zeros(1))
    found = passages(built, inputs, lambda: built(batch))
    built(batch)
    for layer in ("conv1", "pool1", "conv2", "pool2"):
        field, output = found[layer].field, seen[layer]
        assert field is not None
        row, column = output.shape[2] // 2, 0
        slope = torch.autograd.grad(output[0, :, row, column].sum(), inputs, retain_graph=True)[0].abs().sum((0, 1))
        reached = slope.nonzero()
        for axis, place, side in zip(field, (row, column), (0, 1), strict=True):
            first = axis.start + place * axis.stride
            inside = range(max(0, first), min(16, first + axis.size))
            assert reached[:, side].min() >= inside[0]
            assert reached[:, side].max() <= inside[-1]
            if layer == "conv1":
                ends = (int(reached[:, side].min()), int(reached[:, side].max()))
                assert ends == (inside[0], inside[-1])


def test_filters_are_the_weights_of_the_layer_that_is_named_or_of_the_first() -> None:
    spec, built, splits = made("valid")
    for question, layer in (("", "conv1"), ("\nconv2", "conv2"), ("\nno such layer", "conv1")):
        picture = look(VIEWS["filters"], built, spec, splits, question)
        assert isinstance(picture, Filters)
        assert (picture.kernels.layer, [one.name for one in picture.layers]) == (layer, ["conv1", "conv2"])
        weights = built.get_parameter(f"{layer}.weight").detach().numpy()
        np.testing.assert_allclose(
            values(picture.kernels.weights), weights, atol=picture.kernels.weights.scale / 30_000
        )


def test_a_filter_in_a_group_has_weights_of_nought_for_the_maps_that_it_does_not_read() -> None:
    spec = specs.spec("pictures/alexnet", width=1, hidden=16, dropout=0.0)
    built = spec.architecture.build(spec.task.shapes(), generator(0, "weights")).eval()
    picture = look(VIEWS["filters"], built, spec, spec.task.splits(generator(0, "data")), "\nconv2")
    assert isinstance(picture, Filters)
    assert (picture.kernels.layer, [one.name for one in picture.layers][:3]) == ("conv2", ["conv1", "conv2", "conv3"])
    convolution = built.get_submodule("conv2")
    assert isinstance(convolution, torch.nn.Conv2d)
    assert convolution.groups == 2
    inputs = torch.rand(1, convolution.in_channels, 8, 8, generator=torch.Generator().manual_seed(1))
    weights = torch.tensor(values(picture.kernels.weights))
    found = torch.nn.functional.conv2d(inputs, weights.float(), convolution.bias, padding=convolution.padding)
    torch.testing.assert_close(found, convolution(inputs), atol=1e-3, rtol=0)


def test_where_each_place_has_filters_of_its_own_those_of_the_middle_are_drawn_and_join_no_map() -> None:
    spec = specs.spec("pictures/convnet", side=16, blocks="2k3 local3k3-d2")
    built = spec.architecture.build(spec.task.shapes(), generator(0, "weights")).eval()
    splits = spec.task.splits(generator(0, "data"))
    picture = look(VIEWS["filters"], built, spec, splits, "\nconv2")
    assert isinstance(picture, Filters)
    weights, middle = built.get_parameter("conv2.weight"), 5 * 10 + 5
    assert (picture.kernels.layer, picture.kernels.weights.shape) == ("conv2", [3, 2, 5, 5])
    own = weights[middle].detach().numpy().reshape(3, 2, 3, 3)
    np.testing.assert_allclose(values(picture.kernels.weights)[:, :, ::2, ::2], own, atol=1e-4)
    maps = look(VIEWS["maps"], built, spec, splits, f"{asked(spec)}\nconv2")
    assert isinstance(maps, LayerMaps)
    assert (maps.chosen, maps.kernels, maps.maps.shape) == ("conv2", None, [3, 10, 10])
    assert maps.seen is not None
    assert [axis.size for axis in maps.seen] == [7, 7]


def test_a_dense_unit_that_reads_the_picture_has_a_filter_as_large_as_that() -> None:
    spec, built, splits = made("dense")
    picture = look(VIEWS["filters"], built, spec, splits, "")
    assert isinstance(picture, Filters)
    assert ([one.name for one in picture.layers], picture.kernels.weights.shape) == (["dense1"], [5, 3, 16, 16])


def test_of_many_large_filters_the_first_are_sent_and_all_are_counted() -> None:
    spec = specs.spec("pictures/mlp", side=64, hidden=(100,))
    built = spec.architecture.build(spec.task.shapes(), generator(0, "weights")).eval()
    picture = look(VIEWS["filters"], built, spec, spec.task.splits(generator(0, "data")), "")
    assert isinstance(picture, Filters)
    assert (picture.kernels.of, picture.kernels.weights.shape) == (100, [64, 1, 64, 64])


def test_weights_that_are_no_numbers_any_more_are_said_and_not_drawn() -> None:
    spec, built, splits = made("valid")
    built.get_parameter("conv1.weight").data[0, 0, 0, 0] = float("nan")
    for view, question in (("filters", ""), ("maps", asked(spec))):
        with pytest.raises(ValueError, match="conv1 are finite numbers any more"):
            look(VIEWS[view], built, spec, splits, question)


def test_symbols_are_still_drawn_layer_by_layer() -> None:
    spec = specs.spec("addition/recurrent", hidden=8)
    built = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    picture = look(VIEWS["maps"], built, spec, spec.task.splits(generator(0, "data")), "47+38")
    assert isinstance(picture, HeatMap)
    assert len(picture.panels) > 2
