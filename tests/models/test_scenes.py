"""Scenes are digits of MNIST at the places that their answers say, and are scored as by hand."""

import base64
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from models.images.boxes import overlap
from models.look.pictures import Bars, ImageGrid
from models.look.view import look
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests.specs import FOUND, spec

SMALL: dict[str, Any] = {"examples": 60, "validation": 100}


def made(names: str, **settings: Any) -> tuple[Spec, nn.Module, Splits]:
    found = spec(names, **SMALL, **settings)
    network = found.architecture.build(found.task.shapes(), generator(0, "weights"))
    return found, network, found.task.splits(generator(found.task.seed, "data"))


@pytest.fixture(params=["one", "two apart", "two overlapping"])
def scenes(request: pytest.FixtureRequest, mnist: None) -> tuple[str, Batch]:
    found, _, splits = made("scenes/mlp", arrangement=request.param)
    return request.param, next(batches(found.task, splits.train))


def test_a_scene_is_its_digits_laid_over_each_other_and_its_answer_says_which(scenes: tuple[str, Batch]) -> None:
    arrangement, batch = scenes
    digits, side = (1 if arrangement == "one" else 2), (36 if arrangement == "two overlapping" else 40)
    assert batch.inputs.shape == (60, 1, side, side)
    assert torch.equal(batch.inputs, batch.more["parts"].amax(1))
    assert batch.targets.sum(1).tolist() == [digits] * 60  # two are never of one class
    assert all(batch.targets[row, labels].all() for row, labels in enumerate(batch.more["labels"]))


@pytest.mark.parametrize(("arrangement", "names"), [("one", 10), ("two apart", 45), ("two overlapping", 45)])
def test_scenes_made_again_are_the_same_scenes_with_what_they_show_beside_them(
    arrangement: str, names: int, mnist: None
) -> None:
    said, _, scenes_ = made("scenes/mlp", arrangement=arrangement)
    again, network, splits = made("scenes_again/autoencoder", arrangement=arrangement, disturbance="hidden part")
    clean, batch = next(batches(said.task, scenes_.train)), next(batches(again.task, splits.train))
    assert torch.equal(batch.targets, clean.inputs)
    assert not torch.equal(batch.inputs, batch.targets)
    assert network(batch).shape == batch.targets.shape
    found = again.task.class_names()
    assert len(found) == names
    wanted = [", ".join(str(one) for one in sorted(labels)) for labels in clean.more["labels"].tolist()]
    assert [found[number] for number in batch.more["labels"]] == wanted


def test_digits_that_are_apart_share_no_box_and_those_that_overlap_lie_near_the_middle(
    scenes: tuple[str, Batch],
) -> None:
    arrangement, batch = scenes
    boxes = [[box(part[0].numpy()) for part in parts] for parts in batch.more["parts"]]
    if arrangement == "two apart":
        assert not any(meet(*pair) for pair in boxes)
    if arrangement == "two overlapping":
        assert all(meet(*pair) for pair in boxes)
    if arrangement == "one":
        assert len({one[0][:2] for one in boxes}) > 30


def box(picture: np.ndarray[Any, Any]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the ink."""
    down, across = picture.nonzero()
    return int(across.min()), int(down.min()), int(across.max()) + 1, int(down.max()) + 1


def meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(one[axis] < other[axis + 2] and other[axis] < one[axis + 2] for axis in (0, 1))


def test_the_box_of_a_digit_is_the_least_around_its_ink(mnist: None) -> None:
    found, _, splits = made("scenes_box/mlp", side=50)
    batch = next(batches(found.task, splits.validation))
    expected = [box(picture[0].numpy()) for picture in batch.inputs]
    assert (batch.targets * 50).round().int().tolist() == [list(one) for one in expected]


def test_scenes_follow_from_the_data_seed_and_from_nothing_else(mnist: None) -> None:
    same, again = (made("scenes/mlp")[2] for _ in range(2))
    other = made("scenes/mlp", task={"seed": 1})[2]
    assert torch.equal(same.test["parts"], again.test["parts"])
    assert not torch.equal(same.train["labels"], other.train["labels"])


def test_the_likeliest_two_count_as_the_answer_to_two_digits() -> None:
    task = FOUND.tasks["scenes"]()
    targets = torch.zeros(3, 10, dtype=torch.bool)
    targets[:, [2, 7]] = True
    outputs = torch.zeros(3, 10)
    outputs[0, [2, 7]], outputs[1, [2, 5]], outputs[2, [0, 1]] = 1.0, 1.0, 1.0
    scores = task.score(outputs, Batch(torch.zeros(3, 1, 36, 36), targets))
    assert {name: pair.tolist() for name, pair in scores.items()} == {"exact": [1, 3], "digits": [3, 6]}


def test_boxes_overlap_by_what_both_cover_over_what_either_does() -> None:
    boxes = torch.tensor([[0, 0, 2, 2], [0, 0, 1, 1], [2, 2, 1, 1.0]])
    others = torch.tensor([[1, 0, 3, 2], [2, 2, 3, 3], [0, 0, 4, 4.0]])
    torch.testing.assert_close(overlap(boxes, others), torch.tensor([2 / 6, 0, 0]))


def test_naming_the_commonest_digits_gets_what_a_count_says(mnist: None) -> None:
    found, _, splits = made("scenes/mlp")
    often = splits.train["labels"].flatten().bincount(minlength=10).topk(2).indices.tolist()
    right = [len({*often} & {*pair}) for pair in splits.validation["labels"].tolist()]
    expected = {"exact": right.count(2) / 100, "digits": sum(right) / 200}
    assert found.task.baseline(splits) == pytest.approx(expected)


@pytest.mark.parametrize("architecture", ["mlp", "convnet"])
@pytest.mark.parametrize(
    ("settings", "formula"),
    [
        ({}, lambda sums, wanted: nn.functional.softplus((1 - 2 * wanted) * sums)),
        (
            {"output": "sigmoid", "loss": "binary cross-entropy"},
            lambda sums, wanted: nn.functional.softplus((1 - 2 * wanted) * sums),
        ),
        ({"loss": "mean squared error"}, lambda sums, wanted: (sums.sigmoid() - wanted) ** 2),
        ({"output": "tanh", "loss": "mean absolute error"}, lambda sums, wanted: (sums.tanh() - 2 * wanted + 1).abs()),
    ],
    ids=["as it is", "sigmoid", "squares", "tanh"],
)
def test_classifiers_judge_each_class_by_itself(
    architecture: str, settings: dict[str, Any], formula: Any, mnist: None
) -> None:
    found, network, splits = made(f"scenes/{architecture}", **settings)
    batch = next(batches(found.task, splits.train))
    layers = list(network.children())
    sums = batch.inputs
    for layer in layers[: -1 if hasattr(network, "answer") else None]:
        sums = layer(sums)
    loss = found.architecture.criterion(found.task, network(batch), batch)
    torch.testing.assert_close(loss, formula(sums, batch.targets.float()).mean(), rtol=1e-4, atol=1e-5)


def test_classifiers_give_values_as_they_are(mnist: None) -> None:
    found, network, splits = made("scenes_box/convnet", loss="mean absolute error")
    batch = next(batches(found.task, splits.train))
    outputs = network(batch)
    assert outputs.shape == (60, 4)
    torch.testing.assert_close(
        found.architecture.criterion(found.task, outputs, batch), (outputs - batch.targets).abs().mean()
    )


def test_a_drawing_is_answered_with_classes_or_with_a_box(mnist: None) -> None:
    for task in ("scenes", "scenes_box"):
        found, network, splits = made(f"{task}/mlp")
        asked = found.task.question()
        assert asked is not None
        drawing = base64.b64encode(bytes(asked.size[0] * asked.size[1])).decode()
        picture = look(FOUND.views["ask"], network, found, splits, drawing)
        assert isinstance(picture, ImageGrid | Bars)
        mark = picture.marks[0] if isinstance(picture, ImageGrid) else picture.mark
        assert mark.right is None
        assert mark.answer
