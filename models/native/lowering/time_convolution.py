"""Convolutions along time, as those of maps that are one place high."""

from typing import Any

from torch import nn

from models.layers.time_convolution import TimeConvolution
from models.native.building import Builder, Lower, Unsupported, Value, at
from models.native.layers import Addition, Convolution, Parting
from models.native.lowering.convolution import Slide, pooling, slide
from models.native.lowering.dense import NAMES, bend, dense, flatten


def over_time(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Windows (time, features) into values, or a score for each class. Raises Unsupported of symbols."""
    if network.embedding is not None:
        raise Unsupported("symbols with lengths")
    window = build.take_in("sequence", shape)
    found = Value("maps", (1, *window.shape), window.numbers, window.gradients)
    for place in range(1, network.depth + 1):
        found = filtered(
            build, network.get_submodule(f"conv{place}"), found, network.get_submodule(f"activation{place}")
        )
        if network.halves:
            found = halved(build, network.get_submodule(f"pool{place}"), found)
    said = dense(build, network.output, build.mask(network.dropout, read_out(build, network.moments, found)))
    if network.adds_last:
        layer = Addition(size=said.size, columns=network.targets[1], stride=shape[0] * shape[1], y=at(said.numbers))
        assert window.numbers is not None
        layer.added = window.numbers[:, (shape[0] - 1) * shape[1] :].data_ptr()
        build.add(layer)
    build.answer = network.targets or (said.size,)
    return said


def filtered(build: Builder, module: TimeConvolution, value: Value, activation: nn.Module) -> Value:
    """One convolution, and what bends it."""
    layer = Convolution()
    layer.by_filter, layer.by_channel, layer.by_column = module.weight.stride()
    build.point(layer, "weights", module.weight)
    build.point(layer, "bias", module.bias)
    way = Slide(
        (1, module.kernel_size[0]),
        apart=(1, module.dilation[0]),
        before=(0, module.before),
        after=(0, module.after),
    )
    bent = NAMES.get(type(activation), "")
    found = slide(build, layer, way, value, module.out_channels, bent or "none")
    return found if bent or isinstance(activation, nn.Identity) else bend(build, activation, found)


def halved(build: Builder, module: nn.Module, value: Value) -> Value:
    """Of each two moments the larger, or their mean."""
    sort = nn.MaxPool2d if isinstance(module, nn.MaxPool1d) else nn.AvgPool2d
    return pooling(build, sort((1, 2), ceil_mode=True), value)


def read_out(build: Builder, moments: str, value: Value) -> Value:
    """Units: all that was found (1, time, filters), its last moment, or the mean or largest of each filter."""
    _, time, filters = value.shape
    match moments:
        case "all":
            return flatten(build, value)
        case "last":
            found = build.value("units", (filters,))
            layer = Parting(whole=value.size, first=value.size - filters, size=filters)
            build.connect(layer, value, found)
            build.add(layer)
            return found
    sort = nn.MaxPool2d if moments == "max" else nn.AvgPool2d
    return flatten(build, pooling(build, sort((1, time)), value))


OVER_TIME: dict[str, Lower] = {"models.architectures.conv1d.Network": over_time}
