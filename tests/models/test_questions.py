"""Held-out examples that are looked at: with the chances of every class, and as questions of other views."""

import base64
from io import BytesIO

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from models.catalogue import find
from models.look.pictures import Bars, HeatMap, ImageGrid, LayerMaps, Picture
from models.look.questions import example_question, pose
from models.look.view import look
from models.spec.kinds import Batch, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests.models.test_inside import made

VIEWS = find().views


def sheet_cell(grid: ImageGrid, place: int) -> bytes:
    image = np.asarray(Image.open(BytesIO(base64.b64decode(grid.sheet))))
    top, left = place // grid.columns * grid.height, place % grid.columns * grid.width
    return image[top : top + grid.height, left : left + grid.width].tobytes()


def shown(view: str, network: nn.Module, spec: Spec, splits: Splits) -> Picture | None:
    """The pictures of a view; of a confusion matrix those of its fullest cell."""
    picture = look(VIEWS[view], network, spec, splits, "")
    if not isinstance(picture, HeatMap):
        return picture
    assert picture.cells
    counts = np.frombuffer(base64.b64decode(picture.cells.counts), "<u4")
    row, column = divmod(int(counts.argmax()), 10)
    picture = look(VIEWS[view], network, spec, splits, f"{row}→{column}")
    assert isinstance(picture, HeatMap)
    assert picture.cells
    return picture.cells.examples


@pytest.mark.parametrize("view", ["mistakes", "answers", "confusion"])
def test_each_picture_has_the_chances_of_all_classes_its_truth_and_its_question(view: str, mnist: None) -> None:
    spec, network, splits = made("digits", "mlp")
    found = shown(view, network, spec, splits)
    assert isinstance(found, ImageGrid)
    chances = np.frombuffer(base64.b64decode(found.chances), "<u2").reshape(len(found.marks), 10) / 65535
    assert chances.sum(1) == pytest.approx(np.ones(len(chances)), abs=1e-3)
    for row, one in zip(chances, found.marks, strict=True):
        assert found.labels[row.argmax()] == one.answer
        assert row.max() == pytest.approx(one.sure, abs=1e-4)
        assert row[found.labels.index(one.expected)] == pytest.approx(one.truth, abs=1e-4)
    for place in (0, len(found.marks) - 1):
        one = found.marks[place]
        bars = look(VIEWS["ask"], network, spec, splits, one.question)
        assert isinstance(bars, Bars)
        assert bars.mark.model_copy(update={"question": one.question}) == one
        assert bars.asked
        assert sheet_cell(bars.asked, 0) == sheet_cell(found, place)
        layers = look(VIEWS["maps"], network, spec, splits, one.question)
        assert isinstance(layers, LayerMaps)
        assert layers.mark == bars.mark


def test_a_drawing_has_no_truth(mnist: None) -> None:
    spec, network, splits = made("digits", "mlp")
    bars = look(VIEWS["ask"], network, spec, splits, base64.b64encode(bytes(784)).decode())
    assert isinstance(bars, Bars)
    assert (bars.mark.right, bars.mark.truth, bars.mark.question) == (None, None, "")


def test_an_example_is_the_very_one_and_another_run_s_is_refused(mnist: None) -> None:
    spec, _, splits = made("digits", "mlp")
    batch = pose(spec.task, splits, example_question(splits, "test", 7))
    assert isinstance(batch, Batch)
    assert torch.equal(batch.inputs[0, 0] * 255, splits.test["images"][7].float())
    assert batch.targets.tolist() == splits.test["labels"][7:8].tolist()
    others = spec.task.splits(generator(1, "data"))
    assert not torch.equal(others.validation["images"], splits.validation["images"])
    for question in (example_question(others, "validation", 3), "validation:999999:00000000"):
        with pytest.raises(ValueError, match="holds out other examples"):
            pose(spec.task, splits, question)


def test_examples_of_symbols_are_asked_too() -> None:
    spec, _, splits = made("addition", "recurrent")
    question = example_question(splits, "validation", 2)
    batch = pose(spec.task, splits, question)
    row = spec.task.batch(splits.validation, torch.tensor([2]), generator(0, "views"), training=False)
    assert spec.task.read(batch) == spec.task.read(row)
