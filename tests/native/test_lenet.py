"""LeNet-5 by the core beside the same in float64."""

from typing import Any

import pytest
from torch import nn

from models.architectures.lenet import LeNet
from models.layers.classifier import PictureClassifier
from models.layers.partial import PartialConv2d
from models.layers.radial import RadialOutput
from models.layers.scaled_tanh import ScaledTanh
from models.layers.subsampling import Subsampling
from models.native.library import Core
from models.spec.kinds import Shapes
from tests.native.comparison import assert_agrees


@pytest.mark.parametrize(
    "settings", [{}, {"size": "classroom", "connections": "full", "activation": "ReLU"}, {"output": "dense"}], ids=str
)
def test_the_network_of_1998_learns_as_in_float64(core: Core, settings: dict[str, Any]) -> None:
    assert_agrees(core, LeNet(**settings).network(Shapes((1, 28, 28), classes=10)), (1, 28, 28), classes=10)


def test_its_layers_in_odd_sizes(core: Core) -> None:
    for channels, maps in ((1, 3), (3, 17), (17, 1)):
        table = tuple(tuple(range(place % 2, channels)) or (0,) for place in range(maps))
        layers = [nn.Conv2d(2, channels, 1), Subsampling(channels), ScaledTanh(), PartialConv2d(channels, table, 2),
                  Subsampling(maps), nn.Flatten(), nn.Linear(4 * maps, 84), RadialOutput(11)]  # fmt: skip
        assert_agrees(core, PictureClassifier(*layers), (2, 11, 10), classes=11)
