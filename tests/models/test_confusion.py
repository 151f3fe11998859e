"""The confusion matrix counts, and shows the pictures behind each of its cells."""

import base64
from itertools import product

import numpy as np
import pytest
import torch
from torch import Tensor

from models.catalogue import find
from models.look.pictures import Cells, HeatMap
from models.look.png import ink, sheet
from models.look.view import look
from models.spec.kinds import Batch
from tests.models.test_inside import made

Behind = tuple[dict[str, Cells], list[tuple[int, int, float, Tensor]]]
CONFUSION = find().views["confusion"]


@pytest.fixture(scope="module")
def pictures(mnist: None) -> Behind:
    """The view's answers to some questions, and (what it is, what was said, how sure, picture) by a direct loop."""
    spec, network, splits = made("digits", "mlp")
    found = []
    for image, label in zip(splits.validation["images"], splits.validation["labels"].tolist(), strict=True):
        chances = network(Batch(image.view(1, 1, 28, 28).float() / 255, torch.zeros(1))).softmax(-1)[0].detach()
        found.append((label, int(chances.argmax()), float(chances.max()), image))
    largest = max(product(range(10), repeat=2), key=lambda cell: sum(one[:2] == cell for one in found))
    empty = next(cell for cell in product(range(10), repeat=2) if not any(one[:2] == cell for one in found))
    cells = {}
    for name, cell in {"none": (), "largest": largest, "empty": empty}.items():
        picture = look(CONFUSION, network, spec, splits, "→".join(map(str, cell)))
        assert isinstance(picture, HeatMap)
        assert picture.cells is not None
        cells[name] = picture.cells
    return cells, found


def test_the_counts_are_those_of_a_loop_over_the_pictures(pictures: Behind) -> None:
    cells, found = pictures
    counts = np.frombuffer(base64.b64decode(cells["none"].counts), "<u4").reshape(10, 10)
    for row, column in product(range(10), repeat=2):
        assert counts[row, column] == sum(one[:2] == (row, column) for one in found)
    assert cells["none"].examples is None


def test_the_pictures_of_a_cell_are_its_surest(pictures: Behind) -> None:
    cells, found = pictures
    row, column = map(int, cells["largest"].chosen.split("→"))
    inside = sorted((one for one in found if one[:2] == (row, column)), key=lambda one: -one[2])
    examples = cells["largest"].examples
    assert examples is not None
    assert examples.of == len(inside) > 1
    assert [mark.sure for mark in examples.marks] == pytest.approx([one[2] for one in inside[:24]], abs=1e-4)
    assert {(mark.expected, mark.answer) for mark in examples.marks} == {(str(row), str(column))}
    images = torch.stack([one[3] for one in inside[:24]]).unsqueeze(1).float() / 255
    assert examples.sheet == sheet(ink(images), columns=10)


def test_an_empty_cell_has_no_pictures(pictures: Behind) -> None:
    cells, _ = pictures
    assert cells["empty"].examples is None
    assert cells["empty"].chosen


@pytest.mark.parametrize("nonsense", ["5", "5→", "→", "5→3→1", "5->3", "a→b", "10→1", "-1→2", "٣→5"])
def test_what_names_no_cell_is_refused_with_an_example(nonsense: str, mnist: None) -> None:
    spec, network, splits = made("digits", "mlp")
    with pytest.raises(ValueError, match=r"0 to 9.*0→1"):
        look(CONFUSION, network, spec, splits, nonsense)
