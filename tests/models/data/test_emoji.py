"""Emoji: a sample of them that goes with the tests (Twemoji, CC BY 4.0), and all of them where the cache has them."""

import json
from pathlib import Path

import pytest
import torch

from models.data.sets import emoji
from models.spec.seeds import generator
from tests import small_digits
from tests.specs import FOUND

LIST, SHEET = small_digits.SAMPLES / "emoji.json", small_digits.SAMPLES / "emoji-32.png"


def test_a_sheet_becomes_pictures_on_white_with_the_groups_of_its_list() -> None:
    loaded = emoji.from_files(LIST, SHEET)
    assert loaded.train_images.shape == (90, 3, 32, 32)  # the shade of skin is left out
    assert loaded.train_labels.bincount().tolist() == [10] * 9
    assert len(loaded.test_labels) == 0
    heart = loaded.train_images[1]
    assert heart[:, 0, 0].tolist() == [255, 255, 255]
    assert heart[:, 16, 16].tolist() == [93, 173, 236]


def test_a_list_that_does_not_fit_the_sheet_is_refused(tmp_path: Path) -> None:
    listed = [{"name": "NOWHERE", "category": "Flags", "sheet_x": 11, "sheet_y": 0}]
    (tmp_path / "emoji.json").write_text(json.dumps(listed))
    with pytest.raises(ValueError, match="NOWHERE lies beyond the edge of the sheet"):
        emoji.from_files(tmp_path / "emoji.json", SHEET)


def test_the_data_seed_sets_the_test_apart(mnist: None) -> None:
    splits = {seed: FOUND.tasks["emoji"](seed=seed).splits(generator(seed, "data")) for seed in (0, 1)}
    first = splits[0]
    assert [len(one) for one in (first.train, first.validation, first.test)] == [1306, 300, 300]
    assert not torch.equal(first.test["images"], splits[1].test["images"])


@pytest.mark.skipif(emoji.available() is not None, reason="the emoji are not in the cache")
def test_all_emoji_are_there() -> None:
    assert emoji.load().train_labels.bincount().tolist() == [169, 386, 159, 131, 218, 85, 264, 224, 270]
