"""Convolutions and pooling of maps."""

from typing import Any

import torch
from torch import Tensor, nn

from models.layers.partial import PartialConv2d
from models.layers.subsampling import Subsampling as Halved
from models.native.building import Builder, Unsupported, Value, at
from models.native.layers import Convolution, Pooling, Subsampling


def convolution(build: Builder, module: nn.Conv2d | PartialConv2d, value: Value, activation: str = "none") -> Value:
    """A convolution with zeros around, as PyTorch's, or with partial connections.

    Raises Unsupported if it is dilated, grouped or keeps its size by different edges on either side.
    """
    (down, across), (high, wide) = module.kernel_size, module.stride
    if module.groups != 1 or module.dilation != (1, 1) or module.padding_mode != "zeros":
        raise Unsupported("convolution")
    edge: Any = module.padding
    if isinstance(edge, str):
        edge = ((down - 1) // 2, (across - 1) // 2) if edge == "same" else (0, 0)
        if module.padding == "same" and not (down % 2 and across % 2):
            raise Unsupported("same padding of an even filter")
    height, width, channels = value.shape
    shape = ((height + 2 * edge[0] - down) // high + 1, (width + 2 * edge[1] - across) // wide + 1)
    filters = len(module.weight)
    found = build.value("maps", (*shape, filters))
    layer = Convolution(
        channels=channels, height=height, width=width, filters=filters, kernel_height=down,
        kernel_width=across, stride_down=high, stride_across=wide, pad_down=edge[0], pad_across=edge[1],
        high=shape[0], wide=shape[1], activation=build.activation(activation),
    )  # fmt: skip
    weights = module.weight
    if isinstance(module, PartialConv2d):
        weights = module.connected  # (connections, down, across)
        layer.by_filter, layer.by_row, layer.by_column = weights.stride()
        layer.connected = at(connections(build, module))
    else:
        layer.by_filter, layer.by_channel, layer.by_row, layer.by_column = weights.stride()
    build.connect(layer, value, found)
    build.point(layer, "weights", weights)
    build.point(layer, "bias", module.bias)
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
    """The largest of each window, or the mean. Raises Unsupported with edges, dilation, or windows that stick out."""
    window, step = pair(module.kernel_size), pair(module.stride if module.stride is not None else module.kernel_size)
    if pair(module.padding) != (0, 0) or module.ceil_mode or pair(getattr(module, "dilation", 1)) != (1, 1):
        raise Unsupported("pooling")
    if isinstance(module, nn.AvgPool2d) and module.divisor_override is not None:
        raise Unsupported("pooling")
    height, width, channels = value.shape
    shape = ((height - window[0]) // step[0] + 1, (width - window[1]) // step[1] + 1)
    found = build.value("maps", (*shape, channels), value.gradients is not None)
    layer = Pooling(
        channels=channels, height=height, width=width, window_down=window[0], window_across=window[1],
        stride_down=step[0], stride_across=step[1], high=shape[0], wide=shape[1],
        mean=isinstance(module, nn.AvgPool2d),
    )  # fmt: skip
    build.connect(layer, value, found)
    places = torch.zeros(build.rows, found.size, dtype=torch.int32)
    build.buffers.append(places)
    layer.places = places.data_ptr()
    build.add(layer)
    return found


def pair(both: Any) -> tuple[int, int]:
    """Down and across, where one number may stand for both."""
    return (both, both) if isinstance(both, int) else (both[0], both[1])
