"""Where ways through a network meet: layers with several inputs, which the plan and views can follow."""

import torch
from torch import Tensor, nn


class Sum(nn.Module):
    """What the layers of a block found, and what went past them (He et al. 2015)."""

    def forward(self, found: Tensor, passed: Tensor) -> Tensor:
        """Maps (batch, channels, height, width), twice -> their sum, as large."""
        return found + passed


class Join(nn.Module):
    """The maps of several branches, one after another (Szegedy et al. 2014)."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Maps (batch, channels of each, height, width) -> (batch, all channels, height, width)."""
        return torch.cat(branches, 1)
