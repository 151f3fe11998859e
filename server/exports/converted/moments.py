"""Convolutions over time as those of pictures that are one place wide: TensorFlow.js has no causal ones over time."""

from typing import Any

from torch import Tensor, nn

from models.architectures.conv1d import Network
from models.layers.time_convolution import TimeConvolution
from models.spec.kinds import Shapes
from server.exports.converted.layer import Layer, Row, dense, no_counterpart, weights
from server.exports.converted.pictures import Walk


def row_of(network: Network, shapes: Shapes) -> Row:
    """Windows, and symbols that no padding stands among. Raises Inconvertible."""
    time, symbols = shapes.inputs[0], len(shapes.source or ())
    if network.adds_last or (shapes.source is not None and shapes.source.padding):
        raise no_counterpart("output", network.output)
    embeds = network.embedding
    features = shapes.inputs[1] if embeds is None else embeds.embedding_dim
    walk = Walk((features, time, 1))
    if embeds is not None:
        walk.put("Dense", "embedding", {"units": features, "use_bias": False}, kernel=embeds.weight)
    walk.put("Reshape", "moments", {"target_shape": [time, 1, features]})
    for place in range(1, network.depth + 1):
        convolution(walk, f"conv{place}", network.get_submodule(f"conv{place}"))
        walk.add(f"activation{place}", network.get_submodule(f"activation{place}"))
        if network.halves:
            walk.add(f"pool{place}", two_moments(network.get_submodule(f"pool{place}")))
    read_out(walk, network.moments)
    walk.put("Dropout", "dropout", {"rate": network.dropout.share})
    kernel: Tensor = network.output.weight
    if network.moments == "all":  # features lie behind moments here
        kernel = kernel.view(len(kernel), walk.shape[0], -1).transpose(1, 2).flatten(1)
    layers = [*walk.layers, dense("output", network.output, kernel)]
    if network.targets:
        layers.append(Layer("Reshape", "values", {"target_shape": list(network.targets)}))
    shape = (time, symbols) if symbols else (time, features)
    return Row(shape, layers, one_hot=symbols, last="" if network.targets else "softmax")


def convolution(walk: Walk, name: str, module: Any) -> None:
    assert isinstance(module, TimeConvolution)
    walk.put("ZeroPadding2D", f"{name}_edge", {"padding": [[module.before, module.after], [0, 0]]})
    options = {
        "filters": module.out_channels,
        "kernel_size": [module.kernel_size[0], 1],
        "strides": [1, 1],
        "dilation_rate": [module.dilation[0], 1],
        "padding": "valid",
        "use_bias": module.bias is not None,
    }
    kernel = module.weight.permute(2, 1, 0).unsqueeze(1)  # (moments, 1, features, filters)
    walk.put("Conv2D", name, options, **{w.name: w.tensor for w in weights(kernel=kernel, bias=module.bias)})
    walk.shape = (module.out_channels, *walk.shape[1:])


def two_moments(module: Any) -> nn.Module:
    """A pooling of two moments as that of a picture that is one place wide."""
    kind = nn.MaxPool2d if isinstance(module, nn.MaxPool1d) else nn.AvgPool2d
    return kind((2, 1), (2, 1), ceil_mode=True)


def read_out(walk: Walk, moments: str) -> None:
    """What the output reads: the last moment, all of them, their mean, or the largest of each filter."""
    time = walk.shape[1]
    whole = {"pool_size": [time, 1], "strides": [time, 1], "padding": "valid"}
    if moments == "last":
        walk.put("Cropping2D", "last", {"cropping": [[time - 1, 0], [0, 0]]})
    elif moments != "all":
        walk.put("MaxPooling2D" if moments == "max" else "AveragePooling2D", moments, whole)
    walk.put("Flatten", "found", {})
