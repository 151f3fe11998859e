"""Pictures that the core reads as bytes, of which 255 is 1: the bits of the numbers that they stand for."""

import pytest
import torch
from torch import nn

from models.images.classification import ImageClassification
from models.layers.classifier import PictureClassifier
from models.native.library import Core
from models.spec.kinds import Batch
from tests.native.comparison import ROWS, by_core, program_of
from tests.native.test_engine import HERE, by, losses, outputs_of, validation, versions
from tests.specs import smallest


@pytest.mark.parametrize("shape", [(1, 5, 7), (3, 4, 5)])
def test_inputs_that_are_bytes_give_the_bits_of_their_numbers(core: Core, shape: tuple[int, int, int]) -> None:
    flat = torch.zeros(shape).numel()
    for first in ((nn.Flatten(), nn.Linear(flat, 9)), (nn.Conv2d(shape[0], 5, 2), nn.Flatten(), nn.LazyLinear(9))):
        network = PictureClassifier(*first, nn.Tanh(), nn.Linear(9, 4))
        network(Batch(torch.zeros(1, *shape), torch.zeros(1)))
        program = program_of(core, network, shape, classes=True)
        for rows in ROWS:
            draw = torch.Generator().manual_seed(rows)
            stored = torch.randint(256, (rows, *shape), generator=draw, dtype=torch.uint8)
            targets = torch.randint(4, (rows,), generator=draw)
            found = [by_core(program, Batch(inputs, targets)) for inputs in (stored, stored.float() / 255, stored)]
            for other in found[1:]:
                assert torch.equal(found[0].outputs, other.outputs)
                pairs = zip(found[0].gradients, other.gradients, strict=True)
                assert all(torch.equal(one, another) for one, another in pairs)


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
