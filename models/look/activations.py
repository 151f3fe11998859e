"""Statistics of the outputs of layers, added up call by call, so that no output has to be stored."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from math import isfinite, sqrt

import torch
from torch import Tensor, nn

from models.layers.names import layer_name
from models.look.histograms import BINS, binned, ends
from models.look.recurrent import RECURRENT
from models.sentences import Sentence

OUTPUTS_NOT_FINITE = Sentence(
    "outputs-not-finite", "Not all outputs of {layer} are finite numbers any more: the run has diverged."
)

NEAR = 0.01
"""A bounded output as near as this to one of its ends is at it."""
ALMOST_ALL = 0.95


class ActivationStats:
    """Statistics of the outputs of one layer, from calls (batch, …): their spread, and which units do nothing any more.

    A unit is a channel of a picture, and of anything else one place of the last dimension.
    """

    def __init__(self, name: str, module: nn.Module) -> None:
        self.name, self.module = name, module
        self.count = self.zeros = 0
        self.sum = self.squares = self.least = self.most = 0.0
        self.zeros_of = self.near_bounds = torch.zeros((), dtype=torch.long)
        """(units) how many outputs of each are 0, and how many near a bound."""
        recurrent = sum(isinstance(one, RECURRENT) for one in module.modules())
        self.has_bounds = isinstance(module, nn.Sigmoid | nn.Tanh) or recurrent == 1
        self.bins = torch.zeros(BINS, dtype=torch.long)

    def measure(self, values: Tensor) -> None:
        """Adds the outputs of one call, (batch, channels, height, width) or (batch, …, units).

        Raises ValueError where one is no finite number any more.
        """
        unit = 1 if values.dim() == 4 else values.dim() - 1
        others = [dimension for dimension in range(values.dim()) if dimension != unit]
        zeros = (values == 0).sum(others).cpu()  # (units)
        self.zeros_of = self.zeros_of + zeros
        if self.has_bounds:
            self.near_bounds = self.near_bounds + self.near(values).sum(others).cpu()
        self.count += values.numel()
        self.zeros += int(zeros.sum())
        self.sum += float(values.sum())
        self.squares += float(values.norm()) ** 2
        if not isfinite(self.sum):
            raise ValueError(OUTPUTS_NOT_FINITE(layer=layer_name(self.name)))
        least, most = (float(end) for end in values.aminmax())
        self.least, self.most = min(self.least, least), max(self.most, most)

    def near(self, values: Tensor) -> Tensor:
        """Which values (…) are near a bound of the unit, (…)."""
        least = 0.0 if isinstance(self.module, nn.Sigmoid) else -1.0
        return (values < least + NEAR) | (values > 1 - NEAR)

    def sort(self, values: Tensor) -> None:
        """Sorts the outputs (…) of one call into bins, once all have been measured."""
        self.bins += binned(values, *self.ends)

    @property
    def bins_without_zeros(self) -> Tensor:
        """(bins) how many outputs lie in each, exact zeros aside."""
        return self.bins - self.zeros * binned(torch.zeros(1), *self.ends)

    @property
    def ends(self) -> tuple[float, float]:
        return ends(self.least, self.most)

    @property
    def mean(self) -> float:
        return self.sum / self.count

    @property
    def deviation(self) -> float:
        return sqrt(max(0.0, self.squares / self.count - self.mean**2))

    @property
    def units(self) -> int:
        return len(self.zeros_of)

    @property
    def dead(self) -> int:
        """Units that were 0 all the time."""
        return int((self.zeros_of * self.units == self.count).sum())

    @property
    def saturated(self) -> int:
        """Saturated units: those whose outputs were near a bound nearly all the time."""
        return int((self.near_bounds * self.units >= ALMOST_ALL * self.count).sum())

    @property
    def bounded(self) -> bool:
        """Whether the outputs come from units that can be saturated, and not from several added up."""
        return self.has_bounds and self.least >= -1 and self.most <= 1


@contextmanager
def forward_hooks(
    layers: Iterable[ActivationStats], on_output: Callable[[ActivationStats, Tensor], None]
) -> Iterator[None]:
    """Registers forward hooks that call ``on_output`` with the outputs (batch, …, units) of every layer."""
    hooks = [layer.module.register_forward_hook(partial(call_hook, layer, on_output)) for layer in layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def call_hook(
    layer: ActivationStats,
    on_output: Callable[[ActivationStats, Tensor], None],
    module: nn.Module,
    inputs: object,
    output: object,
) -> None:
    """Hands on the first output, (batch, …, units), of a layer that gives any."""
    first = output[0] if isinstance(output, tuple) else output
    if isinstance(first, Tensor) and first.is_floating_point():
        on_output(layer, first.detach().float() if first.dim() > 1 else first.detach().float().unsqueeze(-1))
