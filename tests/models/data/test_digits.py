"""MNIST, made up where the test needs only its form, real where the cache has it."""

import re
from pathlib import Path

import pytest
import torch

from models.data.sets import digits, find_all
from tests import small_digits


def test_made_up_digits_load_as_the_real_ones_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    monkeypatch.setattr(digits, "DATASET", small_digits.place(tmp_path, train=30, test=10))
    loaded = digits.load()
    images, labels = small_digits.pictures(30, seed=1)
    assert torch.equal(loaded.train_images, images)
    assert torch.equal(loaded.train_labels, labels.long())
    assert loaded.test_images.shape == (10, 28, 28)
    assert loaded.test_images.dtype == torch.uint8
    assert digits.available() is None


def test_an_empty_cache_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    sentence = digits.available()
    assert sentence is not None
    assert "MNIST is not on this machine yet (4 of 4 files, 55 MB)" in sentence


def test_data_sets_are_found_by_file() -> None:
    assert digits.DATASET in find_all()


def test_every_set_says_its_licence_and_who_published_it_before_it_is_fetched() -> None:
    for dataset in find_all():
        assert dataset.bytes > 0
        assert dataset.licence, dataset.title
        assert dataset.licence_link.startswith("https://"), dataset.title
        assert re.search(r"\d{4}$", dataset.published), dataset.title


@pytest.mark.skipif(digits.available() is not None, reason="MNIST is not in the cache")
def test_the_real_digits_are_all_there() -> None:
    loaded = digits.load()
    assert loaded.train_images.shape == (60_000, 28, 28)
    assert loaded.train_labels.bincount().tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert loaded.test_labels.bincount().tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    pixels = loaded.train_images.float() / 255
    assert (round(pixels.mean().item(), 4), round(pixels.std().item(), 4)) == (0.1307, 0.3081)
