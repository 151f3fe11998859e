"""Convolutions and pooling of maps."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.partial import PartialConv2d
from models.layers.subsampling import Subsampling as Halved
from models.native.building import Builder, Unsupported, Value, at
from models.native.layers import Convolution, Pooling, Subsampling


@dataclass(frozen=True)
class Slide:
    """How filters slide, each pair down and across: their size, steps, how far apart the places are that they read, and
    zeros before the map and after it.
    """

    kernel: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    apart: tuple[int, int] = (1, 1)
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)

    def places(self, size: tuple[int, int]) -> tuple[int, int]:
        """How often a filter fits into maps of this size, down and across."""
        down, across = (
            (length + before + after - (taps - 1) * apart - 1) // stride + 1
            for length, before, after, taps, apart, stride in zip(
                size, self.before, self.after, self.kernel, self.apart, self.stride, strict=True
            )
        )
        return down, across


def convolution(build: Builder, module: nn.Conv2d | PartialConv2d, value: Value, activation: str = "none") -> Value:
    """A convolution with zeros around, as PyTorch's, or with partial connections. Raises Unsupported if grouped."""
    if module.groups != 1 or module.padding_mode != "zeros":
        raise Unsupported("convolution")
    kernel, apart = pair(module.kernel_size), pair(module.dilation)
    if module.padding == "same":
        reach = [(taps - 1) * space for taps, space in zip(kernel, apart, strict=True)]
        before = (reach[0] // 2, reach[1] // 2)
        after = (reach[0] - before[0], reach[1] - before[1])
    else:
        before = after = (0, 0) if module.padding == "valid" else pair(module.padding)
    layer = Convolution()
    weights = module.weight
    if isinstance(module, PartialConv2d):
        weights = module.connected  # (connections, down, across)
        layer.by_filter, layer.by_row, layer.by_column = weights.stride()
        layer.connected = at(connections(build, module))
    else:
        layer.by_filter, layer.by_channel, layer.by_row, layer.by_column = weights.stride()
    build.point(layer, "weights", weights)
    build.point(layer, "bias", module.bias)
    way = Slide(kernel, pair(module.stride), apart, before, after)
    return slide(build, layer, way, value, len(module.weight), activation)


def slide(build: Builder, layer: Convolution, way: Slide, value: Value, filters: int, activation: str) -> Value:
    """Adds a convolution whose weights are there already."""
    *size, channels = value.shape
    high, wide = way.places((size[0], size[1]))
    found = build.value("maps", (high, wide, filters))
    layer.channels, layer.filters, layer.activation = channels, filters, build.activation(activation)
    layer.height, layer.width, layer.high, layer.wide = *size, high, wide
    layer.kernel_height, layer.kernel_width = way.kernel
    layer.stride_down, layer.stride_across = way.stride
    layer.apart_down, layer.apart_across = way.apart
    layer.pad_down, layer.pad_across = way.before
    layer.pad_below, layer.pad_after = way.after
    build.connect(layer, value, found)
    build.add(layer)
    return found


def connections(build: Builder, module: PartialConv2d) -> Tensor:
    """Which of the kernels goes from each channel to each filter (filters x channels), -1 where none does."""
    places = module.get_buffer("places")
    table = torch.full((module.maps * module.channels,), -1)
    table[places] = torch.arange(len(places))
    build.buffers.append(table)
    return table


def subsampling(build: Builder, module: Halved, value: Value, activation: str = "none") -> Value:
    """Half of each map down and across, times a weight, plus a bias."""
    height, width, channels = value.shape
    found = build.value("maps", (height // 2, width // 2, channels))
    layer = Subsampling(channels=channels, height=height, width=width, activation=build.activation(activation))
    build.connect(layer, value, found)
    build.point(layer, "weights", module.weight)
    build.point(layer, "bias", module.bias)
    build.add(layer)
    return found


def pooling(build: Builder, module: nn.MaxPool2d | nn.AvgPool2d, value: Value) -> Value:
    """The largest of each window, or the mean. Raises Unsupported with dilation, and where a mean counts an edge."""
    mean = isinstance(module, nn.AvgPool2d)
    edge = pair(module.padding)
    if pair(getattr(module, "dilation", 1)) != (1, 1) or (mean and edge != (0, 0)):
        raise Unsupported("pooling")
    if isinstance(module, nn.AvgPool2d) and module.divisor_override is not None:
        raise Unsupported("pooling")
    window, step = pair(module.kernel_size), pair(module.stride if module.stride is not None else module.kernel_size)
    height, width, channels = value.shape
    shape = (
        windows(height, window[0], step[0], edge[0], module.ceil_mode),
        windows(width, window[1], step[1], edge[1], module.ceil_mode),
    )
    found = build.value("maps", (*shape, channels), value.gradients is not None)
    layer = Pooling(
        channels=channels, height=height, width=width, window_down=window[0], window_across=window[1],
        stride_down=step[0], stride_across=step[1], pad_down=edge[0], pad_across=edge[1], high=shape[0], wide=shape[1],
        mean=mean,
    )  # fmt: skip
    build.connect(layer, value, found)
    places = torch.zeros(build.rows, found.size, dtype=torch.int32)
    build.buffers.append(places)
    layer.places = places.data_ptr()
    build.add(layer)
    return found


def windows(length: int, window: int, step: int, edge: int, up: bool) -> int:
    """How many windows there are; rounded up, the last may stick out, but has to begin inside or on the first edge."""
    room = length + 2 * edge - window
    count = -(-room // step) + 1 if up else room // step + 1
    return count - 1 if up and (count - 1) * step >= length + edge else count


def pair(both: Any) -> tuple[int, int]:
    """Down and across, where one number may stand for both."""
    return (both, both) if isinstance(both, int) else (both[0], both[1])
