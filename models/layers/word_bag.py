"""How much each word of a sentence counts, by how often it comes, or by where it stands too."""

import torch
from torch import Tensor, nn


class WordBag(nn.Module):
    """How much each word of a sentence counts; with position encoding in two parts, of which each number of the width
    has its own mixture: l = (1 - j / J) - (k / d) (1 - 2 j / J) of word j of J and number k of d.
    """

    def __init__(self, symbols: int, position: bool) -> None:
        super().__init__()
        self.symbols, self.position = symbols, position

    def forward(self, numbers: Tensor) -> Tensor:
        """Words (batch, sentences, words) -> (batch, sentences, parts x symbols); 0 is no word."""
        counted = (numbers != 0).to(torch.get_default_dtype())  # (batch, sentences, words)
        empty = counted.new_zeros(*numbers.shape[:2], self.symbols)
        if not self.position:
            return empty.scatter_add(2, numbers, counted)
        share = counted.cumsum(2) / counted.sum(2, keepdim=True).clamp_min(1)  # j / J
        first = empty.scatter_add(2, numbers, counted * (1 - share))
        second = empty.scatter_add(2, numbers, counted * (2 * share - 1))
        return torch.cat([first, second], 2)
