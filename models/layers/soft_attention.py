"""Soft attention to the parts of a picture: a small network compares each part with the state that is about to write.

Xu et al., "Show, attend and tell", 2015, section 4.2; the comparison is that of Bahdanau, Cho and Bengio 2014.
"""

from typing import ClassVar

import torch
from torch import Tensor, nn

from models.layers.attention import Axis, SwitchableAttend


class SoftAttention(SwitchableAttend):
    """z = beta sum over i of alpha_i a_i, alpha = softmax of v . tanh(W_a a_i + W_h h), beta = sigmoid(f h).

    W_a a is the same for every word, so that the network works it out once.
    """

    as_one_layer = True
    query_axis: ClassVar[Axis] = "outputs"

    def __init__(self, hidden: int, units: int, grid: tuple[int, int]) -> None:
        super().__init__()
        self.key_grid = grid
        self.W_h = nn.Linear(hidden, units)
        self.v = nn.Linear(units, 1, bias=False)
        self.f = nn.Linear(hidden, 1)

    def forward(self, h: Tensor, parts: Tensor, compared: Tensor) -> tuple[Tensor, Tensor]:
        """h (batch, hidden), parts a (batch, places, features), ``compared`` W_a a (batch, places, units) -> z (batch,
        features), alpha (batch, 1, places).
        """
        scores = self.v(torch.tanh(compared + self.W_h(h).unsqueeze(1))).transpose(1, 2)  # (batch, 1, places)
        scores = torch.zeros_like(scores) if self.uniform else scores
        alpha = scores.softmax(-1)
        z = (alpha @ parts).squeeze(1)  # (batch, features)
        beta: Tensor = self.f(h).sigmoid()  # (batch, 1)
        return beta * z, alpha
