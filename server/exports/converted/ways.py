"""Networks whose ways part and meet again, and layers of LeNet, as Keras and TensorFlow.js have them."""

from collections.abc import Callable
from typing import Any

import torch

from models.layers.chain import Chain
from models.layers.inception import Inception
from models.layers.inverted_residual import InvertedResidual
from models.layers.partial import PartialConv2d
from models.layers.residual import PaddedSkip, Residual
from models.layers.scaled_tanh import ScaledTanh
from models.layers.subsampling import Subsampling
from server.exports.converted.pictures import Walk, several, through


def residual(walk: Walk, name: str, module: Residual) -> None:
    """Layers, what goes past them, their sum, and its bend."""
    before, shape = walk.end, walk.shape
    for inner in module.order:
        walk.add(f"{name}.{inner}", module.get_submodule(inner))
    if module.skips:
        found, end = walk.shape, walk.end
        walk.back_to(before, shape)
        if "skip" in module._modules:
            walk.add(f"{name}.skip", module.skip)
        walk.meet("Add", f"{name}.sum", {}, (end, walk.end), found)
    walk.add(f"{name}.activation", module.activation)


def inverted_residual(walk: Walk, name: str, module: InvertedResidual) -> None:
    before = walk.end
    for inner in module.order:
        walk.add(f"{name}.{inner}", module.get_submodule(inner))
    if "sum" in module._modules:
        walk.meet("Add", f"{name}.sum", {}, (walk.end, before), walk.shape)


def inception(walk: Walk, name: str, module: Inception) -> None:
    """Branches, and their maps one after another: channels come last."""
    before, shape = walk.end, walk.shape
    ends, channels = [], 0
    for branch in module.order:
        walk.back_to(before, shape)
        walk.add(f"{name}.{branch}", module.get_submodule(branch))
        ends.append(walk.end)
        channels += walk.shape[0]
    walk.meet("Concatenate", f"{name}.join", {"axis": -1}, tuple(ends), (channels, *walk.shape[1:]))


def padded_skip(walk: Walk, name: str, module: PaddedSkip) -> None:
    """A 1 x 1 convolution whose weights are 1 where a map stays, and 0."""
    channels = walk.shape[0]
    kernel = torch.eye(channels, channels + module.new)[None, None]  # (1, 1, channels, filters)
    options = {"filters": channels + module.new, "kernel_size": [1, 1], "strides": [module.stride] * 2}
    walk.put("Conv2D", name, {**options, "padding": "valid", "use_bias": False}, kernel=kernel)
    walk.shape = through(module, walk.shape)


def scaled_tanh(walk: Walk, name: str, module: ScaledTanh) -> None:
    walk.put("Rescaling", f"{name}.narrow", {"scale": 2 / 3, "offset": 0.0})
    walk.put("Activation", name, {"activation": "tanh"})
    walk.put("Rescaling", f"{name}.wide", {"scale": 1.7159, "offset": 0.0})


def subsampling(walk: Walk, name: str, module: Subsampling) -> None:
    """A mean, and a depth-wise 1 x 1 convolution for its weight and bias."""
    walk.put("AveragePooling2D", f"{name}.mean", {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid"})
    options = {"kernel_size": [1, 1], "strides": [1, 1], "dilation_rate": [1, 1], "padding": "valid", "use_bias": True}
    walk.put("DepthwiseConv2D", name, options, depthwise_kernel=module.weight.view(1, 1, -1, 1), bias=module.bias)
    walk.shape = through(module, walk.shape)


def partial(walk: Walk, name: str, module: PartialConv2d) -> None:
    """A whole convolution, with noughts where nothing is connected."""
    options = {"filters": module.maps, "kernel_size": list(module.kernel_size), "strides": [1, 1], "padding": "valid"}
    kernel = module.weight.permute(2, 3, 1, 0)  # (rows, columns, channels, filters)
    walk.put("Conv2D", name, {**options, "use_bias": True}, kernel=kernel, bias=module.bias)
    walk.shape = (
        module.maps,
        *(side - size + 1 for side, size in zip(walk.shape[1:], module.kernel_size, strict=True)),
    )


WAYS: dict[type[Any], Callable[[Walk, str, Any], None]] = {
    Chain: several,
    Inception: inception,
    InvertedResidual: inverted_residual,
    PaddedSkip: padded_skip,
    PartialConv2d: partial,
    Residual: residual,
    ScaledTanh: scaled_tanh,
    Subsampling: subsampling,
}
"""By what each is; the rows that read pictures know them beside single layers."""
