"""Laboratories of recurrent cells against PyTorch's layers and closed forms."""

from typing import Any

import pytest
import torch

from models.laboratories.cell import OneCell
from models.laboratories.through_time import ThroughTime
from tests.models.test_laboratories import floats, lines


def test_without_a_bend_the_gradient_changes_by_the_spectral_radius_at_each_step() -> None:
    by_state, _ = ThroughTime(linear=True, radius=1.2, inputs=0, steps=200).gradients()
    each = (by_state[0] / by_state[100]).item() ** (1 / 100)
    assert each == pytest.approx(1.2, rel=0.02)
    kept, _ = ThroughTime(cell="LSTM", open_gate=8, inputs=0, steps=50).gradients()
    assert kept[0] / kept[-1] > 0.5


def test_what_is_cut_adds_nothing_and_what_is_clipped_is_no_longer() -> None:
    def weights_lines(**settings: Any) -> dict[str, list[float]]:
        laboratory = ThroughTime(steps=30, radius=1.5, **settings)
        return {name: floats(line.values) for name, line in lines(laboratory.pictures()[1]).items()}

    name = "Gradient of the recurrent weights"
    cut = weights_lines(cut=10)[name]
    assert cut[:20] == pytest.approx([cut[20]] * 20)
    assert cut[20:] == pytest.approx(weights_lines()[name][20:])
    assert max(weights_lines(clip=0.1)["Clipped"]) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("cell", "layer"), [("SimpleRNN", torch.nn.RNN), ("GRU", torch.nn.GRU), ("LSTM", torch.nn.LSTM)]
)
def test_a_cell_by_hand_gives_what_pytorch_s_layer_gives(cell: Any, layer: Any) -> None:
    laboratory = OneCell(cell=cell, w=0.7, u=-1.2, gates=0.9, keep=0.5, fed="a wave", steps=9)
    pytorch = layer(1, 1).double()
    kept = {"SimpleRNN": [], "GRU": [1], "LSTM": [1]}[cell]  # the place of the gate that keeps, in PyTorch's order
    free = {"SimpleRNN": 0, "GRU": 2, "LSTM": 2}[cell]  # and that of what is no gate
    with torch.no_grad():
        for weights, own in ((pytorch.weight_ih_l0, 0.7), (pytorch.weight_hh_l0, -1.2)):
            weights.fill_(0.9)
            weights[free] = own
        for bias in (pytorch.bias_ih_l0, pytorch.bias_hh_l0):
            bias.zero_()
        pytorch.bias_ih_l0[kept] = 0.5
        x = torch.tensor([laboratory.x(step) for step in range(1, 10)]).double()
        outputs = pytorch(x.view(1, -1, 1))[0] if pytorch.batch_first else pytorch(x.view(-1, 1, 1))[0]
    assert laboratory.unrolled().values["h"] == pytest.approx(outputs.flatten().tolist())


def test_a_gru_with_its_gates_held_is_a_plain_cell_and_an_lstm_with_its_gates_held_never_changes() -> None:
    shared: dict[str, Any] = {"fed": "on and off", "u": 0.8}
    plain = OneCell(cell="SimpleRNN", **shared).unrolled().values["h"]
    held = OneCell(cell="GRU", reset_gate="open", update_gate="shut", **shared)
    assert held.unrolled().values["h"] == pytest.approx(plain)
    assert "is a SimpleRNN" in str(held.noticed())
    assert set(OneCell(forget_gate="open", input_gate="shut", **shared).unrolled().values["c"]) == {0.0}
