"""Written-out gradients are those that PyTorch finds by itself: for every cell, style, first state and direction."""

import itertools
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.layers.cells import KERAS, TFJS, TORCH, Cell, RecurrentLayer, Style
from models.layers.recurrent import LAYERS, by_torch, unrolled
from models.look.recurrent import replay

OF_TORCH: dict[str, Any] = {"SimpleRNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}
CELLS: list[Cell] = ["SimpleRNN", "GRU", "LSTM"]
SHAPES = list(itertools.product((1, 2), (False, True), (False, True)))
"""(layers, both ways, begun)"""


def drawn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


def evaluated(layer: nn.Module, sequence: Tensor, began: list[Tensor]) -> list[Tensor]:
    """All outputs of a layer, and their gradient for its inputs and parameters."""
    given = [sequence.clone().requires_grad_(), *(one.clone().requires_grad_() for one in began)]
    state = tuple(given[1:]) if len(began) > 1 else given[1] if began else None
    states, last = layer(given[0], state)
    ends = [*last] if isinstance(last, tuple) else [last]
    loss = states.sin().sum() + sum(end.square().sum() for end in ends)
    return [states, *ends, *torch.autograd.grad(loss, [*given, *layer.parameters()])]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_layer_says_and_learns_what_torch_s_own_does(cell: Cell, shape: tuple[int, bool, bool]) -> None:
    layers, both_ways, begun = shape
    settings: dict[str, Any] = {
        "num_layers": layers,
        "bidirectional": both_ways,
        "batch_first": True,
        "dtype": torch.float64,
    }
    theirs = OF_TORCH[cell](3, 5, **settings)
    ours = LAYERS[cell](3, 5, **settings)
    ours.load_state_dict(theirs.state_dict())
    began = (
        [drawn(layers * (1 + both_ways), 4, 5 + one)[..., :5] for one in range(2 if cell == "LSTM" else 1)]
        if begun
        else []
    )
    for one, other in zip(
        evaluated(ours, drawn(4, 6, 3), began),
        evaluated(theirs, drawn(4, 6, 3), began),
        strict=True,
    ):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("wanted", ["the last state", "the states"])
def test_what_repeats_is_read_once_and_only_what_is_asked_for_is_followed_back(cell: Cell, wanted: str) -> None:
    theirs = OF_TORCH[cell](3, 5, batch_first=True, dtype=torch.float64)
    ours = LAYERS[cell](3, 5, batch_first=True, dtype=torch.float64)
    ours.load_state_dict(theirs.state_dict())
    gradients = []
    for layer in (ours, theirs):
        once = drawn(4, 3).requires_grad_()
        states, last = layer(once.unsqueeze(1).expand(-1, 6, -1))
        last = last[0] if isinstance(last, tuple) else last
        loss = (states if wanted == "the states" else last).sin().sum()
        gradients.append(torch.autograd.grad(loss, [once, *layer.parameters()]))
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("shape", [(1, False, False), (2, True, True)], ids=str)
def test_peepholes_of_every_layer_and_way_give_what_the_equations_give_and_learn_by_finite_differences(
    shape: tuple[int, bool, bool],
) -> None:
    layers, both_ways, begun = shape
    layer = LAYERS["PeepholeLSTM"](2, 3, layers, bidirectional=both_ways, batch_first=True, dtype=torch.float64)
    directions = 1 + both_ways
    began = tuple(drawn(layers * directions, 2, 3 + one)[..., :3] for one in range(2)) if begun else None
    *_, last = replay(layer, drawn(2, 4, 2), began)
    torch.testing.assert_close(layer(drawn(2, 4, 2), began)[0][..., -3:], last[1]["state"])
    given = [drawn(2, 4, 2), *(began or ()), *layer.parameters()]
    names = [name for name, _ in layer.named_parameters()]

    def evaluate(sequence: Tensor, *others: Tensor) -> tuple[Tensor, ...]:
        states = others[: len(began or ())] or None
        weights = dict(zip(names, others[len(began or ()) :], strict=True))
        outputs, last = torch.func.functional_call(layer, weights, (sequence, states))
        return outputs, *last

    assert torch.autograd.gradcheck(evaluate, [one.detach().requires_grad_() for one in given])


@pytest.mark.parametrize("cell", [*CELLS, "PeepholeLSTM"])
@pytest.mark.parametrize("style", [KERAS, TFJS, TORCH, Style(True, False, 2), Style(False, True, 1)], ids=str)
def test_every_style_learns_as_its_equations_do(cell: Cell, style: Style) -> None:
    layer = RecurrentLayer(cell, 3, 5, style).double()
    for parameter in layer.parameters():
        nn.init.normal_(parameter)
    sequence = 2 * drawn(4, 6, 3)  # beyond the ends of a hard sigmoid
    found = []
    for states in (layer(sequence)[0], layer.states_and_gates(sequence)["state"]):
        found.append([states, *torch.autograd.grad(states.sin().sum(), list(layer.parameters()))])
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("cell", CELLS)
def test_pytorch_s_kernels_read_a_layer_of_keras_as_our_steps_do(cell: Cell) -> None:
    layer = RecurrentLayer(cell, 3, 5, KERAS).double()
    weights = (layer.weight_inputs, layer.weight_state, layer.bias_inputs, layer.bias_state)
    for ours, theirs in zip(unrolled(drawn(4, 6, 3), weights), by_torch(drawn(4, 6, 3), weights), strict=False):
        torch.testing.assert_close(ours, theirs)
