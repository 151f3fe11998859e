"""Partial connections: each map reads only some of the maps before it (LeCun et al. 1998, table I)."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

LENET_TABLE = (
    *[tuple((first + step) % 6 for step in range(3)) for first in range(6)],
    *[tuple((first + step) % 6 for step in range(4)) for first in range(6)],
    *[(first, first + 1, (first + 3) % 6, (first + 4) % 6) for first in range(3)],
    tuple(range(6)),
)
"""Which of six maps each of sixteen reads: three or four neighbours, two pairs, all (LeCun et al. 1998, table I)."""


class PartialConv2d(nn.Module):
    """A convolution whose map ``n`` reads the maps ``table[n]`` alone, and has weights for no others."""

    label = "Partial convolution"

    def __init__(self, channels: int, table: tuple[tuple[int, ...], ...], kernel: int) -> None:
        super().__init__()
        self.channels, self.maps = channels, len(table)
        self.kernel_size, self.stride, self.padding, self.dilation = (kernel, kernel), (1, 1), (0, 0), (1, 1)
        self.groups, self.padding_mode = 1, "zeros"
        places = [row * channels + read for row, reads in enumerate(table) for read in reads]
        self.register_buffer("places", torch.tensor(places))
        self.connected = nn.Parameter(torch.empty(len(places), kernel, kernel))
        self.bias = nn.Parameter(torch.empty(len(table)))
        bound = 1 / math.sqrt(kernel * kernel * len(places) / len(table))
        nn.init.uniform_(self.connected, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)

    @property
    def weight(self) -> Tensor:
        """All weights (maps, channels, kernel, kernel); 0 where nothing is connected."""
        nothing = self.connected.new_zeros(self.maps * self.channels, *self.kernel_size)
        places = self.get_buffer("places")
        return nothing.index_copy(0, places, self.connected).view(self.maps, self.channels, *self.kernel_size)

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (batch, channels, height, width) -> (batch, maps, height - kernel + 1, width - kernel + 1)."""
        return functional.conv2d(inputs, self.weight, self.bias)
