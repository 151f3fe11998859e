"""Convolutions along time by the core beside the same in float64."""

from typing import Any

import pytest

from models.architectures.conv1d import ConvolutionOverTime
from models.native.building import Unsupported
from models.native.library import Core
from models.spec.kinds import Shapes
from tests.native.comparison import assert_agrees, program_of


@pytest.mark.parametrize(
    "settings",
    [
        {"moments": "last"},
        {"moments": "all", "dilation": "none", "kernel": 4, "padding": "same"},
        {"moments": "max", "padding": "same", "kernel": 5},
        {"moments": "mean", "activation": "tanh", "filters": (17, 3, 5), "kernel": 2},
        {"moments": "all", "pool": "max"},
        {"moments": "last", "pool": "average", "filters": (7,), "activation": "linear"},
        {"moments": "last", "difference": True, "kernel": 1},
    ],
    ids=str,
)
def test_windows_to_values_and_to_classes(core: Core, settings: dict[str, Any]) -> None:
    architecture = ConvolutionOverTime(**settings)
    assert_agrees(core, architecture.network(Shapes(inputs=(12, 3), targets=(2, 2))), (12, 3), (2, 2))
    assert_agrees(core, architecture.network(Shapes(inputs=(12, 3), classes=4)), (12, 3), classes=4)


def test_half_a_window_is_left_to_pytorch(core: Core) -> None:
    network = ConvolutionOverTime(pool="max").network(Shapes(inputs=(7, 1), classes=2))
    with pytest.raises(Unsupported, match="half a window"):
        program_of(core, network, (7, 1), classes=True)
