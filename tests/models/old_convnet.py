"""The convolutional network of version 0.1.0: a pattern repeated, as it was built then. Blocks must build the same."""

from collections import OrderedDict
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.dropout import Dropout
from models.spec.kinds import Shapes

ACTIVATIONS = {"ReLU": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
POOLS = {"max": nn.MaxPool2d, "average": nn.AvgPool2d}
USUAL: dict[str, Any] = {
    "filters": (8, 16), "kernel": 5, "pool": "max", "hidden": (), "dropout": 0.0, "activation": "ReLU",
    "hidden_activation": "ReLU", "pool_last": True, "padding": "valid", "initialisation": "PyTorch",
}  # fmt: skip


def old_network(shapes: Shapes, settings: dict[str, Any]) -> nn.Module:
    """Word for word what version 0.1.0 made of these settings."""
    one = {**USUAL, **settings}
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    channels, *sides = shapes.inputs
    for place, filters in enumerate(one["filters"]):
        layers[f"conv{place + 1}"] = nn.Conv2d(channels, filters, one["kernel"], padding=one["padding"])
        layers[f"activation{place + 1}"] = ACTIVATIONS[one["activation"]]()
        if pools(one, place):
            layers[f"pool{place + 1}"] = POOLS[one["pool"]](2)
        layers[f"dropout{place + 1}"] = Dropout(one["dropout"])
        channels = filters
    layers["flatten"] = nn.Flatten()
    width = channels * side_after(one, sides[0]) * side_after(one, sides[1])
    for place, units in enumerate(one["hidden"], 1):
        layers[f"dense{place}"] = nn.Linear(width, units)
        layers[f"bend{place}"] = ACTIVATIONS[one["hidden_activation"]]()
        layers[f"drop{place}"] = Dropout(one["dropout"])
        width = units
    layers["output"] = nn.Linear(width, shapes.classes)
    network = Classifier(layers)
    if one["initialisation"] == "Glorot":
        glorot(network)
    return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)


class Classifier(nn.Sequential):
    def forward(self, batch: Any) -> Tensor:
        values: Tensor = batch.inputs
        for layer in self:
            values = layer(values)
        return values


def pools(one: dict[str, Any], place: int) -> bool:
    return one["pool"] != "none" and (one["pool_last"] or place < len(one["filters"]) - 1)


def side_after(one: dict[str, Any], side: int) -> int:
    for place in range(len(one["filters"])):
        side -= 0 if one["padding"] == "same" else one["kernel"] - 1
        side = side // 2 if pools(one, place) else side
    return side


def glorot(network: nn.Module) -> None:
    for module in network.modules():
        if isinstance(module, nn.Linear | nn.Conv2d):
            window = module.weight[0, 0].numel() if isinstance(module, nn.Conv2d) else 1
            inputs, units = module.weight.shape[1] * window, module.weight.shape[0] * window
            deviation = (2 / (inputs + units)) ** 0.5
            nn.init.trunc_normal_(module.weight, std=deviation, a=-2 * deviation, b=2 * deviation)
            assert module.bias is not None
            nn.init.zeros_(module.bias)
