"""Initial weights as Keras and TensorFlow.js draw them, for presets that repeat their demos."""

import math

from torch import Tensor, nn


def glorot_normal_(weight: Tensor, fan_in: int, fan_out: int) -> None:
    """Fills (units, inputs, …) from a normal of deviation sqrt(2 / (fan_in + fan_out)), cut at two of them.

    Glorot and Bengio, 2010. TensorFlow.js does not correct the deviation for the cut; nor do we.
    """
    deviation = math.sqrt(2 / (fan_in + fan_out))
    nn.init.trunc_normal_(weight, std=deviation, a=-2 * deviation, b=2 * deviation)


def glorot(network: nn.Module) -> nn.Module:
    """Draws every dense and convolutional layer of ``network`` anew in that way; biases become 0."""
    for module in network.modules():
        if isinstance(module, nn.Linear | nn.Conv2d):
            window = module.weight[0, 0].numel() if isinstance(module, nn.Conv2d) else 1
            glorot_normal_(module.weight, module.weight.shape[1] * window, module.weight.shape[0] * window)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return network
