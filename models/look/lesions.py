"""Parts of a network that can be left out while it runs: a block's layers, its skip, branches, whole layers, maps.

A lesion lasts as long as its context, and changes no weight.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from models.layers.joins import Join, Sum
from models.layers.names import layer_name
from models.layers.tree import rows
from models.look.kernels import SLIDING
from models.sentences import Sentence, Text

LAYERS_OF_BLOCK = Sentence("lesion-layers-of-block", "{block}: its layers; what came is handed on")
WAY_PAST = Sentence("lesion-way-past", "{block}: the skip")
BRANCH = Sentence("lesion-branch", "{branch}")
LEFT_OUT = Sentence("lesion-left-out", "{layer}: what came is handed on")
AT_MEANS = Sentence("lesion-at-means", "{layer}: each map the same everywhere")
UNITS_AT_MEANS = Sentence("lesion-units-at-means", "{layer}: each unit the same for all pictures")

PLAIN = (*SLIDING, nn.Linear)
MOST_MAPS = 32
"""Maps of a layer that are left out one by one."""

Change = Callable[[tuple[Tensor, ...], Tensor], Tensor]
"""From the inputs of a layer, and what it gave, what it gives instead."""


@dataclass(frozen=True)
class Lesion:
    """A part by its name, what is done to it in words, and how: what the output of ``module`` becomes."""

    name: str
    title: Text
    module: nn.Module
    change: Change

    @contextmanager
    def made(self) -> Iterator[None]:
        """While it lasts the network runs without the part."""
        hook = self.module.register_forward_hook(partial(changed, self.change))
        try:
            yield
        finally:
            hook.remove()


def changed(change: Change, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    """A forward hook: the output (batch, …) that goes on in the place of a layer's own."""
    return change(inputs, output)


def lesions(network: nn.Module, same_size: frozenset[str]) -> list[Lesion]:
    """Every block's layers and skip, every branch, and the layers with weights that lie in none of them but the last.

    ``same_size`` are the names of layers that give as much as they were given.
    """
    found: list[Lesion] = []
    shown = rows(network)
    split = {name.rpartition(".")[0] for name, module in shown if isinstance(module, Sum | Join)}
    with_weights = [name for name, module in shown if isinstance(module, PLAIN)]
    for name, module in shown:
        block = name.rpartition(".")[0]
        if isinstance(module, Sum):
            found.append(Lesion(block, LAYERS_OF_BLOCK(block=layer_name(block)), module, passed_alone))
            found.append(Lesion(f"{block}.skip", WAY_PAST(block=layer_name(block)), module, found_alone))
        elif isinstance(module, Join):
            parts = [part for part, child in network.get_submodule(block).named_children() if child is not module]
            for place, part in enumerate(parts):
                branch = f"{block}.{part}"
                found.append(Lesion(branch, BRANCH(branch=layer_name(branch)), module, partial(without_branch, place)))
        elif name in with_weights[:-1] and not any(name.startswith(f"{one}.") for one in split):
            found.append(of_layer(name, module, name in same_size))
    return found


def of_layer(name: str, module: nn.Module, same_size: bool) -> Lesion:
    """A layer left out where its output is as large as its input; else all that it gives is at its mean."""
    if same_size:
        return Lesion(name, LEFT_OUT(layer=layer_name(name)), module, handed_on)
    title = (
        UNITS_AT_MEANS(layer=layer_name(name)) if isinstance(module, nn.Linear) else AT_MEANS(layer=layer_name(name))
    )
    return Lesion(name, title, module, at_means)


def of_maps(lesion: Lesion, count: int) -> list[Lesion]:
    """The maps or units of a plain layer, each of them at its mean; the first of ``count``."""
    if not isinstance(lesion.module, PLAIN):
        return []
    return [
        Lesion(f"{lesion.name}#{place + 1}", Text(f"#{place + 1}"), lesion.module, partial(map_at_mean, place))
        for place in range(min(MOST_MAPS, count))
    ]


def passed_alone(inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    """Of a sum, (batch, …), what went past the layers."""
    return inputs[1]


def found_alone(inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    """Of a sum, (batch, …), what the layers gave."""
    return inputs[0]


def without_branch(place: int, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    """Joined maps (batch, maps, height, width) with nothing in those of one branch."""
    return torch.cat([torch.zeros_like(one) if at == place else one for at, one in enumerate(inputs)], 1)


def handed_on(inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    """(batch, …) what came."""
    return inputs[0]


def at_means(inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    """(batch, maps, height, width) each map at its mean over the picture; (batch, units) each over all pictures."""
    return output.mean((2, 3) if output.dim() == 4 else 0, keepdim=True).expand_as(output)


def map_at_mean(place: int, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    """(batch, maps, …) with one map at its mean over all pictures."""
    without = output.clone()
    without[:, place] = output[:, place].mean()
    return without
