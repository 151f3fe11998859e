"""Layers one after another, and each ReLU behind the max pooling that follows it: there, far fewer values are bent.

The largest value of a window, bent by ReLU, is the largest of the bent values, and the slopes go to the same place:
equal to the last bit. Where somebody looks at one of the two layers, they are called in the order in which they stand.
"""

from collections.abc import Iterable

from torch import Tensor, nn


class Chain(nn.Sequential):
    """Layers one after another."""

    def forward(self, values: Tensor) -> Tensor:
        """Values (batch, …) of the first layer -> values (batch, …) of the last."""
        return passed(self, values)


def passed(layers: Iterable[nn.Module], values: Tensor) -> Tensor:
    """What ``layers`` make, one after another, of values (batch, …)."""
    bend: nn.Module | None = None
    for layer in layers:
        if bend is not None and type(layer) is nn.MaxPool2d and not (observed(bend) or observed(layer)):
            values, bend = bend(layer(values)), None
            continue
        if bend is not None:
            values, bend = bend(values), None
        if type(layer) is nn.ReLU:
            bend = layer
        else:
            values = layer(values)
    return values if bend is None else bend(values)


def observed(layer: nn.Module) -> bool:
    """Whether somebody is told of what goes through it."""
    return bool(layer._forward_hooks or layer._forward_pre_hooks or layer._backward_hooks or layer._backward_pre_hooks)
