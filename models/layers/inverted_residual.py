"""Inverted residual block of MobileNetV2: wide inside, narrow where it ends, and no bend there (Sandler et al. 2018).

A 1 x 1 convolution makes maps many, a depth-wise one looks at each map by itself, a 1 x 1 one makes them few again.
"""

from collections import OrderedDict

import torch
from torch import Tensor, nn

from models.layers.joins import Sum


class InvertedResidual(nn.Module):
    """Maps made ``factor`` times as many, filtered one by one, and mixed into ``outputs`` maps.

    What came is added where it is as large as what the layers give.
    """

    def __init__(self, channels: int, outputs: int, stride: int, factor: int) -> None:
        super().__init__()
        inside = channels * factor
        if factor != 1:
            self.expand = nn.Conv2d(channels, inside, 1, bias=False)
            self.expand_norm = nn.BatchNorm2d(inside)
            self.expand_activation = nn.ReLU6()
        self.depthwise = nn.Conv2d(inside, inside, 3, stride, 1, groups=inside, bias=False)
        self.depthwise_norm = nn.BatchNorm2d(inside)
        self.depthwise_activation = nn.ReLU6()
        self.project = nn.Conv2d(inside, outputs, 1, bias=False)
        self.project_norm = nn.BatchNorm2d(outputs)
        self.order = list(self._modules)
        if stride == 1 and channels == outputs:
            self.sum = Sum()

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (batch, channels, height, width) -> (batch, outputs, height / stride, width / stride), rounded up."""
        values = inputs
        for name in self.order:
            values = self.get_submodule(name)(values)
        if "sum" not in self._modules:
            return values
        added: Tensor = self.sum(values, inputs)
        return added


STAGES = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
"""Of the published network: by how much a block widens, its maps, how many blocks, the stride of the first."""
FIRST, LAST = 32, 1280
"""Maps of the first convolution and of the last."""


def mobilenet_layers(
    channels: int, strides: int = 5, width: float = 1.0, factor: int = 6
) -> tuple[OrderedDict[str, nn.Module], int]:
    """The published network up to its last maps, and how many these are.

    Of the five layers that halve the picture the last ``strides`` do; ``width`` makes maps fewer, and ``factor`` is by
    how much blocks widen.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    maps, halves = scaled(FIRST, width), 5
    layers |= convolution("conv", channels, maps, 3, 2 if strides >= halves else 1)
    number = 0
    for widens, outputs, blocks, stride in STAGES:
        halves -= stride - 1
        for block in range(blocks):
            number += 1
            by = stride if block == 0 and strides >= halves else 1
            made = scaled(outputs, width)
            layers[f"block{number}"] = InvertedResidual(maps, made, by, factor if widens > 1 else 1)
            maps = made
    last = scaled(LAST, width)
    layers |= convolution("last", maps, last, 1, 1)
    return layers, last


def convolution(name: str, channels: int, outputs: int, kernel: int, stride: int) -> OrderedDict[str, nn.Module]:
    """A convolution by its name, with normalisation and bend."""
    return OrderedDict(
        {
            name: nn.Conv2d(channels, outputs, kernel, stride, kernel // 2, bias=False),
            f"{name}_norm": nn.BatchNorm2d(outputs),
            f"{name}_activation": nn.ReLU6(),
        }
    )


def scaled(maps: int, width: float) -> int:
    """So many maps of a network of this width."""
    return max(2, round(maps * width))


def draw_mobilenet(network: nn.Module) -> nn.Module:
    """First weights as published: of convolutions by what they give, of the dense layer small."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out")
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, 0, 0.01)
            nn.init.zeros_(module.bias)
    return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
