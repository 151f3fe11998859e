"""The neural Turing machine by the core beside the same in float64, and what a step of it counts."""

from copy import deepcopy
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.architectures.ntm import Ntm, TuringMachine
from models.architectures.recurrent import Recurrent
from models.native.library import Core
from models.spec.kinds import Batch, Shapes
from models.spec.seeds import generator
from models.tasks.copying import Copying
from tests.native.comparison import ROWS, assert_close, by_core, by_torch, program_of

SETTINGS: list[dict[str, Any]] = [
    {"slots": 4, "width": 3, "hidden": 8},
    {"controller": "dense", "slots": 16, "width": 12, "hidden": 17, "heads": 2},
    {"slots": 2, "width": 1, "hidden": 1, "heads": 1},
    {"slots": 37, "width": 17, "hidden": 33, "heads": 3},
]


def machine(settings: dict[str, Any], shapes: Shapes) -> nn.Module:
    """With weights so large that its heads really move."""
    network = Ntm(**settings).network(shapes)
    with torch.no_grad():
        for weights in network.parameters():
            weights.mul_(3)
    return network


def bits(shapes: Shapes, rows: int) -> Batch:
    """Random bits, of which some places count, in every row at least one."""
    draw = torch.Generator().manual_seed(rows)

    def drawn(*size: int) -> Tensor:
        return torch.randint(2, size, generator=draw)

    mask = drawn(rows, shapes.targets[0]).bool()
    mask[:, 0] |= ~mask.any(1)
    return Batch(drawn(rows, *shapes.inputs).float(), drawn(rows, *shapes.targets).float(), mask)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_heads_and_memory_learn_as_in_float64(core: Core, settings: dict[str, Any]) -> None:
    for steps in (1, 2, 7):
        shapes = Shapes((steps, 5), (steps, 3))
        network = machine(settings, shapes)
        exact = deepcopy(network).double()
        program = program_of(core, network, shapes.inputs, classes=False, masked=True)
        for rows in ROWS:
            batch = bits(shapes, rows)
            assert_close(by_core(program, batch), by_torch(exact, batch), f"{steps} steps, {rows} examples:")


def test_a_step_counts_what_the_task_would_score(core: Core) -> None:
    task = Copying(examples=60, longest=3)
    network = machine(SETTINGS[0], task.shapes())
    program = program_of(core, network, task.shapes().inputs, classes=False, masked=True)
    batch = task.batch(task.splits(generator(0, "data")).train, torch.arange(20), generator(0, "noise"), training=True)
    outputs = by_core(program, batch).outputs
    expected = task.score(outputs, batch)
    _, right, whole, rows = program.found.tolist()
    assert [right, whole, rows] == [expected["accuracy"][0], *expected["exact"]]


def test_a_controller_of_somebodys_own_stays_with_pytorch(core: Core) -> None:
    class Own(nn.Module):
        pass

    shapes = Shapes((3, 5), (3, 3))
    network = machine(SETTINGS[0], shapes)
    assert isinstance(network, TuringMachine)
    network.controller = Own()
    with pytest.raises(Exception, match="Own"):
        program_of(core, network, shapes.inputs, classes=False, masked=True)


def test_heads_as_printed_stay_with_pytorch(core: Core) -> None:
    shapes = Shapes((3, 5), (3, 3))
    printed: list[dict[str, Any]] = [
        {"sharpening": False}, {"weights": "raw shift scores"}, {"strength": "at least 1"},
    ]  # fmt: skip
    for settings in printed:
        with pytest.raises(Exception, match="printed"):
            program_of(core, machine(SETTINGS[0] | settings, shapes), shapes.inputs, classes=False, masked=True)
    program_of(core, machine(SETTINGS[0] | {"first_weights": "normal 0.5"}, shapes), shapes.inputs, False, True)


def test_a_recurrent_network_writes_at_every_step(core: Core) -> None:
    shapes = Shapes((7, 5), (7, 3))
    for settings in ({"cell": "LSTM", "hidden": 17}, {"cell": "GRU", "hidden": 5, "encoder_layers": 2}):
        network = Recurrent(**settings).network(shapes)
        exact, batch = deepcopy(network).double(), bits(shapes, 20)
        program = program_of(core, network, shapes.inputs, classes=False, masked=True)
        assert_close(by_core(program, batch), by_torch(exact, batch), f"{settings}:")
