"""What reaches the gates of recurrent cells and their tanh: the sums, worked out from what a replay of a layer holds.

The equations are those of ``models/layers/cells.py``, over all steps at once, as the state before each step is known.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.cells import hard_sigmoid
from models.layers.equations import GATE_PLACES
from models.look.recurrent import RECURRENT, Replay, replay


class HardSigmoid(nn.Module):
    """The gate of early Keras and TensorFlow.js, which is not that of PyTorch: straight from -2.5 to 2.5."""

    def forward(self, sums: Tensor) -> Tensor:
        """Sums (…) -> values (…) from 0 to 1."""
        return hard_sigmoid(sums)


OF_SIMPLE: dict[str, Callable[[], nn.Module]] = {"tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "ReLU": nn.ReLU}
"""What bends the sums of a SimpleRNN, by name."""


@dataclass(frozen=True)
class GateSums:
    """The sums (batch, time, units) that reach one gate, and what bends them."""

    gate: str
    """As replays call what comes out of it; "memory" is the tanh through which a memory is shown."""
    bend: nn.Module
    sums: Tensor


def gate_sums(way: Replay) -> Iterator[GateSums]:
    """Of each gate of a layer that is not set by hand, and of whatever else its cell bends."""
    layer, (h, c) = way.layer, way.before
    x = nn.functional.linear(way.read, layer.weight_inputs, layer.bias_inputs)
    if layer.cell == "SimpleRNN":
        yield GateSums("state", OF_SIMPLE[layer.variant.activation](), x + layer.through(h))
        return
    by_hand = dict(layer.by.fixed)
    for place, (gate, sums) in enumerate((of_gru if layer.cell == "GRU" else of_lstm)(way, x, h, c)):
        squash = HardSigmoid() if layer.style.hard else nn.Sigmoid()
        if place not in by_hand:
            yield GateSums(gate, nn.Tanh() if gate in ("candidate", "memory") else squash, sums)


def of_gru(way: Replay, x: Tensor, h: Tensor, c: Tensor) -> Iterator[tuple[str, Tensor]]:
    """Reset, update and candidate, from x (batch, time, 3 units) and the state before, (batch, time, units)."""
    layer, units, reset = way.layer, way.layer.units, way.parts["reset"]
    xr, xz, xn = x.chunk(3, -1)
    hr, hz, hn = layer.through(h).chunk(3, -1)
    if layer.style.reset_before:
        candidate = xn + nn.functional.linear(reset * h, layer.weight_state[2 * units :])
    else:
        candidate = xn + reset * hn
    yield from (("reset", xr + hr), ("update", xz + hz), ("candidate", candidate))


def of_lstm(way: Replay, x: Tensor, h: Tensor, c: Tensor) -> Iterator[tuple[str, Tensor]]:
    """Input, forget, candidate and output, and the memory that is shown, from x (batch, time, 4 units).

    A peephole adds what it sees of the memory, which is c (batch, time, units) before each step.
    """
    memory, peepholes = way.parts["memory"], way.layer.peepholes
    sums = dict(zip(GATE_PLACES["LSTM"], (x + way.layer.through(h)).chunk(4, -1), strict=True))
    if peepholes is not None:
        for gate, peephole, seen in zip(("input", "forget", "output"), peepholes, (c, c, memory), strict=True):
            sums[gate] = sums[gate] + peephole * seen
    yield from sums.items()
    yield "memory", memory


OnSums = Callable[[str, int, Replay, GateSums], None]
"""Called with the name of a module, the place of a way in it, that way, and the sums of one of its gates."""


@contextmanager
def before_gates(network: nn.Module, on_sums: OnSums) -> Iterator[None]:
    """While it lasts ``on_sums`` is called with what reaches each gate, call by call of each recurrent layer."""
    hooks = [
        module.register_forward_pre_hook(partial(_called, name, on_sums))
        for name, module in network.named_modules()
        if isinstance(module, RECURRENT)
    ]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _called(name: str, on_sums: OnSums, module: nn.Module, given: tuple[Any, ...]) -> None:
    with torch.no_grad():
        for place, way in enumerate(replay(module, given[0], given[1] if len(given) > 1 else None)):
            for one in gate_sums(way):
                on_sums(name, place, way, one)
