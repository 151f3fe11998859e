"""Recurrent layers step by step while a network runs, so that autograd finds the gradient of every single state."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.cells import RecurrentLayer
from models.layers.recurrent import suffix
from models.look.gates_by_hand import gates_set
from models.look.recurrent import RECURRENT, Change, as_recurrent_layer


@dataclass(frozen=True)
class Unrolled:
    """One layer reading in one direction: its states and memories after each step, each (batch, units), in time."""

    name: str
    """Of the module."""
    layer: RecurrentLayer
    from_end: bool
    states: list[Tensor]
    memories: list[Tensor]
    """None of a cell without."""


@contextmanager
def unrolled_steps(
    network: nn.Module, change: Change, lengths: Mapping[str, int] | None = None
) -> Iterator[list[list[Unrolled]]]:
    """While it lasts every recurrent layer computes its outputs by its equations, as ``change`` has them.

    It records each call: a list of all layers and directions that it went through. A layer that is called anew for
    every step has its way back cut as if it were called once, where ``lengths`` knows how many steps it takes in all.
    """
    calls: list[list[Unrolled]] = []
    to_come = dict(lengths or {})

    def hook(name: str) -> Callable[[nn.Module, Any, Any], Any]:
        def compute(module: nn.Module, inputs: Any, output: Any) -> Any:
            began = inputs[1] if len(inputs) > 1 else None
            outputs, ways = unroll(name, module, inputs[0], began, change, to_come.get(name, 0))
            calls.append(ways)
            to_come[name] = to_come.get(name, 0) - len(ways[0].states)
            return outputs

        return compute

    handles = [
        module.register_forward_hook(hook(name))
        for name, module in network.named_modules()
        if isinstance(module, RECURRENT)
    ]
    try:
        yield calls
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def as_set_by_hand(network: nn.Module, by_hand: str) -> Iterator[None]:
    """While it lasts, gates are as ``by_hand`` sets them, "reset=1,update=0"; "" leaves the network as it is.

    Raises ValueError where it names no gates.
    """
    if not by_hand:
        yield
        return
    with unrolled_steps(network, gates_set(by_hand)):
        yield


def unroll(
    name: str, module: Any, sequence: Tensor, began: Any, change: Change, to_come: int = 0
) -> tuple[Any, list[Unrolled]]:
    """What ``module`` gives for (batch, time, inputs), as it gives it; and the steps of each layer and direction.

    With ``to_come`` steps before its last, those of this call among them, the way back may be cut before the first.
    """
    brought = () if began is None else began if isinstance(began, tuple) else (began,)
    one_step = isinstance(module, nn.RNNCellBase)
    stacked = isinstance(module, nn.RNNBase)
    both = 1 + module.bidirectional if stacked else 1
    mirrored = bool(getattr(module, "from_end", False))
    sequence = sequence.unsqueeze(1) if one_step else sequence
    ways: list[Unrolled] = []
    for depth in range(module.num_layers if stacked else 1):
        outputs = []
        for back in range(both):
            own = [one[depth * both + back] for one in brought] if stacked else list(brought)
            end = suffix(depth, bool(back)) if stacked else ""
            layer = as_recurrent_layer(module, end, change)
            if to_come and layer.by.truncate and to_come % layer.by.truncate == 0:
                own = [one.detach() for one in own]
            steps = list(layer.steps(sequence.flip(1) if back else sequence, *own))
            states = [h for h, _, _ in steps]
            memories = [c for _, c, gates in steps if "memory" in gates]
            ways.append(Unrolled(name, layer, bool(back) or mirrored, states, memories))
            outputs.append(torch.stack(states[::-1] if back else states, 1))
        sequence = torch.cat(outputs, 2)  # (batch, time, directions x units)
    h = [way.states[-1] for way in ways]
    c = [way.memories[-1] for way in ways if way.memories]
    if one_step:
        return ((h[0], c[0]) if c else h[0]), ways
    if not stacked:
        return (sequence, h[0]), ways
    last: Any = (torch.stack(h), torch.stack(c)) if c else torch.stack(h)
    return (sequence, last), ways


def joined_ways(calls: list[list[Unrolled]]) -> list[Unrolled]:
    """Each layer and direction once, with the steps of all its calls."""
    found: dict[tuple[str, int], Unrolled] = {}
    for ways in calls:
        for place, way in enumerate(ways):
            before = found.setdefault((way.name, place), way)
            if before is not way:
                before.states.extend(way.states)
                before.memories.extend(way.memories)
    return list(found.values())
