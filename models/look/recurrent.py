"""States and gates of recurrent layers while a network runs, computed from the inputs of each layer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.cells import TORCH, Cell, RecurrentLayer
from models.layers.meta import on_meta
from models.layers.names import layer_name
from models.layers.recurrent import suffix
from models.look.titles import dotted
from models.sentences import Sentence, Text

DEPTH = Sentence("layer-of-stack", "layer {number}")
BACKWARDS, FORWARDS = Sentence("reads-backwards", "backwards"), Sentence("reads-forwards", "forwards")

RECURRENT = (nn.RNNBase, nn.RNNCellBase, RecurrentLayer)
"""Classes of recurrent layers and cells, PyTorch's and ours."""

Parts = dict[str, Tensor]
"""State and gates by name, each (batch, time, units)."""


@contextmanager
def recorded_inputs(network: nn.Module) -> Iterator[dict[str, list[Any]]]:
    """Records the inputs of each recurrent layer by name, call by call, in the order of their first calls."""
    calls: dict[str, list[Any]] = {}
    hooks = [
        module.register_forward_pre_hook(lambda module, given, name=name: calls.setdefault(name, []).append(given))
        for name, module in network.named_modules()
        if isinstance(module, RECURRENT)
    ]
    try:
        yield calls
    finally:
        for hook in hooks:
            hook.remove()


def replay_layers(network: nn.Module, calls: dict[str, list[Any]]) -> Iterator[tuple[Text, Parts]]:
    """Title and parts of each layer in each direction, as the network computes them; time runs as in the text."""
    ways = [
        (name.split(".")[0], from_end, parts)
        for name, given in calls.items()
        for from_end, parts in joined_calls(network.get_submodule(name), given)
    ]
    directions = [(part, from_end) for part, from_end, _ in ways]
    for place, (part, from_end, parts) in enumerate(ways):
        words = [layer_name(part)]
        if directions.count((part, from_end)) > 1:
            words.append(DEPTH(number=directions[: place + 1].count((part, from_end))))
        if (part, not from_end) in directions:
            words.append(BACKWARDS() if from_end else FORWARDS())
        yield dotted(*words), parts


def joined_calls(module: nn.Module, calls: list[Any]) -> Iterator[tuple[bool, Parts]]:
    """Whether a layer reads from the end, and its parts over all calls; of a stack, each layer and direction."""
    mirrored: bool = getattr(module, "from_end", False)
    for ways in zip(*(replay(module, *given) for given in calls), strict=True):
        whole = {name: torch.cat([parts[name] for _, parts in ways], 1) for name in ways[0][1]}
        yield ways[0][0] or mirrored, flipped(whole) if mirrored else whole


def replay(module: Any, sequence: Tensor, began: Any = None) -> Iterator[tuple[bool, Parts]]:
    """One call of a layer on (batch, time, inputs): whether each layer and direction reads from the end, and its parts.

    A cell reads (batch, inputs).
    """
    brought = () if began is None else began if isinstance(began, tuple) else (began,)
    if isinstance(module, RecurrentLayer):
        yield False, module.states_and_gates(sequence)
    elif isinstance(module, nn.RNNCellBase):
        yield False, as_recurrent_layer(module).states_and_gates(sequence.unsqueeze(1), *brought)
    else:
        both = 1 + module.bidirectional
        for depth in range(module.num_layers):
            states = []
            for back in range(both):
                own = [one[depth * both + back] for one in brought]
                layer = as_recurrent_layer(module, suffix(depth, bool(back)))
                parts = layer.states_and_gates(sequence.flip(1) if back else sequence, *own)
                parts = flipped(parts) if back else parts
                states.append(parts["state"])
                yield bool(back), parts
            sequence = torch.cat(states, 2)  # (batch, time, directions x units)


def flipped(parts: Parts) -> Parts:
    """The parts with time the other way round."""
    return {name: values.flip(1) for name, values in parts.items()}


def as_recurrent_layer(module: nn.RNNBase | nn.RNNCellBase, suffix: str = "") -> RecurrentLayer:
    """One layer of PyTorch's own, or one of its cells, with the same weights, so that its gates can be seen."""
    kind = type(module).__name__.removesuffix("Cell")
    cell: Cell = "SimpleRNN" if kind == "RNN" else kind  # type: ignore[assignment]
    names = {
        "weight_inputs": "weight_ih",
        "weight_state": "weight_hh",
        "bias_inputs": "bias_ih",
        "bias_state": "bias_hh",
    }
    if cell == "PeepholeLSTM":
        names["peepholes"] = "peepholes"
    weights = {ours: getattr(module, theirs + suffix).detach() for ours, theirs in names.items()}
    with on_meta():
        made = RecurrentLayer(cell, weights["weight_inputs"].shape[1], module.hidden_size, TORCH)
    made.load_state_dict(weights, assign=True)
    return made
