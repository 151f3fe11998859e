"""Our cells against the equations written out in float64, and against PyTorch's own."""

import numpy as np
import pytest
import torch
from torch import nn

from models.catalogue import find
from models.layers.cells import KERAS, TFJS, TORCH, Cell, RecurrentLayer, Style
from models.layers.equations import Variant
from models.layers.initial import glorot_normal_
from models.layers.recurrent_initial import draw_recurrent

OF_TORCH: list[Cell] = ["SimpleRNN", "GRU", "LSTM"]
CELLS: list[Cell] = [*OF_TORCH, "PeepholeLSTM"]


def hard(x: np.ndarray) -> np.ndarray:
    return np.clip(0.2 * x + 0.5, 0, 1)


def by_the_equations(cell: Cell, layer: RecurrentLayer, sequence: np.ndarray) -> np.ndarray:
    """The states of TensorFlow.js's cells at every step, one example and one unit after the other."""
    units = layer.units
    assert layer.bias_inputs is not None
    w, u, b = (
        one.detach().numpy().reshape(-1, units, *one.shape[1:])
        for one in (layer.weight_inputs, layer.weight_state, layer.bias_inputs)
    )
    states = np.zeros((*sequence.shape[:2], units))
    for n, example in enumerate(sequence):
        h, c = np.zeros(units), np.zeros(units)
        for t, x in enumerate(example):
            if cell == "SimpleRNN":
                h = np.tanh(w[0] @ x + u[0] @ h + b[0])
            elif cell == "GRU":
                r, z = (hard(w[k] @ x + u[k] @ h + b[k]) for k in (0, 1))
                h = z * h + (1 - z) * np.tanh(w[2] @ x + u[2] @ (r * h) + b[2])
            else:
                p = np.zeros((3, units)) if layer.peepholes is None else layer.peepholes.detach().numpy()
                i, f, g, o = (w[k] @ x + u[k] @ h + b[k] for k in range(4))
                c = hard(f + p[1] * c) * c + hard(i + p[0] * c) * np.tanh(g)
                h = hard(o + p[2] * c) * np.tanh(c)
            states[n, t] = h
    return states


@pytest.mark.parametrize("cell", CELLS)
def test_tfjs_cells_follow_the_equations(cell: Cell) -> None:
    torch.manual_seed(0)
    layer = RecurrentLayer(cell, 3, 5, TFJS).double()
    assert layer.bias_inputs is not None
    nn.init.normal_(layer.bias_inputs)
    sequence = torch.randn(4, 6, 3, dtype=torch.double) * 3
    outputs, last = layer(sequence)
    expected = by_the_equations(cell, layer, sequence.numpy())
    np.testing.assert_allclose(outputs.detach().numpy(), expected, atol=1e-12)
    np.testing.assert_allclose(last.detach().numpy(), expected[:, -1], atol=1e-12)


@pytest.mark.parametrize("cell", OF_TORCH)
def test_our_cells_equal_those_of_torch_and_so_do_their_gradients(cell: Cell) -> None:
    torch.manual_seed(0)
    ours = RecurrentLayer(cell, 3, 5, TORCH).double()
    theirs = {"SimpleRNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}[cell](3, 5, batch_first=True).double()
    names = {"weight_inputs": "weight_ih_l0", "weight_state": "weight_hh_l0"}
    names |= {"bias_inputs": "bias_ih_l0", "bias_state": "bias_hh_l0"}
    theirs.load_state_dict({names[name]: value for name, value in ours.state_dict().items()})
    sequence = torch.randn(4, 6, 3, dtype=torch.double)
    mine, theirs_out = ours(sequence)[0], theirs(sequence)[0]
    torch.testing.assert_close(mine, theirs_out)
    mine.square().sum().backward()
    theirs_out.square().sum().backward()
    for name, parameter in ours.named_parameters():
        torch.testing.assert_close(parameter.grad, getattr(theirs, names[name]).grad)


def test_glorot_normal_is_cut_at_two_deviations_and_not_corrected() -> None:
    weight = torch.empty(400, 400)
    torch.manual_seed(0)
    glorot_normal_(weight, 400, 400)
    deviation = (2 / 800) ** 0.5
    assert weight.abs().max() <= 2 * deviation
    assert weight.std() == pytest.approx(0.8796 * deviation, rel=0.01)  # of a normal cut at two deviations


def test_the_forget_bias_begins_at_zero_in_tfjs() -> None:
    layer = RecurrentLayer("LSTM", 3, 5, TFJS)
    assert layer.bias_inputs is not None
    assert layer.bias_inputs.count_nonzero() == 0
    assert layer.bias_state is None


def test_keras_s_first_weights_are_glorot_s_and_orthogonal_and_its_forget_gate_begins_open() -> None:
    torch.manual_seed(0)
    layer = RecurrentLayer("LSTM", 30, 20, KERAS)
    assert layer.weight_inputs.abs().max().item() == pytest.approx((6 / (30 + 4 * 20)) ** 0.5, rel=0.01)
    torch.testing.assert_close(layer.weight_state.T @ layer.weight_state, torch.eye(20), atol=1e-5, rtol=0)
    assert layer.bias_inputs is not None
    assert layer.bias_inputs.reshape(4, 20).tolist() == [[0.0] * 20, [1.0] * 20, [0.0] * 20, [0.0] * 20]


@pytest.mark.parametrize(
    ("cell", "style", "count"),
    [
        ("GRU", TORCH, 1_920),
        ("LSTM", TORCH, 2_560),
        ("GRU", KERAS, 1_920),
        ("GRU", TFJS, 1_860),
        ("LSTM", KERAS, 2_480),
        ("PeepholeLSTM", KERAS, 2_540),
    ],
)
def test_a_layer_of_twenty_units_has_as_many_weights_as_its_library_counts(
    cell: Cell, style: Style, count: int
) -> None:
    assert sum(parameter.numel() for parameter in RecurrentLayer(cell, 10, 20, style).parameters()) == count


@pytest.mark.parametrize(
    ("preset", "settings", "count"),
    [
        ("mnist-convnet-2018", {}, 5_994),
        ("mnist-convnet", {}, 33_194),
        ("mnist-densenet", {}, 33_400),
        ("addition-rnn-demo", {"cell": "SimpleRNN"}, 52_492),
        ("addition-rnn-demo", {"cell": "GRU"}, 154_380),
        ("addition-rnn-demo", {"cell": "LSTM"}, 205_324),
        ("addition-race", {"cell": "SimpleRNN"}, 52_748),
        ("addition-race", {"cell": "GRU"}, 155_148),
        ("addition-race", {"cell": "LSTM"}, 206_348),
    ],
)
def test_parameters_are_as_published(preset: str, settings: dict[str, str], count: int) -> None:
    catalogue = find()
    spec = next(one.spec for one in catalogue.presets if one.name == preset)
    parsed = catalogue.parse({**spec, "architecture": {**spec["architecture"], **settings}})
    network = parsed.architecture.build(parsed.task.shapes(), torch.Generator().manual_seed(0))
    assert sum(parameter.numel() for parameter in network.parameters()) == count


@pytest.mark.parametrize("flavour", ["torch", "tfjs"])
@pytest.mark.parametrize("cell", CELLS)
def test_layers_really_stack_and_a_second_direction_really_reads(cell: Cell, flavour: str) -> None:
    catalogue = find()

    def count(**settings: object) -> int:
        architecture = {"name": "recurrent", "cell": cell, "flavour": flavour, "hidden": 8, **settings}
        spec = catalogue.parse({"task": {"name": "addition"}, "architecture": architecture})
        network = spec.architecture.build(spec.task.shapes(), torch.Generator().manual_seed(0))
        assert network(spec.task.pose("12+34")).shape == (1, 3, 12)
        return sum(parameter.numel() for parameter in network.parameters())

    gates, peepholes = {"SimpleRNN": (1, 0), "GRU": (3, 0), "LSTM": (4, 0), "PeepholeLSTM": (4, 24)}[cell]
    biases = 8 * (2 if flavour == "torch" else 1)
    layer = gates * (8 * 8 + 8 * 8 + biases) + peepholes
    assert count(encoder_layers=3) - count() == 2 * layer
    assert count(decoder_layers=2) - count() == layer
    both_ways = gates * (12 * 8 + 8 * 8 + biases + 64) + peepholes
    assert count(bidirectional=True) - count() == both_ways


@pytest.mark.parametrize("flavour", ["torch", "tfjs"])
def test_both_directions_reach_the_answer(flavour: str) -> None:
    catalogue = find()
    architecture = {"name": "recurrent", "flavour": flavour, "hidden": 8, "bidirectional": True, "encoder_layers": 2}
    spec = catalogue.parse({"task": {"name": "addition"}, "architecture": architecture})
    network = spec.architecture.build(spec.task.shapes(), torch.Generator().manual_seed(0))
    network(spec.task.pose("12+34")).sum().backward()
    assert all(parameter.grad is not None and parameter.grad.any() for parameter in network.parameters())


def test_the_rnn_of_a_textbook_s_listing_has_15_100_weights_all_drawn_from_0_to_1() -> None:
    listing = Variant("sigmoid", biases=False)
    layer = RecurrentLayer("SimpleRNN", 50, 100, TORCH, variant=listing)
    network = draw_recurrent(nn.ModuleList([layer, nn.Linear(100, 1, bias=False)]), "uniform")
    weights = torch.cat([parameter.detach().flatten() for parameter in network.parameters()])
    assert len(weights) == 15_100
    assert weights.min() >= 0
    assert weights.mean().item() == pytest.approx(0.5, abs=0.01)
    states, _ = layer(torch.ones(2, 3, 50))
    w, u = layer.weight_inputs, layer.weight_state
    first = torch.sigmoid(w.sum(1))
    torch.testing.assert_close(states[0, 1], torch.sigmoid(w.sum(1) + u @ first))


@pytest.mark.parametrize("flavour", ["torch", "tfjs"])
def test_an_identity_as_first_weights_hands_the_state_on_unchanged(flavour: str) -> None:
    architecture = {"name": "recurrent", "flavour": flavour, "hidden": 8, "cell": "SimpleRNN", "activation": "ReLU"}
    architecture |= {"first_weights": "identity", "biases": False}
    spec = find().parse({"task": {"name": "addition"}, "architecture": architecture})
    network = spec.architecture.build(spec.task.shapes(), torch.Generator().manual_seed(0))
    read = torch.zeros(1, 5, 12)
    read[0, 0] = 1
    states, _ = network.get_submodule("encoder.stack")(read)
    assert states[0, 0].any()
    assert (states[0] == states[0, 0]).all()
    assert not [name for name, _ in network.named_parameters() if "bias" in name]
