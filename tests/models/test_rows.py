"""A picture read row by row: as published, as the equations have it, and as its views show it."""

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from models.architectures.rows import Rows
from models.layers.dropout import DropoutThroughTime
from models.look.pictures import HeatMap
from models.look.questions import example_question
from models.look.recurrent import recorded_inputs, replay_layers
from models.look.view import look
from models.plan.plan import plan
from models.spec.kinds import Batch, Shapes
from models.spec.seeds import generator
from tests.specs import FOUND, spec


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ({"hidden": 256, "flavour": "keras"}, 75_530),
        ({"hidden": 256, "flavour": "torch"}, 75_786),
        ({"hidden": 512, "flavour": "keras"}, 282_122),
    ],
    ids=str,
)
def test_parameters_are_those_of_the_textbook(settings: dict[str, Any], count: int) -> None:
    assert plan(spec("digits/rows", cell="SimpleRNN", **settings)).parameters == count


@pytest.mark.parametrize("flavour", ["torch", "keras", "tfjs"])
@pytest.mark.parametrize("steps", ["rows", "columns"])
def test_it_reads_by_rows_or_columns_both_ways_and_answers_from_the_last_states(flavour: str, steps: str) -> None:
    """A SimpleRNN by its equation, h' = tanh(W x + U h + b), from both ends of a colour picture."""
    settings = {"cell": "SimpleRNN", "hidden": 3, "bidirectional": True, "flavour": flavour, "steps": steps}
    network = Rows.model_validate(settings).build(Shapes((3, 4, 5), classes=10), generator(0, "weights"))
    pictures = torch.rand(2, 3, 4, 5)
    weights = [one.detach() for one in network.get_submodule("recurrent1").parameters()]
    half = len(weights) // 2
    ends = []
    for way, own in ((1, weights[:half]), (-1, weights[half:])):
        w, u, *biases = own
        count, h = (4 if steps == "rows" else 5), torch.zeros(2, 3)
        for place in range(count)[::way]:
            x = pictures[:, :, place] if steps == "rows" else pictures[:, :, :, place]
            h = torch.tanh(x.flatten(1) @ w.T + h @ u.T + sum(biases))
        ends.append(h)
    output = network.get_submodule("output")
    torch.testing.assert_close(network(Batch(pictures, torch.zeros(2))), output(torch.cat(ends, 1)))


@pytest.mark.parametrize("flavour", ["torch", "keras"])
@pytest.mark.parametrize("cell", ["GRU", "PeepholeLSTM"])
def test_all_states_of_the_last_of_several_layers_are_seen(cell: str, flavour: str) -> None:
    settings = {"cell": cell, "hidden": 3, "layers": 2, "states": "all", "flavour": flavour}
    network = Rows.model_validate(settings).build(Shapes((1, 4, 5), classes=10), generator(0, "weights"))
    pictures = torch.rand(2, 1, 4, 5)
    with recorded_inputs(network) as calls:
        scores = network(Batch(pictures, torch.zeros(2)))
    replayed = {str(title): parts for title, parts in replay_layers(network, calls)}
    assert list(replayed) == ["recurrent1", "recurrent2"]
    torch.testing.assert_close(scores, network.get_submodule("output")(replayed["recurrent2"]["state"].flatten(1)))


def test_the_gates_of_a_digit_stand_below_its_rows(mnist: None) -> None:
    small = spec("digits/rows", cell="LSTM", hidden=5, bidirectional=True)
    network = small.architecture.build(small.task.shapes(), generator(0, "weights"))
    splits = small.task.splits(generator(0, "data"))
    shown = look(FOUND.views["gates"], network, small, splits, example_question(splits, "validation", 3))
    assert isinstance(shown, HeatMap)
    titles = ["state", "input", "forget", "candidate", "output", "memory"]
    ways = [f"recurrent1 · {way} · {title}" for way in ("forwards", "backwards") for title in titles]
    assert [panel.title for panel in shown.panels] == ["what is read", *ways]
    numbers = ["" if row % 4 else str(row) for row in range(1, 29)]
    assert all(panel.columns == numbers for panel in shown.panels)
    (picture,) = splits.validation["images"][3:4].float()
    read = np.frombuffer(base64.b64decode(shown.panels[0].values), np.uint8).reshape(28, 28)
    np.testing.assert_allclose(read, (picture.T / picture.max() * 255).round().numpy(), atol=1)
    assert shown.asked is not None


@pytest.mark.parametrize("steps", ["rows", "columns"])
def test_the_answer_so_far_is_that_of_the_part_that_was_read(steps: str, mnist: None) -> None:
    small = spec("digits/rows", cell="GRU", hidden=5, steps=steps, bidirectional=True)
    network = small.architecture.build(small.task.shapes(), generator(0, "weights")).eval()
    splits = small.task.splits(generator(0, "data"))
    shown = look(FOUND.views["so_far"], network, small, splits, example_question(splits, "validation", 3))
    assert isinstance(shown, HeatMap)
    (drawn,) = shown.panels
    assert (len(drawn.rows), len(drawn.columns)) == (10, 28)
    found = np.frombuffer(base64.b64decode(drawn.values), np.uint8).reshape(10, 28)
    whole = small.task.batch(splits.validation, torch.tensor([3]), generator(0, "views"), training=False)
    for read in (1, 13, 28):
        part = whole.inputs[:, :, :read] if steps == "rows" else whole.inputs[..., :read]
        expected = network(replace(whole, inputs=part)).softmax(-1)[0]
        np.testing.assert_allclose(found[:, read - 1] / 255, expected.detach().numpy(), atol=0.003)


def test_dropout_silences_the_same_pixels_at_every_step_and_in_each_picture_others() -> None:
    layer = DropoutThroughTime(0.5)
    layer.generator = torch.Generator().manual_seed(0)
    dropped = layer(torch.ones(4, 28, 50))
    assert (dropped == dropped[:, :1]).all()
    assert len(dropped[:, 0].unique(dim=0)) == 4
    assert set(dropped.unique().tolist()) == {0.0, 2.0}
