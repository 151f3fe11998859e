"""Convolutional networks are put together from blocks; those of version 0.1.0 are the same networks as they were."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.architectures.blocks import OfBlocks
from models.architectures.convnet import ConvNet
from models.events import Points
from models.layers.blocks import BLOCKS
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.text import read, write
from models.layers.dropout import Dropout, take_over
from models.layers.local import LocallyConnected2d
from models.plan.plan import plan
from models.spec.kinds import Batch, Shapes
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.training.loop import train
from tests.models.old_convnet import old_network
from tests.rows import rows
from tests.specs import FOUND

SAMPLES = json.loads((Path(__file__).parents[1] / "samples/blocks.json").read_text("utf-8"))
GREY = Shapes((1, 28, 28), (), classes=10)
COLOUR = Shapes((3, 24, 19), (), classes=4)
OLD: list[dict[str, Any]] = [
    {},
    {"filters": [16, 32, 32], "kernel": 3, "pool_last": False, "hidden": [64], "initialisation": "Glorot"},
    {"filters": [3], "pool": "average", "padding": "same", "activation": "tanh", "dropout": 0.5, "hidden": [8, 4]},
    {"filters": [2, 3], "pool": "none", "kernel": 4, "hidden": [5], "hidden_activation": "sigmoid"},
]


def spec_of(task: str, architecture: dict[str, Any], **training: Any) -> Spec:
    return FOUND.parse(
        {"task": {"name": task}, "architecture": {"name": "convnet", **architecture}, "training": training}
    )


def shapes_left(blocks: str, shapes: Shapes = GREY) -> list[list[int]]:
    """What leaves each layer with a picture."""
    spec = ConvNet(blocks=blocks)
    assert spec.fits(FOUND.tasks["digits"].kind, shapes) is None
    sizes: list[list[int]] = []
    network = spec.network(shapes)
    values = torch.rand(2, *shapes.inputs)
    for layer in network.children():
        values = layer(values)
        sizes.append(list(values.shape[1:]))
    assert sizes[-1] == [shapes.classes]
    return sizes


@pytest.mark.parametrize("settings", OLD, ids=str)
@pytest.mark.parametrize("shapes", [GREY, COLOUR], ids=["grey", "colour"])
def test_a_network_of_version_0_1_0_has_the_same_layers_and_the_same_first_weights(
    settings: dict[str, Any], shapes: Shapes
) -> None:
    torch.manual_seed(7)
    before = old_network(shapes, settings)
    torch.manual_seed(7)
    now = ConvNet.model_validate(settings).network(shapes)
    layers = [[(name, type(one)) for name, one in network.named_modules()][1:] for network in (now, before)]
    assert layers[0] == layers[1]
    for (name, one), (was, other) in zip(now.state_dict().items(), before.state_dict().items(), strict=True):
        assert name == was
        assert torch.equal(one, other)
        assert one.stride() == other.stride()


@pytest.mark.parametrize("settings", OLD, ids=str)
def test_a_spec_of_version_0_1_0_is_trained_as_it_was_to_the_last_bit(
    settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_pytorch = {"batches": 6, "batch_size": 8, "engine": "torch"}
    spec = spec_of("pictures", settings, **by_pytorch)
    assert spec_of("pictures", spec.to_json()["architecture"] | {"name": "convnet"}, **by_pytorch) == spec

    def curve() -> list[Any]:
        return rows([one for one in train(spec) if isinstance(one, Points)])

    now = curve()
    monkeypatch.setattr(ConvNet, "network", lambda self, shapes: old_network(shapes, settings))
    assert curve() == now


def test_settings_of_version_0_1_0_are_blocks_and_none_of_theirs_is_left() -> None:
    found = FOUND.upgraded({"architecture": {"name": "convnet", "filters": [4], "kernel": 3, "dropout": 0.5}})
    assert found == {"architecture": {"name": "convnet", "blocks": "4k3 max2 drop", "dropout": 0.5}}
    assert FOUND.upgraded(found) == found
    assert FOUND.current_setting(found, "/architecture/kernel") == "/architecture/blocks"
    assert FOUND.current_setting(found, "/architecture/dropout") == "/architecture/dropout"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["text"])
def test_blocks_and_their_text_say_the_same(sample: dict[str, Any]) -> None:
    made = tuple(
        BLOCKS[one["type"]].model_validate({name: value for name, value in one.items() if name != "type"})
        for one in sample["blocks"]
    )
    assert read(sample["text"]) == made
    assert write(made) == sample["text"]
    network = OfBlocks(blocks=sample["text"])  # the text of one is as good as its blocks
    assert network == OfBlocks(blocks=made)
    assert network.model_dump(mode="json")["blocks"] == sample["text"]


@pytest.mark.parametrize(
    ("blocks", "field", "words"),
    [
        ("16k5 what2", "blocks/1", "Block 2: “what2” is none"),
        ("16k5 9999k5", "blocks/1/filters", "Block 2, convolution, filters: This can be at most 512."),
        ("16k5-up", "blocks/0/rounding", "Block 1, convolution: it has no such setting."),
        ("16k5 dense8 max2", "blocks/2", "Block 3, pooling: It reads a picture, and units come before it."),
        ("16k5 max2 16k5 max2 16k5 max2", "blocks/4/kernel", "nothing is left of a picture of 4 x 4: at most 4 fits"),
        ("16k5 gru8", "blocks/1", "Block 2, recurrent: it cannot stand here, only: Convolution, Pooling, Dropout"),
        ("drop0.99", "blocks/0/share", "Block 1, dropout, share: This can be at most 0.9"),
        (" ".join(["8k1"] * 41), "blocks", "There are 41 blocks: 40 are the most."),
    ],
)
def test_a_refusal_names_the_block_and_its_setting(blocks: str, field: str, words: str, mnist: None) -> None:
    with pytest.raises(SpecError) as refused:
        spec_of("digits", {"blocks": blocks})
    assert refused.value.pointer == f"/architecture/{field}"
    assert words in refused.value.detail


PUBLISHED = {
    "B2": ("64k3 max2 64k3 max2 64k3 drop0.2", 80_266, 80_266),
    "B4": (
        "drop0.25 16k3-same drop0.5 32k3-same drop0.5 avg2-up 64k3-same avg2-up 64k3-same drop0.5 avg2-up "
        "dense1024 drop0.5",
        1_120_074,
        1_120_074,
    ),
    "B5": (
        "32k3-same-bn-leaky0.1 64k3-same-bn-leaky0.1 max2 64k3-same-bn-leaky0.1 128k3-same-bn-leaky0.1 "
        "128k3-same-bn-leaky0.1 max2 dense1024-bn-leaky0.1 dense1024-bn-leaky0.1",
        7_765_514,
        7_770_442,
    ),
    "A1": ("8k5 max2 16k5 max2", 5_994, 5_994),
    "A2": ("8k5 max2 16k5 max2 dense100-sigmoid", 30_134, 30_134),
    "A3": ("8k5 max2 2k5 max2", 940, 940),
    "A4": ("16k3 max2 32k3 max2 32k3 dense64", 33_194, 33_194),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_networks_have_their_counts(name: str, mnist: None) -> None:
    blocks, trainable, whole = PUBLISHED[name]
    with torch.device("meta"):
        network = ConvNet(blocks=blocks).network(GREY)
    assert sum(one.numel() for one in network.parameters()) == trainable
    # Running means and variances, without the counts of batches that PyTorch has beside them.
    assert sum(one.numel() for one in network.state_dict().values() if one.dim()) == whole
    assert plan(spec_of("digits", {"blocks": blocks})).parameters == trainable


def test_poolings_round_up_where_they_are_asked_to() -> None:
    sides = [size[-1] for size in shapes_left("avg2-up avg2-up avg2-up") if len(size) == 3]
    assert sides == [14, 7, 4]
    assert [size[-1] for size in shapes_left("max2 max2 max2") if len(size) == 3] == [14, 7, 3]
    assert [size for size in shapes_left("max1x2 max3-s1") if len(size) == 3] == [[1, 28, 14], [1, 26, 12]]


@pytest.mark.parametrize(
    "blocks",
    [
        "4k3x5 max2", "4k5-s2 4k3-s2-same", "4k3-d2 4k3-d2-same", "4k3x5-s1x2-same-bn", "depthk3-same 4k1", "sep6k3-s2",
        "4k3 local3k3-s2 local2k3-same", "4k4-same stride2 max3-s2-up", "4k3 global dense5-bn-selu drop", "drop0.5", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("shapes", [GREY, COLOUR], ids=["grey", "colour"])
@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
def test_every_block_leaves_the_shape_that_it_says(blocks: str, shapes: Shapes) -> None:
    shape: tuple[int, ...] = shapes.inputs
    expected = [shape := block.shape_after(shape) for block in read(blocks)]
    found = [tuple(size) for size in shapes_left(blocks, shapes)]
    places = [found.index(one) for one in expected]
    assert places == sorted(places)


def test_a_pooling_by_stride_is_a_convolution_with_that_stride() -> None:
    pictures = torch.rand(2, 1, 13, 12)
    strided, plain = (
        ConvNet(blocks=one).network(Shapes((1, 13, 12), (), classes=2)) for one in ("3k3-s2", "3k3 stride2")
    )
    strided.load_state_dict(plain.state_dict())
    for one, other in ((strided, plain),):
        assert torch.equal(through(one, pictures), through(other, pictures))


def through(network: nn.Module, values: Tensor) -> Tensor:
    for layer in network.children():
        values = layer(values)
    return values


def test_locally_connected_filters_that_are_alike_everywhere_are_a_convolution() -> None:
    layer = LocallyConnected2d(2, 3, (3, 5), (5, 4), stride=(2, 1), padding=(1, 1), dilation=(1, 1))
    assert sum(one.numel() for one in layer.parameters()) == 5 * 4 * (3 * 2 * 15 + 3)
    weights, bias = torch.rand(3, 2, 3, 5), torch.rand(3)
    layer.weight.data[:] = weights.flatten(1)
    layer.bias.data[:] = bias[:, None]
    pictures = torch.rand(6, 2, 9, 6)
    expected = functional.conv2d(pictures, weights, bias, stride=(2, 1), padding=(1, 1))
    torch.testing.assert_close(layer(pictures), expected)


def test_each_place_of_locally_connected_filters_is_drawn_by_itself() -> None:
    network = ConvNet(blocks="local8k3", initialisation="varianceScaling").network(GREY)
    weights, bias = (network.get_parameter(f"conv1.{name}").detach() for name in ("weight", "bias"))
    assert not bias.any()
    # A normal of deviation 1/3, cut at two of them.
    assert float(weights.std()) == pytest.approx(0.88 / 3, rel=0.02)
    assert float(weights.abs().max()) <= 2 / 3
    assert not torch.equal(weights[0], weights[1])


def test_a_separable_convolution_has_few_weights_and_a_depth_wise_one_fewer() -> None:
    counts = {
        kind: sum(one.numel() for one in ConvolutionBlock(kind=kind, filters=8).convolution(4, (8, 5, 5)).parameters())
        for kind in ("standard", "depth-wise", "separable")
    }
    assert counts == {"standard": 4 * 8 * 9 + 8, "depth-wise": 4 * 9 + 4, "separable": 4 * 9 + 4 * 8 + 8}
    assert repr(PoolingBlock(kind="average", size=(3,))) == "PoolingBlock(kind='average', size=(3,))"


def test_each_layer_says_which_block_made_it(mnist: None) -> None:
    layers = {
        one.name: one.settings for one in plan(spec_of("digits", {"blocks": "drop0.2 sep4k3-bn max2 dense5"})).layers
    }
    of_blocks = {name: settings[0] for name, settings in layers.items() if settings and "/blocks/" in settings[0]}
    assert {name: setting.rpartition("/")[2] for name, setting in of_blocks.items()} == {
        "dropout1": "0", "conv1.depthwise": "1", "conv1.pointwise": "1", "norm1": "1", "activation1": "1",
        "pool1": "2", "flatten": "3", "dense1": "3", "bend1": "3",
    }  # fmt: skip


def test_shares_of_their_own_stay_when_the_shared_one_changes() -> None:
    network = ConvNet(blocks="drop0.25 4k3 drop", dropout=0.1).network(GREY)
    take_over(network, "dropout", 0.4)
    assert [one.share for one in network.modules() if isinstance(one, Dropout)] == [0.25, 0.4]


@pytest.mark.parametrize("pooling", ["max2", "max3-s2-up", "max3-s1", "stride2", "avg2"])
def test_relu_behind_the_pooling_changes_no_output_and_no_slope(pooling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(3)
    network = ConvNet(blocks=f"6k3-bn {pooling} 5k3-same {pooling} dense9").network(GREY)
    pictures, targets = (torch.rand(16, 1, 28, 28) * 3).round(), torch.randint(10, (16,))  # round: many windows tie
    calls: list[str] = []

    def watched() -> ExitStack:
        hooks = ExitStack()
        for name, layer in network.named_children():
            hooks.callback(layer.register_forward_hook(lambda *_, name=name: calls.append(name)).remove)
        return hooks

    def learnt() -> list[Tensor]:
        network.zero_grad()
        outputs = network(Batch(pictures, targets))
        functional.cross_entropy(outputs, targets).backward()  # type: ignore[no-untyped-call]
        return [outputs, *(one.grad.clone() for one in network.parameters() if one.grad is not None)]

    with watched():
        as_they_stand = learnt()
    assert calls == [name for name, _ in network.named_children()]
    sides: list[int] = []

    def bent(values: Tensor) -> Tensor:
        sides.append(values.shape[-1])
        return functional.relu(values)

    monkeypatch.setattr(network.get_submodule("activation1"), "forward", bent)
    assert all(map(torch.equal, as_they_stand, learnt()))
    assert (sides == [26]) == (pooling == "avg2")
