"""Every line of the working of a cell is what the layer itself computes, and gates set by hand are what they say."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.layers.cells import KERAS, TFJS, TORCH, Cell, RecurrentLayer, Style
from models.layers.equations import Variant
from models.look.cell_working import Moment, working_lines
from models.look.pictures import HeatMap
from models.look.recurrent import replay
from models.look.tables import Table
from models.look.view import look
from tests.models.test_recurrent_views import SUM, made, numbers
from tests.specs import FOUND
from tests.wording import untranslated

CELLS: list[Cell] = ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"]
LETTERS = {"r": "reset", "z": "update", "i": "input", "f": "forget", "o": "output", "g": "candidate", "n": "candidate"}


def drawn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("style", [TORCH, TFJS, KERAS], ids=["torch", "tfjs", "keras"])
def test_every_line_of_a_working_is_what_the_layer_computes(cell: Cell, style: Style) -> None:
    by_hand = {"GRU": (("update", 0.0),), "LSTM": (("forget", 1.0),)}.get(cell, ())
    for variant in (Variant(), Variant("sigmoid", biases=False, gates=by_hand)):
        layer = RecurrentLayer(cell, 3, 4, style, variant=variant).double()
        for parameter in layer.parameters():
            nn.init.normal_(parameter)
        (seen,) = replay(layer, drawn(1, 5, 3))
        with torch.no_grad():
            outputs, _ = layer(seen.read)
        for unit in range(4):
            for t in range(5):
                h, c = (before[0, t] for before in seen.before)
                lines = working_lines(Moment(seen.layer, unit, seen.read[0, t], h, c))
                assert lines[-1].value == pytest.approx(outputs[0, t, unit].item(), abs=1e-9)
                for line in lines:
                    letter = line.formula.partition(" = ")[0]
                    if letter in LETTERS and letter != line.formula:
                        assert line.value == pytest.approx(seen.parts[LETTERS[letter]][0, t, unit].item(), abs=1e-9)


def test_the_figures_of_a_line_come_to_its_value() -> None:
    layer = RecurrentLayer("GRU", 3, 4, TORCH).double()
    (seen,) = replay(layer, drawn(1, 5, 3))
    h, c = (before[0, 4] for before in seen.before)
    functions = {"σ": lambda x: 1 / (1 + 2.718281828**-x), "tanh": lambda x: float(torch.tanh(torch.tensor(x)))}
    for line in working_lines(Moment(seen.layer, 2, seen.read[0, 4], h, c)):
        figures = line.figures.replace("−", "-").replace("·", "*")
        assert eval(figures, functions) == pytest.approx(line.value, abs=2e-3)  # noqa: S307  # four figures each


def gates(question: str, **settings: Any) -> HeatMap:
    spec, network, splits = made("addition", "recurrent", **settings)
    picture = look(FOUND.views["gates"], network, spec, splits, question)
    assert isinstance(picture, HeatMap)
    return picture


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("settings", [{}, {"bidirectional": True, "encoder_layers": 2}], ids=str)
def test_a_cell_of_the_map_shows_the_numbers_of_its_unit_and_step_in_every_layer(
    cell: str, settings: dict[str, Any]
) -> None:
    first = gates(SUM, cell=cell, **settings)
    states = [panel for panel in first.panels if panel.title.endswith("· state")]
    for panel in states:
        asked = panel.asks.format(row=3, column=2)
        shown = gates(f"{SUM}\n{asked}", cell=cell, **settings)
        assert shown.working is not None
        assert shown.working.question == asked
        assert shown.working.lines[-1].value == pytest.approx(numbers(panel)[2, 1], abs=panel.scale / 200)
        assert not untranslated(shown)


@pytest.mark.parametrize("asked", ["@9/1/1", "@1/99/1", "@1/1/99", "@1/1", "@0/1/1", "@a/b/c"])
def test_a_cell_that_there_is_not_is_refused_in_words(asked: str) -> None:
    with pytest.raises(ValueError, match="Ask for a layer from 1 to 2"):
        gates(f"{SUM}\n{asked}")


@pytest.mark.parametrize("flavour", ["torch", "tfjs"])
def test_reset_open_and_update_closed_make_a_trained_gru_the_plain_rnn_of_its_candidates(flavour: str) -> None:
    spec, network, splits = made("addition", "recurrent", flavour=flavour)
    names = [choice.name for choice in gates(SUM, flavour=flavour).choices]
    assert names == ["", "reset=1,update=0", "reset=1", "reset=0", "update=1", "update=0"]
    picture = look(FOUND.views["gates"], network, spec, splits, f"{SUM}\nreset=1,update=0")
    assert isinstance(picture, HeatMap)
    assert picture.chosen == "reset=1,update=0"
    rnn = nn.RNN(12, 4, batch_first=True)
    (seen,) = replay(next(iter(replayable(network))), torch.zeros(1, 1, 12))
    layer = seen.layer
    for ours, theirs in (
        ("weight_inputs", "weight_ih_l0"),
        ("weight_state", "weight_hh_l0"),
        ("bias_inputs", "bias_ih_l0"),
    ):
        getattr(rnn, theirs).data.copy_(getattr(layer, ours)[8:])
    rnn.get_parameter("bias_hh_l0").data.copy_(torch.zeros(4) if layer.bias_state is None else layer.bias_state[8:])
    symbols = nn.functional.one_hot(spec.task.pose(SUM).inputs, 12).float()
    panel = picture.panels[0]
    expected = rnn(symbols)[0][0].detach().T
    assert numbers(panel) == pytest.approx(expected.numpy(), abs=panel.scale / 200)


def replayable(network: nn.Module) -> list[nn.Module]:
    return [module for module in network.modules() if isinstance(module, nn.RNNBase | RecurrentLayer)]


@pytest.mark.parametrize(("task", "architecture"), [("series", "forecaster"), ("copying", "ntm")])
def test_a_closed_output_gate_leaves_no_state_where_nobody_can_ask_either(task: str, architecture: str) -> None:
    spec, network, splits = made(task, architecture)
    picture = look(FOUND.views["gates_example"], network, spec, splits, "output=0@1/2/3")
    assert isinstance(picture, HeatMap)
    assert not numbers(picture.panels[0]).any()
    assert numbers(picture.panels[-1]).any(), "the memory goes on"
    assert picture.working is not None
    assert [line.value for line in picture.working.lines][-2:] == [0, 0]


def test_what_each_gate_is_worth_is_measured_on_the_network_as_it_is() -> None:
    spec, network, splits = made("addition", "recurrent", cell="LSTM")
    picture = look(FOUND.views["gates_by_hand"], network, spec, splits, "")
    assert isinstance(picture, Table)
    assert not untranslated(picture)
    assert [row.title for row in picture.rows][:2] == ["input gate open", "input gate closed"]
    scores = spec.architecture.measured(network, spec.task, splits.validation)
    assert picture.total.values == pytest.approx([scores[name] for name in spec.series])
    closed = FOUND.parse(
        {**spec.to_json(), "architecture": {**spec.to_json()["architecture"], "output_gate": "closed"}}
    )
    again = closed.architecture.network(closed.task.shapes())
    again.load_state_dict(network.state_dict())
    expected = closed.architecture.measured(again, closed.task, splits.validation)
    of_output = next(row for row in picture.rows if row.title == "output gate closed")
    assert of_output.values == pytest.approx([expected[name] for name in spec.series])


def test_a_network_without_gates_is_not_offered_any_to_set() -> None:
    spec, _, _ = made("addition", "recurrent", cell="SimpleRNN")
    assert not FOUND.views["gates_by_hand"].offered(spec.task, spec.architecture)
    assert FOUND.views["gradient_over_time"].offered(spec.task, spec.architecture)
