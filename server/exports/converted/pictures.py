"""Layers one after another that read a picture, as rows of layers with channels last."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.classifier import PictureClassifier
from models.layers.dropout import Dropout
from models.spec.kinds import Shapes
from server.exports.converted.layer import INPUTS, Layer, Row, dense, no_counterpart, weights

ACTIVATIONS: dict[type[nn.Module], str] = {
    nn.ReLU: "relu",
    nn.ReLU6: "relu6",
    nn.ELU: "elu",
    nn.SELU: "selu",
    nn.Softplus: "softplus",
    nn.Tanh: "tanh",
    nn.Sigmoid: "sigmoid",
    nn.Softmax: "softmax",
}
LAST = {"scores": "softmax", "logits": "sigmoid"}
"""What makes shares of the outputs of a classifier, by its ``scale``."""


def row_of(network: PictureClassifier, shapes: Shapes) -> Row:
    """Raises Inconvertible: which layer has no counterpart."""
    return row_in_order(network, [name for name, _ in network.named_children()], shapes, LAST.get(network.scale, ""))


def row_in_order(network: nn.Module, order: Sequence[str], shapes: Shapes, last: str) -> Row:
    """The layers of these names, one after another. Raises Inconvertible."""
    channels, height, width = shapes.inputs
    walk = Walk(shapes.inputs)
    for name in order:
        walk.add(name, network.get_submodule(name))
    return Row((height, width, channels), walk.layers, last=last)


class Walk:
    """The layers so far, and the shape that the last leaves: (channels, height, width), or (units)."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.layers: list[Layer] = []
        self.shape = shape
        self.flattened: tuple[int, ...] | None = None
        """The shape before the units that a dense layer reads next, which lie channels last here."""
        self.after: tuple[str, ...] = ()
        """What the next layer reads, if that is not the one before it."""

    def add(self, name: str, module: nn.Module) -> None:
        if type(module) in ACTIVATIONS and (type(module) is not nn.ELU or module.alpha == 1):
            self.put("Activation", name, {"activation": ACTIVATIONS[type(module)]})
        elif (adder := ADDERS.get(type(module))) is not None:
            adder(self, name, module)
        else:
            raise no_counterpart(name, module)

    @property
    def end(self) -> str:
        """The name of the layer that the next one reads."""
        return self.after[0] if self.after else self.layers[-1].name if self.layers else INPUTS

    def put(self, kind: str, name: str, options: dict[str, Any], **tensors: Tensor | None) -> None:
        self.push(Layer(kind, name.replace(".", "_"), options, weights(**tensors)))

    def push(self, layer: Layer) -> None:
        self.layers.append(replace(layer, after=self.after))
        self.after = ()

    def back_to(self, name: str, shape: tuple[int, ...]) -> None:
        """The next layer reads another one than the last."""
        self.after, self.shape = (name,), shape

    def meet(
        self, kind: str, name: str, options: dict[str, Any], ends: tuple[str, ...], shape: tuple[int, ...]
    ) -> None:
        """Several ways become one."""
        self.after, self.shape = ends, shape
        self.put(kind, name, options)


def flatten(walk: Walk, name: str, module: nn.Module) -> None:
    walk.put("Flatten", name, {})
    if len(walk.shape) > 1:
        walk.flattened = walk.shape
        walk.shape = (walk.shape[0] * walk.shape[1] * walk.shape[2],)


def linear(walk: Walk, name: str, module: nn.Linear) -> None:
    kernel: Tensor = module.weight
    if walk.flattened is not None:
        kernel = kernel.view(-1, *walk.flattened).permute(0, 2, 3, 1).flatten(1)  # (units, height x width x channels)
        walk.flattened = None
    walk.push(dense(name.replace(".", "_"), module, kernel))
    walk.shape = (module.out_features,)


def convolution(walk: Walk, name: str, module: nn.Conv2d) -> None:
    """A grouped one is depth-wise, each filter for a map of its own, or has no counterpart."""
    depth_wise = module.groups == module.in_channels > 1 and module.groups == module.out_channels
    dilated = any(one > 1 for one in module.dilation)
    if (module.groups > 1 and not depth_wise) or module.padding_mode != "zeros":
        raise no_counterpart(name, module)
    if dilated and any(one > 1 for one in module.stride):
        raise no_counterpart(name, module)  # both libraries refuse strides with dilation
    same = module.padding == "same"
    edge = (0, 0) if isinstance(module.padding, str) else module.padding
    if any(edge):
        walk.put("ZeroPadding2D", f"{name}_edge", {"padding": [[edge[0], edge[0]], [edge[1], edge[1]]]})
    options = {
        "kernel_size": list(module.kernel_size),
        "strides": list(module.stride),
        "dilation_rate": list(module.dilation),
        "padding": "same" if same else "valid",
        "use_bias": module.bias is not None,
    }
    if depth_wise:
        kernel = module.weight.permute(2, 3, 0, 1)  # (rows, columns, channels, 1)
        walk.put("DepthwiseConv2D", name, options, depthwise_kernel=kernel, bias=module.bias)
    else:
        kernel = module.weight.permute(2, 3, 1, 0)  # (rows, columns, channels, filters)
        walk.put("Conv2D", name, {"filters": module.out_channels, **options}, kernel=kernel, bias=module.bias)
    walk.shape = through(module, walk.shape)


def pooling(walk: Walk, name: str, module: Any) -> None:
    kind = "MaxPooling2D" if isinstance(module, nn.MaxPool2d) else "AveragePooling2D"
    same = kind == "MaxPooling2D" and padded_alike(module, walk.shape)
    size, stride = both(module.kernel_size), both(module.stride)
    left = [(side - window) % step for side, window, step in zip(walk.shape[1:], size, stride, strict=True)]
    plain = not any(both(module.padding)) and not (module.ceil_mode and any(left))
    if not (plain or same) or both(getattr(module, "dilation", 1)) != (1, 1):
        raise no_counterpart(name, module)
    padding = "valid" if plain else "same"
    walk.put(kind, name, {"pool_size": list(size), "strides": list(stride), "padding": padding})
    walk.shape = through(module, walk.shape)


def padded_alike(module: nn.MaxPool2d, shape: tuple[int, ...]) -> bool:
    """Whether its windows are those of a padding that makes a side as long as the side over the stride, rounded up.

    Half of that padding, rounded down, stands before; windows never find a largest value in it.
    """
    found = through(module, shape)
    for side, out, window, step, edge in zip(
        shape[1:], found[1:], both(module.kernel_size), both(module.stride), both(module.padding), strict=True
    ):
        whole = -(-side // step)
        needed = max((whole - 1) * step + window - side, 0)
        if out != whole or needed // 2 != edge:
            return False
    return True


def averaging(walk: Walk, name: str, module: nn.AdaptiveAvgPool2d) -> None:
    """To one value a map: a pooling of all that there is."""
    if module.output_size not in (1, (1, 1)):
        raise no_counterpart(name, module)
    sides = list(walk.shape[1:])
    walk.put("AveragePooling2D", name, {"pool_size": sides, "strides": sides, "padding": "valid"})
    walk.shape = (walk.shape[0], 1, 1)


def normalisation(walk: Walk, name: str, module: Any) -> None:
    if module.running_mean is None or walk.flattened is not None:
        raise no_counterpart(name, module)
    # PyTorch's momentum is the share of what is new, Keras's that of what was.
    options = {"epsilon": module.eps, "momentum": 1 - (module.momentum or 0.1), "axis": -1}
    options |= {"scale": module.affine, "center": module.affine}
    tensors = {"gamma": module.weight, "beta": module.bias}
    moving = {"moving_mean": module.running_mean, "moving_variance": module.running_var}
    walk.put("BatchNormalization", name, options, **tensors, **moving)


def leaking(walk: Walk, name: str, module: nn.LeakyReLU) -> None:
    walk.put("LeakyReLU", name, {"negative_slope": module.negative_slope})


def dropout(walk: Walk, name: str, module: Dropout) -> None:
    walk.put("Dropout", name, {"rate": module.share})


def nothing(walk: Walk, name: str, module: nn.Module) -> None:
    """A layer that leaves all as it is."""


def several(walk: Walk, name: str, module: nn.Sequential) -> None:
    for inner, layer in module.named_children():
        walk.add(f"{name}.{inner}", layer)


def both(size: Any) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else tuple(size)


def through(module: nn.Module, shape: tuple[int, ...]) -> tuple[int, ...]:
    """What a layer leaves of one example, without counting it out."""
    nowhere = {name: one.to("meta") for name, one in module.named_parameters()}
    with torch.no_grad():
        found: Tensor = torch.func.functional_call(module, nowhere, torch.empty(1, *shape, device="meta"))
    return tuple(found.shape[1:])


ADDERS: dict[type[nn.Module], Callable[[Walk, str, Any], None]] = {
    nn.Flatten: flatten,
    nn.Linear: linear,
    nn.Conv2d: convolution,
    nn.MaxPool2d: pooling,
    nn.AvgPool2d: pooling,
    nn.AdaptiveAvgPool2d: averaging,
    nn.BatchNorm1d: normalisation,
    nn.BatchNorm2d: normalisation,
    nn.LeakyReLU: leaking,
    Dropout: dropout,
    nn.Identity: nothing,
    nn.Sequential: several,
}
