"""Written-out gradients are those that PyTorch finds by itself: for every cell, style, first state and direction."""

import itertools
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.events import Points
from models.layers.cells import KERAS, TFJS, TORCH, Cell, RecurrentLayer, Style
from models.layers.equations import Variant, equations
from models.layers.recurrent import LAYERS, by_torch, unrolled, varied
from models.look.recurrent import replay
from models.training.loop import train
from tests.specs import FOUND, spec_json

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
    torch.testing.assert_close(layer(drawn(2, 4, 2), began)[0][..., -3:], last.parts["state"])
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


VARIANTS: list[tuple[Cell, Variant]] = [
    ("SimpleRNN", Variant("sigmoid", biases=False, truncate=2)),
    ("SimpleRNN", Variant("ReLU", truncate=6)),
    ("GRU", Variant(truncate=4, gates=(("update", 0.0),))),
    ("GRU", Variant(biases=False, gates=(("reset", 1.0),))),
    ("LSTM", Variant(truncate=3, gates=(("forget", 1.0), ("output", 0.0)))),
    ("LSTM", Variant(biases=False, truncate=1)),
    ("PeepholeLSTM", Variant(truncate=4, gates=(("input", 1.0),))),
]


@pytest.mark.parametrize(("cell", "variant"), VARIANTS, ids=str)
@pytest.mark.parametrize("style", [TORCH, TFJS], ids=["torch", "tfjs"])
def test_every_variant_says_and_learns_what_its_equations_give_when_the_states_are_detached(
    cell: Cell, variant: Variant, style: Style
) -> None:
    layer = RecurrentLayer(cell, 3, 5, style, variant=variant).double()
    for parameter in layer.parameters():
        nn.init.normal_(parameter)
    sequence = drawn(4, 6, 3).requires_grad_()
    found = []
    for states in (layer(sequence)[0], layer.states_and_gates(sequence)["state"]):
        gradients = torch.autograd.grad(states.sin().sum(), [sequence, *layer.parameters()], materialize_grads=True)
        found.append([states, *gradients])
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("loss", ["of the last state", "of all states"])
def test_a_truncated_way_back_is_that_of_stretches_whose_first_state_is_detached(begun: bool, loss: str) -> None:
    theirs = nn.RNN(3, 5, batch_first=True, dtype=torch.float64)
    ours = LAYERS["SimpleRNN"](3, 5, batch_first=True, dtype=torch.float64)
    ours.load_state_dict(theirs.state_dict())
    ours = varied("SimpleRNN", ours, Variant(truncate=3))
    sequence, first = drawn(4, 7, 3), drawn(1, 4, 5)
    states, last = [], first if begun else torch.zeros_like(first)
    for stretch in (sequence[:, :1], sequence[:, 1:4], sequence[:, 4:]):  # counted from the last step
        some, last = theirs(stretch, last.detach())
        states.append(some)
    expected = torch.cat(states, 1)
    found, end = ours(sequence, first if begun else None)
    torch.testing.assert_close(found, expected)
    of_ours, of_theirs = (found, expected) if loss == "of all states" else (end, last)
    for one, other in zip(
        torch.autograd.grad(of_ours.sin().sum(), list(ours.parameters())),
        torch.autograd.grad(of_theirs.sin().sum(), list(theirs.parameters())),
        strict=True,
    ):
        torch.testing.assert_close(one, other)


def test_with_reset_open_and_update_closed_a_gru_is_a_plain_rnn_and_learns_as_one() -> None:
    by_hand = Variant(gates=(("reset", 1.0), ("update", 0.0)))
    for reset_before in (False, True):
        gru = RecurrentLayer("GRU", 3, 5, Style(False, reset_before, 1 if reset_before else 2), variant=by_hand)
        plain = RecurrentLayer("SimpleRNN", 3, 5, gru.style)
        plain.load_state_dict({name: weights[10:] for name, weights in gru.state_dict().items()})
        sequence = drawn(4, 6, 3).float()
        of_gru, of_plain = gru(sequence)[0], plain(sequence)[0]
        torch.testing.assert_close(of_gru, of_plain)
        of_gru.sin().sum().backward()
        of_plain.sin().sum().backward()
        for (name, one), other in zip(gru.named_parameters(), plain.parameters(), strict=True):
            assert one.grad is not None
            torch.testing.assert_close(one.grad[10:], other.grad)
            assert not one.grad[:10].any(), f"{name} of the gates learns nothing"


def test_a_gate_that_a_cell_does_not_have_cannot_be_set() -> None:
    with pytest.raises(ValueError, match="GRU has no forget gate"):
        equations("GRU", Variant(gates=(("forget", 1.0),)))


def test_an_lstm_takes_the_steps_of_pytorch_and_one_that_was_stored_before_goes_on_by_ours() -> None:
    settings: dict[str, Any] = {"cell": "LSTM", "hidden": 8, "batch_size": 50, "batches": 3, "engine": "torch"}
    new = FOUND.parse(spec_json("addition/recurrent", **settings)).to_json()
    assert FOUND.upgraded(new) == new
    stored = {**new, "architecture": {name: one for name, one in new["architecture"].items() if name != "own_steps"}}
    before = FOUND.upgraded(stored)
    assert (new["architecture"]["own_steps"], before["architecture"]["own_steps"]) == (False, True)
    gates = {**new, "architecture": {**new["architecture"], "truncate": 2}}
    seen: list[list[float]] = []
    kernels: list[set[str]] = []
    for spec in (new, before, gates):
        with torch.autograd.profiler.profile() as profile:
            points = [one for one in train(FOUND.parse(spec)) if isinstance(one, Points) and one.clock == "epoch"]
        seen.append([value or 0.0 for one in points for value in one.columns["validation/loss"]])
        kernels.append({one.key for one in profile.key_averages()} & {"aten::lstm", "LstmSteps"})
    assert kernels == [{"aten::lstm"}, {"LstmSteps"}, {"LstmSteps"}]
    assert seen[0] == pytest.approx(seen[1], rel=1e-4)
