"""One activation of a running network: what reaches it, counted call by call, with its curve laid over it.

A unit that stands where the slope is 0 learns nothing (Hochreiter 1991; Glorot and Bengio 2010).
"""

import torch
from torch import Tensor, nn

from models.layers.names import layer_name, layer_type
from models.look.arrays import floats
from models.look.histograms import BINS, binned, ends
from models.look.pictures import Lines, NamedLine
from models.look.titles import dotted
from models.sentences import Sentence, Text

SUM, GIVES, OFTEN = (
    Sentence("bend-sum", "sum x that reaches a unit"), Sentence("bend-gives", "what it gives, f(x)"),
    Sentence("bend-often", "how often, the highest as high as the frame"),
)  # fmt: skip
SHARES = Sentence(
    "bend-shares",
    "Dead: {dead} of {units} units, whose slope is 0 for every example. Saturated: {saturated}, whose slope is nearly "
    "always "
    "below {small}. Of all sums {share:percent} stand where it is so small; the mean slope is {mean:figure}.",
)
NOT_FINITE = Sentence(
    "bend-not-finite", "Not all sums that reach {layer} are finite numbers any more: the run has diverged."
)

SMALL = 0.05
"""A slope below it hardly hands anything on."""
NEARLY_ALWAYS = 0.95


class Bend:
    """One activation: the sums (batch, …) that reach it, added up call by call."""

    def __init__(self, name: str, module: nn.Module) -> None:
        self.name, self.module = name, module
        self.least = self.most = self.slopes = 0.0
        self.count = self.small = 0
        self.zeros_of = self.small_of = torch.zeros((), dtype=torch.long)
        """(units) how many slopes of each are 0, and how many are small."""
        self.bins = torch.zeros(BINS, dtype=torch.long)

    def measure(self, sums: Tensor) -> None:
        """Adds the sums of one call, (batch, channels, height, width) or (batch, …, units). Raises ValueError where one
        is no finite number.
        """
        if not bool(sums.isfinite().all()):
            raise ValueError(NOT_FINITE(layer=layer_name(self.name)))
        slopes = self.slope(sums).abs()
        unit = 1 if sums.dim() == 4 else sums.dim() - 1
        others = [dimension for dimension in range(sums.dim()) if dimension != unit]
        small = slopes < SMALL
        self.zeros_of = self.zeros_of + (slopes == 0).sum(others).cpu()
        self.small_of = self.small_of + small.sum(others).cpu()
        self.small += int(small.sum())
        self.slopes += float(slopes.sum())
        self.count += sums.numel()
        self.least, self.most = min(self.least, float(sums.min())), max(self.most, float(sums.max()))

    def sort(self, sums: Tensor) -> None:
        """Sorts the sums (…) of one call into bins, once all have been measured."""
        self.bins += binned(sums, *ends(self.least, self.most))

    def slope(self, sums: Tensor) -> Tensor:
        """At each of the sums (…), (…); 0 where the activation has none."""
        with torch.enable_grad():
            at = sums.detach().clone().requires_grad_()
            given = self.module.forward(at.clone())
            if not given.requires_grad:
                return torch.zeros_like(sums)
            (found,) = torch.autograd.grad(given.sum(), at)
        return found

    @property
    def mean(self) -> float:
        return self.slopes / max(1, self.count)

    @property
    def units(self) -> int:
        return len(self.zeros_of)

    @property
    def dead(self) -> int:
        """Units whose slope is always 0."""
        return int((self.zeros_of >= self.count / self.units).sum())

    @property
    def saturated(self) -> int:
        """Those whose slope is nearly always small, and not always 0."""
        calls = self.count / self.units
        return int(((self.small_of >= NEARLY_ALWAYS * calls) & (self.zeros_of < calls)).sum())

    def called(self, layer: Text) -> Text:
        """The name of its chart, after that of its layer."""
        return dotted(layer, layer_type(self.module))

    def remarks(self) -> list[Text]:
        """Which shares are dead and saturated, in words."""
        return [
            SHARES(
                dead=self.dead, units=self.units, saturated=self.saturated, small=SMALL,
                share=self.small / self.count, mean=self.mean,
            )
        ]  # fmt: skip

    def drawn(self, layer: Text) -> Lines:
        """The curve over what reaches it, of a ``layer`` that is called so."""
        low, high = ends(self.least, self.most)
        step = (high - low) / BINS
        x = low + step * (torch.arange(BINS) + 0.5)  # (bins)
        given = self.module.forward(x.clone()).detach()
        lowest, highest = min(0.0, float(given.min())), max(1.0, float(given.max()))
        often = self.bins / max(1, int(self.bins.max())) * highest
        return Lines(
            title=self.called(layer), start=float(x[0]), step=step, count=BINS,
            lowest=lowest, highest=highest, unit=Text("f(x)"), across=SUM(), at=0.0, remarks=self.remarks(),
            lines=[
                NamedLine(name=GIVES(), values=floats(given), slopes=floats(self.slope(x)), hue=0),
                NamedLine(name=OFTEN(), values=floats(often), hue=1),
            ],
        )  # fmt: skip
