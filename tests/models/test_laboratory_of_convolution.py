"""The laboratory of convolution: torch's values, sizes and costs of the textbooks, and what cannot be."""

import base64
from typing import Any

import pytest
import torch
from pydantic import ValidationError
from torch import nn

from models.laboratories.convolution import ConvolutionLaboratory
from models.layers.own_kernel import with_kernel
from models.look.convolutions import Convolution
from models.look.kernel_facts import apart
from models.look.ready_pictures import READY, ready
from models.look.small_kernels import KERNELS, MOST, kernel_of
from tests.models.convolutions_of_torch import TABLE, table

SMALL = {"picture": "a seven"}
FAR = {"kernel": "Laplacian twice", "stride_down": 4, "stride_across": 4, "passes": 3}


def ones(side: int) -> str:
    return "; ".join([" ".join(["1"] * side)] * side)


def laboratory(**settings: Any) -> ConvolutionLaboratory:
    return ConvolutionLaboratory.model_validate(settings)


def refused(**settings: Any) -> tuple[str, str, Any]:
    with pytest.raises(ValidationError) as caught:
        laboratory(**settings)
    (error,) = caught.value.errors()
    return error["ctx"]["field"], str(error["ctx"]["sentence"]), error["ctx"]["nearest"]


def test_the_table_that_the_page_is_held_against_is_what_torch_gives() -> None:
    assert TABLE.read_text(encoding="utf-8") == table()


def test_same_and_transposed_are_those_of_torch_where_it_has_them() -> None:
    maps = torch.rand(1, 11, 9, generator=torch.Generator().manual_seed(0))
    weights = torch.rand(1, 1, 3, 5, generator=torch.Generator().manual_seed(1))
    layer = nn.Conv2d(1, 1, (3, 5), padding="same", padding_mode="reflect", bias=False)
    layer.weight.data = weights
    assert torch.allclose(Convolution(weights, padding="reflect").of(maps), layer(maps), atol=1e-6)
    spread = nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1, bias=False)
    spread.weight.data = torch.rand(1, 1, 4, 4, generator=torch.Generator().manual_seed(2))
    ours = Convolution(spread.weight.data, stride=(2, 2), padding="same", transposed=True)
    assert torch.allclose(ours.of(maps), spread(maps), atol=1e-6)
    assert ours.of(maps).shape == (1, 22, 18)


@pytest.mark.parametrize("stride", [(2, 1), (1, 2), (3, 2)])
def test_same_gives_as_many_places_as_there_are_strides_in_the_picture(stride: tuple[int, int]) -> None:
    found = Convolution(torch.ones(1, 1, 3, 3), stride, "same").of(torch.ones(1, 10, 7))
    assert found.shape == (1, -(-10 // stride[0]), -(-7 // stride[1]))


def test_a_picture_of_100_under_a_kernel_of_3_leaves_98_and_strides_say_so_in_a_sum() -> None:
    assert Convolution(torch.ones(1, 1, 3, 3)).size((100, 100)) == (98, 98)
    strided = laboratory(stride_down=2, stride_across=1)
    assert strided.convolved().stages[0].size == (23, 46)
    assert "(48 + 0 - 3) / 2, rounded down, + 1 = 23" in str(strided.convolved().remarks[0])


def test_laplacian_twice_is_the_laplacian_of_a_laplacian() -> None:
    twice = laboratory(kernel="Laplacian", passes=2).made()[-1]
    assert torch.allclose(twice, laboratory(kernel="Laplacian twice").made()[-1], atol=1e-5)


def test_a_laplacian_finds_edges_and_nothing_where_all_is_alike() -> None:
    edges = laboratory(kernel="Laplacian", picture="a white square", after="its size", padding="reflect").made()[-1][0]
    assert edges[14, 14] == 0
    assert edges[8, 14] == 1
    assert edges[8, 8] == 2  # a corner


@pytest.mark.parametrize("name", KERNELS)
def test_kernels_by_name_are_read_and_keep_or_lose_the_brightness(name: str) -> None:
    kept = {"identity", "sharpen", "blur", "Gaussian", "emboss"}
    total = kernel_of(name).sum().item()
    assert total == pytest.approx(1.0 if name in kept else 0.0, abs=1e-6)


def test_an_identity_leaves_the_picture_as_it_is_whatever_it_is() -> None:
    for name in READY:
        if name == "a chessboard":
            continue
        found = laboratory(kernel="identity", picture=name, padding="same").made()
        assert torch.equal(found[0], found[-1]), name
    assert ready("a house").shape == (3, 48, 48)


def test_a_column_times_a_row_gives_what_the_kernel_gives_and_else_the_nearest() -> None:
    for name in ("blur", "Gaussian", "Sobel across", "Sobel down"):
        whole, thin = (laboratory(kernel=name, sort=sort).made()[-1] for sort in ("ordinary", "separable"))
        assert torch.allclose(whole, thin, atol=1e-5), name
    column, row, lost = apart(kernel_of("emboss"))
    kernel = kernel_of("emboss")
    assert lost == pytest.approx(((column @ row - kernel) ** 2).sum().item() / (kernel**2).sum().item(), abs=1e-6)
    assert lost > 0.1


def test_depth_wise_separable_is_torch_s_groups_and_then_a_layer_of_1_x_1() -> None:
    found = laboratory(sort="depth-wise separable", kernel="blur", red=0.2, green=0.3, blue=-1.0).made()
    each = torch.stack([nn.functional.avg_pool2d(one[None], 3, 1)[0] for one in ready("a house")])
    assert torch.allclose(found[1], each, atol=1e-6)
    assert torch.allclose(found[2][0], 0.2 * each[0] + 0.3 * each[1] - each[2], atol=1e-6)


def test_costs_are_those_of_the_textbook() -> None:
    bars = laboratory(maps_in=64, maps_out=128).costs().bars
    assert [str(bar.label).split(": ")[1] for bar in bars] == ["73,728 weights", "49,152", "8,768"]
    assert str(bars[0].words) == f"{73_728 * 46 * 46:,}"


@pytest.mark.parametrize(
    ("kernel", "board"),
    [("1 1 1; 1 1 1; 1 1 1", True), ("1 1; 1 1", False), ("1 1 1 1; 1 1 1 1; 1 1 1 1; 1 1 1 1", False)],
)
def test_a_transposed_kernel_draws_a_checkerboard_where_the_stride_does_not_divide_it(kernel: str, board: bool) -> None:
    told = laboratory(sort="transposed", kernel=kernel, stride_down=2, stride_across=2, picture="a seven").notes()
    assert ("checkerboard. A kernel" in str(told[-1])) == board
    assert ("sum of 1, others of 4" in str(told[-1])) == board


@pytest.mark.parametrize(
    ("settings", "field", "words", "nearest"),
    [
        ({"kernel": "1 2; x 4"}, "kernel", '"x" is none', "sharpen"),
        ({"kernel": "1 2; 3"}, "kernel", "row 2 has 1 numbers, not 2", "sharpen"),
        ({"kernel": " ".join(["1"] * (MOST + 1))}, "kernel", "at most 11 x 11", "sharpen"),
        ({"kernel": "1/0"}, "kernel", '"1/0" is none', "sharpen"),
        ({"kernel": ""}, "kernel", "no number", "sharpen"),
        ({"kernel": "5000"}, "kernel", "between -1000 and 1000", "sharpen"),
        ({"own": "AAAA"}, "own", "here are 3", ""),
        ({"sort": "transposed", "padding": "reflect"}, "padding", "mirror", "same"),
        ({**SMALL, "passes": 3, "kernel": ones(7), "dilation": 4}, "passes", "In pass 2", 1),
        ({**SMALL, "kernel": ones(9), "dilation": 4}, "dilation", "In pass 1", 1),
        ({**SMALL, **FAR, "padding": "reflect"}, "padding", "mirror shows at most 1", "same"),
    ],
)  # fmt: skip
def test_what_cannot_slide_is_refused_with_the_nearest_that_can(
    settings: dict[str, Any], field: str, words: str, nearest: Any
) -> None:
    at, sentence, instead = refused(**settings)
    assert (at, instead) == (field, nearest)
    assert words in sentence
    assert laboratory(**{**settings, field: nearest})


def test_a_picture_of_one_s_own_is_read_and_where_there_is_none_it_is_the_house() -> None:
    drawing = base64.b64encode(bytes([255] + [0] * 783)).decode()
    seen = laboratory(picture="one's own", own=drawing).seen()
    assert seen.shape == (1, 28, 28)
    assert (seen[0, 0, 0].item(), seen.sum().item()) == (1.0, 1.0)
    photo = base64.b64encode(bytes(48 * 48) + bytes([255] * 48 * 48) + bytes(48 * 48)).decode()
    assert torch.allclose(laboratory(picture="one's own", own=photo).seen(), torch.full((1, 48, 48), 0.587))
    assert "no picture of your own" in str(laboratory(picture="one's own").convolved().remarks[0])


def test_a_kernel_becomes_the_first_filter_and_gives_its_own_maps() -> None:
    first = nn.Conv2d(3, 4, 5)
    network = nn.Sequential(first, nn.ReLU())
    before = first.weight.detach().clone()
    network.load_state_dict({**network.state_dict(), **with_kernel(network, kernel_of("Sobel down"))})
    picture = ready("a house")
    ours = Convolution(kernel_of("Sobel down")[None, None]).of(picture.mean(0, keepdim=True))[0, 1:-1, 1:-1]
    assert torch.allclose(first(picture[None])[0, 0], ours, atol=1e-5)
    assert torch.equal(first.weight[1:], before[1:])
    with pytest.raises(ValueError, match="cannot lie in their middle"):
        with_kernel(network, torch.ones(4, 4))
    with pytest.raises(ValueError, match="no convolution"):
        with_kernel(nn.Linear(2, 2), torch.ones(3, 3))
