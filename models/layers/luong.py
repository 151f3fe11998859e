"""Luong's attention: what is written is compared with all that was read, and reads a mixture of it.

Luong, Pham and Manning, "Effective approaches to attention-based neural machine translation", 2015, equations 5 to 8.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

import torch
from torch import Tensor, nn

from models.layers.attention import Axis, SwitchableAttend


class Attending(SwitchableAttend, ABC):
    """h~ = tanh(Wc [c; h]), c = sum over s of a_s h_s, a = softmax of score(h, h_s): equations 5, 7 and 8."""

    as_one_layer = True
    query_axis: ClassVar[Axis] = "outputs"

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.combine = nn.Linear(2 * hidden, hidden, bias=False)

    @abstractmethod
    def score(self, h: Tensor, read: Tensor) -> Tensor:
        """h (batch, places, hidden), read (batch, time, hidden) -> (batch, places, time)."""

    def forward(self, h: Tensor, read: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
        """h (batch, places, hidden), read (batch, time, hidden) -> (batch, places, hidden), a (batch, places, time)."""
        scores = self.score(h, read)  # (batch, places, time)
        scores = torch.zeros_like(scores) if self.uniform else scores
        a = scores.masked_fill(~inside.unsqueeze(1), -torch.inf).softmax(-1)
        c = a @ read  # (batch, places, hidden)
        return torch.tanh(self.combine(torch.cat([c, h], -1))), a


class Dot(Attending):
    """score = h . h_s, (batch, places, time)"""

    def score(self, h: Tensor, read: Tensor) -> Tensor:
        return h @ read.transpose(1, 2)


class General(Attending):
    """score = h . W h_s, (batch, places, time)"""

    def __init__(self, hidden: int) -> None:
        super().__init__(hidden)
        self.W = nn.Linear(hidden, hidden, bias=False)

    def score(self, h: Tensor, read: Tensor) -> Tensor:
        scores: Tensor = h @ self.W(read).transpose(1, 2)
        return scores


class Concat(Attending):
    """score = v . tanh(W [h; h_s]), (batch, places, time); W in its two halves."""

    def __init__(self, hidden: int) -> None:
        super().__init__(hidden)
        self.W_h = nn.Linear(hidden, hidden, bias=False)
        self.W_s = nn.Linear(hidden, hidden, bias=False)
        self.v = nn.Linear(hidden, 1, bias=False)

    def score(self, h: Tensor, read: Tensor) -> Tensor:
        both = self.W_h(h).unsqueeze(2) + self.W_s(read).unsqueeze(1)  # (batch, places, time, hidden)
        scores: Tensor = self.v(torch.tanh(both)).squeeze(-1)
        return scores


class Nothing(nn.Module):
    """The plain encoder-decoder: the state as it is, and no weights."""

    as_one_layer = True
    label = "none"

    def __init__(self, hidden: int) -> None:
        super().__init__()

    def forward(self, h: Tensor, read: Tensor, inside: Tensor) -> tuple[Tensor, None]:
        """h (batch, places, hidden) as it is."""
        return h, None


ATTENDING: dict[str, Callable[[int], nn.Module]] = {"dot": Dot, "general": General, "concat": Concat, "none": Nothing}
