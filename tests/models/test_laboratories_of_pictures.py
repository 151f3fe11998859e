"""Laboratories of pictures: values of the textbooks, and PyTorch's own layers."""

import pytest
import torch
from torch import nn

from models.laboratories.shapes import Shapes, runs
from models.look.ready_pictures import SIDE, drawn


def test_three_small_kernels_see_3_5_7_with_27_weights_instead_of_49() -> None:
    laboratory = Shapes(layers=3, kernel=3)
    assert laboratory.fields() == [1, 3, 5, 7]
    assert "27 weights" in str(laboratory.seen().remarks[0])
    assert "49" in str(laboratory.seen().remarks[0])


def test_behind_a_pool_of_two_a_kernel_of_two_sees_four_pixels() -> None:
    assert Shapes(layers=2, kernel=1, pooled=1).fields() == [1, 2, 2]
    assert Shapes(layers=1, kernel=1, pooled=1).fields()[-1] + 1 * 2 == 4  # its two places are two pixels apart
    assert Shapes(layers=2, kernel=2, pooled=1).fields()[-1] == Shapes(layers=2, kernel=2).fields()[1] + 1 + 2


@pytest.mark.parametrize(("layers", "kernel", "pooled"), [(3, 3, 0), (3, 3, 1), (4, 2, 3), (2, 5, 2)])
def test_the_receptive_field_is_what_a_gradient_reaches(layers: int, kernel: int, pooled: int) -> None:
    parts: list[nn.Module] = []
    for place in range(1, layers + 1):
        convolution = nn.Conv1d(1, 1, kernel, bias=False)
        nn.init.ones_(convolution.weight)
        parts += [convolution, *([nn.AvgPool1d(2)] if place <= pooled else [])]
    x = torch.zeros(1, 1, 200, requires_grad=True)
    found = nn.Sequential(*parts)(x)
    found[0, 0, found.shape[2] // 2].backward()
    assert x.grad is not None
    assert int((x.grad != 0).sum()) == Shapes(layers=layers, kernel=kernel, pooled=pooled).fields()[-1]


def test_the_three_ways_to_connect_cost_what_the_textbook_counts() -> None:
    bars = Shapes(side=32, field=4).costs().bars
    assert [str(bar.words) for bar in bars[1:]] == ["861,184", "13,456", "16"]
    photograph = Shapes(side=600, colours=3).costs().bars[0]
    assert (str(photograph.label), str(photograph.words)) == (
        "Dense with 1,000 units: each reads 1,080,000 numbers", "1,080,000,000",
    )  # fmt: skip
    assert str(Shapes(side=100).costs().bars[0].words) == "10,000,000"


def test_every_layer_has_the_square_that_it_sees_on_the_picture() -> None:
    plane = Shapes(layers=3, kernel=3).on_picture().planes[0]
    named = [str(one.name) for one in plane.outlines if one.name]
    assert named == ["layer 3: 7 x 7", "layer 2: 5 x 5", "layer 1: 3 x 3"]
    far = Shapes(layers=5, kernel=3, pooled=3).on_picture()
    assert "From layer 3 on it sees more than the picture" not in str(far.remarks)
    assert str(far.remarks[0]) == "From layer 4 on it sees more than the picture has: 38 x 38 pixels."
    dark = [runs(drawn(name)) for name in ("a seven", "a chessboard")]
    assert [sum(after - first for _, first, after in rows) for rows in dark] == [
        int(drawn(name).sum()) for name in ("a seven", "a chessboard")
    ]


def test_a_pool_hides_a_movement_that_a_strided_layer_shows() -> None:
    ring = drawn("a ring")
    moved = torch.roll(ring, 1, 1)
    assert Shapes(layer="max pooling").put(ring).shape == (SIDE // 2, SIDE // 2)
    chessboard = drawn("a chessboard")
    pooled, strided = (Shapes(layer=layer) for layer in ("max pooling", "every second pixel"))
    assert torch.equal(pooled.put(chessboard), pooled.put(torch.roll(chessboard, 1, 1)))
    assert not torch.equal(strided.put(chessboard), strided.put(torch.roll(chessboard, 1, 1)))
    assert Shapes(layer="flatten").put(moved).shape == (1, SIDE * SIDE)
