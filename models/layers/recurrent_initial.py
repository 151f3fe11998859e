"""First weights of recurrent layers that are not those of their library, by the names that settings have.

Uniform from 0 to 1 is a textbook's listing of an RNN. Orthogonal matrices leave lengths as they are (Saxe et al. 2013);
the identity with ReLU remembers from the first step on (Le, Jaitly and Hinton 2015).
"""

from collections.abc import Callable, Iterator
from typing import Literal

import torch
from torch import Tensor, nn

from models.layers.cells import RecurrentLayer

FirstRecurrentWeights = Literal["usual", "uniform", "orthogonal", "identity"]
"""The type of a setting that names one of them."""


def recurrent_matrices(network: nn.Module) -> Iterator[Tensor]:
    """U of every layer and gate, (units, units), as a part of the weights."""
    for module in network.modules():
        if isinstance(module, RecurrentLayer):
            yield from torch.split(module.weight_state.detach(), module.units)
        elif isinstance(module, nn.RNNBase):
            for weights in module.all_weights:
                yield from torch.split(weights[1].detach(), module.hidden_size)


def draw_uniform(network: nn.Module) -> None:
    """Every weight of the network from 0 to 1, and no bias."""
    for name, parameter in network.named_parameters():
        (nn.init.zeros_ if "bias" in name else nn.init.uniform_)(parameter)


def draw_recurrent_matrices(network: nn.Module, draw: Callable[[Tensor], object]) -> None:
    """Draws the recurrent matrices (units, units) alone; all else stays as its library drew it."""
    for matrix in recurrent_matrices(network):
        draw(matrix)


DRAWN: dict[str, Callable[[nn.Module], object]] = {
    "usual": lambda network: None,
    "uniform": draw_uniform,
    "orthogonal": lambda network: draw_recurrent_matrices(network, nn.init.orthogonal_),
    "identity": lambda network: draw_recurrent_matrices(network, nn.init.eye_),
}


def draw_recurrent(network: nn.Module, name: str) -> nn.Module:
    """Draws the first weights of a recurrent network anew in the way of this name; "usual" leaves all as it is."""
    DRAWN[name](network)
    return network
