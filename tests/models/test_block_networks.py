"""Networks from blocks: any list is built, or is refused in a sentence with one that can be built."""

import random
from collections import Counter
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.architectures.blocks import OfBlocks
from models.layers.blocks.convolution import table_of
from models.layers.blocks.fitting import first_unfit, mended
from models.layers.blocks.text import MOST, read, write
from models.layers.partial import LENET_TABLE
from models.layers.radial import RadialOutput
from models.plan.plan import plan
from models.spec.kinds import Batch, Shapes
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec_error import SpecError
from tests.specs import FOUND

GREY = Shapes((1, 28, 28), (), classes=10)
WORDS = [
    "8k3", "8k5-same", "4k3-s2-same-bn", "depthk3", "sep6k3-s2", "local2k3-same", "part6k3", "8k3-g2", "12k3-g4",
    "16k3-d2", "8k3x5-tanh", "4k3-nobias", "max2", "avg2-up", "sub2", "stride2", "max3-s2-same", "max1x2", "drop",
    "drop0.5", "global", "dense12", "dense84", "dense5-bn-selu", "relu", "tanh", "scaled", "leaky0.1", "bn", "lrn",
    "up2", "flatten", "gru5", "gru5-all", "lstm4-both-cols", "rnn3-all-drop0.2", "radial",
    "res(4k3-same_4k3-same-linear)", "res(8k3-s2-same-bn)-bn-pad", "res(4k3)-plain", "res(6k3_6k3)",
    "res(max3-s1-same)-every", "inc(4k1!4k3-same)", "inc(4k1!max3-s1-same_2k1!4k5)", "inc(3k3_drop!3k3)", "9999k3",
    "what", "dense3-up", "res(dense3)", "res()", "inc()", "8k3-same-g8",
]  # fmt: skip


def spec_of(blocks: str, task: str = "digits", **more: Any) -> Spec:
    return FOUND.parse({"task": {"name": task}, "architecture": {"name": "blocks", "blocks": blocks, **more}})


def lists(count: int) -> list[str]:
    draw = random.Random(7)
    return [" ".join(draw.choice(WORDS) for _ in range(draw.randint(0, 7))) for _ in range(count)]


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
def test_each_of_240_random_lists_is_built_and_learns_or_is_refused_in_a_sentence_with_one_that_is(mnist: None) -> None:
    found: Counter[str] = Counter()
    for blocks in lists(240):
        spec, refused = spec_of_any(blocks)
        found["built" if refused is None else "refused"] += 1
        if refused is not None:
            assert refused.detail.code, blocks
            assert "{" not in refused.detail
            assert refused.pointer.startswith("/architecture/blocks/")
        learns(spec)
    assert min(found.values()) > 60, found


def spec_of_any(blocks: str) -> tuple[Spec, SpecError | None]:
    """Of the list, or of what is offered in its place; and why it was refused."""
    try:
        return spec_of(blocks), None
    except SpecError as refused:
        return nearest(refused), refused


def nearest(refused: SpecError) -> Spec:
    """What is offered may have another mistake further on; who takes each offer comes to an end."""
    for _ in range(MOST):
        assert isinstance(refused.nearest, str)
        try:
            return spec_of(refused.nearest)
        except SpecError as again:
            refused = again
    raise AssertionError(refused)


def learns(spec: Spec) -> None:
    """Forward and back on two pictures, with as many parameters as the plan says, each with a slope."""
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights")).train()
    planned = plan(spec)
    count = sum(one.numel() for one in network.parameters())
    assert planned.parameters == count == sum(layer.parameters for layer in planned.layers)
    scores = network(Batch(torch.rand(2, *spec.task.shapes().inputs), torch.tensor([1, 2])))
    assert scores.shape == (2, 10)
    if count:
        functional.cross_entropy(scores, torch.tensor([1, 2])).backward()  # type: ignore[no-untyped-call]
        assert all(one.grad is not None for one in network.parameters())


@pytest.mark.parametrize(
    ("blocks", "field", "words", "near"),
    [
        (
            "8k5 dense4 max2",
            "blocks/2",
            "Block 3, pooling: It reads a picture, and units come before it. Put it before them.",
            "8k5 max2 dense4",
        ),
        (
            "8k9 8k9 8k9 8k9",
            "blocks/3/kernel",
            "Block 4, convolution, filter size: With 9 nothing is left of a picture of 4 x 4: at most 4 fits.",
            "8k9 8k9 8k9 8k4",
        ),
        ("res(8k3_8k3)", "blocks/0/skip", "skip: Its layers make 24 x 24 of 28 x 28", "res(8k3-same_8k3-same)"),
        ("8k1 res(4k3-same)-pad", "blocks/1/skip", "4 are fewer than 8", "8k1 res(4k3-same)"),
        ("inc(8k1!8k3)", "blocks/0/branch2", "26 x 26 come from branch 2", "inc(8k1!8k3-same)"),
        ("res(8k3-same_9999k1)", "blocks/0/layers/1/filters", "at most 512", "res(8k3-same_512k1)"),
        ("res(8k3-same_dense4)", "blocks/0/layers/1", "it cannot stand here", "res(8k3-same)"),
        ("dense4 gru4", "blocks/1", "Block 2, recurrent: It reads a picture", "gru4 dense4"),
        ("dense10 radial", "blocks/1", "84 units", "dense10 dense84 radial"),
        ("16k3-g3", "blocks/0/groups", "3 groups cannot be made: 1 can", "16k3"),
        ("up4 up2", "blocks/1/factor", "224 x 224 pixels: 128", "up4 up1"),
        ("8k1 what", "blocks/1", "Block 2: “what” is none", "8k1"),
        ("gru4-all bn", "blocks/1", "Block 2, batch normalisation", "bn gru4-all"),
        (" ".join(["8k1"] * 41), "blocks", "There are 41 blocks", " ".join(["8k1"] * 40)),
    ],
)  # fmt: skip
def test_a_refusal_names_block_and_field_and_offers_what_fits(
    blocks: str, field: str, words: str, near: str, mnist: None
) -> None:
    with pytest.raises(SpecError) as refused:
        spec_of(blocks)
    assert refused.value.pointer == f"/architecture/{field}"
    assert words in refused.value.detail
    assert refused.value.nearest == near
    spec_of(near)


def test_what_fits_is_left_as_it_is() -> None:
    blocks = read("8k3 res(8k3-same) max2 gru4 dense4")
    assert first_unfit(blocks, GREY.inputs) is None
    assert mended(blocks, GREY.inputs) == blocks


def test_the_plan_ties_each_layer_to_its_block_also_inside_another(mnist: None) -> None:
    planned = plan(spec_of("8k3 res(8k3-same-bn_8k3-same) inc(2k1!max3-s1-same_2k1)"))
    settings = {layer.name: layer.settings[0] for layer in planned.layers if layer.settings}
    assert settings["residual1.norm1"] == "/architecture/blocks/1/layers/0"
    assert settings["residual1.conv2"] == "/architecture/blocks/1/layers/1"
    assert settings["residual1.sum"] == "/architecture/blocks/1"
    assert settings["inception1.branch2.conv1"] == "/architecture/blocks/2/branch2/1"


def through(blocks: str, values: Tensor) -> Tensor:
    """What leaves the last block before the output."""
    network = OfBlocks(blocks=blocks).network(Shapes(tuple(values.shape[1:]), (), classes=3)).eval()
    for name, layer in network.named_children():
        if name in ("flatten", "output"):
            break
        values = layer(values)
    return values


def test_a_residual_block_adds_what_came_or_does_not() -> None:
    values = torch.rand(2, 1, 6, 6)
    assert torch.equal(through("res(max3-s1-same)-linear", values), values + functional.max_pool2d(values, 3, 1, 1))
    assert torch.equal(through("res(max3-s1-same)-plain-linear", values), functional.max_pool2d(values, 3, 1, 1))
    strided = through("res(stride2)-pad-linear", values)
    assert torch.equal(strided, 2 * values[:, :, ::2, ::2])


def test_branches_are_joined_in_their_order() -> None:
    values = torch.rand(2, 1, 6, 6)
    found = through("inc(relu!max3-s1-same)", values)
    assert torch.equal(found, torch.cat([values, functional.max_pool2d(values, 3, 1, 1)], 1))


def test_up_sampling_makes_a_rectangle_of_each_pixel() -> None:
    values = torch.arange(4.0).view(1, 1, 2, 2)
    assert through("up2x1", values).tolist() == [[[[0, 1], [0, 1], [2, 3], [2, 3]]]]


def test_partial_connections_are_those_of_lenet_and_else_half_of_the_maps() -> None:
    assert table_of(6, 16) == LENET_TABLE
    assert sum(map(len, LENET_TABLE)) == 60
    assert table_of(4, 5) == ((0, 1), (1, 2), (2, 3), (0, 3), (0, 1))
    assert table_of(1, 2) == ((0,), (0,))


def test_rows_are_read_by_what_torch_has() -> None:
    network = OfBlocks(blocks="gru5-all lstm4-both").network(GREY)
    assert [type(one).__name__ for one in network.modules() if isinstance(one, nn.RNNBase)] == ["GRU", "LSTM"]
    values = torch.rand(3, 1, 28, 28)
    first, second = network.get_submodule("recurrent1.stack"), network.get_submodule("recurrent2.stack")
    states, _ = first(values[:, 0])
    _, (last, _) = second(states)
    scores = network.get_submodule("output")(torch.cat([last[0], last[1]], -1))
    assert torch.allclose(network(Batch(values, torch.zeros(3))), scores, atol=1e-6)


def test_a_radial_output_is_for_classes_alone() -> None:
    assert isinstance(OfBlocks(blocks="dense84-scaled radial").network(GREY).get_submodule("output"), RadialOutput)
    with pytest.raises(SpecError) as refused:
        spec_of("dense84-scaled radial", "scenes_box")
    assert refused.value.nearest == "dense84-scaled"


def test_text_is_what_is_stored_and_repeats_no_default() -> None:
    text = "16k3 res(16k3-same-bn_16k3-same-bn-linear)-plain inc(8k1!8k1_16k3-same) gru8-cols dense4"
    assert write(read(text)) == text
    assert OfBlocks(blocks=text).model_dump(mode="json")["blocks"] == text
