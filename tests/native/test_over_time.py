"""Convolutions along time by the core beside the same in float64."""

from typing import Any

import pytest

from models.architectures.conv1d import ConvolutionOverTime
from models.native.library import Core
from models.spec.kinds import Shapes
from tests.native.comparison import assert_agrees


@pytest.mark.parametrize(
    "settings",
    [
        {"moments": "last"},
        {"moments": "all", "dilation": "none", "kernel": 4, "padding": "same"},
        {"moments": "max", "padding": "same", "kernel": 5},
        {"moments": "mean", "activation": "tanh", "filters": (17, 3, 5), "kernel": 2},
        {"moments": "all", "pool": "max"},
        {"moments": "mean", "pool": "average", "filters": (5, 3, 4)},
        {"moments": "last", "pool": "average", "filters": (7,), "activation": "linear"},
        {"moments": "last", "difference": True, "kernel": 1},
    ],
    ids=str,
)
def test_windows_to_values_and_to_classes(core: Core, settings: dict[str, Any]) -> None:
    architecture = ConvolutionOverTime(**settings)
    assert_agrees(core, architecture.network(Shapes(inputs=(12, 3), targets=(2, 2))), (12, 3), (2, 2))
    assert_agrees(core, architecture.network(Shapes(inputs=(12, 3), classes=4)), (12, 3), classes=4)
