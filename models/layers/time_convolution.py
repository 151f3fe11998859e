"""Convolution along time: the time-delay network (Waibel et al. 1989), causal and dilated as in WaveNet (van den Oord
et al. 2016).
"""

from typing import Literal

from torch import Tensor, nn
from torch.nn import functional

Edge = Literal["causal", "same"]
"""Where zeros are put before a filter slides: all before the first moment, or on both sides."""


class TimeConvolution(nn.Conv1d):
    """Filters over (batch, features, time) that give (batch, filters, time); causal ones never see what comes later."""

    label = "Conv1d"

    def __init__(self, features: int, filters: int, kernel: int, dilation: int, edge: Edge) -> None:
        super().__init__(features, filters, kernel, dilation=dilation)
        reach = (kernel - 1) * dilation
        self.before = reach if edge == "causal" else reach // 2
        self.after = reach - self.before

    def forward(self, values: Tensor) -> Tensor:
        """Values (batch, features, time) -> (batch, filters, time)."""
        return super().forward(functional.pad(values, (self.before, self.after)))
