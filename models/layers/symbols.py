"""How a network is shown symbols: each as a column of noughts with one 1, or as numbers that it learns."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class OneHot(nn.Module):
    """Symbols as columns of noughts with a single 1 ("1-of-N", Bridle 1990)."""

    label = "One-hot"

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.symbols = symbols

    def forward(self, numbers: Tensor) -> Tensor:
        """Numbers (batch, time) -> (batch, time, symbols)."""
        return functional.one_hot(numbers, self.symbols).to(torch.get_default_dtype())
