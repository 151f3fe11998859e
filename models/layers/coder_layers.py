"""Both halves of an autoencoder, mirror images of each other, dense or convolutional; and the settings that say how.

An encoder ends in units, a decoder begins with a code and ends in dots of 0 to 1.
"""

import math
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Literal

from torch import nn

from models.layers.activations import activation
from models.spec.settings import setting

Body = Literal["dense", "convolutional"]
PictureLoss = Literal["mean squared error", "binary cross-entropy"]
Shape = tuple[int, ...]
"""(channels, height, width)"""


def encoder(body: str, shape: Shape, hidden: Sequence[int], filters: int, bend: str) -> tuple[nn.Sequential, int]:
    """Picture -> units, and how many there are."""
    if body == "dense":
        return dense_encoder(math.prod(shape), hidden, bend), hidden[-1]
    channels, (high, wide) = shape[0], halved(halved(shape[1:]))
    layers = OrderedDict[str, nn.Module](
        conv1=nn.Conv2d(channels, filters, 3, stride=2, padding=1),
        bend1=activation(bend),
        conv2=nn.Conv2d(filters, 2 * filters, 3, stride=2, padding=1),
        bend2=activation(bend),
        flatten=nn.Flatten(),
    )
    return nn.Sequential(layers), 2 * filters * high * wide


def dense_encoder(inputs: int, hidden: Sequence[int], bend: str) -> nn.Sequential:
    layers = OrderedDict[str, nn.Module](flatten=nn.Flatten())
    for place, (before, units) in enumerate(zip([inputs, *hidden], hidden, strict=False), 1):
        layers[f"dense{place}"] = nn.Linear(before, units)
        layers[f"bend{place}"] = activation(bend)
    return nn.Sequential(layers)


def decoder(body: str, shape: Shape, hidden: Sequence[int], filters: int, bend: str, codes: int) -> nn.Sequential:
    """Code -> picture; layers have the names of those whose mirror images they are."""
    if body == "dense":
        return dense_decoder(shape, hidden, bend, codes)
    channels, first = shape[0], halved(shape[1:])
    high, wide = second = halved(first)
    layers = OrderedDict[str, nn.Module](
        dense=nn.Linear(codes, 2 * filters * high * wide),
        bend=activation(bend),
        maps=nn.Unflatten(1, (2 * filters, high, wide)),
        up2=doubled(2 * filters, filters, second, first),
        bend2=activation(bend),
        up1=doubled(filters, channels, first, shape[1:]),
        sigmoid=nn.Sigmoid(),
    )
    return nn.Sequential(layers)


def dense_decoder(shape: Shape, hidden: Sequence[int], bend: str, codes: int) -> nn.Sequential:
    layers, before = OrderedDict[str, nn.Module](), codes
    for place in range(len(hidden), 0, -1):
        layers[f"dense{place}"] = nn.Linear(before, hidden[place - 1])
        layers[f"bend{place}"] = activation(bend)
        before = hidden[place - 1]
    layers["output"] = nn.Linear(before, math.prod(shape))
    layers["sigmoid"] = nn.Sigmoid()
    layers["picture"] = nn.Unflatten(1, shape)
    return nn.Sequential(layers)


def halved(sides: Sequence[int]) -> tuple[int, int]:
    """(height, width) after a convolution of stride 2."""
    height, width = (-(-side // 2) for side in sides)
    return height, width


def doubled(inputs: int, filters: int, small: Sequence[int], large: Sequence[int]) -> nn.ConvTranspose2d:
    """From ``small`` (height, width) back to ``large``, of which it is half."""
    down, across = (side - (2 * half - 1) for side, half in zip(large, small, strict=True))
    return nn.ConvTranspose2d(inputs, filters, 3, stride=2, padding=1, output_padding=(down, across))


def body_setting() -> Any:
    """Dense or convolutional; its annotation is :data:`Body`."""
    return setting(
        "dense",
        "Layers",
        "Dense layers see all dots at once; convolutions look through small filters, and need fewer weights for larger "
        "pictures.",
        group="Network",
    )


def codes_setting() -> Any:
    """How many numbers a code has."""
    return setting(
        2,
        "Bottleneck",
        "All that gets through are so many numbers. With 2 the codes of all pictures lie in a plane that you can walk; "
        "with more, pictures come back sharper.",
        between=(1, 128),
        scale="log",
        layer=["code"],
        group="Network",
        role="capacity",
    )


def hidden_layers_setting() -> Any:
    """Sizes of the dense layers of the encoder; its annotation is a tuple of whole numbers from 1 to 1024."""
    return setting(
        (256, 64),
        "Hidden units",
        "Sizes of the layers on the way to the bottleneck; on the way back come the same in reverse.",
        length=(1, 4),
        layer=["encoder.dense{}", "decoder.dense{}"],
        group="Network",
        when={"body": ["dense"]},
    )


def filters_setting() -> Any:
    """How many filters the finest convolution has."""
    return setting(
        16,
        "Filters",
        "How many patterns the layer next to the picture knows; the one behind it knows twice as many.",
        between=(1, 128),
        scale="log",
        group="Network",
        when={"body": ["convolutional"]},
    )


def picture_loss_setting(default: str, text: str) -> Any:
    """By what a picture is compared with the clean one; its annotation is :data:`PictureLoss`."""
    return setting(default, "Loss", text, group="Output and loss", advanced=True)
