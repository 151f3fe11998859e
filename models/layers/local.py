"""Locally connected: every place of the picture has filters of its own; nothing is shared (LeCun 1989, "Net-3")."""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class LocallyConnected2d(nn.Module):
    """Slides as a convolution does, but has other weights and another bias at each place.

    ``size`` is (height, width) of what comes out; ``weight`` is (places, filters, channels x height x width of a
    window), ``bias`` is (filters, places).
    """

    label = "Locally connected"

    def __init__(
        self,
        channels: int,
        filters: int,
        kernel: tuple[int, int],
        size: tuple[int, int],
        *,
        stride: tuple[int, int] = (1, 1),
        padding: tuple[int, int] = (0, 0),
        dilation: tuple[int, int] = (1, 1),
    ) -> None:
        super().__init__()
        self.channels, self.size = channels, size
        self.kernel_size, self.stride, self.padding, self.dilation = kernel, stride, padding, dilation
        window, places = channels * kernel[0] * kernel[1], size[0] * size[1]
        self.weight = nn.Parameter(torch.empty(places, filters, window))
        self.bias = nn.Parameter(torch.empty(filters, places))
        bound = 1 / math.sqrt(window)
        nn.init.uniform_(self.weight, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)

    def draw_kernels(self, draw: Callable[[Tensor, int, int], Any]) -> None:
        """Draws the filters (filters, inputs) of each place by themselves."""
        for kernels in self.weight.data:
            draw(kernels, kernels.shape[1], kernels.shape[0])
        nn.init.zeros_(self.bias)

    @property
    def middle(self) -> int:
        """The place in the middle of what comes out."""
        height, width = self.size
        return height // 2 * width + width // 2

    def filters_at(self, place: int) -> Tensor:
        """The filters of one place, (filters, channels, height, width)."""
        return self.weight[place].detach().view(-1, self.channels, *self.kernel_size)

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (batch, channels, height, width) -> (batch, filters, *size)."""
        windows = functional.unfold(inputs, self.kernel_size, self.dilation, self.padding, self.stride)
        sums = torch.bmm(windows.permute(2, 0, 1), self.weight.transpose(1, 2))  # (places, batch, filters)
        maps = sums.permute(1, 2, 0) + self.bias  # (batch, filters, places)
        return maps.reshape(*maps.shape[:2], *self.size)

    def extra_repr(self) -> str:
        return f"{self.channels}, {len(self.bias)}, kernel_size={self.kernel_size}, size={self.size}"
