"""A forecaster that reads each window from both ends, held against PyTorch's own layer and a dense one."""

from typing import Any

import pytest
import torch
from torch import nn

from models.architectures.forecaster import Forecaster
from models.spec.kinds import Batch, Shapes, run
from models.spec.seeds import generator
from tests.specs import spec

SHAPES = Shapes((5, 2), (3, 2))
PYTORCHS: dict[str, Any] = {"SimpleRNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}


@pytest.mark.parametrize("cell", PYTORCHS)
@pytest.mark.parametrize("layers", [1, 2])
def test_both_ends_answer_together(cell: Any, layers: int) -> None:
    settings = Forecaster(cell=cell, hidden=4, layers=layers, stateful=False, bidirectional=True)
    network = settings.build(SHAPES, generator(0, "weights")).eval()
    own = PYTORCHS[cell](2, 4, layers, batch_first=True, bidirectional=True)
    own.load_state_dict(network.get_submodule("memory").state_dict())
    windows = torch.randn(6, 5, 2)
    states, _ = own(windows)  # (batch, time, 8): what was read backwards has seen all of it at the first step
    ends = torch.cat([states[:, -1, :4], states[:, 0, 4:]], 1)
    expected = network.get_submodule("output")(ends).view(6, 3, 2)
    answers, carried = run(network, Batch(windows, torch.zeros(6, 3, 2)))
    torch.testing.assert_close(answers, expected)
    assert carried is None


@pytest.mark.parametrize("otherwise", [{"stateful": True}, {"flavour": "keras"}], ids=str)
def test_where_it_cannot_be_read_both_ways_it_is_read_one_way(otherwise: dict[str, Any]) -> None:
    settings = {"hidden": 4, "stateful": False, **otherwise}
    plain, both = (Forecaster(**settings, bidirectional=way).network(SHAPES).state_dict() for way in (False, True))
    assert {name: one.shape for name, one in plain.items()} == {name: one.shape for name, one in both.items()}


def test_it_is_offered_where_windows_are_read_from_nothing() -> None:
    found = spec("waves/forecaster", stateful=False, bidirectional=True, cell="PeepholeLSTM", truncate=2)
    assert found.to_json()["architecture"]["bidirectional"] is True
    windows = Batch(torch.randn(4, *found.task.shapes().inputs), torch.zeros(4, *found.task.shapes().targets))
    answers, _ = run(found.architecture.build(found.task.shapes(), generator(0, "weights")), windows)
    assert answers.shape == windows.targets.shape
