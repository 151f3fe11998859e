"""What reaches the activations of a running network: their curve laid over it, and where its slope leaves nothing.

A unit that stands where the slope is 0 learns nothing, and small slopes of many layers leave nothing of an error
(Hochreiter 1991; Glorot and Bengio 2010).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor, nn

from models.layers.activations import Step
from models.layers.names import layer_name, layer_type
from models.layers.tree import rows
from models.look.arrays import floats
from models.look.histograms import BINS, binned, ends
from models.look.pictures import Charts, Lines, NamedLine, Picture
from models.look.titles import dotted
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.spec import Spec

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
PRODUCT = Sentence(
    "bend-product", "Down to the first layer shown here, {count} mean slopes leave {left:figure} of an error."
)
NOT_FINITE = Sentence(
    "bend-not-finite", "Not all sums that reach {layer} are finite numbers any more: the run has diverged."
)

EXAMPLES = 200
SMALL = 0.05
"""A slope below it hardly hands anything on."""
NEARLY_ALWAYS = 0.95
MOST_LAYERS = 12
BENDS = (
    nn.ReLU, nn.LeakyReLU, nn.ELU, nn.SELU, nn.Softplus, nn.Tanh, nn.Sigmoid, nn.GELU, nn.SiLU, nn.ReLU6,
    nn.Hardsigmoid, Step,
)  # fmt: skip


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

    def drawn(self) -> Lines:
        """The curve over what reaches it."""
        low, high = ends(self.least, self.most)
        step = (high - low) / BINS
        x = low + step * (torch.arange(BINS) + 0.5)  # (bins)
        given = self.module.forward(x.clone()).detach()
        lowest, highest = min(0.0, float(given.min())), max(1.0, float(given.max()))
        often = self.bins / max(1, int(self.bins.max())) * highest
        units, calls = len(self.zeros_of), self.count / len(self.zeros_of)
        shares = SHARES(
            dead=int((self.zeros_of >= calls).sum()), units=units,
            saturated=int(((self.small_of >= NEARLY_ALWAYS * calls) & (self.zeros_of < calls)).sum()), small=SMALL,
            share=self.small / self.count, mean=self.mean,
        )  # fmt: skip
        return Lines(
            title=dotted(layer_name(self.name), layer_type(self.module)), start=float(x[0]), step=step, count=BINS,
            lowest=lowest, highest=highest, unit=Text("f(x)"), across=SUM(), at=0.0, remarks=[shares],
            lines=[
                NamedLine(name=GIVES(), values=floats(given), slopes=floats(self.slope(x)), hue=0),
                NamedLine(name=OFTEN(), values=floats(often), hue=1),
            ],
        )  # fmt: skip


class BeforeTheBend(View):
    """Over the first held-out examples, put through twice, so that no sum is stored."""

    title = "Before the bend"
    text = (
        "What reaches the activations of this network, with their curve over it. Where the curve is flat a unit learns "
        f"nothing: it is dead where the slope is 0 for all of {EXAMPLES} held-out examples, saturated where it is "
        "nearly always small. Fork… in the row of this run goes on from its weights with another activation. The "
        "laboratory of activations has the curves alone."
    )
    group = "layers"
    needs = BENDS
    rank = 2

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where a sum is no finite number."""
        split = splits.validation.rows(0, EXAMPLES)
        bends = [Bend(name, one) for name, one in rows(network) if isinstance(one, BENDS)][:MOST_LAYERS]
        for on_sums in (Bend.measure, Bend.sort):
            with before(bends, on_sums):
                spec.architecture.measured(network, spec.task, split)
        reached = [one for one in bends if one.count]
        charts = [one.drawn() for one in reached]
        if len(reached) > 1:
            left = 1.0
            for one in reached:
                left *= one.mean
            said: Text = PRODUCT(count=len(reached), left=left)
            charts[0] = charts[0].model_copy(update={"remarks": [*charts[0].remarks, said]})
        return Charts(charts=charts)


@contextmanager
def before(bends: list[Bend], on_sums: Callable[[Bend, Tensor], None]) -> Iterator[None]:
    """Calls ``on_sums`` with what reaches each activation, (batch, …)."""
    hooks = [bend.module.register_forward_pre_hook(partial(_called, bend, on_sums)) for bend in bends]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _called(bend: Bend, on_sums: Callable[[Bend, Tensor], None], module: nn.Module, inputs: tuple[object, ...]) -> None:
    first = inputs[0] if inputs else None
    if isinstance(first, Tensor) and first.is_floating_point():
        on_sums(bend, first.detach().float() if first.dim() > 1 else first.detach().float().unsqueeze(-1))
