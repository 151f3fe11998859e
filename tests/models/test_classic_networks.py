"""The great networks of pictures have the sizes that were published, and their layers do what their papers say."""

from typing import Any

import pytest
import torch
from torch.nn import functional

from models.architectures.googlenet import WithHeads
from models.layers.local_response import LocalResponse
from models.layers.partial import LENET_TABLE, PartialConv2d
from models.layers.radial import RadialOutput, class_pictures
from models.layers.receptive_fields import passages
from models.layers.residual import PaddedSkip
from models.layers.subsampling import Subsampling
from models.look.pictures import Scatter
from models.look.view import look
from models.plan.plan import plan
from models.spec.kinds import Batch
from models.spec.seeds import generator
from tests.specs import FOUND, spec

PUBLISHED: list[tuple[str, dict[str, Any], int]] = [
    ("lenet", {}, 60_000),
    ("lenet", {"subsampling": "average", "output": "dense"}, 60_806),
    ("lenet", {"subsampling": "max", "output": "dense", "connections": "full"}, 61_706),
    ("resnet", {"published_depth": "18"}, 11_689_512),
    ("resnet", {"published_depth": "34"}, 21_797_672),
    ("resnet", {"published_depth": "50"}, 25_557_032),
    ("resnet", {"published_depth": "101"}, 44_549_160),
    ("resnet", {"published_depth": "152"}, 60_192_808),
    ("resnet", {"published_depth": "50", "form": "Keras"}, 25_636_712 - 53_120),
    ("alexnet", {}, 60_965_224),
    ("alexnet", {"towers": "one"}, 62_378_344),
    ("alexnet", {"form": "torchvision"}, 61_100_840),
    ("zfnet", {}, 62_357_608),
    ("googlenet", {}, 6_998_552),
    ("googlenet", {"auxiliary": True}, 13_378_280),
    ("googlenet", {"five": "3 x 3", "normalisation": True}, 6_624_904),
    ("googlenet", {"five": "3 x 3", "normalisation": True, "auxiliary": True}, 13_004_888),
    ("vgg", {"depth": "11"}, 132_863_336),
    ("vgg", {"depth": "13"}, 133_047_848),
    ("vgg", {"depth": "16"}, 138_357_544),
    ("vgg", {"depth": "19"}, 143_667_240),
]
MULTIPLY_ADDS: list[tuple[str, dict[str, Any], float]] = [
    ("resnet", {}, 4.089),
    ("resnet", {"form": "Keras"}, 3.858),
    ("alexnet", {}, 0.724),
    ("alexnet", {"towers": "one"}, 1.135),
    ("alexnet", {"form": "torchvision"}, 0.714),
    ("zfnet", {}, 1.168),
    ("vgg", {"depth": "16"}, 15.470),
    ("vgg", {"depth": "19"}, 19.632),
]


@pytest.mark.parametrize(("name", "settings", "parameters"), PUBLISHED, ids=str)
def test_the_plan_of_a_published_size_equals_the_published_count(
    name: str, settings: dict[str, Any], parameters: int
) -> None:
    planned = plan(spec(f"digits/{name}", size="published", **settings))
    assert planned.parameters == sum(layer.parameters for layer in planned.layers) == parameters


@pytest.mark.parametrize(("name", "settings", "billions"), MULTIPLY_ADDS, ids=str)
def test_the_plan_of_a_published_size_costs_what_was_counted(
    name: str, settings: dict[str, Any], billions: float
) -> None:
    planned = plan(spec(f"digits/{name}", size="published", **settings))
    assert round(planned.multiply_adds / 1e9, 3) == billions


def test_the_great_networks_say_their_year_and_their_error_in_the_contest() -> None:
    years = {name: cls.year for name, cls in FOUND.architectures.items() if cls.family == "convolutional"}
    assert years["lenet"] == 1998
    assert [years[name] for name in ("alexnet", "zfnet", "vgg", "googlenet", "resnet")] == [
        2012,
        2013,
        2014,
        2014,
        2015,
    ]
    errors = {
        "alexnet": ("15.3 %", "26.2 %", "Krizhevsky"),
        "zfnet": ("14.8 %", "six networks"),
        "vgg": ("7.3 %", "seven networks"),
        "googlenet": ("6.67 %",),
        "resnet": ("3.57 %",),
    }
    for name, words in errors.items():
        assert all(word in FOUND.architectures[name].contest for word in words)


@pytest.mark.parametrize(("depth", "parameters"), [(20, 269_722), (32, 464_154), (56, 853_018)])
def test_the_resnets_of_small_colour_pictures_have_the_published_sizes(depth: int, parameters: int) -> None:
    planned = plan(spec("pictures/resnet", depth=depth, skip="padded", task={"colour": "colour", "side": 32}))
    assert planned.parameters + 65 * (10 - 3) == parameters  # 64 weights and a bias for each class; here are three


def test_a_depth_that_no_blocks_make_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="not 21"):
        spec("digits/resnet", depth=21)


@pytest.mark.parametrize("skip", ["projected", "padded", "projected everywhere", "none"])
def test_every_skip_gives_maps_of_one_size_in_any_colours(skip: str) -> None:
    for colour in ("grey", "colour"):
        one = spec("pictures/resnet", depth=8, width=2, skip=skip, task={"colour": colour, "side": 17})
        network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
        inputs = torch.rand(2, *one.task.shapes().inputs)
        assert network(Batch(inputs, torch.zeros(2))).shape == (2, 3)


def test_a_published_network_reads_the_pictures_of_a_task_and_answers_with_its_classes() -> None:
    for name, settings in (("lenet", {}), ("resnet", {"published_depth": "18"})):
        one = spec(f"pictures/{name}", size="published", task={"side": 20}, **settings)
        network = one.architecture.build(one.task.shapes(), generator(0, "weights")).eval()
        assert network(Batch(torch.rand(1, 1, 20, 20), torch.zeros(1))).shape == (1, 3)


def test_partial_connections_are_a_convolution_in_which_the_other_weights_are_nought() -> None:
    torch.manual_seed(0)
    layer = PartialConv2d(6, LENET_TABLE, 5)
    assert sum(parameter.numel() for parameter in layer.parameters()) == 1_516
    inputs = torch.rand(2, 6, 9, 9)
    outputs = layer(inputs)
    next_weight = iter(layer.connected)
    for row, reads in enumerate(LENET_TABLE):
        own = sum(functional.conv2d(inputs[:, [read]], next(next_weight)[None, None]) for read in reads)
        torch.testing.assert_close(outputs[:, [row]], own + layer.bias[row])


def test_table_one_of_the_paper_has_six_threes_nine_fours_and_a_six() -> None:
    assert sorted(map(len, LENET_TABLE)) == [3] * 6 + [4] * 9 + [6]
    assert len({frozenset(reads) for reads in LENET_TABLE}) == 16
    readers = [sum(read in reads for reads in LENET_TABLE) for read in range(6)]
    assert readers == [10] * 6


def test_subsampling_weighs_the_mean_of_four_places() -> None:
    layer = Subsampling(2)
    torch.nn.init.normal_(layer.weight)
    torch.nn.init.normal_(layer.bias)
    inputs = torch.rand(3, 2, 6, 4)
    mean = sum(inputs[:, :, row::2, column::2] for row in (0, 1) for column in (0, 1)) / 4
    expected = mean * layer.weight.view(1, 2, 1, 1) + layer.bias.view(1, 2, 1, 1)
    torch.testing.assert_close(layer(inputs), expected)


def test_local_responses_are_those_of_pytorch() -> None:
    maps = torch.randn(2, 7, 3, 4) * 50
    for k in (1.0, 2.0):
        torch.testing.assert_close(LocalResponse(k)(maps), torch.nn.LocalResponseNorm(5, k=k)(maps))


def test_views_of_the_last_layer_see_the_output_and_no_auxiliary_head() -> None:
    one = spec("pictures/googlenet", width=1, modules=3, auxiliary=True)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights")).eval()
    picture = look(FOUND.views["plane"], network, one, one.task.splits(generator(0, "data")), "")
    assert isinstance(picture, Scatter)


def test_the_radial_output_is_half_the_squared_distance_to_each_picture() -> None:
    units = torch.randn(4, 84)
    for classes in (3, 10, 40):
        layer = RadialOutput(classes)
        points = torch.tensor(class_pictures(classes))
        expected = -(units[:, None] - points).square().sum(-1) / 2
        torch.testing.assert_close(layer(units), expected)
        apart = torch.cdist(points, points, p=1) / 2 + 84 * torch.eye(classes)
        assert apart.min() >= 5  # a 6 and an 8 differ in few points


def test_a_padded_skip_thins_the_places_and_adds_maps_of_nought() -> None:
    inputs = torch.rand(1, 2, 5, 5)
    outputs = PaddedSkip(2, 5, 2)(inputs)
    torch.testing.assert_close(outputs[:, :2], inputs[:, :, ::2, ::2])
    assert outputs.shape == (1, 5, 3, 3)
    assert not outputs[:, 2:].any()


def test_the_field_behind_a_skip_is_all_that_changes_a_place_and_nothing_else_does() -> None:
    one = spec("pictures/resnet", depth=8, width=2, skip="padded", normalisation=False, task={"side": 32})
    network = one.architecture.build(one.task.shapes(), generator(0, "weights")).eval()
    inputs = torch.rand(1, 1, 32, 32, requires_grad=True)
    seen: dict[str, torch.Tensor] = {}
    layers = {"stage1.block1.sum": (7, 7), "stage2.block1.conv2": (13, 13), "stage2.block1.sum": (13, 13)}
    for name in layers:
        network.get_submodule(name).register_forward_hook(
            lambda _module, _given, output, name=name: seen.update({name: output})
        )
    batch = Batch(inputs, torch.zeros(1))
    found = passages(network, inputs, lambda: network(batch))
    network(batch)
    for name, size in layers.items():
        field = found[name].field
        assert field is not None
        slope = torch.autograd.grad(seen[name][0, :, 8, 8].abs().sum(), inputs, retain_graph=True)[0][0, 0]
        reached = slope.abs().nonzero()
        assert (field[0].size, field[1].size) == size
        for axis, side in zip(field, (0, 1), strict=True):
            first = axis.start + 8 * axis.stride
            assert first <= reached[:, side].min() <= reached[:, side].max() < first + axis.size


@pytest.mark.parametrize("name", ["lenet", "resnet", "vgg", "alexnet", "zfnet", "googlenet"])
def test_a_classroom_size_reads_small_and_large_pictures_in_one_colour_and_in_three(name: str) -> None:
    smallest = FOUND.architectures[name].smallest
    for side, colour in ((16, "grey"), (33, "colour")):
        one = spec(f"pictures/{name}", task={"side": side, "colour": colour}, **smallest)
        network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
        assert network(Batch(torch.rand(2, *one.task.shapes().inputs), torch.zeros(2))).shape == (2, 3)


@pytest.mark.parametrize("left_out", ["1 x 1", "3 x 3", "5 x 5", "pooling"])
def test_a_branch_that_is_left_out_takes_its_maps_along(left_out: str) -> None:
    whole, without = (plan(spec("digits/googlenet", left_out=one)) for one in ("none", left_out))
    maps = {"1 x 1": 64, "3 x 3": 128, "5 x 5": 32, "pooling": 32}[left_out] // 4
    of = [{layer.name: layer.output[0] for layer in one.layers}["inception3a.join"] for one in (whole, without)]
    assert of[0] - of[1] == maps


def test_auxiliary_heads_are_learnt_from_and_never_answer() -> None:
    one = spec("digits/googlenet", width=1, modules=3, auxiliary=True, dropout=0.0)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    batch = Batch(torch.rand(4, 1, 28, 28), torch.arange(4))
    (objective,) = one.architecture.objectives(network, batch, one.task, generator(0, "noise"))
    own = one.task.loss(network(batch), batch)
    assert isinstance(network, WithHeads)
    head = one.task.loss(network.all_scores(batch)[1], batch)
    torch.testing.assert_close(objective.loss, own + 0.3 * head)
    torch.testing.assert_close(objective.outputs, network(batch))


def test_the_plan_says_what_meets_at_a_sum_and_at_a_join() -> None:
    reads = {layer.name: layer.reads for layer in plan(spec("digits/resnet", depth=8, width=2)).layers}
    assert reads["conv"] == [""]
    assert reads["stage1.block1.sum"] == ["stage1.block1.norm2", "activation"]
    assert reads["stage2.block1.sum"] == ["stage2.block1.norm2", "stage2.block1.skip.norm"]
    reads = {layer.name: layer.reads for layer in plan(spec("digits/googlenet", modules=1)).layers}
    assert reads["inception3a.join"] == [f"inception3a.branch{branch}.activation" for branch in (1, 2, 3, 4)]
