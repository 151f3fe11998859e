"""L1 and L2 on weights, biases and activations. The loss that is drawn is without any of it.

On weights they are slopes added to the gradients, where the charge would have them; on activations they are a charge
that is differentiated with the loss, a sum over the units and a mean over the batch, as Keras' activity regulariser.
"""

import torch
from torch import Tensor, nn

from models.layers.activations import Step
from models.layers.cells import RecurrentLayer
from models.layers.scaled_tanh import ScaledTanh
from models.spec.training import Training

BENDS = (nn.ReLU, nn.LeakyReLU, nn.ELU, nn.SELU, nn.Softplus, nn.Tanh, nn.Sigmoid, Step, ScaledTanh)
ACTIVE = (*BENDS, nn.RNNBase, RecurrentLayer)
"""Layers whose outputs are activations: those that bend sums, and recurrent ones."""


def penalised(network: nn.Module, training: Training) -> list[tuple[nn.Parameter, float]]:
    """What L1 and L2 charge, and how strongly: of each layer its kernel, and its biases where that is asked for."""
    layers = [dict(module.named_parameters(recurse=False)) for module in network.modules()]
    layers = [own for own in layers if any(parameter.dim() > 1 for parameter in own.values())]
    found = {
        parameter: strength(place, len(layers), training)
        for place, own in reversed(list(enumerate(layers)))  # of one that two layers share, the first counts
        for name, parameter in own.items()
        if parameter.dim() > 1 or (training.penalise_biases and name.startswith("bias"))
    }
    return [(parameter, factor) for parameter, factor in found.items() if factor]


def strength(place: int, count: int, training: Training) -> float:
    """The factor of one of ``count`` layers with kernels, in their order; the last is the output."""
    factors = training.layer_factors
    factor = float(factors[min(place, len(factors) - 1)]) if factors else 1.0
    return factor * training.output_factor if place == count - 1 else factor


def add_penalties(charged: list[tuple[nn.Parameter, float]], training: Training) -> None:
    """Adds the slopes of L1 and L2 to the gradients that there are."""
    with torch.no_grad():
        for parameter, factor in charged:
            if parameter.grad is not None:
                parameter.grad.add_(parameter, alpha=2 * training.l2 * factor)
                parameter.grad.add_(parameter.sign(), alpha=training.l1 * factor)


class ActivityPenalty:
    """Collects the outputs of all activations while the network learns, and charges them."""

    def __init__(self, network: nn.Module) -> None:
        self.outputs: list[Tensor] = []
        for module in network.modules():
            if isinstance(module, ACTIVE):
                module.register_forward_hook(self.collect)

    def collect(self, module: nn.Module, inputs: object, output: Tensor | tuple[Tensor, ...]) -> None:
        """A hook: stores outputs (batch, …) through which gradients go."""
        first = output[0] if isinstance(output, tuple) else output
        if module.training and first.requires_grad:
            self.outputs.append(first)

    def take(self, training: Training) -> Tensor | int:
        """The charge () of what was collected since the last call."""
        outputs, self.outputs = self.outputs, []
        if not (training.activity_l1 or training.activity_l2):
            return 0
        return sum(
            (training.activity_l1 * one.abs().sum() + training.activity_l2 * one.square().sum()) / len(one)
            for one in outputs
        )
