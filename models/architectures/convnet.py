"""Convolutional network: small filters slide over the picture and look for one thing everywhere (LeCun et al. 1989).

What to watch: the filters become edge and stroke detectors, and a few thousand weights pass a dense network's thirty
thousand.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

import torch
from torch import nn

from models.layers.activations import ActivationName, activation, activation_setting, leak_setting
from models.layers.classifier import PictureClassifier
from models.layers.dropout import Dropout
from models.layers.initial import Initialisation, draw_weights, initialisation_setting
from models.layers.settings import dropout_setting
from models.sentences import Sentence
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Kind, Shapes
from models.spec.settings import setting, sizes

PICTURE_SHRINKS_AWAY = Sentence(
    "picture-shrinks-away",
    "Filters and pooling leave nothing of the picture: take smaller filters, fewer of them, or no pooling.",
)

POOLS = {"max": nn.MaxPool2d, "average": nn.AvgPool2d}


class ConvNet(Architecture):
    """Convolutions, each followed by an activation and, where wanted, by pooling; then dense layers."""

    title: ClassVar[str] = "Convolutional network"
    text: ClassVar[str] = "Small filters slide over the picture; what they find is pooled and weighed."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 1989
    smallest: ClassVar[dict[str, Any]] = {"filters": (2,), "hidden": ()}

    filters: tuple[sizes(1, 128), ...] = setting(  # type: ignore[valid-type]
        (8, 16),
        "Filters",
        "Each filter looks for one pattern. Too few miss something; more cost time in every place of the picture.",
        length=(1, 4),
        layer=["conv{}"],
        group="Network",
        role="capacity",
    )
    kernel: int = setting(
        5,
        "Filter size",
        "Larger filters see more of the picture at once and need more weights.",
        between=(1, 9),
        unit="pixels",
        layer=["conv{}"],
        group="Network",
    )
    pool: Literal["max", "average", "none"] = setting(
        "max",
        "Pooling",
        "Halves the picture and keeps the strongest or the average answer, so that small shifts matter less.",
        layer=["pool{}"],
        group="Network",
    )
    hidden: tuple[sizes(1, 1024), ...] = setting(  # type: ignore[valid-type]
        (),
        "Dense units",
        "Layers between the filters and the answer: they combine findings, and hold most of the weights.",
        length=(0, 3),
        layer=["dense{}"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of the values at random while training, so that none is relied on too much.", ["dropout{}"]
    )
    activation: ActivationName = activation_setting(
        "What bends the sums after each convolution. ReLU keeps slopes alive; sigmoid and tanh flatten them.",
        ["activation{}"],
        advanced=True,
    )
    hidden_activation: ActivationName = activation_setting(
        "What bends the sums of the dense units.", ["bend{}"], title="Activation of dense units", advanced=True
    )
    leak: float = leak_setting(["activation{}", "bend{}"])
    pool_last: bool = setting(
        True,
        "Pool after the last convolution",
        "Off keeps the last picture at its size: more is left to weigh, with more weights.",
        layer=["pool{}"],
        group="Network",
        advanced=True,
    )
    padding: Literal["valid", "same"] = setting(
        "valid",
        "Padding",
        "Valid lets filters only where they fit, so pictures shrink; same adds an edge of zeros and keeps the size.",
        layer=["conv{}"],
        group="Network",
        advanced=True,
    )
    initialisation: Initialisation = initialisation_setting()

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        misfit = super().fits(kind, shapes)
        if misfit is None and self.side_after(min(shapes.inputs[1:])) < 1:
            return PICTURE_SHRINKS_AWAY()
        return misfit

    def side_after(self, side: int) -> int:
        """Pixels on a side that the convolutions leave of ``side``; below 1 when they do not fit."""
        for place in range(len(self.filters)):
            side -= 0 if self.padding == "same" else self.kernel - 1
            side = side // 2 if self.pools(place) else side
        return side

    def pools(self, place: int) -> bool:
        return self.pool != "none" and (self.pool_last or place < len(self.filters) - 1)

    def network(self, shapes: Shapes) -> nn.Module:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        channels, *sides = shapes.inputs
        for place, filters in enumerate(self.filters):
            layers[f"conv{place + 1}"] = nn.Conv2d(channels, filters, self.kernel, padding=self.padding)
            layers[f"activation{place + 1}"] = activation(self.activation, self.leak)
            if self.pools(place):
                layers[f"pool{place + 1}"] = POOLS[self.pool](2)
            layers[f"dropout{place + 1}"] = Dropout(self.dropout)
            channels = filters
        layers["flatten"] = nn.Flatten()
        width = channels * self.side_after(sides[0]) * self.side_after(sides[1])
        return self.with_dense(layers, width, shapes.classes)

    def with_dense(self, layers: OrderedDict[str, nn.Module], width: int, classes: int) -> nn.Module:
        for place, units in enumerate(self.hidden, 1):
            layers[f"dense{place}"] = nn.Linear(width, units)
            layers[f"bend{place}"] = activation(self.hidden_activation, self.leak)
            layers[f"drop{place}"] = Dropout(self.dropout)
            width = units
        layers["output"] = nn.Linear(width, classes)
        network = draw_weights(PictureClassifier(layers), self.initialisation)
        # Channels beside each other in memory: a third less time a step on a CPU, and half of it for scoring.
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
