"""Dropout that draws from a generator of its own.

``torch.nn.Dropout`` draws from the global generator, so a look inside or another layer would change the masks that
follow. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
"""

import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    """Sets a share of the values to zero while training and scales the rest up; does nothing in eval mode."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.generator: torch.Generator | None = None

    def forward(self, values: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return values
        kept = torch.rand(values.shape, generator=self.generator, device=values.device) >= self.share
        return values * kept / (1 - self.share)

    def extra_repr(self) -> str:
        return f"{self.share}"


def draw_from(network: nn.Module, generator: torch.Generator) -> None:
    """Lets every dropout layer of ``network`` draw from ``generator``."""
    for module in network.modules():
        if isinstance(module, Dropout):
            module.generator = generator


def take_over(network: nn.Module, setting: str, value: bool | int | float | str) -> None:
    """A live setting of an architecture: dropout into its layers, any other into the network, which has it by name."""
    if setting != "dropout":
        setattr(network, setting, value)
        return
    for module in network.modules():
        if isinstance(module, Dropout):
            module.share = float(value)
