"""The convolutional LSTM (Shi et al., "Convolutional LSTM network: a machine learning approach for precipitation
nowcasting", 2015, arXiv 1506.04214): an LSTM whose states are maps and whose weights are filters.

Equations (3) of the paper, * a convolution, . a product place by place:

    i = sigmoid(Wxi * x + Whi * h + Wci . c + bi)        f = sigmoid(Wxf * x + Whf * h + Wcf . c + bf)
    c' = f . c + i . tanh(Wxc * x + Whc * h + bc)        o = sigmoid(Wxo * x + Who * h + Wco . c' + bo)
    h' = o . tanh(c')

The peepholes Wci, Wcf, Wco have a number for each place of each map; without them it is Keras' ConvLSTM2D. The forget
gate begins open, as there.
"""

import torch
from torch import Tensor, nn

States = tuple[Tensor, Tensor]
"""h and c, each (batch, filters, height, width)."""


class ConvLstm(nn.Module):
    """One layer: 4 (k k (inputs + filters) + 1) filters weights, and 3 filters height width of peepholes."""

    as_one_layer = True
    label = "ConvLSTM"

    def __init__(self, inputs: int, filters: int, kernel: int, size: tuple[int, int], peepholes: bool) -> None:
        super().__init__()
        self.filters = filters
        self.of_input = nn.Conv2d(inputs, 4 * filters, kernel, padding=kernel // 2)
        self.of_state = nn.Conv2d(filters, 4 * filters, kernel, padding=kernel // 2, bias=False)
        assert self.of_input.bias is not None
        nn.init.ones_(self.of_input.bias.data[filters : 2 * filters])
        self.peepholes = nn.Parameter(torch.zeros(3, filters, *size)) if peepholes else None

    def forward(self, sequence: Tensor, began: States | None = None) -> tuple[Tensor, States]:
        """Maps (batch, time, inputs, height, width) -> states (batch, time, filters, height, width), and the last."""
        read = self.of_input(sequence.flatten(0, 1)).unflatten(0, sequence.shape[:2])  # (batch, time, 4 filters, …)
        states, last = [], began
        for sums in read.unbind(1):
            last = self.step(sums, last)
            states.append(last[0])
        assert last is not None
        return torch.stack(states, 1), last

    def parts(self, sequence: Tensor) -> dict[str, Tensor]:
        """What a view shows of maps (batch, time, inputs, height, width): state, memory and gates, each (batch, time,
        filters, height, width).
        """
        read = self.of_input(sequence.flatten(0, 1)).unflatten(0, sequence.shape[:2])
        found: dict[str, list[Tensor]] = {name: [] for name in ("state", "memory", "input", "forget", "output")}
        h = c = sequence.new_zeros(len(sequence), self.filters, *sequence.shape[3:])
        for sums in read.unbind(1):
            i, f, _, o = (sums + self.of_state(h)).chunk(4, 1)
            before = c
            h, c = self.step(sums, (h, c))
            if self.peepholes is not None:
                i, f, o = i + self.peepholes[0] * before, f + self.peepholes[1] * before, o + self.peepholes[2] * c
            for name, one in zip(found, (h, c, i.sigmoid(), f.sigmoid(), o.sigmoid()), strict=True):
                found[name].append(one)
        return {name: torch.stack(each, 1) for name, each in found.items()}

    def step(self, sums: Tensor, before: States | None) -> States:
        """Wx * x + b (batch, 4 filters, height, width) and the state before -> the state after."""
        h, c = before if before is not None else (None, None)
        i, f, g, o = (sums if h is None else sums + self.of_state(h)).chunk(4, 1)
        if c is None:
            c = torch.sigmoid(i) * torch.tanh(g)
        else:
            if self.peepholes is not None:
                i, f = i + self.peepholes[0] * c, f + self.peepholes[1] * c
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        if self.peepholes is not None:
            o = o + self.peepholes[2] * c
        return torch.sigmoid(o) * torch.tanh(c), c
