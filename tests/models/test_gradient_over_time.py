"""The gradient that reaches each step is what autograd finds over a loop of PyTorch's own cells."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.look.pictures import Charts
from models.look.view import look
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests.models.test_laboratories import floats
from tests.models.test_recurrent_views import made
from tests.specs import FOUND

CELLS: dict[str, Any] = {"SimpleRNN": nn.RNNCell, "GRU": nn.GRUCell, "LSTM": nn.LSTMCell}


def drawn(spec: Spec, network: nn.Module, splits: Splits, question: str = "") -> Charts:
    picture = look(FOUND.views["gradient_over_time"], network, spec, splits, question)
    assert isinstance(picture, Charts)
    return picture


def lines(picture: Charts, chart: int = 0) -> dict[str, list[float]]:
    return {line.name: floats(line.values) for line in picture.charts[chart].lines}


def loop(spec: Spec, network: Any, splits: Splits, cut: int) -> tuple[list[Tensor], list[Tensor]]:
    """States and memories of a forecaster of one layer, step by step, and the gradient of each, by a loop of cells."""
    batch = spec.task.batch(
        splits.train, torch.arange(min(64, len(splits.train))), generator(0, "views"), training=False
    )
    memory = network.memory
    cell = CELLS[spec.architecture.model_dump()["cell"]](memory.input_size, memory.hidden_size)
    cell.load_state_dict({name.removesuffix("_l0"): weight for name, weight in memory.state_dict().items()})
    h = c = torch.zeros(len(batch.inputs), memory.hidden_size)
    states, memories = [], []
    for t, x in enumerate(batch.inputs.unbind(1)):
        if cut and (batch.inputs.shape[1] - t) % cut == 0:
            h, c = h.detach(), c.detach()
        h, c = cell(x, (h, c)) if isinstance(cell, nn.LSTMCell) else (cell(x, h), c)
        states.append(h)
        memories.append(c)
    outputs = network.output(h).view(-1, *network.targets)
    loss = spec.task.loss(outputs, batch)
    wanted = [*states, *(memories if isinstance(cell, nn.LSTMCell) else [])]
    found = torch.autograd.grad(loss, wanted, allow_unused=True)
    sizes = [torch.zeros(()) if one is None else one.norm() for one in found]
    return sizes[: len(states)], sizes[len(states) :]


def same(found: list[float], expected: list[Tensor]) -> None:
    for one, other in zip(found, expected, strict=True):
        if other > 0:
            assert one == pytest.approx(other.item(), rel=1e-4)
        else:
            assert math.isnan(one)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("cut", [0, 2])
def test_sizes_are_those_of_a_loop_of_pytorch_s_cells(cell: str, cut: int) -> None:
    spec, network, splits = made("series", "forecaster", cell=cell, stateful=False)
    picture = drawn(spec, network, splits, f"cut={cut}" if cut else "")
    states, memories = loop(spec, network, splits, cut)
    found = lines(picture)
    same(found["at the state, cut and clipped" if cut else "at the state"], states)
    if cell == "LSTM" and not cut:
        same(found["at the memory"], memories)
    if cell == "SimpleRNN":
        u = network.get_parameter("memory.weight_hh_l0").detach().double()
        radius = torch.linalg.eigvals(u).abs().max().item()
        assert found["the last one times ρ at each step back"][-2] == pytest.approx(
            states_of(spec, network, splits) * radius, rel=1e-4
        )


def states_of(spec: Spec, network: nn.Module, splits: Splits) -> float:
    """The size at the last state."""
    return loop(spec, network, splits, 0)[0][-1].item()


def test_a_clip_multiplies_the_line_by_what_is_left_of_the_norm_of_all_weights() -> None:
    spec, network, splits = made("addition", "recurrent", cell="SimpleRNN")
    rows = torch.arange(min(64, len(splits.train)))
    batch = spec.task.batch(splits.train, rows, generator(0, "views"), training=False)
    loss = spec.task.loss(network(batch), batch)
    gradients = torch.autograd.grad(loss, list(network.parameters()))
    norm = math.sqrt(sum(one.double().square().sum().item() for one in gradients))
    picture = drawn(spec, network, splits, f"clip={norm / 4}")
    found = lines(picture)
    clipped = found["at the state, cut and clipped"]
    assert clipped == pytest.approx([one / 4 for one in found["at the state"]], rel=1e-3)
    assert f"{norm:.4g}" in " ".join(picture.charts[0].remarks)
    assert [(one.name, one.value) for one in picture.charts[0].handles] == [("clip", norm / 4), ("cut", 0)]


def test_an_identity_with_relu_hands_the_gradient_back_whole_and_half_of_it_halves_it() -> None:
    spec, network, splits = made(
        "addition", "recurrent", cell="SimpleRNN", activation="ReLU", first_weights="identity", hidden=1, biases=False
    )
    encoder: Any = network.get_submodule("encoder.stack")
    for stack in ("encoder.stack", "decoder.stack"):
        nn.init.constant_(network.get_parameter(f"{stack}.weight_ih_l0"), 0.5)
    whole = lines(drawn(spec, network, splits))["at the state"]
    assert whole == pytest.approx([whole[0]] * 3)
    nn.init.constant_(encoder.weight_hh_l0, 0.5)
    halved = lines(drawn(spec, network, splits))["at the state"]
    assert halved == pytest.approx([halved[2] / 4, halved[2] / 2, halved[2]])


@pytest.mark.parametrize(
    ("task", "architecture", "settings"),
    [
        ("addition", "recurrent", {"bidirectional": True, "flavour": "tfjs", "encoder_layers": 2, "cell": "LSTM"}),
        ("addition", "attention", {"cell": "PeepholeLSTM"}),
        ("digits", "rows", {"cell": "LSTM"}),
        ("copying", "ntm", {}),
    ],
    ids=str,
)
def test_every_network_with_a_recurrent_layer_is_drawn_and_left_as_it_was(
    task: str, architecture: str, settings: dict[str, Any], mnist: None
) -> None:
    spec, network, splits = made(task, architecture, **settings)
    assert FOUND.views["gradient_over_time"].offered(spec.task, spec.architecture)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    picture = drawn(spec, network, splits, "cut=1&clip=0.1")
    assert all(line for chart in picture.charts for line in chart.lines)
    assert not network.training
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())
    assert all(parameter.grad is None for parameter in network.parameters())


@pytest.mark.parametrize("question", ["clip=much", "speed=3", "cut=-1", "nonsense"])
def test_handles_that_there_are_not_are_refused_in_words(question: str) -> None:
    with pytest.raises(ValueError, match=r"clip=0\.5&cut=3"):
        drawn(*made("addition", "recurrent"), question)


@pytest.mark.parametrize(
    ("architecture", "settings"),
    [("attention", {}), ("attention", {"forcing": False}), ("seq2seq", {"forcing": False}), ("recurrent", {})],
    ids=str,
)
def test_a_cut_ends_the_way_back_where_it_is_drawn_also_in_a_decoder_that_is_called_step_by_step(
    architecture: str, settings: dict[str, Any]
) -> None:
    spec, network, splits = made("translation", architecture, cell="GRU", **settings)
    whole = lines(drawn(spec, network, splits), -1)["at the state"]
    at_each = lines(drawn(spec, network, splits, "cut=1"), -1)["at the state, cut and clipped"]
    picture = drawn(spec, network, splits, "cut=2")
    by_two = lines(picture, -1)["at the state, cut and clipped"]
    [cut] = [one for one in picture.charts[-1].handles if one.name == "cut"]
    place = int(cut.start + cut.step * cut.value)  # of the step before it, from 1
    assert place == len(whole) - 2
    assert by_two[place:] == pytest.approx(whole[place:])
    assert by_two[place - 1] == pytest.approx(at_each[place - 1])
    assert by_two[place - 1] != pytest.approx(whole[place - 1])


def test_the_frame_stays_while_the_handles_move() -> None:
    spec, network, splits = made("addition", "recurrent", cell="LSTM")
    frames = {
        (chart.lowest, chart.highest)
        for question in ("", "clip=0.0001", "cut=1", "clip=0.01&cut=2")
        for chart in drawn(spec, network, splits, question).charts[:1]
    }
    assert len(frames) == 1
