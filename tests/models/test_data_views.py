"""What is learnt from can be looked at before anything is trained, whatever the task is."""

import base64
import json
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from models.look.pictures import Charts, Counts, Histograms, ImageGrid, MarkedText
from models.look.view import look
from models.spec.kinds import Batch, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests.specs import FOUND, smallest

OF_DATA = {name: view for name, view in FOUND.views.items() if view.of_data}


@cache
def data_of(task: str, noise: float = 0.0) -> tuple[Spec, Splits]:
    """A task at its smallest with its data, made once."""
    json = smallest(task, FOUND.fitting(FOUND.tasks[task]())[0]).to_json()
    spec = FOUND.parse({**json, "task": json["task"] | ({"label_noise": noise} if noise else {})})
    return spec, spec.task.splits(generator(spec.task.seed, "data"))


def seen(view: str, task: str, question: str = "", noise: float = 0.0) -> Any:
    spec, splits = data_of(task, noise)
    return look(FOUND.views[view], nn.Identity(), spec, splits, question)


@pytest.mark.parametrize("task", FOUND.tasks)
def test_the_data_of_every_task_can_be_looked_at(task: str, mnist: None) -> None:
    made = FOUND.tasks[task].model_validate(FOUND.tasks[task].smallest)
    fitting = [name for name, view in OF_DATA.items() if view.fits(made, None)]
    assert "examples" in fitting
    for name in fitting:
        seen(name, task)


def test_examples_come_with_their_answers_and_a_number_draws_others(mnist: None) -> None:
    pictures, others = seen("examples", "digits"), seen("examples", "digits", "1")
    assert isinstance(pictures, ImageGrid)
    assert len(pictures.marks) == 25
    assert all(mark.answer.isdigit() and mark.right is None for mark in pictures.marks)
    assert pictures.sheet != others.sheet
    sums = seen("examples", "addition")
    assert isinstance(sums, MarkedText)
    assert all(sum(map(int, mark.given.split("+"))) == int(mark.answer) for mark in sums.marks)


def test_each_class_is_counted_in_each_split(mnist: None) -> None:
    found = seen("class_counts", "digits", noise=0.5)
    assert isinstance(found, Counts)
    assert [sum(one.count for one in group) for group in found.groups] == [200, 100, 10_000]
    assert isinstance(seen("class_counts", "sunspots"), Histograms)


def test_a_column_of_one_hot_has_a_one_in_the_row_of_its_answer(mnist: None) -> None:
    (drawn,) = seen("one_hot", "digits").panels
    values = np.frombuffer(base64.b64decode(drawn.values), np.uint8).reshape(10, 10)
    assert (values.sum(0) == 255).all()
    assert [drawn.rows[row] for row in values.argmax(0)] == drawn.columns


def test_text_labels_of_pictures_made_again_and_several_answers_at_once_are_looked_at_too(mnist: None) -> None:
    letters = seen("class_counts", "text")
    assert isinstance(letters, Counts)
    assert {str(one.label) for one in letters.groups[0]} >= {"blank", "e", "t"}
    (again, *_), labels = seen("class_counts", "digits_again").groups, [str(digit) for digit in range(10)]
    assert ([str(one.label) for one in again], sum(one.count for one in again)) == (labels, 200)
    (next_ones,) = seen("one_hot", "text").panels
    assert len(next_ones.columns) == 8
    drawn = seen("one_hot", "scenes")
    values = np.frombuffer(base64.b64decode(drawn.panels[0].values), np.uint8).reshape(10, 10)
    assert [column.count("+") for column in drawn.panels[0].columns] == [int(one) - 1 for one in (values > 0).sum(0)]
    assert "several things can be right" in str(drawn.remarks[0])
    story = seen("input_shapes", "stories").panels
    assert "·" not in story[1].columns, "what fills sentences up is no word"
    assert story[1].columns[-3:-1] == ["Where", "is"]


def test_the_shapes_say_how_many_numbers_each_kind_of_network_is_given(mnist: None) -> None:
    said = [panel.title for panel in seen("input_shapes", "digits").panels]
    assert ["784 numbers" in said[0], "1 × 28 × 28" in said[1], "28 steps, 28 numbers" in said[2]] == [True] * 3
    read = seen("input_shapes", "addition").panels
    assert "3 steps, 12 numbers in each" in read[2].title
    assert "".join(read[1].columns).strip().count("+") == 1


class Corner(nn.Module):
    """Says 1 where the upper left corner has ink, else 0."""

    def forward(self, batch: Batch) -> torch.Tensor:
        ink = batch.inputs[:, 0, 0, 0]
        return torch.stack([0.5 - ink, ink - 0.5], 1)


def test_accuracy_is_measured_of_turned_and_moved_pictures(mnist: None) -> None:
    spec = smallest("digits", "mlp")
    splits = spec.task.splits(generator(0, "data"))
    images, labels = splits.validation["images"], splits.validation["labels"]
    labels[:] = torch.arange(len(labels)) % 2
    images[:] = 0
    images[labels == 1, :5, :5] = 255
    drawn = look(FOUND.views["invariance"], Corner(), spec, splits, "")
    assert isinstance(drawn, Charts)
    values = {
        str(line.name): np.frombuffer(base64.b64decode(line.values), "<f4").tolist()
        for chart in drawn.charts
        for line in chart.lines
    }
    turned, mirrored = values["turned"], values["mirrored and turned"]  # -180 to 180, 30 apart
    assert (turned[6], turned[6 + 3], turned[6 - 3]) == (100, 50, 50)
    assert (mirrored[6], mirrored[6 + 3], mirrored[6 - 3]) == (50, 50, 100)  # the right corner, turned to the left
    across = values["moved across"]  # -10 to 10, 2 apart
    assert (across[5], across[5 - 1], across[5 - 3]) == (100, 100, 50)
    assert json.loads(drawn.model_dump_json())["type"] == "charts"
    assert drawn.overlaid, "several runs share a picture: the first line of each chart, turned and moved across"
    assert [(str(chart.title), str(chart.lines[0].name)) for chart in drawn.charts] == [
        ("Right answers by angle", "turned"),
        ("Right answers by shift", "moved across"),
    ]
