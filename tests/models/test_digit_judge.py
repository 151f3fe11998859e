"""The fixed judge reads digits, and is the one that its script made."""

import hashlib

import pytest
import torch

from models.data.sets import digits
from models.images import digit_judge
from models.images.digit_judge import SHA256, UNREADABLE, WEIGHTS, digit_scores, digits_read
from models.images.drawn_digits import DrawnDigits
from models.tasks.drawing import Drawing
from scripts.train_digit_judge import network

REAL = digits.available() is None


def test_the_judge_reads_99_of_100_test_digits(mnist: None) -> None:
    found = digits.load()
    pictures = found.test_images.unsqueeze(1).float() / 255
    with torch.no_grad():
        right = torch.cat([digit_scores(some).argmax(1) for some in torch.split(pictures, 1000)]) == found.test_labels
    assert right.shape == (10_000,)
    if REAL:  # else made-up bars lie in their place
        assert right.float().mean().item() >= 0.99


def test_its_weights_are_those_of_its_script_and_small() -> None:
    content = WEIGHTS.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256
    assert len(content) < 500_000
    same = network().eval()
    same.load_state_dict(digit_judge.weights_of_judge("cpu"))
    pictures = torch.rand(7, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(digit_scores(pictures), same(pictures), atol=1e-5)


def test_another_file_in_its_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digit_judge, "SHA256", "another")
    digit_judge.weights_of_judge.cache_clear()
    with pytest.raises(ValueError, match="is not the fixed judge"):
        digit_scores(torch.zeros(1, 1, 28, 28))
    monkeypatch.undo()
    assert digit_scores(torch.zeros(1, 1, 28, 28)).shape == (1, 10)


def test_grey_paper_is_no_digit() -> None:
    assert digits_read(torch.full((3, 1, 28, 28), 0.3)).tolist() == [UNREADABLE] * 3


def test_digits_are_covered_from_two_percent_on() -> None:
    task: DrawnDigits = Drawing()
    sums = torch.tensor([10, 9, 100, 0, 0, 0, 0, 0, 0, 0, 381])
    assert task.corpus_score("covered", sums) == 2.0
