"""Networks that squeeze a picture into a few numbers, its code, and make a picture of them again: what views ask of.

A code is a point, or a cloud: a middle, and how wide it is in each dimension (Kingma and Welling 2013).
"""

from abc import abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.spec.kinds import Batch


@dataclass(frozen=True)
class Code:
    """Where pictures lie, (batch, dimensions); of clouds the logarithm of their variances too, (batch, dimensions)."""

    mean: Tensor
    log_variance: Tensor | None = None

    def drawn(self, generator: torch.Generator) -> Tensor:
        """A place in each cloud, mean + deviation x noise, (batch, dimensions); of points the points."""
        if self.log_variance is None:
            return self.mean
        noise = torch.randn(self.mean.shape, generator=generator, device=self.mean.device)
        return self.mean + (0.5 * self.log_variance).exp() * noise

    def divergence(self) -> Tensor:
        """How far each cloud is from the standard normal, in nats by dimension, (batch, dimensions); 0 of points."""
        if self.log_variance is None:
            return torch.zeros_like(self.mean)
        return 0.5 * (self.mean.square() + self.log_variance.exp() - 1 - self.log_variance)


class Coder(nn.Module):
    """A network with a code in its middle."""

    dimensions: int
    """How many numbers a code has."""

    @abstractmethod
    def encode(self, pictures: Tensor) -> Code:
        """Pictures (batch, channels, height, width) as they are fed -> their codes."""

    @abstractmethod
    def decode(self, codes: Tensor) -> Tensor:
        """Codes (batch, dimensions) -> pictures (batch, channels, height, width) of 0 to 1."""

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) of the codes, of clouds of their middles."""
        return self.decode(self.encode(batch.inputs).mean)


def dot_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean binary cross-entropy () of dots (…) of 0 to 1, each read as the probability of ink.

    Where weights are lost PyTorch's own stops the program; here the loss is not a number, as everywhere.
    """
    lost = 0 * outputs.detach().sum()
    return functional.binary_cross_entropy(outputs.nan_to_num(0.5), targets) + lost
