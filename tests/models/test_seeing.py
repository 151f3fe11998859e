"""Views of what networks of pictures look at: each shows what an independent computation finds, and leaves no trace."""

import base64
from collections import OrderedDict

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.layers.classifier import PictureClassifier
from models.layers.residual import Residual
from models.look.cost import multiply_adds
from models.look.drawn import Numbers
from models.look.examples import one_example
from models.look.kernels import layer_asked
from models.look.lesions import lesions
from models.look.patches import TopPatches
from models.look.pictures import Filters, HeatMap, Lines, Panel, Picture, Scatter, Shares
from models.look.tables import Table
from models.look.view import look
from models.plan.plan import plan
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.views.occlusion import occluded
from tests.specs import FOUND, spec

SIDE = 16


@pytest.fixture(scope="module")
def grey() -> tuple[Spec, Splits]:
    """Made-up grey pictures of three classes."""
    one = spec("pictures/resnet", depth=8, width=4, task={"side": SIDE})
    return one, one.task.splits(generator(0, "data"))


def seen(view: str, network: nn.Module, given: tuple[Spec, Splits], question: str = "") -> Picture:
    return look(FOUND.views[view], network.eval(), *given, question)


def built(given: tuple[Spec, Splits]) -> nn.Module:
    return given[0].architecture.build(given[0].task.shapes(), generator(0, "weights")).eval()


def signed(panel: Panel) -> np.ndarray:
    packed = np.frombuffer(base64.b64decode(panel.values), np.uint8).reshape(len(panel.rows), len(panel.columns))
    return (packed.astype(float) - 128) / 127 * panel.scale


def unpacked(numbers: Numbers) -> np.ndarray:
    packed = np.frombuffer(base64.b64decode(numbers.values), "<i2").reshape(numbers.shape)
    return packed / 32767 * numbers.scale


def test_the_saliency_of_a_linear_layer_is_its_weights(grey: tuple[Spec, Splits]) -> None:
    torch.manual_seed(0)
    names = grey[0].task.class_names()
    layer = nn.Linear(SIDE * SIDE, len(names))
    picture = seen(
        "saliency", PictureClassifier(OrderedDict(flatten=nn.Flatten(), output=layer)), grey, f"\n{names[1]}"
    )
    assert isinstance(picture, HeatMap)
    assert (picture.chosen, [one.name for one in picture.choices]) == (names[1], names)
    weights = layer.weight[1].detach().view(SIDE, SIDE)
    np.testing.assert_allclose(signed(picture.panels[1]), weights, atol=picture.panels[1].scale / 120)


def test_a_unit_is_asked_for_by_its_layer_and_its_number(grey: tuple[Spec, Splits]) -> None:
    torch.manual_seed(0)
    layer = nn.Linear(SIDE * SIDE, 3)
    network = PictureClassifier(OrderedDict(flatten=nn.Flatten(), output=layer))
    picture = seen("saliency", network, grey, "\noutput#3")
    assert isinstance(picture, HeatMap)
    assert picture.of_map is not None
    assert (picture.of_map.layer, picture.of_map.map, picture.chosen) == ("output", 2, "")
    weights = layer.weight[2].detach().view(SIDE, SIDE)
    np.testing.assert_allclose(signed(picture.panels[1]), weights, atol=picture.panels[1].scale / 120)


def test_the_occlusion_of_a_map_is_what_its_answer_loses_and_it_is_asked_for_in_every_view_that_takes_a_map(
    grey: tuple[Spec, Splits],
) -> None:
    network = built(grey)
    picture = seen("occlusion", network, grey, "\nconv#2")
    assert isinstance(picture, HeatMap)
    assert picture.of_map is not None
    (panel,) = picture.panels
    assert panel.seen is not None
    batch = grey[0].task.batch(grey[1].validation, torch.tensor([0]), generator(0, "views"), training=False)
    patched = torch.cat([batch.inputs, occluded(batch.inputs, *panel.seen)])
    answers = network.get_submodule("conv")(patched)[:, 1].clamp_min(0).sum((1, 2)).detach()
    lost = (answers[1:] - answers[0]).view(len(panel.rows), len(panel.columns))
    np.testing.assert_allclose(signed(panel), lost, atol=panel.scale / 120)
    assert f"{float(answers[0]):.4g} of the whole picture" in panel.title
    strongest = seen("occlusion", network, grey, "\nconv#")
    assert isinstance(strongest, HeatMap)
    assert strongest.of_map is not None
    assert strongest.of_map.map == int(np.argmax(picture.of_map.levels))
    patches, parts = seen("top_patches", network, grey, "conv@16#2"), seen("lesion", network, grey, "conv@16#2")
    assert isinstance(patches, TopPatches)
    assert isinstance(parts, Shares)
    assert (patches.chosen, patches.map, parts.chosen) == ("conv", 1, "conv#2")


class OnePixel(nn.Module):
    """Is sure of the first class if one pixel is grey, and of the second if not."""

    def __init__(self, classes: int, row: int, column: int) -> None:
        super().__init__()
        self.none = nn.Parameter(torch.zeros(classes))
        self.row, self.column = row, column

    def forward(self, batch: Batch) -> Tensor:
        scores = self.none.expand(len(batch.inputs), -1).clone()
        scores[:, 0] = scores[:, 0] + 100 * (0.1 - (batch.inputs[:, 0, self.row, self.column] - 0.5).abs())
        return scores


def test_the_occlusion_of_a_network_that_looks_at_one_pixel_is_dark_exactly_there(grey: tuple[Spec, Splits]) -> None:
    name = grey[0].task.class_names()[0]
    picture = seen("occlusion", OnePixel(3, 5, 9), grey, f"\n{name}")
    assert isinstance(picture, HeatMap)
    (panel,) = picture.panels
    assert panel.seen is not None
    rows, columns = (
        [0 <= pixel - axis.start - place * axis.stride < axis.size for place in range(many)]
        for axis, pixel, many in zip(panel.seen, (5, 9), (len(panel.rows), len(panel.columns)), strict=True)
    )
    np.testing.assert_array_equal(np.abs(signed(panel)) > 0.01, np.outer(rows, columns))
    assert np.outer(rows, columns).sum() == panel.seen[0].size * panel.seen[1].size / panel.seen[0].stride ** 2


def test_top_patches_are_cut_where_the_map_answers_most(grey: tuple[Spec, Splits]) -> None:
    conv = nn.Conv2d(1, 1, 3, padding=1, bias=False)
    with torch.no_grad():
        conv.weight.copy_(torch.ones(1, 1, 3, 3))
    network = PictureClassifier(OrderedDict(conv=conv, flatten=nn.Flatten(), output=nn.Linear(SIDE * SIDE, 3)))
    picture = seen("top_patches", network, grey)
    assert isinstance(picture, TopPatches)
    images = next(batches(grey[0].task, grey[1].validation, 300)).inputs
    sums = nn.functional.conv2d(images, torch.ones(1, 1, 3, 3), padding=1).flatten(1)
    best = sums.max(1).values.sort(descending=True).values[:9]
    np.testing.assert_allclose(unpacked(picture.values)[0], best, atol=1e-3)
    for mark, (top, left), value in zip(picture.pictures.marks, picture.corners, best, strict=True):
        image = images[int(mark.question.split(":")[1]), 0]
        assert float(image[max(0, top) : top + 3, max(0, left) : left + 3].sum()) == pytest.approx(float(value))
    assert (picture.patches.height, picture.patches.width, picture.of) == (3, 3, 1)


def test_a_branch_that_gives_nothing_is_not_missed_and_a_skip_is(grey: tuple[Spec, Splits]) -> None:
    network = built(grey)
    blocks = {name: module for name, module in network.named_modules() if isinstance(module, Residual)}
    for module in blocks.values():
        nn.init.zeros_(module.get_parameter("norm2.weight"))
    batch = next(batches(grey[0].task, grey[1].validation, 100))
    whole = network(batch)
    for part in lesions(network, frozenset()):
        with part.made():
            missed = not torch.equal(network(batch), whole)
        assert missed == (part.name not in blocks), part.name
    picture = seen("lesion", network, grey)
    assert isinstance(picture, Shares)
    found = {share.name: share for share in picture.groups[0]}
    assert [share.name for share in picture.groups[0] if (share.name or "").startswith("stage1")] == [
        "stage1.block1",
        "stage1.block1.skip",
    ]
    assert (found["stage2.block1"].right, found[""].of) == (found[""].right, len(batch.targets))
    answer = int(network.get_parameter("output.bias").argmax())  # of all pictures, where nothing arrives
    assert found["stage3.block1.skip"].right == int((batch.targets == answer).sum())


def test_a_map_that_is_the_same_everywhere_is_not_missed(grey: tuple[Spec, Splits]) -> None:
    network = built(grey)
    with torch.no_grad():
        network.get_parameter("conv.weight")[1] = 0
    picture = seen("lesion", network, grey, "conv")
    assert isinstance(picture, Shares)
    (whole, *_), maps = picture.groups
    assert [share.name for share in maps] == [f"conv#{number}" for number in range(1, 5)]
    assert (picture.chosen, maps[1].right) == ("conv", whole.right)


def test_of_a_large_network_as_many_parts_are_left_out_as_there_is_time_for_and_the_others_are_named(
    grey: tuple[Spec, Splits], monkeypatch: pytest.MonkeyPatch
) -> None:
    network = built(grey)
    everything = seen("lesion", network, grey)
    cost = multiply_adds(network, one_example(grey[0].task, network, grey[1].validation, 0))
    monkeypatch.setattr("models.views.lesion.BUDGET", 3 * 100 * cost)
    picture = seen("lesion", network, grey, "stage3.block1")
    assert isinstance(everything, Shares)
    assert isinstance(picture, Shares)
    whole, first, *others, asked, last = picture.groups[0]
    assert asked.name == "stage3.block1"
    assert (bool(whole.of), bool(first.of), bool(asked.of)) == (True, True, True)
    assert {share.of for share in [*others, last]} == {0}
    assert f"would take too long: {len(others) + 1}, from" in picture.remarks[-1]
    assert all(share.of for share in everything.groups[0])
    assert len(everything.remarks) == 1


def test_norms_fall_as_layers_make_them_fall(grey: tuple[Spec, Splits]) -> None:
    layers: OrderedDict[str, nn.Module] = OrderedDict(flatten=nn.Flatten())
    for place in range(4):
        layers[f"dense{place}"] = nn.Linear(SIDE * SIDE, SIDE * SIDE, bias=False)
        with torch.no_grad():
            layers[f"dense{place}"].get_parameter("weight").copy_(torch.eye(SIDE * SIDE) / 10)
    layers["output"] = nn.Linear(SIDE * SIDE, 3)
    picture = seen("norms", PictureClassifier(layers), grey)
    assert isinstance(picture, Lines)
    assert (picture.log, picture.names) == (True, [*(f"dense{place}" for place in range(4)), "output"])
    outputs, slopes = (np.frombuffer(base64.b64decode(line.values), "<f4") for line in picture.lines)
    np.testing.assert_allclose(outputs[1:4] / outputs[:3], 0.1, rtol=1e-5)
    np.testing.assert_allclose(slopes[:3] / slopes[1:4], 0.1, rtol=1e-5)
    assert all(picture.lowest <= one <= picture.highest for one in (*outputs, *slopes))


def test_the_ledger_comes_to_the_plan_and_to_measured_times(grey: tuple[Spec, Splits]) -> None:
    picture = seen("ledger", built(grey), grey)
    assert isinstance(picture, Table)
    planned = plan(grey[0])
    assert picture.total.values[:2] == [planned.parameters, planned.multiply_adds]
    assert [row.layer for row in picture.rows] == [layer.name for layer in planned.layers]
    assert all(row.values[3] and row.values[3] > 0 for row in picture.rows)


def test_filters_come_with_the_maps_that_they_make_of_a_picture(grey: tuple[Spec, Splits]) -> None:
    network = built(grey)
    picture = seen("filters", network, grey, "\nconv")
    assert isinstance(picture, Filters)
    assert picture.made is not None
    batch = grey[0].task.batch(grey[1].validation, torch.tensor([0]), generator(0, "views"), training=False)
    expected = network.get_submodule("conv")(batch.inputs)[0].detach()
    np.testing.assert_allclose(unpacked(picture.made.maps), expected, atol=picture.made.maps.scale / 30_000)


def test_a_dot_of_the_plane_opens_its_own_picture(grey: tuple[Spec, Splits]) -> None:
    network = built(grey)
    picture = seen("plane", network, grey)
    assert isinstance(picture, Scatter)
    opened = seen("plane", network, grey, picture.dots[7].question)
    assert isinstance(opened, Scatter)
    assert opened.opened is not None
    assert opened.opened.marks[0].question == picture.dots[7].question
    assert picture.opened is None


def test_another_network_is_asked_for_the_layer_with_maps_as_large() -> None:
    class Sized:
        def __init__(self, *shape: int) -> None:
            self.output = torch.zeros(1, *shape)

    layers = {"a": Sized(4, 28, 28), "b": Sized(4, 14, 14), "c": Sized(8, 14, 14), "d": Sized(8, 7, 7), "e": Sized(10)}
    for asked, name in (("b", "b"), ("conv9@13", "c"), ("conv9@8", "d"), ("e@1", "e"), ("conv9", "a")):
        assert layer_asked(layers, asked) is layers[name]  # type: ignore[arg-type, comparison-overlap]


@pytest.mark.parametrize(
    "view", ["saliency", "occlusion", "top_patches", "lesion", "norms", "ledger", "filters", "plane"]
)
def test_a_look_leaves_weights_gradients_draws_and_hooks_as_they_were(view: str, grey: tuple[Spec, Splits]) -> None:
    network = built(grey).train()
    before = {name: values.clone() for name, values in network.state_dict().items()}
    draws = torch.get_rng_state()
    look(FOUND.views[view], network, *grey, "")
    assert network.training
    assert all(torch.equal(values, before[name]) for name, values in network.state_dict().items())
    assert all(parameter.grad is None for parameter in network.parameters())
    assert torch.equal(torch.get_rng_state(), draws)
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())
