"""Encoders, decoders and attention of the core beside the same in float64: texts of different lengths, all ways."""

from copy import deepcopy
from typing import Any

import pytest
import torch
from torch import nn

from models.architectures.attention import Attention
from models.architectures.seq2seq import Seq2seq
from models.native.building import Unsupported
from models.native.library import Core
from models.spec.architecture import Architecture
from models.spec.kinds import Alphabet, Batch, Shapes
from models.spec.seeds import generator
from models.tasks.translation import Translation
from tests.native.comparison import ROWS, assert_close, by_core, by_torch, program_of

SOURCE, TARGET = Alphabet(tuple("abcdefg")), Alphabet(tuple("ABCDE"))
CASES: list[Architecture] = [
    Attention(hidden=8, embedding=3, dropout=0),
    Attention(attention="general", hidden=17, embedding=5, cell="LSTM", layers=2, dropout=0),
    Attention(attention="none", hidden=5, embedding=4, cell="SimpleRNN", bidirectional=False, dropout=0),
    Attention(attention="dot", hidden=33, embedding=9, cell="PeepholeLSTM", bidirectional=False, dropout=0),
    Seq2seq(hidden=17, embedding=5, cell="LSTM", layers=2, dropout=0),
    Seq2seq(hidden=6, embedding=3, cell="GRU", layers=1, dropout=0),
    Seq2seq(hidden=9, embedding=4, cell="SimpleRNN", layers=3, dropout=0),
]


def texts(shapes: Shapes, rows: int, lengths: bool = True) -> Batch:
    """Random symbols, of which some places count, in every row at least one."""
    draw = torch.Generator().manual_seed(rows)
    inputs = torch.randint(len(SOURCE), (rows, *shapes.inputs), generator=draw)
    targets = torch.randint(len(TARGET), (rows, *shapes.targets), generator=draw)
    ends = torch.randint(1, shapes.targets[0] + 1, (rows, 1), generator=draw)
    read = torch.randint(1, shapes.inputs[0] + 1, (rows,), generator=draw)
    return Batch(inputs, targets, torch.arange(shapes.targets[0]) < ends, {"lengths": read} if lengths else {})


def translator(architecture: Architecture, shapes: Shapes) -> nn.Module:
    """With weights so large that its attention is no mean of all."""
    network = architecture.network(shapes)
    with torch.no_grad():
        for weights in network.parameters():
            weights.mul_(2)
    return network


@pytest.mark.parametrize("architecture", CASES, ids=str)
def test_translators_learn_as_in_float64(core: Core, architecture: Architecture) -> None:
    for time, places in ((1, 1), (7, 4), (5, 18)):
        shapes = Shapes((time,), (places,), source=SOURCE, target=TARGET)
        network = translator(architecture, shapes)
        exact = deepcopy(network).double()
        program = program_of(core, network, shapes.inputs, classes=True, masked=True)
        for rows in ROWS:
            for lengths in (True, False):
                batch = texts(shapes, rows, lengths)
                assert_close(by_core(program, batch), by_torch(exact, batch), f"{time} to {places}, {rows} examples:")


@pytest.mark.parametrize("architecture", CASES, ids=str)
def test_they_write_by_themselves_as_in_float64(core: Core, architecture: Architecture) -> None:
    shapes = Shapes((5,), (6,), source=SOURCE, target=TARGET)
    network = translator(architecture, shapes)
    exact = deepcopy(network).double().eval()
    program = program_of(core, network, shapes.inputs, classes=True, masked=True)
    for rows in (5, 49, 3):
        batch = texts(shapes, rows)
        expected = exact(batch)
        found = program.answers(batch)
        assert found.shape == expected.shape
        assert torch.allclose(found.double(), expected, atol=1e-4)


def test_a_step_counts_what_the_task_would_score(core: Core) -> None:
    task = Translation(examples=100)
    network = translator(Attention(hidden=8, embedding=4, dropout=0), task.shapes())
    program = program_of(core, network, task.shapes().inputs, classes=True, masked=True)
    batch = task.batch(task.splits(generator(0, "data")).train, torch.arange(20), generator(0, "noise"), training=True)
    outputs = by_core(program, batch).outputs
    expected = task.score(outputs, batch)
    _, right, whole, rows = program.found.tolist()
    assert [right, whole, rows] == [expected["accuracy"][0], *expected["exact"]]


@pytest.mark.parametrize("settings", [{"attention": "concat"}, {"input_feeding": True}, {"forcing": False}], ids=str)
def test_what_the_core_has_not_stays_with_pytorch(core: Core, settings: dict[str, Any]) -> None:
    shapes = Shapes((4,), (3,), source=SOURCE, target=TARGET)
    network = Attention(hidden=4, embedding=4, **settings).network(shapes)
    with pytest.raises(Unsupported):
        program_of(core, network, shapes.inputs, classes=True, masked=True)
