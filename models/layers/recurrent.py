"""Recurrent layers with PyTorch's weights and names, trained on a CPU by the steps of ``through_time.py``."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.equations import PLAIN, USUAL, Equations, Variant, equations
from models.layers.gru_through_time import GruSteps, ResetBeforeSteps
from models.layers.through_time import LstmSteps, SimpleSteps

Weights = tuple[Tensor, Tensor, Tensor | None, Tensor | None]
"""Of the inputs, of the state, and the biases of both; the last or both may be missing."""


def unrolled(
    sequence: Tensor,
    weights: Weights,
    began: Sequence[Tensor] = (),
    by: Equations = USUAL,
    peepholes: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """One layer by our own steps: (batch, time, inputs) -> states (batch, time, units), last state, an LSTM's memory.

    Which cell it is follows from its weights: one row of U for each unit is a SimpleRNN, three a GRU, four an LSTM,
    which may have ``peepholes`` (3, units); ``by`` says the rest.
    ``began`` is the first state, and the LSTM's memory, each (batch, units).
    """
    # Our own steps know float32 alone. What has shapes only, and no numbers, has no autocast either.
    if not sequence.is_meta and torch.is_autocast_enabled(sequence.device.type):
        with torch.autocast(sequence.device.type, enabled=False):
            return unrolled(sequence.float(), weights, [one.float() for one in began], by, peepholes)
    of_inputs, of_state, bias, second = weights
    units = of_state.shape[1]
    gates, first = len(of_state) // units, began[0] if began else None
    aside = of_state.new_zeros(units)  # the bias that a GRU's reset gate lets through
    if bias is not None and second is not None:
        aside = second[2 * units :]
        bias = torch.cat((bias[: 2 * units] + second[: 2 * units], bias[2 * units :])) if gates == 3 else bias + second
    different = sequence[:, :1] if sequence.stride(1) == 0 else sequence  # the same at every step: once will do
    x = nn.functional.linear(different.transpose(0, 1), of_inputs, bias).expand(sequence.shape[1], -1, -1)
    steps: Any  # PyTorch's Function has no types
    given: tuple[Any, ...]
    if gates == 1:
        steps, given = SimpleSteps, (x, first, of_state, by)
    elif gates == 4:
        steps, given = LstmSteps, (x, first, began[1] if began else None, of_state, peepholes, by)
    elif by.reset_before:
        steps, given = ResetBeforeSteps, (x, first, of_state, by)
    else:
        steps, given = GruSteps, (x, first, of_state, aside, by)
    states, *last = steps.apply(*given)
    return states.transpose(0, 1), *last


def by_torch(sequence: Tensor, weights: Weights) -> tuple[Tensor, Tensor]:
    """One layer by PyTorch's own kernels, which cuDNN has for a GPU; a bias that is missing is one of zeros.

    (batch, time, inputs) -> states (batch, time, units), last state (batch, units).
    """
    of_inputs, of_state, bias, second = weights
    assert bias is not None
    flat = [of_inputs, of_state, bias, torch.zeros_like(bias) if second is None else second]
    began = sequence.new_zeros(1, len(sequence), of_state.shape[1])
    options = (flat, True, 1, 0.0, False, False, True)  # biases, layers, no dropout, one way, the batch first
    gates = len(of_state) // of_state.shape[1]
    if gates == 4:
        states, last, _ = torch.lstm(sequence, (began, began), *options)
    else:
        states, last = (torch.rnn_tanh if gates == 1 else torch.gru)(sequence, began, *options)
    return states, last[0]


class ThroughTime(nn.RNNBase):
    """PyTorch's own layers with their weights; on a CPU each layer and direction is one operation.

    Always ``batch_first``, and without dropout between layers.
    """

    from_end = False
    """Whether its network feeds it texts from their end; views turn them round."""
    variant, by = PLAIN, USUAL
    """What of it is otherwise than PyTorch's; :func:`varied` sets both."""
    own_steps = True
    """Whether our own steps are taken on a CPU, or PyTorch's kernel, which is oneDNN's for an LSTM."""

    def peepholes(self, suffix: str) -> Tensor | None:
        """Of the layer and direction that ``suffix`` means, (3, units); None in a cell that has none."""
        return None

    def forward(self, sequence: Tensor, began: Any = None) -> tuple[Tensor, Any]:
        """As PyTorch's: (batch, time, inputs) -> states (batch, time, units), last states (layers, batch, units)."""
        by_torch = sequence.is_meta or (self.by == USUAL and not (self.own_steps and sequence.is_cpu))
        if by_torch and self.peepholes("_l0") is None:
            read_by_torch: tuple[Tensor, Any] = super().forward(sequence, began)
            return read_by_torch
        brought = () if began is None else began if isinstance(began, tuple) else (began,)
        last: list[list[Tensor]] = []
        for depth in range(0, len(self.all_weights), 1 + self.bidirectional):
            ways = []
            for back in range(1 + self.bidirectional):
                weights: Any = (*self.all_weights[depth + back], *([] if self.bias else [None, None]))
                own = [one[depth + back] for one in brought]
                peepholes = self.peepholes(suffix(depth // (1 + self.bidirectional), bool(back)))
                read = sequence.flip(1) if back else sequence
                states, *ends = unrolled(read, weights, own, self.by, peepholes)
                ways.append(states.flip(1) if back else states)
                last.append(ends)
            sequence = torch.cat(ways, 2) if self.bidirectional else ways[0]
        stacked = tuple(torch.stack(each) for each in zip(*last, strict=True))
        return sequence, stacked if len(stacked) > 1 else stacked[0]


class RNN(ThroughTime, nn.RNN):  # type: ignore[misc]
    """Elman 1990."""


class GRU(ThroughTime, nn.GRU):  # type: ignore[misc]
    """Cho et al. 2014, as PyTorch has it."""


class LSTM(ThroughTime, nn.LSTM):  # type: ignore[misc]
    """Hochreiter and Schmidhuber 1997, with forget gate (Gers et al. 2000)."""


class PeepholeLSTM(ThroughTime, nn.LSTM):  # type: ignore[misc]
    """The same, whose gates see its memory (Gers and Schmidhuber 2000); PyTorch has none, so the steps are ours."""

    def __init__(self, *sizes: Any, **options: Any) -> None:
        super().__init__(*sizes, **options)
        bound = 1 / math.sqrt(self.hidden_size)
        for depth in range(self.num_layers):
            for back in (False, True)[: 1 + self.bidirectional]:
                weights = nn.Parameter(self.all_weights[0][0].new_empty(3, self.hidden_size))
                self.register_parameter("peepholes" + suffix(depth, back), weights)
                nn.init.uniform_(weights, -bound, bound)

    def peepholes(self, suffix: str) -> Tensor | None:
        """Of the layer and direction that ``suffix`` means, (3, units)."""
        found: Tensor = getattr(self, "peepholes" + suffix)
        return found


def varied(cell: str, layer: ThroughTime, variant: Variant) -> ThroughTime:
    """The layer, which from now on follows the equations that ``variant`` chooses; its biases are made with it.

    Raises ValueError if the cell has no gate that is set by hand.
    """
    layer.variant, layer.by = variant, equations(cell, variant)
    return layer


def take_pytorch_steps(network: nn.Module) -> None:
    """Lets PyTorch's kernel take the steps of every LSTM of its form in ``network``, on a CPU too."""
    for module in network.modules():
        if isinstance(module, LSTM):
            module.own_steps = False


def suffix(depth: int, back: bool) -> str:
    """What the names of the weights of one layer and direction end in, as PyTorch has it."""
    return f"_l{depth}{'_reverse' if back else ''}"


LAYERS: dict[str, Callable[..., ThroughTime]] = {
    "SimpleRNN": RNN,
    "GRU": GRU,
    "LSTM": LSTM,
    "PeepholeLSTM": PeepholeLSTM,
}
"""By the name of the cell."""
