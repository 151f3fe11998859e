"""Views of pictures made again and of codes, over what is found: networks that a run has trained for a moment."""

import base64
from typing import Any

import pytest
import torch

from models.layers.coding import Code
from models.look.coded import grid, plane_of
from models.look.pictures import BarList, CodePlane, PictureRows
from models.look.view import look
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.views.code_use import asleep
from models.views.noise_strength import strength
from tests.specs import FOUND, spec

DRAWING = base64.b64encode(bytes([255] * 80 + [0] * 704)).decode()


def digits(architecture: str, task: dict[str, Any] | None = None, **settings: Any) -> Spec:
    return spec(
        f"digits_again/{architecture}",
        task={"examples": 200, "validation": 100, **(task or {})},
        hidden=(8,),
        **settings,
    )


def seen(view: str, chosen: Spec, question: str = "") -> Any:
    splits = chosen.task.splits(generator(0, "data"))
    network = chosen.architecture.build(chosen.task.shapes(), generator(0, "weights"))
    assert FOUND.views[view].offered(chosen.task, chosen.architecture)
    return look(FOUND.views[view], network, chosen, splits, question)


def test_the_plane_has_cells_signs_and_the_place_that_was_walked_to(mnist: None) -> None:
    for architecture, samples in (("autoencoder", 0), ("vae", 8)):
        picture = seen("code_map", digits(architecture), f"{DRAWING}\nat=0.25,0.5")
        assert isinstance(picture, CodePlane)
        assert (picture.at.x, picture.at.y) == (0.25, 0.5)
        assert len(picture.samples) == samples
        assert len(picture.dots) == 600
        assert {dot.label for dot in picture.dots} <= set("0123456789")
        assert picture.own is not None
        assert (picture.own.across > 0) is (samples > 0)
        assert picture.choices == []


def test_of_a_longer_code_either_two_numbers_or_two_principal_axes_are_drawn(mnist: None) -> None:
    chosen = digits("vae", codes=5)
    principal, used = (seen("code_map", chosen, f"\naxes={axes}") for axes in ("principal", "used"))
    assert [one.name for one in principal.choices] == ["principal", "used"]
    assert principal.text.code != used.text.code
    assert seen("code_map", chosen, "\nat=far,away").at.x == pytest.approx(principal.own.place.x)


def test_a_plane_goes_there_and_back() -> None:
    means = torch.randn(50, 4, generator=generator(0, "data")) * torch.tensor([3.0, 1.0, 0.2, 2.0]) + 1
    plane = plane_of(Code(means), "principal")
    places = grid(5, means.device)
    assert torch.allclose(plane.shares(plane.codes(places)), places, atol=1e-5)
    assert places[0].tolist() == pytest.approx([0.1, 0.9])
    widths = plane.widths(torch.zeros(1, 4)) * (plane.high - plane.low)
    assert torch.allclose(widths, torch.ones(1, 2), atol=1e-5)


@pytest.mark.parametrize("disturbance", ["none", "noise"])
def test_reconstructions_show_what_went_in_where_that_is_another_picture(disturbance: str, mnist: None) -> None:
    picture = seen("reconstructions", digits("autoencoder", {"disturbance": disturbance}), DRAWING)
    assert isinstance(picture, PictureRows)
    assert len(picture.rows) == (2 if disturbance == "none" else 3)
    assert len(picture.rows[-1].notes) == picture.strip.columns == 12


def test_noise_is_turned_by_a_knob_within_its_bounds(mnist: None) -> None:
    chosen = digits("autoencoder", {"disturbance": "noise"})
    assert seen("noise_strength", chosen, "\nnoise=1.2").knobs[0].value == 1.2
    assert seen("noise_strength", chosen).chart.count == 16
    assert (strength("9", 0.5), strength("no", 0.5)) == (1.5, 0.5)
    assert seen("noise_strength", digits("autoencoder"), "\nnoise=0.5").strip.columns == 10


def test_the_odd_one_has_a_line_of_its_own(mnist: None) -> None:
    assert len(seen("odd_ones", digits("autoencoder")).chart.lines) == 1
    odd = seen("odd_ones", digits("vae", {"odd": "4"}))
    assert len(odd.chart.lines) == 2
    assert odd.remarks[0].values["name"] == "4"


def test_from_one_to_another_leads_to_the_class_that_is_chosen_or_to_a_drawing(mnist: None) -> None:
    chosen = digits("vae")
    assert seen("between", chosen, f"{DRAWING}\n3").chosen == "3"
    assert seen("between", chosen).chosen == "7"
    assert seen("between", chosen, f"\ndrawn:{DRAWING}").chosen == ""


def test_what_says_the_same_of_every_picture_is_asleep() -> None:
    means = torch.randn(500, 3, generator=generator(0, "data")) * torch.tensor([1.0, 0.05, 0.5])
    assert asleep(Code(means, torch.zeros(500, 3))).tolist() == [False, True, False]
    assert asleep(Code(100 * means)).tolist() == [False, True, False]


def test_use_of_the_code_is_in_nats_of_clouds_and_in_deviations_of_points(mnist: None) -> None:
    cloud, point = (seen("code_use", digits(name, codes=4)) for name in ("vae", "autoencoder"))
    assert isinstance(cloud, BarList)
    assert len(cloud.bars) == len(point.bars) == 4
    assert cloud.title.code != point.title.code
    assert cloud.bars[0].value == 1.0
