"""Recurrent layers of the core beside the same in float64: every cell, flavour and way to read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.architectures import forecaster, recurrent, rows
from models.layers.equations import Variant
from models.layers.sequence_classifier import SequenceClassifier
from models.layers.stacks import STACKS, TfjsStack, torch_stack
from models.native.layers import Recurrent
from models.native.library import Core
from models.spec.kinds import Alphabet, Batch, Shapes
from tests.native.comparison import assert_agrees, assert_close, batch_for, by_core, by_torch, program_of

CELLS = ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"]
Make = Callable[..., nn.Module]


def reader(make: Make, cell: str, units: int, layers: int = 1, variant: Variant | None = None) -> SequenceClassifier:
    """Of 7 symbols and 5 classes."""
    more = (variant,) if variant else ()
    output = nn.Linear(units, 5, bias=variant is None or variant.biases)
    return SequenceClassifier(make(cell, 7, units, layers, False, *more), cell, 7, output, 0.0)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("flavour", ["torch", "keras", "tfjs"])
def test_every_cell_of_every_flavour_learns_as_in_float64(core: Core, cell: str, flavour: str) -> None:
    for units in (1, 3, 17, 33):
        layers = 2 if units in (3, 17) else 1
        assert_agrees(core, reader(STACKS[flavour], cell, units, layers), (6,), symbols=7, classes=5)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("make", [torch_stack, TfjsStack])
def test_without_biases_and_with_the_way_back_cut(core: Core, cell: str, make: Make) -> None:
    for truncate in (1, 2, 4):
        network = reader(make, cell, 17, 2, Variant(biases=False, truncate=truncate))
        assert_agrees(core, network, (6,), symbols=7, classes=5)


@pytest.mark.parametrize("activation", ["sigmoid", "ReLU"])
@pytest.mark.parametrize("make", [torch_stack, TfjsStack])
def test_a_simple_rnn_bends_its_sums_as_chosen(core: Core, activation: Any, make: Make) -> None:
    assert_agrees(core, reader(make, "SimpleRNN", 17, 2, Variant(activation=activation)), (6,), symbols=7, classes=5)


def test_one_step_is_a_sequence_too(core: Core) -> None:
    for cell in CELLS:
        assert_agrees(core, reader(torch_stack, cell, 5, 2), (1,), symbols=7, classes=5)


@pytest.mark.parametrize("cell", CELLS)
def test_a_question_becomes_a_state_and_the_state_an_answer(core: Core, cell: Any) -> None:
    letters = Alphabet(tuple("0123456+ "))
    for flavour, units in (("torch", 33), ("tfjs", 17)):
        settings: Any = {"cell": cell, "hidden": units, "encoder_layers": 2, "decoder_layers": 2, "flavour": flavour}
        network = recurrent.Recurrent(**settings).network(Shapes((5,), (4,), source=letters, target=letters))
        assert_agrees(core, network, (5,), (4,), symbols=9, classes=9)


@pytest.mark.parametrize("steps", ["rows", "columns"])
def test_a_picture_is_read_by_its_rows_or_columns(core: Core, steps: Any) -> None:
    for flavour, cell in (("torch", "SimpleRNN"), ("keras", "GRU"), ("tfjs", "LSTM")):
        settings: Any = {"steps": steps, "cell": cell, "hidden": 17, "layers": 2, "flavour": flavour}
        network = rows.Rows(**settings).network(Shapes((1, 7, 5), classes=10))
        assert_agrees(core, network, (1, 7, 5), classes=10)


@pytest.mark.parametrize("cell", CELLS)
def test_a_state_goes_on_from_batch_to_batch(core: Core, cell: Any) -> None:
    for flavour in ("torch", "keras", "keras 2018"):
        settings: Any = {"cell": cell, "hidden": 9, "layers": 2, "flavour": flavour, "difference": True}
        network = forecaster.Forecaster(**settings).network(Shapes((6, 3), (2, 2)))
        exact = forecaster.Forecaster(**settings).network(Shapes((6, 3), (2, 2))).double()
        exact.load_state_dict(network.state_dict())
        program = program_of(core, network, (6, 3), classes=False)
        carried: tuple[Tensor, ...] | None = None
        for count in (16, 9, 40):
            batch = replace(batch_for((6, 3), (2, 2), 0, 0, count), continues=carried)
            found = by_core(program, batch)
            assert_close(found, by_torch(exact, batch), f"{flavour}, {count} examples:")
            carried = found.state


def test_a_sequence_can_be_read_from_its_end(core: Core) -> None:
    for cell in CELLS:
        network = reader(torch_stack, cell, 9)
        exact = reader(torch_stack, cell, 9).double()
        exact.load_state_dict(network.state_dict())
        program = program_of(core, network, (6,), classes=True)
        (layer,) = (one for one in program.builder.lines if isinstance(one, Recurrent))
        layer.backwards = 1
        batch = batch_for((6,), (), 7, 5, 20)
        assert_close(by_core(program, batch), by_torch(exact, Batch(batch.inputs.flip(1), batch.targets)), cell)


def test_large_sums_bend_as_in_float64(core: Core) -> None:
    for cell in CELLS:
        network = reader(torch_stack, cell, 17)
        with torch.no_grad():
            for weights in network.encoder.parameters():
                weights.mul_(40)
        assert_agrees(core, network, (3,), symbols=7, classes=5)
