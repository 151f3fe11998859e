"""Pictures are changed and standardised as Keras' ImageDataGenerator documents it, read anew here with NumPy."""

import base64
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from models.data.uploads import files as files_of_people
from models.data.uploads import intake
from models.images.augmentation import matrices, random_matrices, transformed
from models.images.classification import ImageClassification
from models.look.questions import pose
from models.spec.kinds import Batch, Splits
from models.spec.seeds import generator
from models.spec_error import SpecError
from models.tasks.pictures import Pictures
from tests.own_files import packed, picture
from tests.specs import FOUND

HEIGHT, WIDTH = 7, 9
SMALL = {"examples": 200, "validation": 100}


def by_keras(
    image: np.ndarray, degrees: float, shift: tuple[float, float], shear: float, zoom: tuple[float, float]
) -> np.ndarray:
    """One channel by `apply_affine_transform`: matrices in its order about the middle, interpolated, nearest beyond."""
    turn, lean = math.radians(degrees), math.radians(shear)
    rotation = [[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]]
    shifted = [[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1]]
    sheared = [[1, -math.sin(lean), 0], [0, math.cos(lean), 0], [0, 0, 1]]
    whole = np.eye(3)
    for one in (rotation, shifted, sheared, np.diag([*zoom, 1])):
        whole = whole @ np.array(one)
    height, width = image.shape
    middle = np.array([[1, 0, height / 2 - 0.5], [0, 1, width / 2 - 0.5], [0, 0, 1]])
    whole = middle @ whole @ np.linalg.inv(middle)
    found = np.empty_like(image)
    for row, column in np.ndindex(image.shape):
        y, x, _ = whole @ (row, column, 1)
        y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
        top, left = min(int(y), height - 2), min(int(x), width - 2)
        down, across = y - top, x - left
        upper = image[top, left] * (1 - across) + image[top, left + 1] * across
        lower = image[top + 1, left] * (1 - across) + image[top + 1, left + 1] * across
        found[row, column] = upper * (1 - down) + lower * down
    return found


@pytest.mark.parametrize(
    ("degrees", "shift", "shear", "zoom"),
    [
        (90, (0, 0), 0, (1, 1)),
        (0, (2, -3), 0, (1, 1)),
        (0, (0, 0), 20, (1, 1)),
        (0, (0, 0), 0, (0.5, 1.5)),
        (-33, (1.5, 0.25), -12, (1.2, 0.8)),
    ],
)
def test_every_pixel_looks_where_it_does_in_keras(
    degrees: float, shift: tuple[float, float], shear: float, zoom: tuple[float, float]
) -> None:
    images = torch.rand(2, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(1))
    several = [torch.full((2,), float(value)) for value in (degrees, *shift, shear, *zoom)]
    looks = matrices(several[0], several[1:3], several[3], several[4:])
    expected = [[by_keras(one.numpy(), degrees, shift, shear, zoom) for one in image] for image in images]
    assert torch.allclose(transformed(images, looks), torch.tensor(np.array(expected)), atol=1e-5)


def test_ranges_are_degrees_shares_of_the_size_and_factors_about_one() -> None:
    def drawn(*most: float) -> Tensor:
        rotation, across, down, shear, zoom = most
        draws = torch.Generator().manual_seed(2)
        limits = (rotation, across, down, shear, zoom)
        return random_matrices(4000, (20, 10), limits, draws, torch.device("cpu"))

    angles = torch.rad2deg(torch.atan2(*drawn(30, 0, 0, 0, 0)[:, :, 0].flip(1).T))
    assert (round(angles.min().item()), round(angles.max().item())) == (-30, 30)
    right, lower = drawn(0, 0.1, 0, 0, 0)[:, 1, 2], drawn(0, 0, 0.1, 0, 0)[:, 0, 2]
    assert (round(right.abs().max().item(), 1), round(lower.abs().max().item(), 1)) == (1.0, 2.0)
    zooms = drawn(0, 0, 0, 0, 0.3).diagonal(dim1=1, dim2=2)
    assert (round(zooms.min().item(), 1), round(zooms.max().item(), 1)) == (0.7, 1.3)
    assert not torch.allclose(zooms[:, 0], zooms[:, 1], atol=0.01)
    leaning = torch.rad2deg(torch.asin(-drawn(0, 0, 0, 15, 0)[:, 0, 1]))
    assert (round(leaning.min().item()), round(leaning.max().item())) == (-15, 15)


def digits(**settings: Any) -> tuple[ImageClassification, Splits]:
    task = FOUND.tasks["digits"].model_validate(SMALL | settings)
    assert isinstance(task, ImageClassification)
    return task, task.splits(generator(task.seed, "data"))


def fed(task: ImageClassification, splits: Splits, training: bool = False, seed: int = 0) -> Tensor:
    return task.batch(splits.train, torch.arange(100), generator(seed, "noise"), training).inputs


def test_nothing_is_drawn_and_nothing_changed_where_nothing_is_asked(mnist: None) -> None:
    task, splits = digits()
    noise = generator(0, "noise")
    before = noise.get_state()
    inputs = task.batch(splits.train, torch.arange(100), noise, training=True).inputs
    assert torch.equal(noise.get_state(), before)
    assert torch.equal(inputs, splits.train["images"][:100].unsqueeze(1).float() / 255)


def test_pictures_are_changed_while_training_alone_unless_the_held_out_are_to_be_too(mnist: None) -> None:
    settings = {"rotation": 20, "zoom": 0.2, "horizontal_flip": True}
    plain = fed(*digits())
    task, splits = digits(**settings)
    assert torch.equal(fed(task, splits), plain)
    assert not torch.equal(fed(task, splits, training=True), plain)
    assert not torch.equal(fed(task, splits, True), fed(task, splits, True, seed=1))
    task, splits = digits(**settings, augmented_test=True)
    assert not torch.equal(fed(task, splits), plain)


def test_half_of_the_pictures_are_mirrored(mnist: None) -> None:
    plain = fed(*digits())
    for setting, dimension in (("horizontal_flip", 3), ("vertical_flip", 2)):
        inputs = fed(*digits(**{setting: True}), training=True)
        mirrored = (inputs == plain.flip(dimension)).flatten(1).all(1)
        assert 30 < mirrored.sum() < 70
        assert torch.equal(inputs[~mirrored], plain[~mirrored])


def test_each_picture_is_standardised_by_itself(mnist: None) -> None:
    plain = fed(*digits()).numpy()
    inputs = fed(*digits(samplewise_center=True, samplewise_std=True)).numpy()
    mean, deviation = plain.mean((1, 2, 3), keepdims=True), plain.std((1, 2, 3), keepdims=True)
    assert np.allclose(inputs, (plain - mean) / (deviation + 1e-6), atol=1e-5)
    assert fed(*digits(scaled=False)).max() == 255


def test_the_mean_and_the_whitening_are_those_of_the_training_pictures(mnist: None) -> None:
    def inputs(**settings: Any) -> np.ndarray:
        task = FOUND.tasks["pictures"].model_validate({"side": 16, **settings})
        train = task.splits(generator(0, "data")).train
        return task.batch(train, torch.arange(len(train)), generator(0, "noise"), training=False).inputs.numpy()

    of_colours = inputs(colour="colour")
    means = of_colours.mean((0, 2, 3), keepdims=True)
    assert np.allclose(inputs(colour="colour", subtract_mean=True), of_colours - means, atol=1e-6)
    every = inputs()
    centred = every - every.mean()
    flat = centred.reshape(len(every), -1).astype(np.float64)
    directions, sizes, _ = np.linalg.svd(flat.T @ flat / len(every))
    whitening = (directions / np.sqrt(sizes + 1e-6)) @ directions.T
    assert np.allclose(inputs(zca_whitening=True).reshape(len(every), -1), flat @ whitening, atol=1e-3)


def test_pictures_too_large_to_be_whitened_are_refused() -> None:
    spec = {"task": {"name": "pictures", "side": 64, "zca_whitening": True}, "architecture": {"name": "mlp"}}
    with pytest.raises(SpecError) as error:
        FOUND.parse(spec)
    assert (error.value.pointer, error.value.nearest) == ("/task/side", 55)


def test_pixels_are_shuffled_in_one_order_of_the_data_seed_in_drawings_too(mnist: None) -> None:
    task, splits = digits(shuffled_pixels=True)
    plain = fed(*digits())
    places = splits.train.shared["permutation"]
    assert torch.equal(fed(task, splits).flatten(1), plain.flatten(1)[:, places])
    ink = bytes(range(256)) * 3 + bytes(16)
    drawn = pose(task, splits, base64.b64encode(ink).decode()).inputs.flatten() * 255
    assert drawn.round().long().tolist() == [ink[place] for place in places]
    assert not torch.equal(digits(shuffled_pixels=True, seed=1)[1].test.shared["permutation"], places)


def test_as_published_all_are_learnt_from_and_the_test_scores_every_epoch(mnist: None) -> None:
    task, splits = digits(test=False)
    assert task.counts() == (60_000, 10_000, 10_000)
    assert [len(one) for one in (splits.train, splits.validation, splits.test)] == [60_000, 10_000, 10_000]
    assert splits.validation["images"] is splits.test["images"]


def test_a_class_among_the_five_likeliest_counts_where_there_are_ten() -> None:
    task = FOUND.tasks["digits"]()
    outputs = torch.arange(10.0).flip(0).expand(10, 10)  # the first class is the likeliest
    batch = Batch(torch.zeros(10, 1, 28, 28), torch.arange(10))
    scores = {name: pair.tolist() for name, pair in task.score(outputs, batch).items()}
    assert scores == {"accuracy": [1, 10], "top5": [5, 10]}
    assert task.score(outputs.clone().requires_grad_(), batch).keys() == {"accuracy"}
    assert "top5" not in FOUND.tasks["emoji"]().series  # nine classes


def test_a_class_among_the_five_likeliest_counts_where_a_person_has_ten_classes(tmp_path: Path) -> None:
    files = {f"{name}/{place}.png": picture("lying", place) for name in range(10) for place in range(3)}
    with files_of_people.looking_in(tmp_path):
        task = Pictures(data=intake.keep(packed(files), "n.zip").data)
        outputs = torch.arange(10.0).flip(0).expand(10, 10)  # the first class is the likeliest
        scores = task.score(outputs, Batch(torch.zeros(10, 1, 28, 28), torch.arange(10)))
        assert {name: pair.tolist() for name, pair in scores.items()} == {"accuracy": [1, 10], "top5": [5, 10]}
        assert task.baseline(task.splits(generator(0, "data")))["top5"] == 0.5
        assert list(task.measured()) == ["loss", "accuracy", "top5"]
    assert Pictures().score(outputs[:3, :3], Batch(torch.zeros(3, 1, 28, 28), torch.arange(3))).keys() == {"accuracy"}
    assert list(Pictures().measured()) == ["loss", "accuracy"]
