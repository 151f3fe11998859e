"""What is said to reach a gate is what it bends: put through its function it is the gate that the network has."""

import base64
from functools import partial
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.layers.cells import RecurrentLayer
from models.look.gate_sums import GateSums, before_gates
from models.look.pictures import Charts, Lines
from models.look.recurrent import RECURRENT, Replay
from models.spec.kinds import Splits, run
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.views.before_the_bend import BeforeTheBend
from tests.specs import FOUND

GATES = {
    "SimpleRNN": ["state"],
    "GRU": ["reset", "update", "candidate"],
    "LSTM": ["input", "forget", "candidate", "output", "memory"],
    "PeepholeLSTM": ["input", "forget", "candidate", "output", "memory"],
}


def made(task: str, architecture: str, **settings: Any) -> tuple[Spec, nn.Module, Splits]:
    spec = FOUND.parse(
        {
            "task": {"name": task, **FOUND.tasks[task].smallest},
            "architecture": {"name": architecture, **FOUND.architectures[architecture].smallest, **settings},
        }
    )
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    return spec, network.eval(), spec.task.splits(generator(0, "data"))


def charts_of(spec: Spec, network: nn.Module, splits: Splits) -> list[Lines]:
    with torch.no_grad():
        picture = BeforeTheBend().picture(network, spec, splits, "")
    assert isinstance(picture, Charts)
    return [one for one in picture.charts if isinstance(one, Lines)]


@pytest.mark.parametrize(
    ("names", "settings"),
    [
        (("addition", "recurrent"), {"flavour": "torch", "bidirectional": True}),
        (("addition", "recurrent"), {"flavour": "tfjs", "bidirectional": True, "encoder_layers": 2}),
        (("digits", "rows"), {"flavour": "keras"}),
        (("sunspots", "forecaster"), {"flavour": "keras 2018", "stateful": True}),
    ],
    ids=["torch", "tfjs", "keras", "keras 2018"],
)
@pytest.mark.parametrize("cell", GATES)
def test_sums_of_a_cell_give_its_gates_and_its_states(
    cell: str, names: tuple[str, str], settings: dict[str, Any], mnist: None
) -> None:
    spec, network, splits = made(*names, cell=cell, **settings)
    seen: list[tuple[str, int, Replay, GateSums]] = []
    given: dict[str, Tensor] = {}
    layers = {name: one for name, one in network.named_modules() if isinstance(one, RECURRENT)}
    for name, one in layers.items():
        one.register_forward_hook(partial(first_outputs, given, name))
    with torch.no_grad(), before_gates(network, lambda *one: seen.append(one)):
        run(network, next(iter(batches(spec.task, splits.validation, 8))))
    assert {name for name, *_ in seen} == {*layers}
    assert {one.gate for *_, one in seen} == {*GATES[cell]}
    for _, _, way, of in seen:
        values = of.bend(of.sums)
        if of.gate == "memory":
            torch.testing.assert_close(way.parts["output"] * values, way.parts["state"])
        else:
            torch.testing.assert_close(values, way.parts[of.gate], rtol=1e-4, atol=1e-6)
    for name, outputs in given.items():
        ways = {place: way for own, place, way, _ in reversed(seen) if own == name}
        states = torch.cat([way.parts["state"] for _, way in sorted(ways.items())], -1)
        torch.testing.assert_close(states[..., : outputs.shape[-1]], outputs, rtol=1e-4, atol=1e-5)


def first_outputs(given: dict[str, Tensor], name: str, module: nn.Module, read: Any, outputs: Any) -> None:
    """Keeps the states (batch, time, units) that the first call of a layer gives."""
    given.setdefault(name, outputs[0])


@pytest.mark.parametrize(("cell", "bias", "low"), [("GRU", 20.0, False), ("LSTM", -20.0, True)])
def test_a_gate_that_is_held_at_its_end_is_saturated_in_all_its_units(cell: str, bias: float, low: bool) -> None:
    spec, network, splits = made("addition", "recurrent", cell=cell, hidden=4)
    layers = [one for one in network.modules() if isinstance(one, nn.RNNBase)]
    with torch.no_grad():
        for layer in layers:
            layer.get_parameter("bias_ih_l0")[4:8] = bias  # the second gate: update of a GRU, forget of an LSTM
    charts = charts_of(spec, network, splits)
    gates = GATES[cell]
    assert len(charts) == len(layers) * len(gates)
    for place, chart in enumerate(charts):
        held = place % len(gates) == 1
        said = [str(one) for one in chart.remarks]
        assert said[0].startswith(f"Saturated: {4 if held else 0} of 4 units"), chart.title
        assert any("(below 0.1) at 100.0 %" in one for one in said) == (held and low)
        assert any("at 100.0 %." in one for one in said if "as good as open" in one) == (held and not low)


def test_a_hard_sigmoid_leaves_no_slope_outside_its_straight_part() -> None:
    spec, network, splits = made("addition", "recurrent", cell="GRU", flavour="tfjs", hidden=4)
    layers = [one for one in network.modules() if isinstance(one, RecurrentLayer)]
    with torch.no_grad():
        for layer in layers:
            assert layer.bias_inputs is not None
            layer.bias_inputs[:2] = 9.0
    charts = charts_of(spec, network, splits)
    reset = str(charts[0].remarks[0])
    assert "reset" in str(charts[0].title)
    assert "Hard sigmoid" in str(charts[0].title)
    assert reset.startswith("Saturated: 2 of 4 units")
    assert "always 0 in 2 of them" in reset
    assert "Of all sums 50.0 % stand where" in reset
    assert [any("A hard sigmoid has" in str(said) for said in one.remarks) for one in charts[:3]] == [
        True,
        False,
        False,
    ]
    slopes = torch.frombuffer(bytearray(base64.b64decode(charts[0].lines[0].slopes)), dtype=torch.float32)
    assert {round(one, 6) for one in slopes.tolist()} == {0.0, 0.2}


def test_rows_of_a_picture_and_a_gate_set_by_hand(mnist: None) -> None:
    spec, network, splits = made("digits", "rows", cell="LSTM")
    charts = charts_of(spec, network, splits)
    assert [str(one.title).split(" · ")[1] for one in charts[:5]] == GATES["LSTM"]
    spec, network, splits = made("addition", "recurrent", cell="GRU", update_gate="closed")
    assert {str(one.title).split(" · ")[1] for one in charts_of(spec, network, splits)} == {"reset", "candidate"}


def test_the_view_is_offered_wherever_there_is_a_cell() -> None:
    for cell in GATES:
        spec, *_ = made("addition", "recurrent", cell=cell)
        assert BeforeTheBend().offered(spec.task, spec.architecture)


def test_what_is_not_shown_is_said() -> None:
    deep = {"cell": "SimpleRNN", "bidirectional": True, "encoder_layers": 3, "decoder_layers": 2}
    charts = charts_of(*made("addition", "recurrent", **deep))
    assert len(charts) == 6
    assert charts[-1].remarks[-1] == "Of 8 recurrent layers and directions the first 6 are shown."
    assert not any("are shown" in remark for one in charts[:-1] for remark in one.remarks)


def test_of_a_network_with_many_activations_it_is_said_how_many_are_looked_at(mnist: None) -> None:
    charts = charts_of(*made("digits", "vgg", depth="13"))
    assert len(charts) == 12
    assert "Of 12 activations" not in str(charts[-1].remarks)
    deeper = charts_of(*made("digits", "vgg", depth="19"))
    assert deeper[-1].remarks[-1] == "Of 18 activations of this network the first 12 are looked at."
