"""Dense layers, convolutions, pooling, activations and dropout of the core beside the same in float64."""

from collections.abc import Callable
from copy import deepcopy

import pytest
import torch
from torch import nn

from models.layers.chain import Chain
from models.layers.classifier import PictureClassifier
from models.layers.dropout import Dropout, draw_from
from models.native.library import Core
from models.spec.kinds import Batch
from tests.native.comparison import CHUNK, ROWS, assert_agrees, assert_close, batch_for, by_core, by_torch, program_of

BENDS = [nn.Identity, nn.ReLU, nn.Tanh, nn.Sigmoid]


@pytest.mark.parametrize("bend", BENDS)
def test_dense_layers_of_odd_sizes(core: Core, bend: Callable[[], nn.Module]) -> None:
    for inputs, units, classes in ((1, 1, 2), (3, 17, 1), (15, 33, 5), (33, 3, 10)):
        layers = (nn.Linear(inputs, units), bend(), nn.Linear(units, 7, bias=False), bend(), nn.Linear(7, classes))
        assert_agrees(core, PictureClassifier(nn.Flatten(), *layers), (1, 1, inputs), classes=classes)


@pytest.mark.parametrize("shape", [(1, 5, 7), (3, 4, 5)])
def test_inputs_that_are_bytes_give_the_bits_of_their_numbers(core: Core, shape: tuple[int, int, int]) -> None:
    flat = torch.zeros(shape).numel()
    for first in ((nn.Flatten(), nn.Linear(flat, 9)), (nn.Conv2d(shape[0], 5, 2), nn.Flatten(), nn.LazyLinear(9))):
        network = PictureClassifier(*first, nn.Tanh(), nn.Linear(9, 4))
        network(Batch(torch.zeros(1, *shape), torch.zeros(1)))
        program = program_of(core, network, shape, classes=True)
        for rows in ROWS:
            draw = torch.Generator().manual_seed(rows)
            stored = torch.randint(256, (rows, *shape), generator=draw, dtype=torch.uint8)
            targets = torch.randint(4, (rows,), generator=draw)
            found = [by_core(program, Batch(inputs, targets)) for inputs in (stored, stored.float() / 255, stored)]
            for other in found[1:]:
                assert torch.equal(found[0].outputs, other.outputs)
                pairs = zip(found[0].gradients, other.gradients, strict=True)
                assert all(torch.equal(one, another) for one, another in pairs)


def test_the_squared_error_of_dense_layers(core: Core) -> None:
    network = PictureClassifier(nn.Flatten(), nn.Linear(6, 9), nn.Tanh(), nn.Linear(9, 3))
    assert_agrees(core, network, (1, 2, 3), (3,))


@pytest.mark.parametrize(
    ("kernel", "stride", "edge"),
    [((3, 3), (1, 1), "same"), ((5, 2), (2, 1), (2, 1)), ((2, 4), (1, 3), (0, 3)), ((1, 1), (1, 1), 0),
     ((1, 1), (2, 2), (1, 0)), ((3, 3), (2, 2), "valid")],
)  # fmt: skip
@pytest.mark.parametrize("last", [False, True])
def test_convolutions_with_strides_and_edges(
    core: Core, kernel: tuple[int, int], stride: tuple[int, int], edge: str | int | tuple[int, int], last: bool
) -> None:
    for channels, between, filters in ((1, 17, 5), (3, 1, 33), (17, 3, 1)):
        first = nn.Conv2d(channels, between, 3, padding=(1, 0), bias=filters > 1)
        layers = [first, nn.Tanh(), nn.Conv2d(between, filters, kernel, stride, edge), nn.Sigmoid(), nn.Flatten()]
        shape = (channels, 9, 8)
        size = nn.Sequential(*layers)(torch.zeros(1, *shape)).shape[1]
        network = PictureClassifier(*layers, nn.Linear(size, 4))
        if last:
            network = nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
        assert_agrees(core, network, shape, classes=4)


@pytest.mark.parametrize(
    ("kernel", "apart", "edge"), [((3, 3), (2, 2), "same"), ((2, 3), (1, 3), (0, 4)), ((4, 2), (2, 4), "same")]
)
def test_convolutions_that_leave_places_out(
    core: Core, kernel: tuple[int, int], apart: tuple[int, int], edge: str | tuple[int, int]
) -> None:
    for channels, between, filters in ((1, 17, 5), (3, 2, 33)):
        first = nn.Conv2d(channels, between, 3, padding=(1, 0))
        layers = [first, nn.Tanh(), nn.Conv2d(between, filters, kernel, 1, edge, apart), nn.Sigmoid(), nn.Flatten()]
        size = nn.Sequential(*layers)(torch.zeros(1, channels, 9, 8)).shape[1]
        assert_agrees(core, PictureClassifier(*layers, nn.Linear(size, 4)), (channels, 9, 8), classes=4)


@pytest.mark.parametrize(
    "pool",
    [nn.MaxPool2d(2), nn.MaxPool2d(3, 2), nn.MaxPool2d((1, 3), (2, 1)), nn.AvgPool2d(2), nn.AvgPool2d((3, 2), (1, 2)),
     nn.AvgPool2d(3, 2), nn.MaxPool2d(3, 2, 1), nn.MaxPool2d((2, 3), 2, (1, 0), ceil_mode=True),
     nn.MaxPool2d(3, 3, ceil_mode=True), nn.AvgPool2d(2, ceil_mode=True), nn.AvgPool2d((3, 4), 3, ceil_mode=True)],
    ids=str,
)  # fmt: skip
def test_pooling_with_windows_that_overlap_leave_a_rest_or_stick_out(core: Core, pool: nn.Module) -> None:
    for filters in (1, 3, 17):
        layers = [nn.Conv2d(2, filters, 2), nn.ReLU(), pool, nn.Tanh(), nn.Flatten()]
        size = nn.Sequential(*layers)(torch.zeros(1, 2, 9, 8)).shape[1]
        assert_agrees(core, PictureClassifier(*layers, nn.Linear(size, 3)), (2, 9, 8), classes=3)


def test_layers_in_chains_are_taken_apart(core: Core) -> None:
    body = Chain(nn.Conv2d(2, 5, 3), nn.ReLU(), Chain(nn.MaxPool2d(2, ceil_mode=True), nn.Conv2d(5, 3, 2)), nn.Tanh())
    assert_agrees(core, PictureClassifier(body, nn.Flatten(), nn.Linear(18, 3)), (2, 9, 8), classes=3)


@pytest.mark.parametrize("bend", BENDS)
def test_batch_normalisation_of_maps_and_units(core: Core, bend: Callable[[], nn.Module]) -> None:
    for filters, units in ((1, 3), (5, 17), (17, 33)):
        layers = [nn.Conv2d(2, filters, 3), nn.BatchNorm2d(filters, eps=1e-3), bend(), nn.MaxPool2d(2), nn.Flatten()]
        layers += [nn.Linear(9 * filters, units), nn.BatchNorm1d(units, momentum=0.3), bend(), nn.Linear(units, 4)]
        network = PictureClassifier(*layers)
        for module in network:
            if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
                nn.init.normal_(module.weight)
                nn.init.normal_(module.bias)
        exact = deepcopy(network).double()
        program = program_of(core, network, (2, 9, 8), classes=True, chunk=49)
        for rows in (7, 20, 49):  # of two examples float32 itself has fewer digits: they come to lie at 1 and -1
            batch = batch_for((2, 9, 8), (), 0, 4, rows)
            exact.train()
            assert_close(by_core(program, batch), by_torch(exact, batch), f"{rows} examples:")
        for ours, theirs in zip(network.buffers(), exact.buffers(), strict=True):
            assert torch.allclose(ours.double(), theirs.double(), rtol=1e-5, atol=1e-6)
        exact.eval()
        batch = batch_for((2, 9, 8), (), 0, 4, 120)  # answers come in chunks, each by what is remembered
        assert torch.allclose(program.answers(batch).double(), by_torch(exact, batch).outputs, atol=1e-4)


def test_a_batch_that_is_not_seen_as_a_whole_is_not_normalised(core: Core) -> None:
    network = PictureClassifier(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, 3))
    program = program_of(core, network, (1, 3, 3), classes=True)
    assert [program.learns(batch_for((1, 3, 3), (), 0, 3, rows)) for rows in (1, 2, CHUNK, CHUNK + 1)] == [
        False, True, True, False
    ]  # fmt: skip


def test_a_window_of_equal_values_gives_its_gradient_to_the_first(core: Core) -> None:
    first = nn.Conv2d(1, 3, 2)
    nn.init.zeros_(first.weight)
    network = PictureClassifier(first, nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 3))
    assert_agrees(core, network, (1, 5, 5), classes=3)


def test_dropout_silences_what_it_does_in_pytorch(core: Core) -> None:
    network = PictureClassifier(
        Dropout(0.2), nn.Conv2d(3, 5, 2), Dropout(0.5), nn.Flatten(), nn.Linear(60, 9), Dropout(0.3), nn.Linear(9, 3)
    )
    exact = deepcopy(network).double()
    ours, theirs = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
    draw_from(network, ours)
    draw_from(exact, theirs)
    program = program_of(core, network, (3, 4, 5), classes=True)
    for rows in ROWS:
        batch = batch_for((3, 4, 5), (), 0, 3, rows)
        assert_close(by_core(program, batch), by_torch(exact, batch), f"{rows} examples:")
    assert torch.equal(ours.get_state(), theirs.get_state())
    exact.eval()
    assert torch.allclose(program.answers(batch).double(), by_torch(exact, batch).outputs, atol=1e-5)


def test_the_slope_is_that_of_finite_differences(core: Core) -> None:
    conv = [nn.Conv2d(1, 3, 3, padding=1), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten()]
    network = PictureClassifier(*conv, nn.Linear(12, 9), nn.Sigmoid(), nn.Linear(9, 4))
    program = program_of(core, network, (1, 4, 4), classes=True)
    weights, batch = program.builder.weights, batch_for((1, 4, 4), (), 0, 4, 20)
    by_core(program, batch)
    gradients = weights.gradients.clone()
    began, step = weights.weights.clone(), 1e-2
    for _ in range(20):
        way = torch.nn.functional.normalize(torch.randn(len(began)), dim=0)
        losses = []
        for sign in (1, -1):
            weights.weights.copy_(began + sign * step * way)
            losses.append(by_core(program, batch).loss)
        assert float((losses[0] - losses[1]) / (2 * step)) == pytest.approx(float(gradients @ way), abs=1e-4)
