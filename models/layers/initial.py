"""First weights by the names that settings have: as PyTorch, Keras and TensorFlow.js draw them, and two that go wrong.

Keras makes a normal that it cuts at two deviations so much wider that what is left has the deviation that was meant;
TensorFlow.js does not, so its numbers spread 12 % less (``VarianceScaling`` of tfjs-layers and of tf.keras).
Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998; Saxe et al. 2013 (orthogonal).
"""

import math
from collections.abc import Callable
from typing import Any, Literal

from torch import Tensor, nn

from models.spec.settings import setting

OF_CUT = 0.87962566103423978
"""The deviation of a standard normal that is cut at two deviations."""

Initialisation = Literal[
    "PyTorch",
    "Glorot",
    "Glorot uniform",
    "Glorot normal",
    "He",
    "He outgoing",
    "LeCun",
    "varianceScaling",
    "orthogonal",
    "zeros",
    "large",
]
"""The type of a setting that names one of them."""


def cut_normal_(weight: Tensor, deviation: float) -> None:
    """Fills (…) from a normal that is cut at two deviations, and so spreads a little less than it says."""
    nn.init.trunc_normal_(weight, std=deviation, a=-2 * deviation, b=2 * deviation)


def glorot_normal_(weight: Tensor, fan_in: int, fan_out: int) -> None:
    """Fills (units, inputs, …) as TensorFlow.js' glorotNormal does: deviation sqrt(2 / (fan_in + fan_out)), cut."""
    cut_normal_(weight, math.sqrt(2 / (fan_in + fan_out)))


def glorot_uniform_(weight: Tensor, fan_in: int, fan_out: int) -> None:
    """Fills (units, inputs, …) evenly between two bounds, as Keras does unless it is asked for something else."""
    bound = math.sqrt(6 / (fan_in + fan_out))
    nn.init.uniform_(weight, -bound, bound)


DRAWS: dict[str, Callable[[Tensor, int, int], Any]] = {
    "Glorot": glorot_normal_,
    "Glorot uniform": glorot_uniform_,
    "Glorot normal": lambda weight, ins, outs: cut_normal_(weight, math.sqrt(2 / (ins + outs)) / OF_CUT),
    "He": lambda weight, ins, outs: cut_normal_(weight, math.sqrt(2 / ins) / OF_CUT),
    "LeCun": lambda weight, ins, outs: cut_normal_(weight, math.sqrt(1 / ins) / OF_CUT),
    "varianceScaling": lambda weight, ins, outs: cut_normal_(weight, math.sqrt(1 / ins)),
    "orthogonal": lambda weight, ins, outs: nn.init.orthogonal_(weight),
    "zeros": lambda weight, ins, outs: nn.init.zeros_(weight),
    "large": lambda weight, ins, outs: nn.init.normal_(weight),
}
"""By name, what fills a kernel (units, inputs, …), from how many inputs a unit has and how many units an input."""


def draw_weights(network: nn.Module, name: str) -> nn.Module:
    """Draws the kernels of every dense and convolutional layer of ``network`` anew in the way of this name.

    Biases become 0, as in Keras. "PyTorch" leaves all as its constructors drew it; "He outgoing" draws the filters
    alone, by how many outputs each of their inputs has. A layer of another kind that has ``draw_kernels`` does it
    itself.
    """
    if name == "PyTorch":
        return network
    if name == "He outgoing":
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        return network
    for module in network.modules():
        if isinstance(module, nn.Linear | nn.Conv2d):
            window = module.weight[0, 0].numel() if isinstance(module, nn.Conv2d) else 1
            DRAWS[name](module.weight, module.weight.shape[1] * window, module.weight.shape[0] * window)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif (draw_kernels := getattr(module, "draw_kernels", None)) is not None:
            draw_kernels(DRAWS[name])
    return network


def glorot(network: nn.Module) -> nn.Module:
    """Draws them as TensorFlow.js' glorotNormal does, for presets that repeat its demos."""
    return draw_weights(network, "Glorot")


def initialisation_setting() -> Any:
    """How the first weights are drawn; its annotation is :data:`Initialisation`."""
    return setting(
        "PyTorch",
        "First weights",
        "How the first weights are drawn. Glorot, He and LeCun fit their size to what each unit reads; with zeros all "
        "units stay alike, and from large ones the sums begin far out.",
        group="Network",
        advanced=True,
        names={
            "Glorot": "Glorot (TensorFlow.js)",
            "He outgoing": "He by outputs, filters alone (ResNet)",
            "varianceScaling": "varianceScaling (TensorFlow.js)",
            "Glorot uniform": "Glorot uniform (Keras)",
        },
    )
