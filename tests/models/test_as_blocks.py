"""Networks of other architectures open as blocks: the same shapes, counts and first weights, and the same answers."""

from typing import Any

import pytest
import torch
from torch import nn

from models.layers.meta import network_on_meta
from models.plan.plan import plan
from models.sentences import Text
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Kind
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests.specs import FOUND

OPENED: list[dict[str, Any]] = [
    {"name": "mlp"},
    {"name": "mlp", "hidden": [9, 8, 7], "layer_activations": ["tanh"], "layer_dropout": [0.2], "dropout": 0.5},
    {"name": "mlp", "activation": "leaky ReLU", "leak": 0.1, "output": "sigmoid", "loss": "mean squared error"},
    {"name": "convnet", "initialisation": "Glorot"},
    {"name": "convnet", "blocks": "4k3-bn local2k3 depthk3 max2 drop dense8"},
    {"name": "lenet"},
    {"name": "lenet", "size": "classroom", "connections": "full", "subsampling": "max", "output": "dense"},
    {"name": "vgg", "width": 3},
    {"name": "vgg", "width": 2, "depth": "19", "normalisation": True, "dropout": 0.0},
    {"name": "resnet"},
    {"name": "resnet", "depth": 14, "width": 4, "skip": "padded", "normalisation": False},
    {"name": "resnet", "depth": 8, "width": 4, "skip": "none"},
    {"name": "resnet", "depth": 56, "width": 2, "skip": "projected everywhere"},
    {"name": "googlenet"},
    {"name": "googlenet", "modules": 9, "width": 1, "normalisation": True, "five": "3 x 3"},
    {"name": "googlenet", "modules": 3, "left_out": "3 x 3", "reduces": False, "local_response": False},
    {"name": "alexnet", "width": 2},
    {"name": "alexnet", "width": 2, "towers": "one", "local_response": False},
    {"name": "zfnet", "width": 2},
    {"name": "rows"},
    {"name": "rows", "cell": "LSTM", "layers": 3, "bidirectional": True, "flavour": "keras", "dropout": 0.2},
    {"name": "rows", "cell": "SimpleRNN", "steps": "columns", "states": "all", "hidden": 5},
    {"name": "rows", "cell": "PeepholeLSTM", "layers": 2, "flavour": "tfjs", "hidden": 5},
]


def spec_of(architecture: dict[str, Any], task: str = "digits") -> Spec:
    if "size" in FOUND.architectures[architecture["name"]].model_fields and architecture["name"] != "lenet":
        architecture = {"size": "classroom", **architecture}
    return FOUND.parse({"task": {"name": task}, "architecture": architecture})


def opened(spec: Spec) -> Spec:
    found = plan(spec).as_blocks
    assert found is not None
    return FOUND.parse({**spec.to_json(), "architecture": found})


@pytest.mark.parametrize("architecture", OPENED, ids=str)
@pytest.mark.parametrize("task", ["digits", "emoji"])
def test_a_network_and_its_blocks_have_equal_shapes_counts_and_first_weights(
    architecture: dict[str, Any], task: str, mnist: None
) -> None:
    before = spec_of(architecture, task)
    after = opened(before)
    assert after.architecture.name == "blocks"
    assert plan(after).parameters == plan(before).parameters
    assert weighed(after) == weighed(before)
    networks = [one.architecture.build(one.task.shapes(), generator(3, "weights")).eval() for one in (before, after)]
    weights = [list(network.parameters()) for network in networks]
    pairs = list(zip(*weights, strict=True))
    if "left_out" in architecture:  # a branch is drawn there and thrown away
        for one, other in pairs:
            other.data.copy_(one.data)
    assert all(torch.equal(one, other) for one, other in pairs)
    batch = Batch(torch.rand(2, *before.task.shapes().inputs), torch.tensor([0, 1]))
    with torch.no_grad():
        one, other = (network(batch) for network in networks)
    assert torch.allclose(one, other, atol=1e-6)


def weighed(spec: Spec) -> list[tuple[list[int], int]]:
    """Of each layer with weights what it leaves, of a recurrent one at each step, and how many there are."""
    return [
        (layer.output[-1:] if "recurrent" in layer.name else layer.output, layer.parameters)
        for layer in plan(spec).layers
        if layer.parameters
    ]


def test_every_preset_of_an_architecture_that_opens_does_or_says_why_not(mnist: None) -> None:
    opens = {one["name"] for one in OPENED}
    found, refused = 0, 0
    for preset in FOUND.presets:
        spec = FOUND.parse(preset.spec)
        if spec.architecture.name not in opens or spec.task.missing() is not None:
            continue
        said = spec.architecture.as_blocks(spec.task.shapes())
        if isinstance(said, Text):
            assert said.code
            refused += 1
            continue
        assert said is not None
        blocks = FOUND.parse({**spec.to_json(), "architecture": said})
        assert count(blocks) == count(spec), preset.name
        found += 1
    assert found > 20
    assert refused < found


def count(spec: Spec) -> int:
    network: nn.Module = network_on_meta(spec.architecture, spec.task.shapes())
    return sum(one.numel() for one in network.parameters())


@pytest.mark.parametrize(
    ("architecture", "words"),
    [
        ({"name": "resnet", "size": "published"}, "take the classroom's"),
        ({"name": "googlenet", "auxiliary": True}, "Auxiliary heads"),
        ({"name": "capsnet"}, "capsules vote for capsules"),
        ({"name": "mobilenet_v2"}, "ReLU6"),
        ({"name": "transfer"}, "weights that it learnt before"),
    ],
)
def test_what_no_block_does_is_said(architecture: dict[str, Any], words: str, mnist: None) -> None:
    planned = plan(spec_of(architecture))
    assert planned.as_blocks is None
    assert planned.not_as_blocks is not None
    assert words in planned.not_as_blocks["text"]


def test_every_network_that_reads_pictures_opens_or_says_why_not() -> None:
    reads = {Kind.IMAGE_TO_CLASS, Kind.IMAGE_TO_CLASSES, Kind.IMAGE_TO_VALUES}
    silent = {
        name
        for name, one in FOUND.architectures.items()
        if reads & one.kinds and one.as_blocks is Architecture.as_blocks
    }
    assert silent == {"blocks"}
