"""States and gates of recurrent layers while a network runs, computed from the inputs of each layer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.cells import TORCH, Cell, RecurrentLayer
from models.layers.equations import Variant
from models.layers.meta import on_meta
from models.layers.names import layer_name
from models.layers.recurrent import suffix
from models.look.titles import dotted
from models.sentences import Sentence, Text

DEPTH = Sentence("layer-of-stack", "layer {number}")
BACKWARDS, FORWARDS = Sentence("reads-backwards", "backwards"), Sentence("reads-forwards", "forwards")

WEIGHTS = {
    "weight_inputs": "weight_ih",
    "weight_state": "weight_hh",
    "bias_inputs": "bias_ih",
    "bias_state": "bias_hh",
    "peepholes": "peepholes",
}
"""Our names of weights, and PyTorch's."""

Change = Callable[[str, Variant], Variant]
"""What of a cell is otherwise while one looks: the cell and its own choices -> others."""


def unchanged(cell: str, variant: Variant) -> Variant:
    """The cell as it is."""
    return variant


RECURRENT = (nn.RNNBase, nn.RNNCellBase, RecurrentLayer)
"""Classes of recurrent layers and cells, PyTorch's and ours."""

Parts = dict[str, Tensor]
"""State and gates by name, each (batch, time, units)."""


@dataclass(frozen=True)
class Replay:
    """What one layer, in one direction, was given and made of it; time runs as in the text."""

    layer: RecurrentLayer
    from_end: bool
    parts: Parts
    read: Tensor
    """x (batch, time, inputs)"""
    before: tuple[Tensor, Tensor]
    """h and c before each step, (batch, time, units); c is 0 throughout where the cell has none."""

    def flipped(self) -> "Replay":
        """The same with time the other way round."""
        parts = {name: values.flip(1) for name, values in self.parts.items()}
        h, c = self.before
        return replace(self, parts=parts, read=self.read.flip(1), before=(h.flip(1), c.flip(1)))

    @classmethod
    def joined(cls, calls: Sequence["Replay"]) -> "Replay":
        """All calls of the layer, one after the other."""
        parts = {name: torch.cat([one.parts[name] for one in calls], 1) for name in calls[0].parts}
        h, c = (torch.cat([one.before[place] for one in calls], 1) for place in (0, 1))
        return replace(calls[0], parts=parts, read=torch.cat([one.read for one in calls], 1), before=(h, c))


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
    return ((title, way.parts) for title, way in titled_replays(network, calls))


def titled_replays(
    network: nn.Module, calls: dict[str, list[Any]], change: Change = unchanged
) -> Iterator[tuple[Text, Replay]]:
    """Title and replay of each layer in each direction, as the network computes them where ``change`` holds."""
    ways = [
        (name.split(".")[0], way)
        for name, given in calls.items()
        for way in joined_calls(network.get_submodule(name), given, change)
    ]
    yield from zip(way_titles([(part, way.from_end) for part, way in ways]), (way for _, way in ways), strict=True)


def way_titles(directions: list[tuple[str, bool]]) -> Iterator[Text]:
    """What each layer and direction is called, given the part of the network and whether it reads from the end."""
    for place, (part, from_end) in enumerate(directions):
        words = [layer_name(part)]
        if directions.count((part, from_end)) > 1:
            words.append(DEPTH(number=directions[: place + 1].count((part, from_end))))
        if (part, not from_end) in directions:
            words.append(BACKWARDS() if from_end else FORWARDS())
        yield dotted(*words)


def joined_calls(module: nn.Module, calls: list[Any], change: Change = unchanged) -> Iterator[Replay]:
    """A layer over all calls; of a stack, each layer and direction."""
    mirrored: bool = getattr(module, "from_end", False)
    for ways in zip(
        *(replay(module, read[0], read[1] if len(read) > 1 else None, change) for read in calls), strict=True
    ):
        whole = Replay.joined(ways)
        yield replace(whole.flipped(), from_end=True) if mirrored else whole


def replay(module: Any, sequence: Tensor, began: Any = None, change: Change = unchanged) -> Iterator[Replay]:
    """One call of a layer on (batch, time, inputs), layer by layer and direction by direction.

    A cell reads (batch, inputs).
    """
    brought = () if began is None else began if isinstance(began, tuple) else (began,)
    if isinstance(module, RecurrentLayer):
        yield replay_of(as_recurrent_layer(module, change=change), sequence, *brought)
    elif isinstance(module, nn.RNNCellBase):
        yield replay_of(as_recurrent_layer(module, change=change), sequence.unsqueeze(1), *brought)
    else:
        both = 1 + module.bidirectional
        for depth in range(module.num_layers):
            states = []
            for back in range(both):
                own = [one[depth * both + back] for one in brought]
                layer = as_recurrent_layer(module, suffix(depth, bool(back)), change)
                way = replay_of(layer, sequence.flip(1) if back else sequence, *own)
                way = replace(way.flipped(), from_end=True) if back else way
                states.append(way.parts["state"])
                yield way
            sequence = torch.cat(states, 2)  # (batch, time, directions x units)


def replay_of(layer: RecurrentLayer, sequence: Tensor, h: Tensor | None = None, c: Tensor | None = None) -> Replay:
    """One layer on (batch, time, inputs), from a first state h and memory c (batch, units) if given."""
    parts = layer.states_and_gates(sequence, h, c)
    states = parts["state"]
    memories = parts.get("memory", torch.zeros_like(states))
    firsts = [torch.zeros_like(states[:, 0]) if one is None else one for one in (h, c)]
    before = [
        torch.cat([first.unsqueeze(1), values[:, :-1]], 1)
        for first, values in zip(firsts, (states, memories), strict=True)
    ]
    return Replay(layer, False, parts, sequence, (before[0], before[1]))


def own_variant(module: Any) -> Variant:
    """What of its cells a recurrent layer or cell chooses, PyTorch's own ones too."""
    relu = getattr(module, "nonlinearity", "tanh") == "relu"
    found = getattr(module, "variant", Variant("ReLU" if relu else "tanh"))
    return found if isinstance(module, RecurrentLayer) else replace(found, biases=bool(module.bias))


def as_recurrent_layer(module: Any, suffix: str = "", change: Change = unchanged) -> RecurrentLayer:
    """One layer of PyTorch's own, of ours, or a cell, as a layer whose gates can be seen; with the very same weights.

    ``change`` says what of it is to be otherwise; activation and biases stay as they are.
    """
    cell: Cell
    if isinstance(module, RecurrentLayer):
        cell, style, names = module.cell, module.style, {name: name for name in WEIGHTS}
    else:
        kind = type(module).__name__.removesuffix("Cell")
        cell = "SimpleRNN" if kind == "RNN" else kind  # type: ignore[assignment]
        style, names = TORCH, {ours: theirs + suffix for ours, theirs in WEIGHTS.items()}
    variant = own_variant(module)
    made_as = replace(change(cell, variant), activation=variant.activation, biases=variant.biases)
    weights: dict[str, Any] = {ours: getattr(module, theirs, None) for ours, theirs in names.items()}
    units, inputs = weights["weight_state"].shape[1], weights["weight_inputs"].shape[1]
    with on_meta():
        made = RecurrentLayer(cell, inputs, units, style, variant=made_as)
    for name, weight in weights.items():
        setattr(made, name, weight)
    return made
