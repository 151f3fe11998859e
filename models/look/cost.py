"""How many examples a view can afford: what a look costs is counted in multiply-adds, so that it is always the same."""

from functools import partial

from torch import Tensor, nn

from models.layers.local import LocallyConnected2d
from models.spec.kinds import Batch

AFFORDABLE = 2_500_000_000
"""Multiply-adds of one look: about a tenth of a second of one core."""


def affordable(network: nn.Module, batch: Batch, least: int, most: int) -> int:
    """So many examples like the one of ``batch`` can be put through the network in one look, within these bounds."""
    return max(least, min(most, AFFORDABLE // multiply_adds(network, batch)))


def multiply_adds(network: nn.Module, batch: Batch) -> int:
    """Of one pass forward with the one example of ``batch``, as far as layers have weights; at least 1."""
    counts: list[int] = []
    layers = [module for module in network.modules() if any(own.dim() > 1 for own in module.parameters(recurse=False))]
    hooks = [layer.register_forward_hook(partial(count_call, counts)) for layer in layers]
    try:
        network(batch)
    finally:
        for hook in hooks:
            hook.remove()
    return max(1, sum(counts))


def count_call(counts: list[int], module: nn.Module, inputs: tuple[object, ...], output: object) -> None:
    """Adds one call: every place of its output takes each weight once."""
    first = output[0] if isinstance(output, tuple) else output
    if not isinstance(first, Tensor):
        return
    weights = sum(own.numel() for own in module.parameters(recurse=False) if own.dim() > 1)
    places = 1 if isinstance(module, LocallyConnected2d) else places_of(first)
    counts.append(weights * places)


def places_of(output: Tensor) -> int:
    """How often one example's output (1, channels, height, width) or (1, …, units) took each weight."""
    return output[0, 0].numel() if output.dim() == 4 else output[0, ..., 0].numel()
