"""Trainable subsampling: the mean of four places, times a weight, plus a bias (LeCun et al. 1998)."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class Subsampling(nn.Module):
    """Halves each map; with a small weight it blurs, with a large one it decides."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding = 2, 2, 0
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (batch, channels, height, width) -> (batch, channels, height / 2, width / 2)."""
        means = functional.avg_pool2d(inputs, 2)
        return means * self.weight[:, None, None] + self.bias[:, None, None]
