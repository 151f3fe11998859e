"""How large gradients and updates are, layer by layer, in one step: measured where a row is due, not at every step."""

import torch
from torch import Tensor, nn


class GradientStats:
    """Sizes of gradients and updates in one step of a network. Biases count with the weights of their layer.

    ``gradient`` is the Euclidean norm of the gradient as the losses gave it, before L1, L2 and clipping; ``update`` the
    norm of what the step changed over the norm of what was there before it. A network that learns well changes by about
    a thousandth a step (Karpathy, "A recipe for training neural networks", 2019).
    """

    def __init__(self, network: nn.Module) -> None:
        owners = ((name, list(module.parameters(recurse=False))) for name, module in network.named_modules())
        self.layers = {name: parameters for name, parameters in owners if parameters}
        self.before = {name: [one.detach().clone() for one in own] for name, own in self.layers.items()}
        self.squares: dict[str, Tensor] = {}

    def after_backward(self) -> None:
        """Adds the gradients of one loss, which stand in the parameters now."""
        for name, parameters in self.layers.items():
            gradients = [one.grad for one in parameters if one.grad is not None]
            if gradients:
                square = norm(gradients).square()
                self.squares[name] = self.squares[name] + square if name in self.squares else square

    def compute(self) -> dict[str, float]:
        """Sizes by column of the epoch clock, read back from the device once the step is done."""
        found: dict[str, Tensor] = {f"gradient/{name}": square.sqrt() for name, square in self.squares.items()}
        for name, parameters in self.layers.items():
            before = self.before[name]
            steps = [now.detach() - old for now, old in zip(parameters, before, strict=True)]
            found[f"update/{name}"] = norm(steps) / norm(before)
        return dict(zip(found, torch.stack(list(found.values())).tolist(), strict=True))


def norm(tensors: list[Tensor]) -> Tensor:
    """The Euclidean norm () of all of them (…) as one long vector."""
    whole: Tensor = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(tensor) for tensor in tensors]))
    return whole
