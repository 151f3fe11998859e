"""A run on pictures that the core reads as bytes, of which 255 is 1: the bits of one on the numbers they stand for."""

import pytest

from models.images.classification import ImageClassification
from tests.native.test_engine import HERE, by, losses, outputs_of, validation, versions
from tests.specs import smallest


@pytest.mark.parametrize("architecture", ["mlp", "convnet", "lenet", "rows"])
def test_pictures_are_read_as_bytes_with_the_same_bits(
    architecture: str, mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = by(smallest("digits", architecture), "native")
    read = outputs_of(spec)
    monkeypatch.setattr(ImageClassification, "of_bytes", lambda task: task)
    numbers = outputs_of(spec)
    assert versions(read) == versions(numbers) == HERE
    assert losses(read) == losses(numbers)
    assert validation(read) == validation(numbers)
